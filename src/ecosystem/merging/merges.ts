import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { changes, record } from '#platform/journal.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { authorize, conflict, found, Refusal, refuse } from '#platform/refusal.ts';
import type { JsonObject } from '#platform/schema.ts';
import { changed } from '../changed.ts';
import {
	chosen,
	columnsOf,
	derived,
	derivedColumns,
	fieldOfColumn,
	mergeFields,
	sides,
	splitsCountry,
	type MergeField,
	type Organisation
} from './fields.ts';
import { keysOf } from './identities.ts';
import { hindrancesOf, tellMerged } from './merged.ts';
import { keepReferences, moveRows, peopleChoices, returnRows, swapLogos } from './rows.ts';

/** So long a merge can be undone; then the night takes away what that needs. */
export const undoDays = 90;

export const MergeOrganisations = z.object({
	/** The record that stays, and the one that goes. */
	kept: z.uuid(),
	gone: z.uuid(),
	/** As they were when they were compared. */
	keptVersion: z.number().int().min(1),
	goneVersion: z.number().int().min(1),
	/** Whose value each field keeps; what is left out keeps what the record that stays says, or what it lacks of the other. */
	fields: z.partialRecord(z.enum(mergeFields), z.enum(sides)).default({}),
	/** What those who act for the record that goes become: owners as they were, members without owning, or people who ask to join. */
	people: z.enum(peopleChoices).default('members')
});

/** Makes two records one: everything that names the one that goes comes to name the one that stays, and can go back. */
export async function mergeOrganisations(actor: Actor, input: z.output<typeof MergeOrganisations>) {
	authorize(actor.staff);
	const { hub } = actor;
	const pair = { kept: input.kept, gone: input.gone };
	if (pair.kept === pair.gone) throw refuse('gone', 'merged_into_itself');
	return transaction(async (tx) => {
		const { kept, gone } = await heldPair(tx, hub, pair);
		if (kept.archivedAt || gone.archivedAt) throw conflict('merge_of_gone');
		if (kept.version !== input.keptVersion || gone.version !== input.goneVersion) throw conflict('changed_meanwhile');
		const [hindrance] = await hindrancesOf(tx, hub, pair);
		if (hindrance) throw new Refusal(hindrance.code, { status: 409, params: hindrance.params });
		if (splitsCountry(kept, gone, input.fields)) throw refuse('fields.numbers', 'merge_numbers_of_country');
		const after = chosen(kept, gone, input.fields);

		const { id } = await tx
			.insertInto('organisationMerges')
			.values({ hub, ...pair, mergedBy: actor.member })
			.returning('id')
			.executeTakeFirstOrThrow();
		const merge = { hub, merge: id, ...pair };
		await moveRows(tx, merge, input.people);
		await keepReferences(tx, merge, keysOf(gone));
		if ('logo' in after) await swapLogos(tx, merge);
		await leave(tx, hub, gone.id, kept.id, 'logo' in after ? kept.logo : gone.logo);
		await write(tx, hub, kept.id, after);
		await keepValues(tx, hub, id, kept, after);
		await record(tx, actor, 'organisation.merged', kept.id, {
			other: [gone.name, null],
			...changes(withoutDerived(kept), withoutDerived(after))
		});
		await record(tx, actor, 'organisation.merged_away', gone.id, { other: [null, kept.name] });
		await follow(tx, hub, pair);
		return { id, ...pair, slug: kept.slug };
	});
}

const withoutDerived = (row: Partial<Organisation>) =>
	Object.fromEntries(
		mergeFields.flatMap((field) => columnsOf(field).flatMap((column) => (column in row ? [[column, row[column]]] : [])))
	) as Partial<Organisation>;

/** Both records, held until the transaction ends, in one order, so that two merges wait for each other. */
async function heldPair(tx: Tx, hub: string, { kept, gone }: { kept: string; gone: string }) {
	const rows = await tx
		.selectFrom('organisations')
		.selectAll()
		.where('hub', '=', hub)
		.where('id', 'in', [kept, gone])
		.orderBy('id')
		.forUpdate()
		.execute();
	return { kept: found(rows.find(({ id }) => id === kept)), gone: found(rows.find(({ id }) => id === gone)) };
}

/** Its numbers are free for the record that stays. */
const leave = (tx: Tx, hub: string, gone: string, kept: string, logo: string | null) =>
	tx
		.updateTable('organisations')
		.set({ archivedAt: new Date(), mergedInto: kept, logo, updatedAt: new Date(), version: sql<number>`version + 1` })
		.where('hub', '=', hub)
		.where('id', '=', gone)
		.execute();

const write = (tx: Tx, hub: string, id: string, values: Partial<Organisation>) =>
	tx
		.updateTable('organisations')
		.set({
			...values,
			...(values.description !== undefined && { description: JSON.stringify(values.description) as unknown as JsonObject }),
			updatedAt: new Date(),
			version: sql<number>`version + 1`
		})
		.where('hub', '=', hub)
		.where('id', '=', id)
		.execute();

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const keepValues = (tx: Tx, hub: string, merge: string, kept: Organisation, after: Partial<Organisation>) =>
	tx
		.updateTable('organisationMerges')
		.set({ before: named(after, kept), after: named(after, after) })
		.where('hub', '=', hub)
		.where('id', '=', merge)
		.execute();
