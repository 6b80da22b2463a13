import type { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { uses } from '../choices.ts';
import { listFloors } from '../floors.ts';
import { listUnits, ListUnits } from './listed-units.ts';
import { ListMoves, listMoves, ListRentRoll, listRentRoll, ListVacancies, listVacancies } from './leases.ts';
import { lettingStates, listMonth, ListMonth } from './occupancy.ts';

/** The lists that figures open. */
export const lists = ['month', 'rent-roll', 'vacancies', 'moves', 'units'] as const;
export type ListName = (typeof lists)[number];

type Kind = 'text' | 'day' | 'surface' | 'money' | 'number';
export interface ListColumn {
	key: string;
	label: string;
	kind: Kind;
}
type Value = string | number | null;
export interface ListRow {
	cells: Record<string, Value>;
	/** Where a cell leads, by column. */
	links: Record<string, string>;
}
interface Choice {
	name: string;
	label: string;
	options: { value: string; label: string }[];
}
export interface OpenList {
	title: string;
	filter: Record<string, unknown>;
	usual: Record<string, unknown>;
	choices: Choice[];
	columns: ListColumn[];
	rows: ListRow[];
}

export const filters = {
	month: ListMonth,
	'rent-roll': ListRentRoll,
	vacancies: ListVacancies,
	moves: ListMoves,
	units: ListUnits
} satisfies Record<ListName, z.ZodObject>;

const euros = (cents: number | null) => (cents === null ? null : Math.round(cents) / 100);

/** A list as a page shows it and a file keeps it. */
export async function openList(actor: Actor, name: ListName, filter: object, locale: Locale): Promise<OpenList> {
	const column = (key: string, label: string, kind: Kind = 'text'): ListColumn => ({ key, label: say(label, {}, locale), kind });
	const at = `/${actor.hub}/place`;
	const firm = (one: { slug: string } | null) => (one ? `/${actor.hub}/organisations/${one.slug}` : '');
	const links = (all: Record<string, string>) => Object.fromEntries(Object.entries(all).filter(([, to]) => to));
	const word = (key: string) => say(key, {}, locale);
	const useChoice = { name: 'use', label: word('place_use'), options: uses.map((value) => ({ value, label: word(`place_use_${value}`) })) };
	const where = (row: { building: string; floorName: string }) =>
		row.building === row.floorName ? row.building : `${row.building}, ${row.floorName}`;

	const open: Record<ListName, () => Promise<OpenList>> = {
		month: async () => {
			const wanted = filter as z.output<typeof ListMonth>;
			const [{ items }, { items: floors }] = await Promise.all([listMonth(actor, wanted), listFloors(actor)]);
			const [year, nth] = wanted.month.split('-').map(Number);
			const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
			return {
				title: say('figures_month_of', { month: month.format(new Date(Date.UTC(year ?? 0, (nth ?? 1) - 1, 15))) }, locale),
				filter: wanted,
				usual: {},
				choices: [
					{
						name: 'state',
						label: word('place_state'),
						options: lettingStates.map((value) => ({ value, label: word(`figures_state_${value}`) }))
					},
					useChoice,
					{
						name: 'floor',
						label: word('place_floor'),
						options: floors.map(({ id, name, buildingName }) => ({ value: id, label: where({ building: buildingName, floorName: name }) }))
					}
				],
				columns: [
					column('number', 'place_number'),
					column('name', 'place_name'),
					column('where', 'place_where'),
					column('use', 'place_use'),
					column('m2', 'place_surface', 'surface'),
					column('state', 'place_state'),
					column('holder', 'place_holder'),
					column('lease', 'place_lease'),
					column('rent', 'figures_month_rent', 'money')
				],
				rows: items.map((row) => ({
					cells: {
						number: row.number,
						name: row.name,
						where: where(row),
						use: word(`place_use_${row.use}`),
						m2: row.m2,
						state: word(`figures_state_${row.state}`),
						holder: row.holder?.name ?? '',
						lease: row.lease,
						rent: euros(row.cents)
					},
					links: links({ number: `${at}/units/${row.unit}`, holder: firm(row.holder) })
				}))
			};
		},
		'rent-roll': async () => {
			const wanted = filter as z.output<typeof ListRentRoll>;
			const { items } = await listRentRoll(actor, wanted);
			const all = wanted.ends || wanted.q ? (await listRentRoll(actor, ListRentRoll.parse({ on: wanted.on }))).items : items;
			const years = [...new Set(all.map(({ endsOn }) => endsOn?.slice(0, 4) ?? 'open'))];
			return {
				title: word('figures_rent_roll'),
				filter: wanted,
				usual: {},
				choices: [
					{
						name: 'ends',
						label: word('figures_ends_in'),
						options: years.map((value) => ({ value, label: value === 'open' ? word('place_open_end') : value }))
					}
				],
				columns: [
					column('number', 'place_lease'),
					column('kind', 'place_lease_kind'),
					column('tenant', 'place_holder'),
					column('units', 'place_units'),
					column('m2', 'place_surface', 'surface'),
					column('from', 'place_first_day', 'day'),
					column('until', 'place_last_day', 'day'),
					column('rent', 'figures_year_rent', 'money'),
					column('deposit', 'place_deposit', 'money')
				],
				rows: items.map((row) => ({
					cells: {
						number: row.number,
						kind: word(`place_lease_${row.kind}`),
						tenant: row.tenant?.name ?? '',
						units: row.units.join(', '),
						m2: row.m2,
						from: row.startsOn,
						until: row.endsOn,
						rent: euros(row.yearCents),
						deposit: euros(row.depositCents)
					},
					links: links({ tenant: firm(row.tenant) })
				}))
			};
		},
		vacancies: async () => {
			const wanted = filter as z.output<typeof ListVacancies>;
			const { items } = await listVacancies(actor, wanted);
			return {
				title: word('figures_vacancies'),
				filter: wanted,
				usual: {},
				choices: [],
				columns: [
					column('number', 'place_number'),
					column('name', 'place_name'),
					column('where', 'place_where'),
					column('use', 'place_use'),
					column('m2', 'place_surface', 'surface'),
					column('since', 'figures_since', 'day'),
					column('days', 'figures_days', 'number'),
					column('month', 'figures_month_cost', 'money'),
					column('cost', 'figures_cost_since', 'money'),
					column('until', 'figures_taken_from', 'day')
				],
				rows: items.map((row) => ({
					cells: {
						number: row.number,
						name: row.name,
						where: where(row),
						use: word(`place_use_${row.use}`),
						m2: row.m2,
						since: row.since,
						days: row.days,
						month: euros(row.monthCents),
						cost: euros(row.sinceCents),
						until: row.until
					},
					links: { number: `${at}/units/${row.unit}` }
				}))
			};
		},
		moves: async () => {
			const wanted = filter as z.output<typeof ListMoves>;
			const { items } = await listMoves(actor, wanted);
			return {
				title: word('figures_moves'),
				filter: wanted,
				usual: {},
				choices: [
					{
						name: 'way',
						label: word('figures_way'),
						options: (['in', 'out'] as const).map((value) => ({ value, label: word(`figures_way_${value}`) }))
					}
				],
				columns: [
					column('day', 'place_day', 'day'),
					column('way', 'figures_way'),
					column('firm', 'place_holder'),
					column('units', 'place_units'),
					column('m2', 'place_surface', 'surface')
				],
				rows: items.map((row) => ({
					cells: { day: row.day, way: word(`figures_way_${row.way}`), firm: row.firm?.name ?? '', units: row.units.join(', '), m2: row.m2 },
					links: links({ firm: firm(row.firm) })
				}))
			};
		},
		units: async () => {
			const wanted = filter as z.output<typeof ListUnits>;
			const { items } = await listUnits(actor, wanted);
			return {
				title: word('figures_units'),
				filter: wanted,
				usual: {},
				choices: [useChoice],
				columns: [
					column('number', 'place_number'),
					column('name', 'place_name'),
					column('site', 'place_site'),
					column('where', 'place_where'),
					column('use', 'place_use'),
					column('m2', 'place_surface', 'surface'),
					column('measure', 'place_measure'),
					column('people', 'place_seats', 'number'),
					column('safety', 'place_safety_people', 'number'),
					column('zone', 'place_zone'),
					column('accessible', 'place_accessible'),
					column('equipment', 'place_equipment'),
					column('rent', 'place_rent_in_euros', 'money'),
					column('from', 'place_exists_from', 'day'),
					column('until', 'place_existed_until', 'day')
				],
				rows: items.map((row) => ({
					cells: {
						number: row.number,
						name: row.name,
						site: row.site,
						where: where(row),
						use: word(`place_use_${row.use}`),
						m2: row.m2,
						measure: row.measure && word(`place_measure_${row.measure}`),
						people: row.people,
						safety: row.safetyPeople,
						zone: row.zone,
						accessible: row.isAccessible ? word('place_yes') : '',
						equipment: row.equipment.join(', '),
						rent: euros(row.askedRentCents),
						from: row.existsFrom,
						until: row.existsUntil
					},
					links: { number: `${at}/units/${row.id}` }
				}))
			};
		}
	};
	return open[name]();
}
