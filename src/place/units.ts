import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { transaction, type Tx } from '#platform/db.server.ts';
import { changes, record } from '#platform/journal.ts';
import { authorize, conflict, found, Refusal, refuse } from '#platform/refusal.ts';
import { requiredText, text } from '#platform/shapes.ts';
import { measureKinds, uses } from './choices.ts';
import { claim } from './claims.ts';
import { clockOf, dayAfter, during } from './days.ts';
import { carryResources } from './drawing/resources.ts';
import { heldFloor, json, ringOf, type HeldFloor, type Id } from './floors.ts';
import { areaLeft, areaOf, areaOutside, Shape, sharedArea, slack, type Ring } from './polygons.ts';
import { mayManagePlace } from './policy.ts';

const described = {
	name: text(120).default(''),
	use: z.enum(uses),
	people: z.number().int().min(0).max(10_000).nullish(),
	safetyPeople: z.number().int().min(0).max(10_000).nullish(),
	zone: text(60).default(''),
	isAccessible: z.boolean().default(false),
	equipment: z.array(requiredText(80)).max(50).default([]),
	/** Asked for a square metre and a year, without tax. */
	askedRentCents: z.number().int().min(0).max(10_000_000).nullish()
};

export const Drawn = z.object({ number: requiredText(20), shape: Shape, ...described });

export const AddUnit = Drawn.extend({
	floor: z.uuid(),
	from: z.iso.date(),
	/** A hall is made of these rooms of its floor: whoever takes it takes them all. Its shape may lie over theirs. */
	rooms: z.array(z.uuid()).max(100).default([])
});

/** Draws a unit on a floor: within its outline and over no other of the same time. */
export async function addUnit(actor: Actor, { from, rooms, ...input }: z.output<typeof AddUnit>): Promise<Id> {
	authorize(mayManagePlace(actor));
	const timeZone = await clockOf(actor.hub);
	return transaction(async (tx) => {
		const floor = await heldFloor(tx, actor, input.floor);
		await refuseBadShape(tx, actor, floor, input.shape, from, new Set(rooms));
		const id = await insertUnit(tx, actor, timeZone, { ...input, from });
		if (rooms.length) await madeOf(tx, actor, id, input.floor, rooms);
		await record(tx, actor, 'unit.added', id, { number: [null, input.number], m2: [null, areaOf(input.shape)] });
		return { id };
	});
}

async function refuseBadShape(tx: Tx, actor: Actor, floor: HeldFloor, shape: Ring, from: string, apart: Set<string>) {
	if (areaOutside(shape, floor.outline) > slack) throw refuse('shape', 'unit_leaves_its_floor');
	const others = await tx
		.selectFrom('units')
		.select(['id', 'number', 'shape'])
		.where('hub', '=', actor.hub)
		.where('floor', '=', floor.id)
		.where((eb) => eb.or([eb('existsUntil', 'is', null), eb('existsUntil', '>', from)]))
		.where(({ not, exists, selectFrom }) => not(exists(selectFrom('unitHalls').select('unit').whereRef('unitHalls.unit', '=', 'units.id'))))
		.execute();
	const over = others.find((other) => !apart.has(other.id) && sharedArea(shape, ringOf(other.shape)) > slack);
	if (over) throw refuse('shape', 'unit_drawn_over', { number: over.number });
}

export type NewUnit = z.output<typeof Drawn> & { floor: string; from: string };

export async function insertUnit(tx: Tx, actor: Actor, timeZone: string, { shape, from, ...unit }: NewUnit): Promise<string> {
	const { id } = await tx
		.insertInto('units')
		.values({ hub: actor.hub, ...unit, shape: json(shape), existsFrom: from })
		.returning('id')
		.executeTakeFirstOrThrow();
	const { id: atom } = await tx.insertInto('atoms').values({ hub: actor.hub }).returning('id').executeTakeFirstOrThrow();
	await tx.insertInto('unitAtoms').values({ hub: actor.hub, unit: id, atom }).execute();
	await tx
		.insertInto('unitMeasures')
		.values({ hub: actor.hub, unit: id, kind: 'floor_area', m2: Math.round(areaOf(shape) * 100) / 100, measuredOn: from })
		.execute();
	await claim(tx, actor, [id], sql`tstzrange(null, lower(${during(timeZone, from, null)}))`, { kind: 'absent' });
	return id;
}

