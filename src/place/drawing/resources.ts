import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { changes, record } from '#platform/journal.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { authorize, conflict, found, refuse, Refusal } from '#platform/refusal.ts';
import { requiredText, text } from '#platform/shapes.ts';
import { claim, type Claim } from '../claims.ts';
import { clockOf, during, today } from '../days.ts';
import { heldFloor, json, ringOf, type Id } from '../floors.ts';
import { mayManagePlace } from '../policy.ts';
import { areaOutside, contains, Shape, slack, type Ring } from '../polygons.ts';

export const resourceKinds = ['room', 'desk', 'machine', 'parking'] as const;
export type ResourceKind = (typeof resourceKinds)[number];

const metres = z.number().min(-10_000).max(10_000);
const described = {
	name: requiredText(120),
	/** Metres on the grid of the floor, within the unit. */
	x: metres,
	y: metres,
	/** For what is not a point: a bench, a parking place. */
	shape: Shape.nullish(),
	/** People that it serves at once. */
	capacity: z.number().int().min(1).max(10_000).nullish(),
	equipment: z.array(requiredText(80)).max(50).default([]),
	isAccessible: z.boolean().default(false)
};

export const AddResource = z.object({
	unit: z.uuid(),
	/** A room is its unit: who books it takes the unit with all that stands in it. */
	kind: z.enum(resourceKinds),
	...described,
	/** How many there are of it, each booked by itself: four printers of one make are one resource of four pieces. */
	pieces: z.number().int().min(1).max(200).default(1),
	from: z.iso.date()
});

/** Puts something that can be booked into a unit. Whatever has the unit has it too, from the first moment on. */
export async function addResource(actor: Actor, { from, ...input }: z.output<typeof AddResource>): Promise<Id> {
	authorize(mayManagePlace(actor));
	if (input.kind === 'room' && input.pieces > 1) throw refuse('pieces', 'room_is_one');
	return transaction(async (tx) => {
		const unit = await unitOf(tx, actor, input.unit);
		if (unit.existsFrom > from || unit.existsUntil !== null) throw refuse('unit', 'unit_is_not_there');
		refuseOutside(unit.shape, input);
		if (unit.isHall && input.kind !== 'room') throw refuse('unit', 'resource_in_a_hall');
		const id = await insertResource(tx, actor.hub, { ...input, from });
		await record(tx, actor, 'resource.added', id, { name: [null, input.name], kind: [null, input.kind] });
		return { id };
	});
}

/** The unit, while nobody else draws on its floor. */
async function unitOf(tx: Tx, actor: Actor, id: string) {
	const { floor } = found(
		await tx.selectFrom('units').select('floor').where('hub', '=', actor.hub).where('id', '=', id).executeTakeFirst()
	);
	await heldFloor(tx, actor, floor);
	const row = await tx
		.selectFrom('units')
		.select(['shape', 'existsFrom', 'existsUntil'])
		.select((eb) =>
			eb
				.exists(
					eb.selectFrom('unitHalls').select('room').whereRef('unitHalls.hub', '=', 'units.hub').whereRef('unitHalls.unit', '=', 'units.id')
				)
				.as('isHall')
		)
		.where('hub', '=', actor.hub)
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	return { ...row, shape: ringOf(row.shape), isHall: Boolean(row.isHall) };
}

function refuseOutside(unit: Ring, { x, y, shape }: { x: number; y: number; shape?: Ring | null | undefined }) {
	if (!contains(unit, [x, y])) throw refuse('x', 'resource_outside_its_unit');
	if (shape && areaOutside(shape, unit) > slack) throw refuse('shape', 'resource_outside_its_unit');
}

type NewResource = Omit<z.output<typeof AddResource>, 'from'> & { from: string };

async function insertResource(tx: Tx, hub: string, { from, shape, ...input }: NewResource): Promise<string> {
	const { id } = await tx
		.insertInto('resources')
		.values({ hub, ...input, shape: shape ? json(shape) : null, existsFrom: from })
		.returning('id')
		.executeTakeFirstOrThrow();
	if (input.kind !== 'room') await ownAtoms(tx, hub, id, input.unit, input.pieces);
	return id;
}

/** As `claim_place` holds them, in the same order: claims of these atoms wait. */
async function holdAtoms(tx: Tx, atoms: string[]) {
	for (const atom of atoms.toSorted()) await sql`select pg_advisory_xact_lock(hashtextextended(${atom}::uuid::text, 8))`.execute(tx);
}

