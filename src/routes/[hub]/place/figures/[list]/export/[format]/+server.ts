import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { download } from '#ecosystem/list-export.ts';
import { clockOf, today } from '#place/days.ts';
import { filters, lists, openList } from '#place/figures/lists.ts';
import { found } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

const types = { text: 'text', day: 'date', surface: 'number', money: 'number', number: 'number' } as const;

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	const hub = found(await findHub(params.hub));
	const name = found(lists.find((one) => one === params.list));
	const asked = new URLSearchParams(url.searchParams);
	if (name === 'month' && !filters.month.shape.month.safeParse(asked.get('month')).success)
		asked.set('month', today(await clockOf(actor.hub)).slice(0, 7));
	const { title, columns, rows } = await openList(actor, name, filterFrom(filters[name], asked), locale);
	return download(params.format, {
		name: `${hub.id}-${name}`,
		title,
		columns: columns.map(({ key, label, kind }) => ({ key, header: label, type: types[kind] })),
		rows: rows.map(({ cells }) => cells),
		locale,
		timeZone: hub.timeZone
	});
};
