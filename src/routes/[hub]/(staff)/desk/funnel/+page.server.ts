import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { optionsOf } from '#ecosystem/posts-said.ts';
import { kinds } from '#ecosystem/organisations.ts';
import { sizeClasses } from '#ecosystem/activities/firms.ts';
import { say } from '#platform/i18n.ts';
import { FunnelFilter, funnelOf, groupings, measures, monthsOf } from '#road/funnel.ts';
import { funnelInWords, groupInWords, monthInWords, periodInWords } from '#road/funnel-said.ts';
import type { PageServerLoad } from './$types';

const usual = FunnelFilter.parse({});

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
	await parent();
	const { actor, locale } = locals;
	const asked = filterFrom(FunnelFilter, url.searchParams);
	// Months in the wrong order are set right: a form that only reads has nothing to refuse.
	const { from, to } = asked;
	const filter = from && to && from > to ? { ...asked, from: to, to: from } : asked;
	const funnel = await funnelOf(actor, filter);
	const now = new Date().toISOString().slice(0, 7);
	const earliest = `${Number(now.slice(0, 4)) - 3}-01`;
	const months = monthsOf({ from: earliest < funnel.from ? earliest : funnel.from, to: now > funnel.to ? now : funnel.to }).reverse();
	const tab = (change: object) => url.pathname + addressOf(filter, usual, change);
	return {
		isStaff: actor.staff,
		filter: { ...filter, from: funnel.from, to: funnel.to },
		address: addressOf(filter, usual),
		period: periodInWords(funnel, locale),
		measures: measures.map((of) => ({ href: tab({ of }), label: say(`funnel_of_${of}`), current: of === filter.of })),
		groupings: optionsOf('funnel_by', groupings),
		months: months.map((value) => ({ value, label: monthInWords(value, locale) })),
		years: [...new Set(months.map((one) => one.slice(0, 4)))].map((year) => ({
			href: url.pathname + addressOf({ of: filter.of, by: filter.by, from: `${year}-01`, to: `${year}-12` }, usual),
			label: year,
			current: funnel.from === `${year}-01` && funnel.to === `${year}-12`
		})),
		pastYear: url.pathname + addressOf({ of: filter.of, by: filter.by }, usual),
		sizes: [...sizeClasses, 'none'].map((value) => ({ value, label: groupInWords('size', value, locale) })),
		kinds: optionsOf('organisation_kind', kinds),
		sector: filter.sector ? groupInWords('sector', filter.sector, locale) : null,
		withoutSector: tab({ sector: undefined }),
		...funnelInWords(funnel, filter, actor.staff ? `/${params.hub}/desk/funnel/list` : null, locale)
	};
};
