import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { clockOf, today } from '#place/days.ts';
import { filters, lists, openList } from '#place/figures/lists.ts';
import { seesTenants, seesTerms } from '#place/policy.ts';
import { dayIn } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { found } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { PageServerLoad } from './$types';

const perPage = 50;

export const load: PageServerLoad = async (event) => {
	const { locals, params, url } = event;
	const { actor, locale } = locals;
	const name = found(lists.find((one) => one === params.list));
	const isOpen = { month: true, units: true, moves: seesTenants(actor), 'rent-roll': seesTerms(actor), vacancies: seesTerms(actor) }[name];
	if (!isOpen) signedIn(event);
	const asked = new URLSearchParams(url.searchParams);
	if (name === 'month' && !filters.month.shape.month.safeParse(asked.get('month')).success)
		asked.set('month', today(await clockOf(actor.hub)).slice(0, 7));
	const list = await openList(actor, name, filterFrom(filters[name], asked), locale);
	const page = Math.max(1, Math.min(Math.ceil(list.rows.length / perPage), Number.parseInt(url.searchParams.get('page') ?? '1') || 1));
	const address = addressOf(list.filter, list.usual);
	const at = (nth: number) => `${url.pathname}${address}&page=${nth}`;
	const day = dayIn(locale);
	const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
	const money = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 });
	const shown = (value: string | number | null | undefined, kind: string) =>
		value === null || value === undefined || value === ''
			? ''
			: kind === 'day'
				? day(String(value))
				: kind === 'money'
					? money.format(Number(value))
					: typeof value === 'number'
						? number.format(value)
						: value;
	const sum = (key: string) => list.rows.reduce((all, { cells }) => all + Number(cells[key] ?? 0), 0);
	return {
		tabs: placeTabs(actor, 'figures'),
		name,
		title: list.title,
		count: list.rows.length,
		totals: list.columns
			.filter(({ kind, key }) => kind === 'surface' || (kind === 'money' && name !== 'units' && sum(key) > 0))
			.map(({ key, label, kind }) => ({ label, value: kind === 'money' ? money.format(sum(key)) : `${number.format(sum(key))} m²` })),
		q: String(list.filter.q ?? ''),
		kept: Object.entries(list.filter).filter(([key, value]) => ['month', 'on', 'year'].includes(key) && value) as [string, string][],
		choices: list.choices.map((choice) => ({ ...choice, value: String(list.filter[choice.name] ?? '') })),
		address,
		columns: list.columns.map(({ key, label, kind }) => ({
			key,
			label,
			numeric: kind === 'money' || kind === 'surface' || kind === 'number'
		})),
		rows: list.rows.slice((page - 1) * perPage, page * perPage).map(({ cells, links }, nth) => ({
			nth,
			links,
			cells: Object.fromEntries(list.columns.map(({ key, kind }) => [key, shown(cells[key], kind)]))
		})),
		previous: page > 1 ? at(page - 1) : null,
		next: page * perPage < list.rows.length ? at(page + 1) : null
	};
};
