import { operation, type OperationRoute } from '#platform/operation.ts';
import { pageOf } from '#platform/page.ts';
import { Id } from '../floors.ts';
import { EndLease, endLease, LeaseLine, ListLeases, listLeases, SignLease, signLease } from './leases.ts';

const part = (route: Omit<OperationRoute, 'tags'>) => operation({ ...route, tags: ['place'] });
const siteManager = ['site_manager'] as const;
const seesTerms = ['site_manager', 'accountant', 'funder'] as const;

export const leasesApi = {
	listLeases: part({ method: 'GET', path: '/place/leases', summary: 'Leases, next end first, with their alarms', openTo: seesTerms })
		.input(ListLeases)
		.output(pageOf(LeaseLine))
		.handler(({ context, input }) => listLeases(context.actor, input)),
	signLease: part({ method: 'POST', path: '/place/leases', summary: 'Let units to a firm', openTo: siteManager })
		.input(SignLease)
		.output(Id)
		.handler(({ context, input }) => signLease(context.actor, input)),
	endLease: part({
		method: 'POST',
		path: '/place/leases/{lease}/end',
		summary: 'End a lease on a day',
		openTo: siteManager,
		successStatus: 200
	})
		.input(EndLease)
		.output(Id)
		.handler(({ context, input }) => endLease(context.actor, input))
};
