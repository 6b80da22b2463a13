import { sql } from 'kysely';
import { z } from 'zod';
import { firmNames } from '#ecosystem/firms.ts';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { found, refuse } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { commonUses, stateOf, unitStates, uses, type ClaimKind, type UnitState } from './choices.ts';
import { clockOf, dayAfter, daysBetween, today } from './days.ts';
import { ringOf } from './floors.ts';
import { areaOf } from './polygons.ts';
import { seesTenants, seesTerms } from './policy.ts';

const Corner = z.tuple([z.number(), z.number()]);

/** How a unit stands from a day until the day before the next one. */
const Span = z.object({
	from: z.string().nullable(),
	until: z.string().nullable(),
	state: z.enum(unitStates),
	/** The firm behind it, for those who may know. */
	holder: z.object({ name: z.string(), slug: z.string() }).nullable(),
	rentCents: z.number().nullable()
});
export type Span = z.output<typeof Span>;

export const PlanUnit = z.object({
	id: z.uuid(),
	number: z.string(),
	name: z.string(),
	use: z.enum(uses),
	m2: z.number(),
	people: z.number().nullable(),
	isAccessible: z.boolean(),
	isHall: z.boolean(),
	askedRentCents: z.number().nullable(),
	shape: z.array(Corner),
	existsFrom: z.string(),
	existsUntil: z.string().nullable(),
	state: z.enum(unitStates),
	now: Span.nullable(),
	/** The first day from `on` when nobody has it; null when that is never. */
	freeFrom: z.string().nullable(),
	spans: z.array(Span)
});
export type PlanUnit = z.output<typeof PlanUnit>;

export const FindPlan = z.object({
	floor: z.uuid(),
	/** Any day; today without one. */
	on: z.iso.date().optional()
});

export const Plan = z.object({
	floor: z.uuid(),
	name: z.string(),
	level: z.number(),
	building: z.string(),
	outline: z.array(Corner),
	m2: z.number(),
	on: z.string(),
	units: z.array(PlanUnit)
});
export type Plan = z.output<typeof Plan>;

/** One floor on one day, with how each of its units stands before and after, so that a slider needs to ask no more. */
export async function findPlan(actor: Actor, { floor: id, on }: z.output<typeof FindPlan>): Promise<Plan> {
	const floor = found(
		await db
			.selectFrom('floors')
			.innerJoin('buildings', (join) => join.onRef('buildings.hub', '=', 'floors.hub').onRef('buildings.id', '=', 'floors.building'))
			.select(['floors.id', 'floors.name', 'floors.level', 'floors.outline', 'buildings.name as building'])
			.where('floors.hub', '=', actor.hub)
			.where('floors.id', '=', id)
			.executeTakeFirst()
	);
	const timeZone = await clockOf(actor.hub);
	const day = on ?? today(timeZone);
	const units = await unitsOf(actor, timeZone, day, { floor: id });
	const outline = ringOf(floor.outline);
	return {
		floor: id,
		name: floor.name,
		level: floor.level,
		building: floor.building,
		outline,
		m2: Math.round(areaOf(outline)),
		on: day,
		units
	};
}

