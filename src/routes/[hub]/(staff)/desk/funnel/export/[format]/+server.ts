import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { download } from '#ecosystem/list-export.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { FunnelFilter, funnelOf } from '#road/funnel.ts';
import { groupInWords } from '#road/funnel-said.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	const hub = found(await findHub(params.hub));
	const { by, stones, rows } = await funnelOf(actor, filterFrom(FunnelFilter, url.searchParams));
	const line = (name: string, counts: (number | null)[]) => ({
		name,
		...Object.fromEntries(stones.map(({ km }, nth) => [`km${km}`, counts[nth]]))
	});
	const all = [
		...rows.map(({ key, counts }) => line(groupInWords(by, key, locale), counts)),
		line(
			say('funnel_column_total'),
			stones.map(({ count }) => count)
		),
		line(
			say('funnel_column_onward'),
			stones.map(({ onward }) => onward)
		),
		line(
			say('funnel_column_days'),
			stones.map(({ medianDays }) => medianDays)
		)
	];
	return download(params.format, {
		name: `${hub.id}-funnel`,
		title: say('funnel_title'),
		columns: [
			{ key: 'name', header: say(`funnel_by_${by}`), type: 'text' },
			...stones.map(({ km }) => ({ key: `km${km}`, header: `km ${km} ${say(`road_${km}`)}`, type: 'number' as const }))
		],
		rows: all,
		locale,
		timeZone: hub.timeZone
	});
};