/** A hall has no space of its own: it is its rooms. */
async function madeOf(tx: Tx, actor: Actor, hall: string, floor: string, rooms: string[]) {
	const atoms = await tx
		.selectFrom('unitAtoms')
		.innerJoin('units', (join) => join.onRef('units.hub', '=', 'unitAtoms.hub').onRef('units.id', '=', 'unitAtoms.unit'))
		.select(['unitAtoms.atom', 'units.id'])
		.where('unitAtoms.hub', '=', actor.hub)
		.where('units.floor', '=', floor)
		.where('units.id', 'in', rooms)
		.where('units.existsUntil', 'is', null)
		.execute();
	if (new Set(atoms.map(({ id }) => id)).size < new Set(rooms).size) throw refuse('rooms', 'rooms_not_on_this_floor');
	await tx
		.insertInto('unitAtoms')
		.values([...new Set(atoms.map(({ atom }) => atom))].map((atom) => ({ hub: actor.hub, unit: hall, atom })))
		.execute();
	await tx
		.insertInto('unitHalls')
		.values(rooms.map((room) => ({ hub: actor.hub, unit: hall, room })))
		.execute();
}

export const ChangeUnit = z.object({ unit: z.uuid(), version: z.number().int().min(1), ...described });

/** Changes what is said of a unit; its shape and number are history, and change by splitting and merging. */
export async function changeUnit(actor: Actor, { unit, version, ...input }: z.output<typeof ChangeUnit>): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const before = found(
			await tx.selectFrom('units').selectAll().where('hub', '=', actor.hub).where('id', '=', unit).forUpdate().executeTakeFirst()
		);
		if (before.version !== version) throw conflict('changed_meanwhile');
		await tx
			.updateTable('units')
			.set({ ...input, version: version + 1, updatedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('id', '=', unit)
			.execute();
		await record(tx, actor, 'unit.changed', unit, changes<object>(before, input));
		return { id: unit };
	});
}

export const MeasureUnit = z.object({
	unit: z.uuid(),
	kind: z.enum(measureKinds),
	m2: z.number().gt(0).max(1_000_000),
	measuredOn: z.iso.date(),
	surveyor: text(120).default('')
});

/** Adds a measure; earlier ones stay, each with its day and who took it. */
export async function measureUnit(actor: Actor, { unit, ...input }: z.output<typeof MeasureUnit>): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		found(await tx.selectFrom('units').select('id').where('hub', '=', actor.hub).where('id', '=', unit).executeTakeFirst());
		const row = await tx
			.insertInto('unitMeasures')
			.values({ hub: actor.hub, unit, ...input })
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(tx, actor, 'unit.measured', unit, { [input.kind]: [null, input.m2] });
		return row;
	});
}

export const SplitUnit = z.object({
	unit: z.uuid(),
	/** First day of the parts. */
	on: z.iso.date(),
	parts: z.array(Drawn).min(2).max(50)
});
export const Ids = z.object({ ids: z.array(z.uuid()) });

/** From a day on there are parts in place of a unit. Refused while something holds it from then on: nobody is moved without being asked. */
export async function splitUnit(actor: Actor, { unit, on, parts }: z.output<typeof SplitUnit>): Promise<z.output<typeof Ids>> {
	authorize(mayManagePlace(actor));
	const timeZone = await clockOf(actor.hub);
	return transaction(async (tx) => {
		const { whole, floor } = await ending(tx, actor, unit, on);
		const left = areaLeft(
			ringOf(whole.shape),
			parts.map(({ shape }) => shape)
		);
		if (left > slack * parts.length || parts.some(({ shape }) => areaOutside(shape, ringOf(whole.shape)) > slack))
			throw refuse('parts', 'parts_are_not_the_whole');
		for (const [at, { shape, number }] of parts.entries())
			if (parts.slice(0, at).some((other) => sharedArea(shape, other.shape) > slack)) throw refuse('parts', 'unit_drawn_over', { number });
		await end(tx, actor, timeZone, [whole], on);
		const ids: string[] = [];
		for (const part of parts) ids.push(await insertUnit(tx, actor, timeZone, { ...part, floor: floor.id, from: on }));
		await descend(tx, actor, ids, [unit]);
		await carryResources(
			tx,
			actor,
			[unit],
			parts.map(({ shape }, at) => ({ id: ids[at] as string, shape })),
			on
		);
		await record(tx, actor, 'unit.split', unit, { on: [null, on], into: [whole.number, parts.map(({ number }) => number).join(', ')] });
		return { ids };
	});
}