/** Atoms of a resource, which its unit and the halls that it is part of have from now on too, with everything that is claimed of the unit. */
async function ownAtoms(tx: Tx, hub: string, resource: string, unit: string, pieces: number) {
	const { rows: floor } = await sql<{ atom: string }>`
		select atom from unit_atoms where hub = ${hub} and unit = ${unit} and resource is null`.execute(tx);
	await holdAtoms(
		tx,
		floor.map(({ atom }) => atom)
	);
	const atoms = await tx
		.insertInto('atoms')
		.values(Array.from({ length: pieces }, () => ({ hub })))
		.returning('id')
		.execute();
	const ids = atoms.map(({ id }) => id);
	await sql`insert into unit_atoms (hub, unit, atom, resource)
		select ${hub}, holder, atom, ${resource} from unnest(${ids}::uuid[]) atom
		cross join (select ${unit}::uuid as holder union select h.unit from unit_halls h where h.hub = ${hub} and h.room = ${unit}) holders`.execute(
		tx
	);
	await sql`insert into claims (hub, atom, during, kind, unit, lease, works, act, holder, note, made_at, expires_at)
		select c.hub, own, c.during, c.kind, c.unit, c.lease, c.works, c.act, c.holder, c.note, c.made_at, c.expires_at
		from claims c join unit_atoms u on u.hub = c.hub and u.atom = c.atom and u.unit = ${unit} and u.resource is null
		cross join unnest(${ids}::uuid[]) own
		where c.hub = ${hub} and c.released_at is null and (c.expires_at is null or c.expires_at > now())`.execute(tx);
}

export const ChangeResource = z.object({ resource: z.uuid(), version: z.number().int().min(1), ...described });

export async function changeResource(actor: Actor, { resource, version, ...input }: z.output<typeof ChangeResource>): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const before = await heldResource(tx, actor.hub, resource);
		if (before.version !== version) throw conflict('changed_meanwhile');
		const unit = await tx
			.selectFrom('units')
			.select('shape')
			.where('hub', '=', actor.hub)
			.where('id', '=', before.unit)
			.executeTakeFirstOrThrow();
		refuseOutside(ringOf(unit.shape), input);
		const { shape, ...said } = input;
		await tx
			.updateTable('resources')
			.set({ ...said, shape: shape ? json(shape) : null, version: version + 1, updatedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('id', '=', resource)
			.execute();
		await record(tx, actor, 'resource.changed', resource, changes<object>(before, said));
		return { id: resource };
	});
}

const heldResource = async (tx: Tx, hub: string, id: string) =>
	found(await tx.selectFrom('resources').selectAll().where('hub', '=', hub).where('id', '=', id).forUpdate().executeTakeFirst());

export const RetireResource = z.object({
	resource: z.uuid(),
	/** The first day without it. */
	on: z.iso.date()
});

