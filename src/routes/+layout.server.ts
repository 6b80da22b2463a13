import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals }) => ({
	locale: locals.locale,
	account: locals.account && { name: locals.account.name, email: locals.account.email }
});
