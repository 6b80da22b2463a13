import type { Actor } from '#platform/actor.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { uses } from '../choices.ts';
import { dayAfter } from '../days.ts';
import { listFloors } from '../floors.ts';
import { seesTenants, seesTerms } from '../policy.ts';
import { euros, squareMetres } from '../said.ts';
import { ListMoves, listMoves, ListRentRoll, listRentRoll, ListVacancies, listVacancies } from './leases.ts';
import { findLetting, type Cell, type LettingState } from './occupancy.ts';

const drawn = ['let', 'committed', 'held', 'works', 'in_use', 'free', 'common'] as const;
const lettable = ['let', 'committed', 'held', 'free'] as const;

/** The figures of the place as its page draws them; each leads to the rows that it was counted from. */
export async function pictures(actor: Actor, first: string, now: string, locale: Locale) {
	const at = `/${actor.hub}/place/figures`;
	const month = now.slice(0, 7);
	const [{ items: cells }, { items: floors }] = await Promise.all([
		findLetting(actor, { from: first, until: dayAfter(now, 36 * 30.5) }),
		listFloors(actor)
	]);
	const [area, money] = [squareMetres(locale), euros(locale)];
	const format = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
	const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
	const word = (key: string) => say(key, {}, locale);
	const series = (states: readonly LettingState[]) => states.map((key) => ({ key, said: word(`figures_state_${key}`) }));
	const months = [...new Set(cells.map((cell) => cell.month))];
	const byMonth = Map.groupBy(cells, (cell) => cell.month);
	const sum = (of: readonly Cell[], state: LettingState, what: 'm2' | 'cents' = 'm2') =>
		of.reduce((all, cell) => all + (cell.state === state ? (cell[what] ?? 0) : 0), 0);

	const overTime = (
		states: readonly LettingState[],
		from: string,
		only: (cell: Cell) => boolean = () => true,
		what: 'm2' | 'cents' = 'm2',
		more = ''
	) => {
		const shown = states.filter((state) => cells.some((cell) => cell.state === state && only(cell)));
		const unit = what === 'm2' ? area : money;
		const moments = months
			.filter((key) => key >= from)
			.map((key) => {
				const values = shown.map((state) => sum((byMonth.get(key) ?? []).filter(only), state, what));
				return {
					key,
					said: format.format(new Date(`${key}-15T12:00:00Z`)),
					values,
					shown: values.map(unit),
					href: `${at}/month?month=${key}${more}`
				};
			});
		const most = Math.max(0, ...moments.map(({ values }) => values.reduce((all, one) => all + one, 0)));
		return { moments, series: series(shown), now: month, top: unit(most) };
	};

	const today = byMonth.get(month) ?? [];
	const whole = lettable.reduce((all, state) => all + sum(today, state), 0);
	const isTold = seesTerms(actor);
	const roll = isTold ? (await listRentRoll(actor, ListRentRoll.parse({ on: now }))).items : [];
	const vacancies = isTold ? (await listVacancies(actor, ListVacancies.parse({ on: now }))).items : [];
	const moves = seesTenants(actor) ? (await listMoves(actor, ListMoves.parse({}))).items : [];
	const running = roll.filter(({ runs }) => runs);
	const monthCost = vacancies.reduce((all, { monthCents }) => all + (monthCents ?? 0), 0);
	const years = [...new Set(roll.map(({ endsOn }) => endsOn?.slice(0, 4) ?? 'open'))];
	const moved = moves.filter(({ day }) => day <= now);

	return {
		facts: [
			{
				label: word('figures_occupied'),
				value: whole
					? say(
							'figures_of',
							{ part: area(sum(today, 'let')), whole: area(whole), share: percent.format(sum(today, 'let') / whole) },
							locale
						)
					: '',
				href: `${at}/month?month=${month}&state=let`
			},
			{
				label: word('figures_state_committed'),
				value: area(sum(today, 'committed') + committedLater(cells, month)),
				href: `${at}/month?month=${months.at(-1)}&state=committed`
			},
			{
				label: word('figures_state_free'),
				value: area(sum(today, 'free')),
				href: isTold ? `${at}/vacancies` : `${at}/month?month=${month}&state=free`
			},
			{
				label: word('figures_rent_roll'),
				value: isTold ? say('figures_a_year', { sum: money(running.reduce((all, { yearCents }) => all + yearCents, 0)) }, locale) : '',
				href: `${at}/rent-roll`
			},
			{
				label: word('figures_vacancy_cost'),
				value: isTold ? say('figures_a_month', { sum: money(monthCost) }, locale) : '',
				href: `${at}/vacancies`
			}
		],
		floors: floors
			.filter(({ id }) => cells.some(({ floor }) => floor === id))
			.map(({ id, name, buildingName, m2 }) => ({
				id,
				label: buildingName === name ? name : `${buildingName}, ${name}`,
				m2: area(m2),
				href: `${at}/month?month=${month}&floor=${id}`,
				...overTime(drawn, '', ({ floor }) => floor === id, 'm2', `&floor=${id}`)
			}))
			.reverse(),
		surfaces: overTime(drawn, ''),
		rents: isTold ? overTime(['let', 'committed', 'free'], '', undefined, 'cents') : null,
		forecast: overTime(lettable, month),
		byUse: {
			series: series(drawn.filter((state) => sum(today, state))),
			bars: uses
				.map((use) => ({ use, own: today.filter((cell) => cell.use === use) }))
				.filter(({ own }) => own.length)
				.map(({ use, own }) => ({
					key: use,
					label: word(`place_use_${use}`),
					values: drawn.filter((state) => sum(today, state)).map((state) => sum(own, state)),
					shown: area(own.reduce((all, { m2 }) => all + m2, 0)),
					href: `${at}/month?month=${month}&use=${use}`
				}))
		},
		expiries: isTold
			? {
					series: [{ key: 'let', said: word('place_rent') }],
					bars: years.map((year) => {
						const ending = roll.filter(({ endsOn }) => (endsOn?.slice(0, 4) ?? 'open') === year);
						const cents = ending.reduce((all, { yearCents }) => all + yearCents, 0);
						return {
							key: year,
							label: year === 'open' ? word('place_open_end') : year,
							values: [cents],
							shown: `${money(cents)} · ${area(ending.reduce((all, { m2 }) => all + m2, 0))}`,
							href: `${at}/rent-roll?ends=${year}`
						};
					})
				}
			: null,
		moves: moved.length
			? {
					series: (['in', 'out'] as const).map((key) => ({ key, said: word(`figures_way_${key}`) })),
					bars: [...new Set(moved.map(({ day }) => day.slice(0, 4)))].map((year) => {
						const of = (way: 'in' | 'out') => moved.filter((one) => one.way === way && one.day.startsWith(year)).length;
						return {
							key: year,
							label: year,
							values: [of('in'), of('out')],
							shown: say('figures_in_and_out', { came: of('in'), went: of('out') }, locale),
							href: `${at}/moves?year=${year}`
						};
					})
				}
			: null,
		links: [
			{
				href: `${at}/month?month=${month}`,
				label: say('figures_month_of', { month: format.format(new Date(`${month}-15T12:00:00Z`)) }, locale),
				open: true
			},
			{ href: `${at}/rent-roll`, label: word('figures_rent_roll'), open: isTold },
			{ href: `${at}/vacancies`, label: word('figures_vacancies'), open: isTold },
			{ href: `${at}/moves`, label: word('figures_moves'), open: seesTenants(actor) },
			{ href: `${at}/units`, label: word('figures_units'), open: true }
		].filter(({ open }) => open)
	};
}

/** Signed for later: as much as is committed at the end of what is foreseen. */
function committedLater(cells: readonly Cell[], month: string) {
	const last = cells.at(-1)?.month;
	return last === month ? 0 : cells.reduce((all, cell) => all + (cell.month === last && cell.state === 'committed' ? cell.m2 : 0), 0);
}