/** Takes a resource out of use from a day on. Refused while somebody has booked it then. */
export async function retireResource(actor: Actor, { resource, on }: z.output<typeof RetireResource>): Promise<Id> {
	authorize(mayManagePlace(actor));
	const timeZone = await clockOf(actor.hub);
	return transaction(async (tx) => {
		const { existsFrom, existsUntil, name } = await heldResource(tx, actor.hub, resource);
		if (existsUntil) throw conflict('resource_has_ended');
		if (on <= existsFrom) throw refuse('on', 'ends_before_it_begins');
		const { rows: booked } = await sql<{ id: string }>`
			select c.id from unit_atoms u join claims c on c.hub = u.hub and c.atom = u.atom
			where u.hub = ${actor.hub} and u.resource = ${resource} and c.released_at is null and c.kind in ('booking', 'event', 'maintenance')
				and c.during && ${during(timeZone, on, null)} limit 1`.execute(tx);
		if (booked.length) throw new Refusal('resource_is_taken_then', { status: 409, params: { name } });
		await tx
			.updateTable('resources')
			.set({ existsUntil: on, version: sql`version + 1`, updatedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('id', '=', resource)
			.execute();
		await record(tx, actor, 'resource.retired', resource, { on: [null, on] });
		return { id: resource };
	});
}

/**
 * Takes a resource for a time, or refuses with `place_taken`: a room with all that stands in it, of anything else so many pieces. Nobody looks
 * first whether it is free.
 */
export async function claimResource(
	tx: Tx,
	actor: Actor,
	resource: string,
	time: RawBuilder<string>,
	what: Claim,
	pieces = 1
): Promise<string> {
	const { kind, unit } = found(
		await tx.selectFrom('resources').select(['kind', 'unit']).where('hub', '=', actor.hub).where('id', '=', resource).executeTakeFirst()
	);
	if (kind === 'room') return claim(tx, actor, [unit], time, what);
	const { rows } = await sql<{ unit: string; atom: string }>`
		select unit, atom from unit_atoms where hub = ${actor.hub} and resource = ${resource} and unit = ${unit} order by atom`.execute(tx);
	if (pieces > rows.length) throw refuse('pieces', 'resource_has_fewer', { count: rows.length });
	const atoms = rows.map(({ atom }) => atom);
	await holdAtoms(tx, atoms);
	// A hold that ran out does not stand in the way.
	await sql`update claims set released_at = now()
		where hub = ${actor.hub} and atom = any (${atoms}::uuid[]) and released_at is null and expires_at <= now()`.execute(tx);
	const { rows: free } = await sql<{ atom: string }>`
		select own.id as atom from unnest(${atoms}::uuid[]) as own (id)
		where not exists (select from claims c where c.hub = ${actor.hub} and c.atom = own.id and c.released_at is null and c.during && ${time})`.execute(
		tx
	);
	const isFree = new Set(free.map(({ atom }) => atom));
	// Where too few are free, the constraint says so.
	const wanted = rows.toSorted((a, b) => Number(isFree.has(b.atom)) - Number(isFree.has(a.atom))).slice(0, pieces);
	const act = crypto.randomUUID();
	await tx
		.insertInto('claims')
		.values(wanted.map((part) => ({ hub: actor.hub, ...part, act, during: time, ...what })))
		.execute();
	return act;
}

/** What stood in units that end on a day goes on in the unit that now has its place, under atoms of its own. */
export async function carryResources(tx: Tx, actor: Actor, ended: string[], made: readonly { id: string; shape: Ring }[], on: string) {
	const rows = await standingIn(tx, actor.hub, ended);
	if (!rows.length) return;
	await tx
		.updateTable('resources')
		.set({ existsUntil: sql`greatest(exists_from, ${on}::date)`, updatedAt: new Date() })
		.where('hub', '=', actor.hub)
		.where(
			'id',
			'in',
			rows.map(({ id }) => id)
		)
		.execute();
	await goOn(tx, actor.hub, rows, made, on);
}

export const standingIn = (tx: Tx, hub: string, units: string[]) =>
	units.length
		? tx.selectFrom('resources').selectAll().where('hub', '=', hub).where('unit', 'in', units).where('existsUntil', 'is', null).execute()
		: Promise.resolve([]);

/** The same things, in whichever of these units has their place. */
export async function goOn(
	tx: Tx,
	hub: string,
	rows: Awaited<ReturnType<typeof standingIn>>,
	made: readonly { id: string; shape: Ring }[],
	on: string
) {
	const rooms = new Set<string>();
	for (const { kind, name, x, y, shape, capacity, pieces, equipment, isAccessible } of rows) {
		const unit = made.find((one) => contains(one.shape, [x, y]));
		if (!unit || (kind === 'room' && rooms.has(unit.id))) continue;
		if (kind === 'room') rooms.add(unit.id);
		const same = {
			kind: kind as ResourceKind,
			name,
			x,
			y,
			shape: shape === null ? null : ringOf(shape),
			capacity,
			pieces,
			equipment,
			isAccessible
		};
		await insertResource(tx, hub, { ...same, unit: unit.id, from: on });
	}
}

export const ResourceLine = z.object({
	id: z.uuid(),
	kind: z.enum(resourceKinds),
	name: z.string(),
	x: z.number(),
	y: z.number(),
	shape: z.array(z.tuple([z.number(), z.number()])).nullable(),
	capacity: z.number().nullable(),
	pieces: z.number(),
	equipment: z.array(z.string()),
	isAccessible: z.boolean(),
	unit: z.uuid(),
	unitNumber: z.string(),
	floor: z.uuid(),
	floorName: z.string(),
	building: z.string(),
	existsFrom: z.string(),
	existsUntil: z.string().nullable(),
	version: z.number()
});
export type ResourceLine = z.output<typeof ResourceLine>;

export const ListResources = PageInput.extend({
	floor: z.uuid().optional(),
	kind: z.enum(resourceKinds).optional(),
	/** What is there on this day; today without one. */
	on: z.iso.date().optional(),
	q: text(100).default('')
});

/** What can be booked, by its name. */
export async function listResources(
	actor: Actor,
	{ floor, kind, on, q, ...page }: z.output<typeof ListResources>
): Promise<Page<ResourceLine>> {
	const day = on ?? today(await clockOf(actor.hub));
	let query = db
		.selectFrom('resources')
		.innerJoin('units', (join) => join.onRef('units.hub', '=', 'resources.hub').onRef('units.id', '=', 'resources.unit'))
		.innerJoin('floors', (join) => join.onRef('floors.hub', '=', 'units.hub').onRef('floors.id', '=', 'units.floor'))
		.innerJoin('buildings', (join) => join.onRef('buildings.hub', '=', 'floors.hub').onRef('buildings.id', '=', 'floors.building'))
		.select([
			'resources.id',
			'resources.kind',
			'resources.name',
			'resources.x',
			'resources.y',
			'resources.shape',
			'resources.capacity',
			'resources.pieces',
			'resources.equipment',
			'resources.isAccessible',
			'resources.unit',
			'resources.existsFrom',
			'resources.existsUntil',
			'resources.version',
			'units.number as unitNumber',
			'units.floor',
			'floors.name as floorName',
			'buildings.name as building'
		])
		.where('resources.hub', '=', actor.hub)
		.where('resources.existsFrom', '<=', day)
		.where((eb) => eb.or([eb('resources.existsUntil', 'is', null), eb('resources.existsUntil', '>', day)]));
	if (floor) query = query.where('units.floor', '=', floor);
	if (kind) query = query.where('resources.kind', '=', kind);
	if (q) {
		const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
		query = query.where((eb) =>
			eb.or([
				eb('resources.name', 'ilike', like),
				eb('units.number', 'ilike', like),
				eb(sql<string>`array_to_string(resources.equipment, ' ')`, 'ilike', like)
			])
		);
	}
	const { items, ...rest } = await cursorPage(
		query,
		[
			['name', 'asc'],
			['id', 'asc']
		],
		page
	);
	return {
		...rest,
		items: items.map(({ kind, shape, ...row }) => ({ ...row, kind: kind as ResourceKind, shape: shape === null ? null : ringOf(shape) }))
	};
}

/** Units that something can be put into, for who draws. */
export function placesForResources(actor: Actor) {
	authorize(mayManagePlace(actor));
	return db
		.selectFrom('units')
		.select(['id', 'number', 'name'])
		.where('hub', '=', actor.hub)
		.where('existsUntil', 'is', null)
		.orderBy('number')
		.execute();
}

export interface Mark {
	id: string;
	version: number;
	unit: string;
	kind: ResourceKind;
	name: string;
	x: number;
	y: number;
	capacity: number | null;
	equipment: string[];
	isAccessible: boolean;
	shape: Ring | null;
}

/** What stands on a floor on a day, as the plan marks it. */
export async function marksOn(actor: Actor, floor: string, day: string): Promise<Mark[]> {
	const rows = await db
		.selectFrom('resources')
		.innerJoin('units', (join) => join.onRef('units.hub', '=', 'resources.hub').onRef('units.id', '=', 'resources.unit'))
		.select([
			'resources.id',
			'resources.version',
			'resources.unit',
			'resources.kind',
			'resources.name',
			'resources.x',
			'resources.y',
			'resources.capacity',
			'resources.equipment',
			'resources.isAccessible',
			'resources.shape'
		])
		.where('resources.hub', '=', actor.hub)
		.where('units.floor', '=', floor)
		.where('resources.existsFrom', '<=', day)
		.where((eb) => eb.or([eb('resources.existsUntil', 'is', null), eb('resources.existsUntil', '>', day)]))
		.orderBy('resources.y')
		.orderBy('resources.x')
		.limit(2000)
		.execute();
	return rows.map(({ kind, shape, ...row }) => ({ ...row, kind: kind as ResourceKind, shape: shape === null ? null : ringOf(shape) }));
}
