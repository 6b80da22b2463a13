import { operation, type OperationRoute } from '#platform/operation.ts';
import { Id } from '../floors.ts';
import { SetTerms, setTerms } from './terms.ts';

const part = (route: Omit<OperationRoute, 'tags'>) => operation({ ...route, tags: ['rent'] });
const siteManager = ['site_manager'] as const;

export const rentApi = {
	setLeaseTerms: part({
		method: 'PUT',
		path: '/place/leases/{lease}/terms',
		summary: 'Set what a lease costs',
		description: 'Rent, steps, franchise, deposit, VAT, charges, payment and index. What was issued stays; lines of difference settle it.',
		openTo: siteManager
	})
		.input(SetTerms)
		.output(Id)
		.handler(({ context, input }) => setTerms(context.actor, input))
};
