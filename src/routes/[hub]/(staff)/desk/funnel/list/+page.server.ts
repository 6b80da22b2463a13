import { findHub } from '#ecosystem/hubs.ts';
import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { dayInWords } from '#ecosystem/posts-said.ts';
import { label } from '#ecosystem/vocabulary/concepts.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { countFigure, FigureFilter, ListFigure, listFigure } from '#road/funnel.ts';
import { groupInWords, periodInWords } from '#road/funnel-said.ts';
import type { PageServerLoad } from './$types';

const usual = FigureFilter.parse({});

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
	await parent();
	const { actor, locale } = locals;
	const filter = filterFrom(ListFigure, url.searchParams);
	const [page, total, hub] = await Promise.all([
		listFigure(actor, { ...filter, limit: 50 }),
		countFigure(actor, filter),
		findHub(params.hub)
	]);
	const { timeZone } = found(hub);
	const address = addressOf(filter, usual);
	const at = (cursor: string | null) => cursor && `${url.pathname}${address}&cursor=${cursor}`;
	const day = (at: Date | null) => at && dayInWords(at, locale, timeZone);
	const { of, km, from, to, sector, size, kind, onward } = filter;
	const isNeed = of === 'needs';
	return {
		title: say('funnel_list', { what: say(`funnel_of_${of}`), km, stone: say(`road_${km}`) }),
		facts: [
			from && to && periodInWords({ from, to }, locale),
			sector && groupInWords('sector', sector, locale),
			size && groupInWords('size', size, locale),
			kind && say(`organisation_kind_${kind}`),
			onward && say('funnel_onward_only')
		].filter((fact) => typeof fact === 'string'),
		of,
		total,
		rows: page.items.map((one) => ({
			id: one.id,
			name: one.name,
			href: isNeed ? (one.slug ? `/${params.hub}/needs/${one.id}` : null) : one.slug && `/${params.hub}/organisations/${one.slug}/road`,
			firm: isNeed ? one.firm : '',
			sectors: one.sectors.map((id) => label(id, locale)).join(', '),
			size: groupInWords('size', one.sizeClass ?? 'none', locale),
			at: day(one.at),
			onwardAt: day(one.onwardAt) ?? '–'
		})),
		previous: at(page.previous),
		next: at(page.next),
		address
	};
};
