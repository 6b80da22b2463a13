import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { record, recordMany, type Told } from '#platform/journal.ts';
import { authorize, conflict, found, Refusal, type FieldRefusal } from '#platform/refusal.ts';
import { requiredText, text } from '#platform/shapes.ts';
import { stateOf, unitStates, uses, type ClaimKind } from '../choices.ts';
import { clockOf, during, today } from '../days.ts';
import { heldFloor, json, ringOf } from '../floors.ts';
import { mayManagePlace } from '../policy.ts';
import { areaOf, areaOutside, contains, Shape, sharedArea, slack, type Ring } from '../polygons.ts';
import { descend, end, insertUnit } from '../units.ts';
import { carryResources, goOn, standingIn } from './resources.ts';

const Corner = z.tuple([z.number(), z.number()]);

/** Until when something has a unit, from the day of the drawing on: its walls stand until then. */
const Taken = z.object({ state: z.enum(unitStates), until: z.string().nullable() });

export const DrawnRoom = z.object({
	id: z.uuid(),
	number: z.string(),
	name: z.string(),
	use: z.enum(uses),
	people: z.number().nullable(),
	shape: z.array(Corner),
	m2: z.number(),
	taken: Taken.nullable()
});
export type DrawnRoom = z.output<typeof DrawnRoom>;

export const FindDrawing = z.object({
	floor: z.uuid(),
	/** The day that is drawn; today without one. */
	on: z.iso.date().optional()
});

export const Drawing = z.object({
	floor: z.uuid(),
	name: z.string(),
	level: z.number(),
	building: z.string(),
	outline: z.array(Corner),
	on: z.string(),
	/** Tells this drawing from any other of the floor: to be sent back with what is saved over it. */
	version: z.string(),
	units: z.array(DrawnRoom),
	/** Halls lie over their rooms and are not drawn here. */
	halls: z.array(z.object({ id: z.uuid(), number: z.string(), shape: z.array(Corner) }))
});
export type Drawing = z.output<typeof Drawing>;

/** A floor on a day as its site manager draws it. */
export async function findDrawing(actor: Actor, { floor: id, on }: z.output<typeof FindDrawing>): Promise<Drawing> {
	authorize(mayManagePlace(actor));
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
	const rows = await roomsOf(db, actor.hub, id, day);
	const rooms = rows.filter(({ isHall }) => !isHall);
	const taken = await takenFrom(
		db,
		actor.hub,
		timeZone,
		day,
		rooms.map((room) => room.id)
	);
	return {
		floor: id,
		name: floor.name,
		level: floor.level,
		building: floor.building,
		outline: ringOf(floor.outline),
		on: day,
		version: versionOf(rooms),
		units: rooms.map(({ id, number, name, use, people, shape }) => ({
			id,
			number,
			name,
			use: use as DrawnRoom['use'],
			people,
			shape,
			m2: areaOf(shape),
			taken: taken.get(id) ?? null
		})),
		halls: rows.filter(({ isHall }) => isHall).map(({ id, number, shape }) => ({ id, number, shape }))
	};
}

type Reader = typeof db | Tx;

/** What stands on a floor on a day. */
async function roomsOf(from: Reader, hub: string, floor: string, day: string) {
	const { rows } = await sql<{
		id: string;
		number: string;
		name: string;
		use: string;
		people: number | null;
		shape: Ring;
		existsFrom: string;
		existsUntil: string | null;
		isHall: boolean;
		isInHall: boolean;
	}>`select u.id, u.number, u.name, u.use, u.people, u.shape, u.exists_from::text as "existsFrom", u.exists_until::text as "existsUntil",
			exists (select from unit_halls h where h.hub = u.hub and h.unit = u.id) as "isHall",
			exists (select from unit_halls h where h.hub = u.hub and h.room = u.id) as "isInHall"
		from units u where u.hub = ${hub} and u.floor = ${floor} and u.exists_from <= ${day} and (u.exists_until is null or u.exists_until > ${day})
		order by u.number, u.id`.execute(from);
	return rows;
}
type Row = Awaited<ReturnType<typeof roomsOf>>[number];

