import { networkList } from '#ecosystem/network-list.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => networkList(locals.actor, 'need', url.searchParams, locals.locale);
