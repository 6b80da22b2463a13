import { findHub } from '#ecosystem/hubs.ts';
import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { countDuplicates } from '#ecosystem/merging/duplicates.ts';
import { ListMerges, listMerges, mergeStates } from '#ecosystem/merging/merges.ts';
import { dayInWords, optionsOf } from '#ecosystem/posts-said.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
	await parent();
	const { actor, locale } = locals;
	const filter = filterFrom(ListMerges, url.searchParams);
	const [page, counts, hub] = await Promise.all([listMerges(actor, { ...filter, limit: 25 }), countDuplicates(actor), findHub(params.hub)]);
	const { timeZone } = found(hub);
	const address = addressOf({ state: filter.state }, { state: undefined });
	const at = (cursor: string | null) => cursor && `${url.pathname}${address}&cursor=${cursor}`;
	return {
		counts,
		state: filter.state ?? '',
		states: optionsOf('merges_state', mergeStates),
		merges: page.items.map(({ id, keptName, goneName, mergedAt, mergedBy, state }) => ({
			id,
			state,
			what: say('merges_into', { gone: goneName, kept: keptName }),
			by: mergedBy ?? say('duplicates_hub'),
			when: dayInWords(mergedAt, locale, timeZone),
			stateSaid: say(`merges_state_${state}`)
		})),
		previous: at(page.previous),
		next: at(page.next)
	};
};