/** Units with their spans; on a day, only those that are there then when `there` is set. */
async function unitsOf(
	actor: Actor,
	timeZone: string,
	day: string,
	{ floor, unit }: { floor?: string; unit?: string } = {}
): Promise<PlanUnit[]> {
	let query = db
		.selectFrom('units')
		.select((eb) => [
			'units.id',
			'units.floor',
			'units.number',
			'units.name',
			'units.use',
			'units.people',
			'units.isAccessible',
			'units.askedRentCents',
			'units.shape',
			'units.existsFrom',
			'units.existsUntil',
			eb
				.exists(
					eb.selectFrom('unitHalls').select('room').whereRef('unitHalls.hub', '=', 'units.hub').whereRef('unitHalls.unit', '=', 'units.id')
				)
				.as('isHall'),
			sql<
				number | null
			>`(select m2 from unit_measures m where m.hub = units.hub and m.unit = units.id order by measured_on desc, created_at desc limit 1)`.as(
				'm2'
			)
		])
		.where('units.hub', '=', actor.hub)
		.orderBy('units.number')
		.orderBy('units.existsFrom');
	if (floor) query = query.where('units.floor', '=', floor);
	if (unit) query = query.where('units.id', '=', unit);
	const rows = await query.execute();
	const spans = await spansOf(
		actor,
		timeZone,
		rows.map((row) => row.id)
	);
	return rows.map(({ floor: _, shape, isHall, m2, ...row }) => {
		const own = spans.get(row.id) ?? [];
		const now = own.find((span) => (span.from ?? '') <= day && (span.until === null || span.until >= day)) ?? null;
		return {
			...row,
			use: row.use as PlanUnit['use'],
			isHall: Boolean(isHall),
			shape: ringOf(shape),
			m2: m2 ?? areaOf(ringOf(shape)),
			state: now?.state ?? (commonUses.includes(row.use) ? 'common' : 'free'),
			now,
			freeFrom: freeFrom(own, day),
			spans: own
		};
	});
}

function freeFrom(spans: Span[], day: string): string | null {
	let at = day;
	for (const { from, until } of spans) {
		if ((from ?? '') > at) break;
		if (until === null) return null;
		if (until >= at) at = dayAfter(until);
	}
	return at;
}

async function spansOf(actor: Actor, timeZone: string, units: string[]): Promise<Map<string, Span[]>> {
	const spans = new Map<string, Span[]>();
	if (!units.length) return spans;
	const rows = await db
		.selectFrom('unitAtoms')
		.innerJoin('claims', (join) =>
			join.onRef('claims.hub', '=', 'unitAtoms.hub').onRef('claims.atom', '=', 'unitAtoms.atom').on('claims.releasedAt', 'is', null)
		)
		.leftJoin('leases', (join) => join.onRef('leases.hub', '=', 'claims.hub').onRef('leases.id', '=', 'claims.lease'))
		.distinctOn(['unitAtoms.unit', sql`lower(claims.during)`, sql`upper(claims.during)`, 'claims.kind'])
		.select([
			'unitAtoms.unit',
			'claims.kind',
			'leases.rentCents',
			'claims.holder',
			sql<string | null>`(lower(claims.during) at time zone ${timeZone})::date::text`.as('from'),
			sql<string | null>`((upper(claims.during) - interval '1 microsecond') at time zone ${timeZone})::date::text`.as('until')
		])
		.where('unitAtoms.hub', '=', actor.hub)
		.where('unitAtoms.unit', 'in', units)
		.where((eb) => eb.or([eb('claims.expiresAt', 'is', null), eb('claims.expiresAt', '>', sql<Date>`now()`)]))
		.orderBy('unitAtoms.unit')
		.orderBy(sql`lower(claims.during)`, (order) => order.asc().nullsFirst())
		.orderBy(sql`upper(claims.during)`)
		.orderBy('claims.kind')
		.execute();
	const names = seesTenants(actor)
		? await firmNames(
				actor,
				rows.flatMap(({ holder }) => holder ?? [])
			)
		: new Map<string, { name: string; slug: string }>();
	for (const { unit, kind, holder, from, until, rentCents } of rows) {
		const span: Span = {
			from,
			until,
			state: stateOf[kind as ClaimKind],
			holder: (holder && names.get(holder)) || null,
			rentCents: seesTerms(actor) ? rentCents : null
		};
		spans.set(unit, [...(spans.get(unit) ?? []), span]);
	}
	return spans;
}

export const UnitId = z.object({ unit: z.uuid() });
export const UnitView = PlanUnit.extend({
	floor: z.uuid(),
	floorName: z.string(),
	building: z.string(),
	equipment: z.array(z.string()),
	zone: z.string(),
	safetyPeople: z.number().nullable(),
	version: z.number(),
	measures: z.array(z.object({ kind: z.string(), m2: z.number(), measuredOn: z.string(), surveyor: z.string() })),
	cameFrom: z.array(z.object({ id: z.uuid(), number: z.string() })),
	became: z.array(z.object({ id: z.uuid(), number: z.string() })),
	rooms: z.array(z.object({ id: z.uuid(), number: z.string() }))
});
export type UnitView = z.output<typeof UnitView>;

