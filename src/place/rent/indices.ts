import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { history, record, recordMany } from '#platform/journal.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import { requiredText, text } from '#platform/shapes.ts';
import { clockOf, today } from '../days.ts';
import { seesTerms } from '../policy.ts';
import { indexKinds, type IndexKind } from './choices.ts';
import { Quarter, quarterEnds } from './quarters.ts';
import { reviseWithIndex, settleRevisions } from './revisions.ts';
import { mayBill } from './schedule.ts';

const IndexInput = z.object({
	kind: z.enum(indexKinds),
	quarter: Quarter,
	/** As published, with two decimals at most. */
	value: z.number().gt(0).max(100_000).multipleOf(0.01, 'two_decimals_at_most'),
	publishedOn: z.iso.date().nullish(),
	/** Where it was read. */
	source: text(300).default('')
});

export const ImportIndices = z.object({
	indices: z.array(IndexInput).min(1).max(2000),
	/** Settles the revisions that were billed provisionally for want of them. */
	settle: z.boolean().default(true)
});
export const Imported = z.object({
	added: z.number(),
	known: z.number(),
	/** Revisions that it settled: the difference of what was issued stands in the schedule. */
	settled: z.number(),
	/** When, so that the settled ones can be listed. */
	at: z.date()
});

/**
 * Takes over published indices: all of them or none. One that is there already with the same value is passed over; another value for a
 * quarter is refused beside its line: that is a correction, with its reason.
 */
export async function importIndices(actor: Actor, { indices, settle }: z.output<typeof ImportIndices>): Promise<z.output<typeof Imported>> {
	authorize(mayBill(actor));
	const now = today(await clockOf(actor.hub));
	refuseUnpublished(indices, now);
	return transaction(async (tx) => {
		const kept = await tx.selectFrom('rentIndices').select(['kind', 'quarter', 'hundredths']).where('hub', '=', actor.hub).execute();
		const known = new Map(kept.map(({ kind, quarter, hundredths }) => [`${kind} ${quarter}`, hundredths]));
		const rows = indices.map(({ value, ...row }) => ({ ...row, hundredths: Math.round(value * 100) }));
		for (const [nth, { kind, quarter, hundredths }] of rows.entries()) {
			const before = known.get(`${kind} ${quarter}`);
			if (before !== undefined && before !== hundredths)
				throw refuse(`indices.${nth}.value`, 'index_known_otherwise', { kind, quarter, value: String(before / 100) });
		}
		const fresh = rows.filter(({ kind, quarter }) => !known.has(`${kind} ${quarter}`));
		if (fresh.length) await keep(tx, actor, fresh);
		return {
			added: fresh.length,
			known: rows.length - fresh.length,
			...(await settleRevisions(tx, actor, settle && fresh.length ? now : null))
		};
	});
}

function refuseUnpublished(indices: readonly z.output<typeof IndexInput>[], now: string) {
	const seen = new Set<string>();
	for (const [nth, { kind, quarter, publishedOn }] of indices.entries()) {
		const at = (field: string) => `indices.${nth}.${field}`;
		if (quarterEnds(quarter) > now || (publishedOn && publishedOn > now))
			throw refuse(at('publishedOn'), 'index_not_published', { kind, quarter });
		if (publishedOn && publishedOn < quarterEnds(quarter)) throw refuse(at('publishedOn'), 'published_before_its_end', { kind, quarter });
		if (seen.has(`${kind} ${quarter}`)) throw refuse(at('quarter'), 'quarter_twice', { kind, quarter });
		seen.add(`${kind} ${quarter}`);
	}
}

async function keep(tx: Tx, actor: Actor, fresh: readonly (Omit<z.output<typeof IndexInput>, 'value'> & { hundredths: number })[]) {
	const added = await tx
		.insertInto('rentIndices')
		.values(fresh.map((row) => ({ hub: actor.hub, ...row })))
		.returning(['id', 'kind', 'quarter', 'hundredths', 'source'])
		.execute();
	await recordMany(
		tx,
		actor,
		added.map(({ id, kind, quarter, hundredths, source }) => ({
			what: 'rent_index.imported',
			id,
			changed: { [`${kind} ${quarter}`]: [null, hundredths / 100] as const, ...(source ? { source: [null, source] as const } : {}) }
		}))
	);
}

export const IndexValue = z.object({
	id: z.uuid(),
	kind: z.enum(indexKinds),
	quarter: z.string(),
	value: z.number(),
	publishedOn: z.string().nullable(),
	source: z.string(),
	/** Revisions that were made from it. */
	revisions: z.number()
});
export const ListIndices = z.object({ kind: z.enum(indexKinds).optional() });