const versionOf = (rooms: Row[]) =>
	createHash('sha256')
		.update(
			JSON.stringify(
				rooms.map(({ id, number, name, use, people, shape, existsUntil }) => [id, number, name, use, people, shape, existsUntil])
			)
		)
		.digest('base64url')
		.slice(0, 22);

/** Units that something has on or after a day, with the first of it and until when. */
async function takenFrom(from: Reader, hub: string, timeZone: string, day: string, units: string[]) {
	const taken = new Map<string, z.output<typeof Taken>>();
	if (!units.length) return taken;
	const { rows } = await sql<{ unit: string; kind: ClaimKind; until: string | null }>`
		select distinct on (a.unit) a.unit, c.kind, ((upper(c.during) - interval '1 microsecond') at time zone ${timeZone})::date::text as until
		from unit_atoms a join claims c on c.hub = a.hub and c.atom = a.atom
		where a.hub = ${hub} and a.unit = any (${units}::uuid[]) and c.kind <> 'absent' and c.released_at is null
			and (c.expires_at is null or c.expires_at > now()) and c.during && ${during(timeZone, day, null)}
		order by a.unit, upper(c.during) desc nulls first`.execute(from);
	for (const { unit, kind, until } of rows) taken.set(unit, { state: stateOf[kind], until });
	return taken;
}

const Sketched = z.object({
	/** Of a unit that is there already. */
	id: z.uuid().optional(),
	number: requiredText(20),
	name: text(120).default(''),
	use: z.enum(uses),
	people: z.number().int().min(0).max(10_000).nullish(),
	shape: Shape,
	/** Units of the floor that are no more, which this one was cut from or made of. */
	origins: z.array(z.uuid()).max(50).default([])
});
type Sketched = z.output<typeof Sketched>;

export const SaveDrawing = z.object({
	floor: z.uuid(),
	/** As the drawing that this one was drawn over told it. */
	version: z.string().max(64),
	/** The day from which the floor is so. */
	on: z.iso.date(),
	units: z.array(Sketched).max(500)
});
export const Saved = z.object({ version: z.string(), added: z.number(), changed: z.number(), removed: z.number() });

/**
 * Saves the whole drawing of a floor or none of it. Every unit that stands there on the day is in it, or ends on that day. A unit that somebody
 * had before keeps its shape in the past and ends, and another one of its number follows it.
 */
export async function saveDrawing(
	actor: Actor,
	{ floor: id, version, on, units }: z.output<typeof SaveDrawing>
): Promise<z.output<typeof Saved>> {
	authorize(mayManagePlace(actor));
	const timeZone = await clockOf(actor.hub);
	return transaction(async (tx) => {
		const floor = await heldFloor(tx, actor, id);
		const there = (await roomsOf(tx, actor.hub, id, on)).filter(({ isHall }) => !isHall);
		if (versionOf(there) !== version) throw conflict('drawing_changed_meanwhile');
		const plan = await compared(tx, actor, timeZone, { floor, on, there, units });
		const problems = [...plan.problems, ...(await shapeProblems(tx, actor, floor, on, there, units))];
		const [first] = problems;
		if (first) throw new Refusal(first.code, { fields: problems, params: first.params ?? {} });
		return drawn(tx, actor, timeZone, { floor: id, on, units, ...plan });
	});
}

interface Context {
	floor: { id: string; outline: Ring };
	on: string;
	there: Row[];
	units: Sketched[];
}