export const MergeUnits = z.object({ units: z.array(z.uuid()).min(2).max(50), on: z.iso.date(), into: Drawn });

/** From a day on there is one unit in place of several of a floor. */
export async function mergeUnits(actor: Actor, { units, on, into }: z.output<typeof MergeUnits>): Promise<Id> {
	authorize(mayManagePlace(actor));
	const timeZone = await clockOf(actor.hub);
	return transaction(async (tx) => {
		const wholes: Awaited<ReturnType<typeof ending>>[] = [];
		for (const unit of [...new Set(units)].sort()) wholes.push(await ending(tx, actor, unit, on));
		const [floor] = wholes.map((one) => one.floor);
		if (!floor || wholes.length < 2 || wholes.some((one) => one.floor.id !== floor.id)) throw refuse('units', 'units_on_several_floors');
		const shapes = wholes.map(({ whole }) => ringOf(whole.shape));
		const surface = shapes.reduce((sum, shape) => sum + areaOf(shape), 0);
		if (areaLeft(into.shape, shapes) > slack * shapes.length || Math.abs(areaOf(into.shape) - surface) > slack * shapes.length)
			throw refuse('into.shape', 'parts_are_not_the_whole');
		await end(
			tx,
			actor,
			timeZone,
			wholes.map(({ whole }) => whole),
			on
		);
		const id = await insertUnit(tx, actor, timeZone, { ...into, floor: floor.id, from: on });
		await descend(tx, actor, [id], units);
		await carryResources(tx, actor, units, [{ id, shape: into.shape }], on);
		const numbers = wholes.map(({ whole }) => whole.number).join(', ');
		for (const { whole } of wholes) await record(tx, actor, 'unit.merged', whole.id, { on: [null, on], into: [numbers, into.number] });
		return { id };
	});
}

async function ending(tx: Tx, actor: Actor, unit: string, on: string) {
	const { floor: of } = found(
		await tx.selectFrom('units').select('floor').where('hub', '=', actor.hub).where('id', '=', unit).executeTakeFirst()
	);
	const floor = await heldFloor(tx, actor, of);
	const whole = await tx.selectFrom('units').selectAll().where('hub', '=', actor.hub).where('id', '=', unit).executeTakeFirstOrThrow();
	if (whole.existsUntil) throw conflict('unit_has_ended');
	if (on <= whole.existsFrom) throw refuse('on', 'unit_is_younger');
	const hall = await tx
		.selectFrom('unitHalls')
		.select('unit')
		.where('hub', '=', actor.hub)
		.where((eb) => eb.or([eb('room', '=', unit), eb('unit', '=', unit)]))
		.executeTakeFirst();
	if (hall) throw conflict('unit_is_part_of_a_hall');
	return { whole, floor };
}

/** What ended is claimed by its end, so that no lease and no booking can come after it. */
export async function end(tx: Tx, actor: Actor, timeZone: string, units: { id: string; number: string }[], on: string) {
	for (const { id, number } of units) {
		await tx
			.updateTable('units')
			.set({ existsUntil: on, updatedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('id', '=', id)
			.execute();
		try {
			await claim(tx, actor, [id], during(timeZone, on, null), { kind: 'absent' });
		} catch (error) {
			if ((error as { constraint?: string }).constraint !== 'place_taken') throw error;
			throw new Refusal('unit_is_taken_then', { status: 409, params: { number, day: dayAfter(on, 0) } });
		}
	}
}

export const descend = (tx: Tx, actor: Actor, ids: string[], origins: string[]) =>
	tx
		.insertInto('unitOrigins')
		.values(ids.flatMap((unit) => [...new Set(origins)].map((origin) => ({ hub: actor.hub, unit, origin }))))
		.execute();