/** One unit with its measures, what it came from, what became of it and who had it when. */
export async function findUnit(actor: Actor, { unit: id }: z.output<typeof UnitId>): Promise<UnitView> {
	const timeZone = await clockOf(actor.hub);
	const [unit] = await unitsOf(actor, timeZone, today(timeZone), { unit: id });
	const row = found(
		await db
			.selectFrom('units')
			.innerJoin('floors', (join) => join.onRef('floors.hub', '=', 'units.hub').onRef('floors.id', '=', 'units.floor'))
			.innerJoin('buildings', (join) => join.onRef('buildings.hub', '=', 'floors.hub').onRef('buildings.id', '=', 'floors.building'))
			.select([
				'units.floor',
				'units.equipment',
				'units.zone',
				'units.safetyPeople',
				'units.version',
				'floors.name as floorName',
				'buildings.name as building'
			])
			.where('units.hub', '=', actor.hub)
			.where('units.id', '=', id)
			.executeTakeFirst()
	);
	const measures = await db
		.selectFrom('unitMeasures')
		.select(['kind', 'm2', 'measuredOn', 'surveyor'])
		.where('hub', '=', actor.hub)
		.where('unit', '=', id)
		.orderBy('measuredOn', 'desc')
		.orderBy('createdAt', 'desc')
		.execute();
	const relatives = await sql<{ how: 'from' | 'became' | 'room'; id: string; number: string }>`
		select 'from' as how, u.id, u.number from unit_origins o join units u on u.hub = o.hub and u.id = o.origin where o.hub = ${actor.hub} and o.unit = ${id}
		union all select 'became', u.id, u.number from unit_origins o join units u on u.hub = o.hub and u.id = o.unit where o.hub = ${actor.hub} and o.origin = ${id}
		union all select 'room', u.id, u.number from unit_halls h join units u on u.hub = h.hub and u.id = h.room where h.hub = ${actor.hub} and h.unit = ${id}
		order by 3`.execute(db);
	const those = (how: string) => relatives.rows.filter((one) => one.how === how).map(({ id, number }) => ({ id, number }));
	return { ...found(unit), ...row, measures, cameFrom: those('from'), became: those('became'), rooms: those('room') };
}

export const ListFree = z.object({
	/** Free on this day or within the two years after it; today without one. */
	from: z.iso.date().optional(),
	use: z.enum(uses).optional(),
	least: z.number().min(0).max(1_000_000).default(0),
	q: text(100).default('')
});
export const FreeUnit = PlanUnit.pick({
	id: true,
	number: true,
	name: true,
	use: true,
	m2: true,
	people: true,
	isAccessible: true,
	askedRentCents: true
}).extend({ freeFrom: z.string(), freeUntil: z.string().nullable(), floor: z.uuid(), floorName: z.string(), building: z.string() });
export type FreeUnit = z.output<typeof FreeUnit>;