/** What differs from what is there, and what of it cannot be. */
async function compared(tx: Tx, actor: Actor, timeZone: string, { on, there, units }: Context) {
	const problems: FieldRefusal[] = [];
	const before = new Map(there.map((row) => [row.id, row]));
	const kept = new Set<string>();
	const numbers = new Map<string, number>();
	for (const [at, unit] of units.entries()) {
		const say = (field: string, code: string, params = {}) => problems.push({ field: `units.${at}.${field}`, code, params });
		if (unit.id && (!before.has(unit.id) || kept.has(unit.id))) say('id', 'refers_to_nothing');
		if (unit.id) kept.add(unit.id);
		if (numbers.has(unit.number)) say('number', 'unit_number_taken');
		numbers.set(unit.number, at);
		if (unit.origins.some((origin) => !before.has(origin))) say('origins', 'refers_to_nothing');
	}
	const removed = there.filter((row) => !kept.has(row.id));
	const reshaped = units.flatMap((unit, at) => {
		const row = unit.id ? before.get(unit.id) : undefined;
		return row && !sameShape(row.shape, unit.shape) ? [{ row, unit, at }] : [];
	});
	const touched = [...removed.map((row) => ({ row, at: -1 })), ...reshaped];
	const taken = await takenFrom(
		tx,
		actor.hub,
		timeZone,
		on,
		touched.map(({ row }) => row.id)
	);
	for (const { row, at } of touched) {
		const field = at < 0 ? `removed.${row.id}` : `units.${at}.shape`;
		if (taken.has(row.id)) problems.push({ field, code: 'unit_is_taken_then', params: { number: row.number, day: on } });
		else if (row.isInHall) problems.push({ field, code: 'unit_is_part_of_a_hall' });
	}
	const standing = await standingIn(
		tx,
		actor.hub,
		reshaped.map(({ row }) => row.id)
	);
	for (const { unit: id, name, x, y } of standing) {
		const one = reshaped.find(({ row }) => row.id === id);
		if (one && !contains(one.unit.shape, [x, y]))
			problems.push({ field: `units.${one.at}.shape`, code: 'resource_left_outside', params: { name } });
	}
	if (numbers.size) {
		const { rows } = await sql<{ number: string }>`
			select u.number from units u where u.hub = ${actor.hub} and u.number = any (${[...numbers.keys()]}::text[])
				and not u.id = any (${there.map((row) => row.id)}::uuid[]) and (u.exists_until is null or u.exists_until > ${on})`.execute(tx);
		for (const { number } of rows) problems.push({ field: `units.${numbers.get(number)}.number`, code: 'unit_number_taken' });
	}
	return { problems, before, removed, reshaped };
}

const sameShape = (one: Ring, other: Ring) =>
	one.length === other.length && one.every(([x, y], at) => Math.hypot(x - (other[at]?.[0] ?? NaN), y - (other[at]?.[1] ?? NaN)) < 0.0005);

/** Shapes that leave the floor or lie over another of their time. What was there and did not move is not looked at again. */
async function shapeProblems(
	tx: Reader,
	actor: Actor,
	floor: Context['floor'],
	on: string,
	there: Row[],
	units: Sketched[]
): Promise<FieldRefusal[]> {
	const before = new Map(there.map((row) => [row.id, row.shape]));
	const isStill = units.map(({ id, shape }) => {
		const was = id && before.get(id);
		return Boolean(was && sameShape(was, shape));
	});
	const { rows: later } = await sql<{ number: string; shape: Ring }>`
		select u.number, u.shape from units u where u.hub = ${actor.hub} and u.floor = ${floor.id} and u.exists_from > ${on}
			and not exists (select from unit_halls h where h.hub = u.hub and h.unit = u.id)`.execute(tx);
	const problems: FieldRefusal[] = [];
	for (const [at, { shape }] of units.entries()) {
		if (isStill[at]) continue;
		const others = [...units.filter((_, nth) => nth !== at && (nth < at || isStill[nth])), ...later];
		for (const trouble of troubleOf(shape, floor.outline, others)) problems.push({ field: `units.${at}.shape`, ...trouble });
	}
	return problems;
}

