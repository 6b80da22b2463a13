import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { found } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { commonUses, idleState, unitStates, uses } from './choices.ts';
import { clockOf, dayAfter, dayOf, daysBetween, numberOf, today } from './days.ts';
import { ringOf } from './floors.ts';
import { areaOf } from './polygons.ts';
import { allStretches, firstFree, stretchesOn, type Stretch } from './stretches.ts';

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
	/** Empty unless asked for. */
	spans: z.array(Span)
});
export type PlanUnit = z.output<typeof PlanUnit> & { stretches: Stretch[] };

export const FindPlan = z.object({
	floor: z.uuid(),
	/** Any day; today without one, and then this very moment. */
	on: z.iso.date().optional(),
	/** With how each unit stands before and after. */
	history: z.boolean().default(false)
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
export type Plan = Omit<z.output<typeof Plan>, 'units'> & { units: PlanUnit[] };

/** One floor on one day; what has `stretches` of all time is enough for a slider, which then needs to ask no more. */
export async function findPlan(
	actor: Actor,
	{ floor: id, on, history = false, slides = false }: { floor: string; on?: string; history?: boolean; slides?: boolean }
): Promise<Plan> {
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
	const units = await unitsOf(actor, timeZone, day, { floor: id, time: history || slides ? 'all' : 'day' });
	const outline = ringOf(floor.outline);
	return {
		floor: id,
		name: floor.name,
		level: floor.level,
		building: floor.building,
		outline,
		m2: Math.round(areaOf(outline)),
		on: day,
		units: history ? units.map(told) : units
	};
}

interface Wanted {
	floor?: string;
	unit?: string;
	/** Only what can be let. */
	lettable?: boolean;
	/** How each stands on the day alone, from it on, or before and after too. */
	time: 'day' | 'from' | 'all';
}

/** Units as they stand on a day. */
async function unitsOf(actor: Actor, timeZone: string, day: string, { floor, unit, lettable = false, time }: Wanted): Promise<PlanUnit[]> {
	let query = db
		.selectFrom('units')
		.select((eb) => [
			'units.id',
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
	if (lettable) query = query.where('units.use', 'not in', commonUses);
	const rows = await query.execute();
	const ids = rows.map((row) => row.id);
	const seen =
		time === 'day'
			? await stretchesOn(actor, timeZone, day, ids)
			: { stretches: await allStretches(actor, timeZone, ids, time === 'from' ? day : null), freeFrom: null };
	const at = numberOf(day);
	const isToday = day === today(timeZone);
	return rows.map(({ shape, isHall, m2, ...row }) => {
		const own = seen.stretches.get(row.id) ?? [];
		const now = own.find(({ from, until, isNow, state }) => from <= at && until >= at && (!isToday || isNow || state !== 'in_use')) ?? null;
		return {
			...row,
			use: row.use as PlanUnit['use'],
			isHall: Boolean(isHall),
			shape: ringOf(shape),
			m2: m2 ?? areaOf(ringOf(shape)),
			state: now?.state ?? idleState(row.use),
			now: now && spanOf(now),
			freeFrom: seen.freeFrom ? (seen.freeFrom.has(row.id) ? (seen.freeFrom.get(row.id) ?? null) : day) : firstFree(own, at),
			spans: [],
			stretches: own
		};
	});
}

const spanOf = ({ from, until, state, holder, rentCents }: Stretch): Span => ({
	from: Number.isFinite(from) ? dayOf(from) : null,
	until: Number.isFinite(until) ? dayOf(until) : null,
	state,
	holder,
	rentCents
});

/** With all that is known of the time before and after. */
const told = (unit: PlanUnit): PlanUnit => ({ ...unit, spans: unit.stretches.map(spanOf) });

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
export type UnitView = z.output<typeof UnitView> & { stretches: Stretch[] };

/** One unit with its measures, what it came from, what became of it and who had it when. */
export async function findUnit(actor: Actor, { unit: id }: z.output<typeof UnitId>): Promise<UnitView> {
	const timeZone = await clockOf(actor.hub);
	const [unit] = (await unitsOf(actor, timeZone, today(timeZone), { unit: id, time: 'all' })).map(told);
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
	most: z.number().min(0).max(1_000_000).optional(),
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
export async function listFree(
	actor: Actor,
	{ from, use, least, most = Infinity, q }: z.output<typeof ListFree>
): Promise<{ items: FreeUnit[] }> {
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
	const staying = await stayedIn(actor.hub, today(timeZone));
	const items = (await unitsOf(actor, timeZone, day, { lettable: true, time: 'from' }))
		.filter((unit) => !unit.isHall && !staying.has(unit.id))
		.filter((unit) => (!use || unit.use === use) && unit.m2 >= least && unit.m2 <= most)
		.filter((unit) => `${unit.number} ${unit.name}`.toLowerCase().includes(wanted))
		.flatMap(({ stretches, freeFrom, id, number, name, use, m2, people, isAccessible, askedRentCents }): FreeUnit[] => {
			if (!freeFrom || freeFrom > horizon) return [];
			const next = stretches.find(({ from }) => from > numberOf(freeFrom));
			const freeUntil = next ? dayOf(next.from - 1) : null;
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

/** Units of leases whose term is over and that nobody ended: the tenant is still there, and nobody is offered them. */
async function stayedIn(hub: string, now: string): Promise<Set<string>> {
	const { rows } = await sql<{ unit: string }>`
		select own.unit from leases l join lease_units own on own.hub = l.hub and own.lease = l.id
		where l.hub = ${hub} and l.state = 'signed' and l.ends_on < ${now}::date and not exists (
			select from lease_units other join leases later on later.hub = other.hub and later.id = other.lease
			where other.hub = l.hub and other.unit = own.unit and later.starts_on > l.ends_on and later.state in ('signed', 'ended')
		)`.execute(db);
	return new Set(rows.map(({ unit }) => unit));
}