/** Indices, latest quarter first. */
export async function listIndices(actor: Actor, { kind }: z.output<typeof ListIndices>): Promise<{ items: z.output<typeof IndexValue>[] }> {
	authorize(seesTerms(actor));
	let query = db
		.selectFrom('rentIndices')
		.select((eb) => [
			'id',
			'kind',
			'quarter',
			'hundredths',
			'publishedOn',
			'source',
			eb
				.selectFrom('rentRevisions')
				.select(({ fn }) => fn.countAll<number>().as('n'))
				.whereRef('rentRevisions.hub', '=', 'rentIndices.hub')
				.whereRef('rentRevisions.indexKind', '=', 'rentIndices.kind')
				.where(({ or, eb: of }) =>
					or([
						of('rentRevisions.targetQuarter', '=', eb.ref('rentIndices.quarter')),
						of('rentRevisions.referenceQuarter', '=', eb.ref('rentIndices.quarter')),
						of('rentRevisions.provisionalQuarter', '=', eb.ref('rentIndices.quarter'))
					])
				)
				.as('revisions')
		])
		.where('hub', '=', actor.hub);
	if (kind) query = query.where('kind', '=', kind);
	const rows = await query.orderBy('quarter', 'desc').orderBy('kind').execute();
	return {
		items: rows.map(({ hundredths, revisions, ...row }) => ({
			...row,
			kind: row.kind as IndexKind,
			value: hundredths / 100,
			revisions: revisions ?? 0
		}))
	};
}

export const RemoveIndex = z.object({ kind: z.enum(indexKinds), quarter: Quarter });

/** Takes back an index that was typed wrong, as long as no revision was made from it. */
export async function removeIndex(actor: Actor, { kind, quarter }: z.output<typeof RemoveIndex>): Promise<{ removed: boolean }> {
	authorize(mayBill(actor));
	const { items } = await listIndices(actor, { kind });
	const index = found(items.find((item) => item.quarter === quarter));
	if (index.revisions) throw refuse('quarter', 'index_in_use', { count: index.revisions });
	return transaction(async (tx) => {
		const { id } = found(
			await tx
				.deleteFrom('rentIndices')
				.where('hub', '=', actor.hub)
				.where('kind', '=', kind)
				.where('quarter', '=', quarter)
				.returning('id')
				.executeTakeFirst()
		);
		await record(tx, actor, 'rent_index.removed', id, { [`${kind} ${quarter}`]: [index.value, null] });
		return { removed: true };
	});
}

export const CorrectIndex = z.object({
	index: z.uuid(),
	value: IndexInput.shape.value,
	publishedOn: IndexInput.shape.publishedOn,
	source: IndexInput.shape.source,
	/** Kept in its history. */
	because: requiredText(300)
});
export const Corrected = z.object({ id: z.uuid(), revised: z.number(), at: z.date() });

/** Puts an index right that was taken over wrong. Rents that were made from it are counted anew, and the difference of what was issued stands in their schedules. */
export async function correctIndex(
	actor: Actor,
	{ index, value, publishedOn = null, source, because }: z.output<typeof CorrectIndex>
): Promise<z.output<typeof Corrected>> {
	authorize(mayBill(actor));
	const now = today(await clockOf(actor.hub));
	return transaction(async (tx) => {
		const before = found(
			await tx.selectFrom('rentIndices').selectAll().where('hub', '=', actor.hub).where('id', '=', index).forUpdate().executeTakeFirst()
		);
		const { kind, quarter } = before;
		if (publishedOn && publishedOn > now) throw refuse('publishedOn', 'index_not_published', { kind, quarter });
		if (publishedOn && publishedOn < quarterEnds(quarter)) throw refuse('publishedOn', 'published_before_its_end', { kind, quarter });
		const after = { hundredths: Math.round(value * 100), publishedOn, source };
		if (after.hundredths === before.hundredths && publishedOn === before.publishedOn && source === before.source)
			throw conflict('index_is_so_already');
		await tx.updateTable('rentIndices').set(after).where('hub', '=', actor.hub).where('id', '=', index).execute();
		await record(tx, actor, 'rent_index.corrected', index, {
			[`${kind} ${quarter}`]: [before.hundredths / 100, value],
			...(source === before.source ? {} : { source: [before.source, source] }),
			...(publishedOn === before.publishedOn ? {} : { published: [before.publishedOn, publishedOn] }),
			because: [null, because]
		});
		return { id: index, ...(await reviseWithIndex(tx, actor, { kind: kind as IndexKind, quarter, ...after })) };
	});
}

export const IndexId = z.object({ index: z.uuid() });
export const IndexHistory = IndexValue.extend({
	lines: z.array(
		z.object({
			nth: z.number(),
			at: z.date(),
			what: z.string(),
			who: z.string().nullable(),
			changed: z.record(z.string(), z.array(z.unknown()))
		})
	)
});

/** One index: its value, where it was read, and who took it over or put it right when. */
export async function findIndex(actor: Actor, { index }: z.output<typeof IndexId>): Promise<z.output<typeof IndexHistory>> {
	const { items } = await listIndices(actor, {});
	const one = found(items.find(({ id }) => id === index));
	const lines = await history(actor, 'rent_index', index);
	return {
		...one,
		lines: lines.map(({ id, at, what, who, changed }) => ({ nth: id, at, what, who, changed: changed as Record<string, unknown[]> }))
	};
}