/** What speaks against a shape on a floor beside what stands there. */
export function troubleOf(shape: Ring, outline: Ring, others: readonly { number: string; shape: Ring }[]) {
	const troubles: { code: string; params: Record<string, string | number> }[] = [];
	if (areaOf(shape) > areaOf(outline) + slack) troubles.push({ code: 'unit_larger_than_its_floor', params: {} });
	else if (areaOutside(shape, outline) > slack) troubles.push({ code: 'unit_leaves_its_floor', params: {} });
	const over = others.find((other) => sharedArea(shape, other.shape) > slack);
	if (over) troubles.push({ code: 'unit_drawn_over', params: { number: over.number } });
	return troubles;
}

interface Plan {
	floor: string;
	on: string;
	units: Sketched[];
	before: Map<string, Row>;
	removed: Row[];
	reshaped: { row: Row; unit: Sketched }[];
}

async function drawn(tx: Tx, actor: Actor, timeZone: string, { floor, on, units, before, removed, reshaped }: Plan) {
	const told: Told[] = [];
	const had = await everHad(
		tx,
		actor.hub,
		reshaped.map(({ row }) => row.id)
	);
	const followed = reshaped.filter(({ row }) => had.has(row.id) && row.existsFrom < on);
	const moved = reshaped.filter((one) => !followed.includes(one));
	const ending = [...removed, ...followed.map(({ row }) => row)];
	const gone = new Set(removed.filter((row) => row.existsFrom >= on).map((row) => row.id));
	const known = await describedBy(tx, actor.hub, [...before.keys()]);

	const lifted = await standingIn(tx, actor.hub, [...gone]);
	await undraw(tx, actor.hub, [...gone]);
	await end(
		tx,
		actor,
		timeZone,
		ending.filter((row) => !gone.has(row.id)),
		on
	);
	told.push(...removed.map(({ id, number }) => ({ what: 'unit.removed', id, changed: { number: [number, null] as const } })));
	await renumber(
		tx,
		actor.hub,
		before,
		units.filter((unit) => !followed.some((one) => one.unit === unit))
	);

	for (const { row, unit } of moved) {
		await tx
			.updateTable('units')
			.set({ shape: json(unit.shape) })
			.where('hub', '=', actor.hub)
			.where('id', '=', row.id)
			.execute();
		await tx
			.insertInto('unitMeasures')
			.values({
				hub: actor.hub,
				unit: row.id,
				kind: 'floor_area',
				m2: m2Of(unit.shape),
				measuredOn: row.existsFrom > on ? row.existsFrom : on
			})
			.execute();
		told.push({ what: 'unit.reshaped', id: row.id, changed: { m2: [m2Of(row.shape), m2Of(unit.shape)] } });
	}

	const said = ({ number, name, use, people }: Sketched | Row) => [number, name, use, people ?? null];
	let changed = moved.length + followed.length;
	for (const unit of units) {
		const row = unit.id ? before.get(unit.id) : undefined;
		if (!row || JSON.stringify(said(row)) === JSON.stringify(said(unit))) continue;
		if (!followed.some((one) => one.unit === unit))
			await tx
				.updateTable('units')
				.set({ name: unit.name, use: unit.use, people: unit.people ?? null, version: sql`version + 1`, updatedAt: new Date() })
				.where('hub', '=', actor.hub)
				.where('id', '=', row.id)
				.execute();
		if (!reshaped.some((one) => one.unit === unit)) changed++;
		told.push({
			what: 'unit.changed',
			id: row.id,
			changed: { number: [row.number, unit.number], name: [row.name, unit.name], use: [row.use, unit.use] }
		});
	}

	const added = [...units.filter(({ id }) => !id), ...followed.map(({ unit, row }) => ({ ...unit, origins: [row.id] }))];
	const drawnNow: { id: string; shape: Ring }[] = [];
	for (const { number, name, use, people, shape, origins } of added) {
		const rest = known.get(origins[0] ?? '') ?? { zone: '', isAccessible: false, equipment: [], askedRentCents: null };
		const made = await insertUnit(tx, actor, timeZone, { ...rest, number, name, use, people, shape, floor, from: on });
		const from = origins.filter((origin) => !gone.has(origin));
		if (from.length) await descend(tx, actor, [made], from);
		drawnNow.push({ id: made, shape });
		told.push({ what: 'unit.added', id: made, changed: { number: [null, number], m2: [null, m2Of(shape)] } });
	}
	await carryResources(
		tx,
		actor,
		ending.filter((row) => !gone.has(row.id)).map(({ id }) => id),
		drawnNow,
		on
	);
	await goOn(tx, actor.hub, lifted, drawnNow, on);
	const counts = { added: added.length - followed.length, changed, removed: removed.length };
	await record(tx, actor, 'floor.drawn', floor, Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, [null, count]])));
	if (told.length) await recordMany(tx, actor, told);
	const rooms = (await roomsOf(tx, actor.hub, floor, on)).filter(({ isHall }) => !isHall);
	return { version: versionOf(rooms), ...counts };
}

