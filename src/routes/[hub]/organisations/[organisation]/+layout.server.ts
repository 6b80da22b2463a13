import { redirect } from '@sveltejs/kit';
import { addressSince } from '#ecosystem/merging/merged-into.ts';
import type { LayoutServerLoad } from './$types';

/** The pages of a record that was merged into another lead to those of that one. */
export const load: LayoutServerLoad = async ({ locals, params, url, untrack }) => {
	const since = await addressSince(locals.actor, params.organisation);
	if (!since) return;
	const here = `/${params.hub}/organisations/`;
	redirect(
		308,
		untrack(() => here + since + url.pathname.slice(here.length + params.organisation.length) + url.search)
	);
};