/** What can be let, now and later, soonest first. */
export async function listFree(actor: Actor, { from, use, least, q }: z.output<typeof ListFree>): Promise<{ items: FreeUnit[] }> {
	const timeZone = await clockOf(actor.hub);
	const day = from ?? today(timeZone);
	const horizon = dayAfter(day, 731);
	const floors = await db
		.selectFrom('units')
		.innerJoin('floors', (join) => join.onRef('floors.hub', '=', 'units.hub').onRef('floors.id', '=', 'units.floor'))
		.innerJoin('buildings', (join) => join.onRef('buildings.hub', '=', 'floors.hub').onRef('buildings.id', '=', 'floors.building'))
		.select(['units.id as unit', 'units.floor', 'floors.name as floorName', 'buildings.name as building'])
		.where('units.hub', '=', actor.hub)
		.execute();
	const where = new Map(floors.map(({ unit, ...rest }) => [unit, rest]));
	const wanted = q.toLowerCase();
	const items = (await unitsOf(actor, timeZone, day))
		.filter((unit) => !unit.isHall && !commonUses.includes(unit.use))
		.filter((unit) => (!use || unit.use === use) && unit.m2 >= least && `${unit.number} ${unit.name}`.toLowerCase().includes(wanted))
		.flatMap(({ spans, freeFrom, id, number, name, use, m2, people, isAccessible, askedRentCents }): FreeUnit[] => {
			if (!freeFrom || freeFrom > horizon) return [];
			const next = spans.find((span) => span.from !== null && span.from > freeFrom);
			const freeUntil = next?.from ? dayAfter(next.from, -1) : null;
			// Less than a month between two others is nothing to move into.
			if (freeUntil && daysBetween(freeFrom, freeUntil) < 30) return [];
			return [
				{
					id,
					number,
					name,
					use,
					m2,
					people,
					isAccessible,
					askedRentCents,
					freeFrom,
					freeUntil,
					...(where.get(id) as Omit<(typeof floors)[number], 'unit'>)
				}
			];
		});
	return { items: items.sort((a, b) => a.freeFrom.localeCompare(b.freeFrom) || b.m2 - a.m2) };
}

export const FindOccupancy = z.object({ from: z.iso.date(), until: z.iso.date() });
export const Occupancy = z.object({
	months: z.array(z.object({ month: z.string(), states: z.record(z.enum(unitStates), z.number()), total: z.number() }))
});
export type Occupancy = z.output<typeof Occupancy>;

const mostMonths = 400;

/** Square metres by state in the middle of each month. Halls are counted by their rooms. */
export async function findOccupancy(actor: Actor, { from, until }: z.output<typeof FindOccupancy>): Promise<Occupancy> {
	if (until < from) throw refuse('until', 'ends_before_it_begins');
	if (daysBetween(from, until) > mostMonths * 31) throw refuse('until', 'too_long_a_time');
	const timeZone = await clockOf(actor.hub);
	const { rows: months } = await sql<{ month: string; day: string; at: Date }>`
		select to_char(m, 'YYYY-MM') as month, to_char(m + interval '14 days', 'YYYY-MM-DD') as day, (m + interval '14 days 12 hours') at time zone ${timeZone} as at
		from generate_series(date_trunc('month', ${from}::date::timestamp), ${until}::date::timestamp, interval '1 month') m`.execute(db);
	const { rows: sized } = await sql<{ id: string; use: string; from: string; until: string | null; m2: number }>`
		select u.id, u.use, u.exists_from::text as from, u.exists_until::text as until,
			(select m2 from unit_measures x where x.hub = u.hub and x.unit = u.id order by measured_on desc, created_at desc limit 1) as m2
		from units u where u.hub = ${actor.hub} and not exists (select from unit_halls h where h.hub = u.hub and h.unit = u.id)`.execute(db);
	const { rows: claimed } = await sql<{ unit: string; kind: ClaimKind; from: Date | null; until: Date | null }>`
		select a.unit, c.kind, lower(c.during) as from, upper(c.during) as until from unit_atoms a
		join claims c on c.hub = a.hub and c.atom = a.atom and c.released_at is null and (c.expires_at is null or c.expires_at > now())
		where a.hub = ${actor.hub}`.execute(db);
	const claims = Map.groupBy(claimed, ({ unit }) => unit);
	return {
		months: months.map(({ month, day, at }) => {
			const states = Object.fromEntries(unitStates.map((state) => [state, 0])) as Record<UnitState, number>;
			const there = sized.filter((unit) => unit.from <= day && (unit.until === null || unit.until > day));
			for (const { id, use, m2 } of there) {
				const claim = claims.get(id)?.find(({ from, until }) => (from === null || from <= at) && (until === null || until > at));
				states[claim ? stateOf[claim.kind] : commonUses.includes(use) ? 'common' : 'free'] += m2;
			}
			const rounded = (m2: number) => Math.round(m2 * 100) / 100;
			for (const state of unitStates) states[state] = rounded(states[state]);
			return { month, states, total: rounded(there.reduce((sum, { m2 }) => sum + m2, 0)) };
		})
	};
}