const named = (columns: Partial<Organisation>, of: Partial<Organisation>) =>
	JSON.stringify(
		Object.fromEntries(Object.keys(columns).map((column) => [snake(column), of[column as keyof Organisation] ?? null]))
	) as unknown as JsonObject;

async function follow(tx: Tx, hub: string, pair: { kept: string; gone: string }) {
	await tellMerged(tx, hub, pair);
	await changed(tx, hub, 'organisation', pair.kept);
	await changed(tx, hub, 'organisation', pair.gone);
}

export const MergeId = z.object({ merge: z.uuid() });
export const UndoMerge = MergeId.extend({
	/** Of each field that was changed since the merge: whether what stood before the merge comes back, or what stands there now stays. */
	fields: z.partialRecord(z.enum(mergeFields), z.enum(['before', 'now'])).default({})
});

/** Makes one record two again, as they were. What was added since stays with the record that stayed. */
export async function undoMerge(actor: Actor, { merge: id, fields }: z.output<typeof UndoMerge>) {
	authorize(actor.staff);
	const { hub } = actor;
	return transaction(async (tx) => {
		const merge = found(
			await tx.selectFrom('organisationMerges').selectAll().where('hub', '=', hub).where('id', '=', id).forUpdate().executeTakeFirst()
		);
		if (merge.undoneAt) throw conflict('merge_already_undone');
		if (isOver(merge.mergedAt)) throw conflict('merge_undo_too_late');
		const pair = { kept: merge.kept, gone: merge.gone };
		const { kept, gone } = await heldPair(tx, hub, pair);
		const [later] = await laterMerges(tx, hub, merge);
		if (later) throw new Refusal('merge_undo_later_first', { status: 409, params: { name: later.name } });

		const since = changedSince(merge, kept);
		const open = since.filter((field) => !fields[field]);
		if (open.length)
			throw new Refusal('look_at_the_fields', {
				status: 409,
				fields: open.map((field) => ({ field: `fields.${field}`, code: 'merge_changed_since' }))
			});
		const before = valuesOf(merge.before);
		const returning = Object.fromEntries(
			Object.entries(before).filter(([column]) => {
				const field = fieldOfColumn(column);
				return !field || !since.includes(field) || fields[field] === 'before';
			})
		) as Partial<Organisation>;
		// What a search finds it by follows from what stands there.
		const values = since.length ? { ...returning, ...derived({ ...kept, ...withoutDerived(returning) }) } : returning;

		await returnRows(tx, { hub, merge: id, ...pair });
		await write(tx, hub, kept.id, { ...values, ...(values.logo !== undefined && { logo: await standing(tx, hub, kept.id, values.logo) }) });
		const picture = 'logo' in before ? valuesOf(merge.after).logo : gone.logo;
		await tx
			.updateTable('organisations')
			.set({
				archivedAt: null,
				mergedInto: null,
				logo: await standing(tx, hub, gone.id, picture ?? null),
				updatedAt: new Date(),
				version: sql<number>`version + 1`
			})
			.where('hub', '=', hub)
			.where('id', '=', gone.id)
			.execute();
		await tx
			.updateTable('organisationMerges')
			.set({ undoneAt: new Date(), undoneBy: actor.member })
			.where('hub', '=', hub)
			.where('id', '=', id)
			.execute();
		await record(tx, actor, 'organisation.merge_undone', kept.id, {
			other: [null, gone.name],
			...changes(withoutDerived(kept), withoutDerived(values))
		});
		await record(tx, actor, 'organisation.came_back', gone.id, { other: [kept.name, null] });
		await follow(tx, hub, pair);
		return { id, ...pair };
	});
}

const day = 86_400_000;
export const undoUntil = (mergedAt: Date) => new Date(mergedAt.getTime() + undoDays * day);
const isOver = (mergedAt: Date) => undoUntil(mergedAt) < new Date();

const valuesOf = (kept: unknown) =>
	Object.fromEntries(
		Object.entries(kept as Record<string, unknown>).map(([column, value]) => [camel(column), value])
	) as Partial<Organisation>;

