import { findHub } from '#ecosystem/hubs.ts';
import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import {
	countDuplicates,
	doubtAgain,
	DuplicateFilter,
	ListDuplicates,
	listDuplicates,
	TellApart,
	tellApart,
	TwoOrganisations
} from '#ecosystem/merging/duplicates.ts';
import { pairSaid } from '#ecosystem/merging/said.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { Actions, PageServerLoad } from './$types';

const usual = DuplicateFilter.parse({});

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
	await parent();
	const { actor, locale } = locals;
	const filter = filterFrom(ListDuplicates, url.searchParams);
	const [page, counts, hub] = await Promise.all([
		listDuplicates(actor, { ...filter, limit: 25 }),
		countDuplicates(actor),
		findHub(params.hub)
	]);
	const { timeZone } = found(hub);
	const address = addressOf(filter, usual);
	const at = (cursor: string | null) => cursor && `${url.pathname}${address}&cursor=${cursor}`;
	return {
		filter,
		address,
		counts,
		pairs: page.items.map((pair) => pairSaid(pair, params.hub, locale, timeZone)),
		previous: at(page.previous),
		next: at(page.next)
	};
};

export const actions: Actions = {
	apart: form(TellApart, async (input, { locals }) => {
		await tellApart(locals.actor, input);
		return { done: say('duplicates_done_apart') };
	}),
	doubt: form(TwoOrganisations, async (input, { locals }) => {
		await doubtAgain(locals.actor, input);
		return { done: say('duplicates_done_doubt') };
	})
};