const m2Of = (shape: Ring) => Math.round(areaOf(shape) * 100) / 100;

/** Units that somebody had at some time: their past is somebody else’s too. */
async function everHad(tx: Tx, hub: string, units: string[]) {
	const rows = await tx
		.selectFrom('claims')
		.select('unit')
		.distinct()
		.where('hub', '=', hub)
		.where('atom', 'in', (of) =>
			of
				.selectFrom('unitAtoms')
				.select('atom')
				.where('hub', '=', hub)
				.where('unit', '=', sql<string>`any (${units}::uuid[])`)
		)
		.where('unit', '=', sql<string>`any (${units}::uuid[])`)
		.where('kind', '!=', 'absent')
		.where('releasedAt', 'is', null)
		.execute();
	return new Set(rows.map(({ unit }) => unit));
}

async function describedBy(tx: Tx, hub: string, units: string[]) {
	const rows = await tx
		.selectFrom('units')
		.select(['id', 'zone', 'isAccessible', 'equipment', 'askedRentCents'])
		.where('hub', '=', hub)
		.where('id', '=', sql<string>`any (${units}::uuid[])`)
		.execute();
	return new Map(rows.map(({ id, ...rest }) => [id, rest]));
}

/** Takes back units that were drawn for this very day: they never were. */
async function undraw(tx: Tx, hub: string, units: string[]) {
	if (!units.length) return;
	const ids = sql`any (${units}::uuid[])`;
	try {
		await sql`delete from claims where hub = ${hub} and unit = ${ids} and kind = 'absent'`.execute(tx);
		const { rows: atoms } = await sql<{
			atom: string;
		}>`delete from unit_atoms where hub = ${hub} and unit = ${ids} returning atom`.execute(tx);
		await sql`delete from atoms where hub = ${hub} and id = any (${atoms.map(({ atom }) => atom)}::uuid[])`.execute(tx);
		await sql`delete from resources where hub = ${hub} and unit = ${ids}`.execute(tx);
		await sql`delete from unit_measures where hub = ${hub} and unit = ${ids}`.execute(tx);
		await sql`delete from unit_origins where hub = ${hub} and (unit = ${ids} or origin = ${ids})`.execute(tx);
		await sql`delete from units where hub = ${hub} and id = ${ids}`.execute(tx);
	} catch (error) {
		if ((error as { code?: string }).code !== '23503') throw error;
		throw conflict('unit_has_a_past');
	}
}

/** Numbers may change places: all of them are free before the first is taken. */
async function renumber(tx: Tx, hub: string, before: Map<string, Row>, units: Sketched[]) {
	const changing = units.filter(({ id, number }) => id && before.get(id)?.number !== number);
	for (const { id } of changing)
		await tx
			.updateTable('units')
			.set({ number: `~${id}` })
			.where('hub', '=', hub)
			.where('id', '=', id as string)
			.execute();
	for (const { id, number } of changing)
		await tx
			.updateTable('units')
			.set({ number, version: sql`version + 1`, updatedAt: new Date() })
			.where('hub', '=', hub)
			.where('id', '=', id as string)
			.execute();
}