/** Fields of the record that stayed that say something else than the merge left there. */
function changedSince({ after }: { after: unknown }, kept: Organisation): MergeField[] {
	const left = valuesOf(after);
	const differing = Object.keys(left).filter(
		(column) =>
			!derivedColumns.includes(column) && written(left[column as keyof Organisation]) !== written(kept[column as keyof Organisation])
	);
	return [...new Set(differing.flatMap((column) => fieldOfColumn(column) ?? []))];
}
/** The database keeps the keys of an object in an order of its own. */
const written = (value: unknown): string =>
	value !== null && typeof value === 'object' && !Array.isArray(value)
		? JSON.stringify(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
		: JSON.stringify(value ?? null);

/** The picture, if it was not taken away meanwhile and is this organisation's. */
const standing = async (tx: Tx, hub: string, organisation: string, logo: string | null) =>
	logo &&
	((
		await tx
			.selectFrom('attachments')
			.select('id')
			.where('hub', '=', hub)
			.where('id', '=', logo)
			.where('record', '=', organisation)
			.where('removedAt', 'is', null)
			.executeTakeFirst()
	)?.id ??
		null);

/** Merges after this one that touched its record, the latest first: they are undone before it. */
const laterMerges = (from: Tx | typeof db, hub: string, { id, kept, mergedAt }: { id: string; kept: string; mergedAt: Date }) =>
	from
		.selectFrom('organisationMerges as m')
		.innerJoin('organisations as o', (join) => join.onRef('o.hub', '=', 'm.hub').onRef('o.id', '=', 'm.gone'))
		.select(['m.id', 'o.name'])
		.where('m.hub', '=', hub)
		.where('m.id', '<>', id)
		.where('m.undoneAt', 'is', null)
		.where((eb) => eb.or([eb('m.kept', '=', kept), eb('m.gone', '=', kept)]))
		.where('m.mergedAt', '>', mergedAt)
		.orderBy('m.mergedAt', 'desc')
		.execute();

export const mergeStates = ['undoable', 'undone', 'final'] as const;
export type MergeState = (typeof mergeStates)[number];

const state = sql<MergeState>`case when m.undone_at is not null then 'undone' when m.merged_at < now() - make_interval(days => ${undoDays}) then 'final' else 'undoable' end`;

const mergeRows = ({ hub }: Actor) =>
	db
		.selectFrom('organisationMerges as m')
		.innerJoin('organisations as k', (join) => join.onRef('k.hub', '=', 'm.hub').onRef('k.id', '=', 'm.kept'))
		.innerJoin('organisations as g', (join) => join.onRef('g.hub', '=', 'm.hub').onRef('g.id', '=', 'm.gone'))
		.leftJoin('members as by', (join) => join.onRef('by.hub', '=', 'm.hub').onRef('by.id', '=', 'm.mergedBy'))
		.leftJoin('accounts as who', 'who.id', 'by.account')
		.leftJoin('members as back', (join) => join.onRef('back.hub', '=', 'm.hub').onRef('back.id', '=', 'm.undoneBy'))
		.leftJoin('accounts as whoBack', 'whoBack.id', 'back.account')
		.select(['m.id', 'm.kept', 'm.gone', 'k.name as keptName', 'k.slug as keptSlug', 'g.name as goneName', 'g.communeName as goneWhere'])
		.select(['m.mergedAt', 'who.name as mergedBy', 'm.undoneAt', 'whoBack.name as undoneBy', state.as('state')])
		.where('m.hub', '=', hub);

export const ListMerges = PageInput.extend({ state: z.enum(mergeStates).optional() });

/** What was merged, latest first. */
export async function listMerges(actor: Actor, { state: only, cursor, limit }: z.output<typeof ListMerges>) {
	authorize(actor.staff);
	let query = mergeRows(actor);
	if (only) query = query.where(state, '=', only);
	const page: Page<Awaited<ReturnType<typeof query.execute>>[number]> = await cursorPage(
		query,
		[
			['mergedAt', 'desc'],
			['id', 'asc']
		],
		{ cursor, limit }
	);
	return page;
}

/** One merge, with what an undo would bring back and what has to be decided before. */
export async function findMerge(actor: Actor, { merge: id }: z.output<typeof MergeId>) {
	authorize(actor.staff);
	const row = found(await mergeRows(actor).where('m.id', '=', id).executeTakeFirst());
	const { before, after } = await db
		.selectFrom('organisationMerges')
		.select(['before', 'after'])
		.where('hub', '=', actor.hub)
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	const kept = await db
		.selectFrom('organisations')
		.selectAll()
		.where('hub', '=', actor.hub)
		.where('id', '=', row.kept)
		.executeTakeFirstOrThrow();
	const { rows: steps } = await sql<{ table: string; what: 'moved' | 'changed' | 'dropped' | 'added'; count: number }>`
		select table_name as table, what, count(*) as count from organisation_merge_rows
		where hub = ${actor.hub} and merge = ${id} group by 1, 2 order by 1, 2`.execute(db);
	const since = row.state === 'undoable' ? changedSince({ after }, kept) : [];
	const [was, left] = [valuesOf(before), valuesOf(after)];
	const [later] = row.state === 'undoable' ? await laterMerges(db, actor.hub, row) : [];
	const of = (values: Partial<Organisation>, field: MergeField) =>
		Object.fromEntries(columnsOf(field).map((column) => [column, values[column] ?? null])) as Record<string, unknown>;
	return {
		...row,
		undoUntil: undoUntil(row.mergedAt),
		steps,
		/** Fields that the merge changed, with what an undo brings back. */
		fields: mergeFields
			.filter((field) => columnsOf(field).some((column) => column in left))
			.map((field) => ({
				field,
				before: of({ ...kept, ...was }, field),
				now: of(kept, field),
				isChangedSince: since.includes(field)
			})),
		later: later ? { id: later.id, name: later.name } : null
	};
}
