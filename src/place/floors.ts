import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { changes, record } from '#platform/journal.ts';
import { authorize, found } from '#platform/refusal.ts';
import type { JsonObject } from '#platform/schema.ts';
import { requiredText, text } from '#platform/shapes.ts';
import { areaOf, Shape, type Ring } from './polygons.ts';
import { mayManagePlace } from './policy.ts';

const Id = z.object({ id: z.uuid() });
export type Id = z.output<typeof Id>;
export { Id };

/** Rings and lists as the database keeps them. */
export const json = (value: unknown) => JSON.stringify(value) as unknown as JsonObject;
export const ringOf = (kept: unknown) => kept as Ring;

export const AddSite = z.object({ name: requiredText(120), address: text(300).default('') });

export async function addSite(actor: Actor, input: z.output<typeof AddSite>): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const row = await tx
			.insertInto('sites')
			.values({ hub: actor.hub, ...input })
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(tx, actor, 'site.added', row.id, { name: [null, input.name] });
		return row;
	});
}

const position = z.number().int().min(0).max(1000).default(0);

export const ChangeSite = AddSite.extend({ site: z.uuid(), position });
export const ChangeBuilding = z.object({
	building: z.uuid(),
	name: requiredText(120),
	builtIn: z.number().int().min(1000).max(2200).nullish(),
	/** In which phase of the site it opened or will. */
	phase: text(60).default(''),
	position
});
export const ChangeFloor = z.object({ floor: z.uuid(), name: requiredText(120), level: z.number().int().min(-10).max(200) });

export const changeSite = (actor: Actor, { site, ...input }: z.output<typeof ChangeSite>) => change(actor, 'sites', 'site', site, input);
export const changeBuilding = (actor: Actor, { building, builtIn, ...input }: z.output<typeof ChangeBuilding>) =>
	change(actor, 'buildings', 'building', building, { ...input, builtIn: builtIn ?? null });
export const changeFloor = (actor: Actor, { floor, ...input }: z.output<typeof ChangeFloor>) =>
	change(actor, 'floors', 'floor', floor, input);

async function change(
	actor: Actor,
	table: 'sites' | 'buildings' | 'floors',
	kind: 'site' | 'building' | 'floor',
	id: string,
	input: object
): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const before = found(
			await tx.selectFrom(table).selectAll().where('hub', '=', actor.hub).where('id', '=', id).forUpdate().executeTakeFirst()
		);
		await tx.updateTable(table).set(input).where('hub', '=', actor.hub).where('id', '=', id).execute();
		await record(tx, actor, `${kind}.changed`, id, changes<object>(before, input));
		return { id };
	});
}

export const AddBuilding = z.object({ site: z.uuid(), name: requiredText(120), builtIn: z.number().int().min(1000).max(2200).nullish() });

export async function addBuilding(actor: Actor, input: z.output<typeof AddBuilding>): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		found(await tx.selectFrom('sites').select('id').where('hub', '=', actor.hub).where('id', '=', input.site).executeTakeFirst());
		const row = await tx
			.insertInto('buildings')
			.values({ hub: actor.hub, ...input })
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(tx, actor, 'building.added', row.id, { name: [null, input.name] });
		return row;
	});
}

export const AddFloor = z.object({
	building: z.uuid(),
	name: requiredText(120),
	level: z.number().int().min(-10).max(200),
	/** Corners of the floor in metres. */
	outline: Shape
});

export async function addFloor(actor: Actor, { outline, ...input }: z.output<typeof AddFloor>): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		found(await tx.selectFrom('buildings').select('id').where('hub', '=', actor.hub).where('id', '=', input.building).executeTakeFirst());
		const row = await tx
			.insertInto('floors')
			.values({ hub: actor.hub, ...input, outline: json(outline) })
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(tx, actor, 'floor.added', row.id, { name: [null, input.name] });
		return row;
	});
}

export interface HeldFloor {
	id: string;
	outline: Ring;
}

/** Two who draw on one floor at once draw one after the other. */
export async function heldFloor(tx: Tx, actor: Actor, id: string): Promise<HeldFloor> {
	const row = found(
		await tx.selectFrom('floors').select(['id', 'outline']).where('hub', '=', actor.hub).where('id', '=', id).forUpdate().executeTakeFirst()
	);
	return { id: row.id, outline: ringOf(row.outline) };
}

export const FloorSummary = z.object({
	id: z.uuid(),
	name: z.string(),
	level: z.number(),
	m2: z.number(),
	building: z.uuid(),
	buildingName: z.string(),
	builtIn: z.number().nullable(),
	phase: z.string(),
	site: z.uuid(),
	siteName: z.string(),
	address: z.string()
});
export type FloorSummary = z.output<typeof FloorSummary>;

export const NoInput = z.object({});

/** Every floor of the hub, from the ground up. */
export async function listFloors(actor: Actor): Promise<{ items: FloorSummary[] }> {
	const rows = await db
		.selectFrom('floors')
		.innerJoin('buildings', (join) => join.onRef('buildings.hub', '=', 'floors.hub').onRef('buildings.id', '=', 'floors.building'))
		.innerJoin('sites', (join) => join.onRef('sites.hub', '=', 'buildings.hub').onRef('sites.id', '=', 'buildings.site'))
		.select([
			'floors.id',
			'floors.name',
			'floors.level',
			'floors.outline',
			'buildings.id as building',
			'buildings.name as buildingName',
			'buildings.builtIn',
			'buildings.phase',
			'sites.id as site',
			'sites.name as siteName',
			'sites.address'
		])
		.where('floors.hub', '=', actor.hub)
		.orderBy('sites.position')
		.orderBy('sites.name')
		.orderBy('buildings.position')
		.orderBy('buildings.createdAt')
		.orderBy('floors.level')
		.execute();
	return { items: rows.map(({ outline, ...row }) => ({ ...row, m2: Math.round(areaOf(ringOf(outline)) * 100) / 100 })) };
}

/** Sites and buildings, those without a floor too, for who draws. */
export async function listPlaces(actor: Actor) {
	authorize(mayManagePlace(actor));
	const sites = await db
		.selectFrom('sites')
		.select(['id', 'name', 'address', 'position'])
		.where('hub', '=', actor.hub)
		.orderBy('position')
		.orderBy('name')
		.execute();
	const buildings = await db
		.selectFrom('buildings')
		.select(['id', 'site', 'name', 'builtIn', 'phase', 'position'])
		.where('hub', '=', actor.hub)
		.orderBy('position')
		.orderBy('createdAt')
		.execute();
	return { sites, buildings };
}

export const hasPlan = async (hub: string) =>
	(await db.selectFrom('floors').select('id').where('hub', '=', hub).limit(1).executeTakeFirst()) !== undefined;
