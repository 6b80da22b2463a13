import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { record, recordMany } from '#platform/journal.ts';
import { authorize, found, refuse } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { clockOf, today } from '../days.ts';
import { seesTerms } from '../policy.ts';
import { indexKinds, type IndexKind } from './choices.ts';
import { Quarter, quarterEnds } from './quarters.ts';
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

export const ImportIndices = z.object({ indices: z.array(IndexInput).min(1).max(2000) });
export const Imported = z.object({ added: z.number(), known: z.number() });

/**
 * Takes over published indices: all of them or none. One that is there already with the same value is passed over; another value for a
 * quarter is refused beside its line, because revisions were made from it.
 */
export async function importIndices(actor: Actor, { indices }: z.output<typeof ImportIndices>): Promise<z.output<typeof Imported>> {
	authorize(mayBill(actor));
	const now = today(await clockOf(actor.hub));
	const seen = new Set<string>();
	for (const [nth, { kind, quarter, publishedOn }] of indices.entries()) {
		const at = (field: string) => `indices.${nth}.${field}`;
		if (quarterEnds(quarter) > now || (publishedOn && publishedOn > now))
			throw refuse(at('publishedOn'), 'index_not_published', { kind, quarter });
		if (publishedOn && publishedOn < quarterEnds(quarter)) throw refuse(at('publishedOn'), 'published_before_its_end', { kind, quarter });
		if (seen.has(`${kind} ${quarter}`)) throw refuse(at('quarter'), 'quarter_twice', { kind, quarter });
		seen.add(`${kind} ${quarter}`);
	}
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
		if (!fresh.length) return { added: 0, known: rows.length };
		const added = await tx
			.insertInto('rentIndices')
			.values(fresh.map((row) => ({ hub: actor.hub, ...row })))
			.returning(['id', 'kind', 'quarter', 'hundredths'])
			.execute();
		await recordMany(
			tx,
			actor,
			added.map(({ id, kind, quarter, hundredths }) => ({
				what: 'rent_index.imported',
				id,
				changed: { [`${kind} ${quarter}`]: [null, hundredths / 100] as const }
			}))
		);
		return { added: fresh.length, known: rows.length - fresh.length };
	});
}

export const IndexValue = z.object({
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

/** Values by quarter, in hundredths, with the day on which each was published. */
export async function indexValues(reader: Pick<typeof db, 'selectFrom'>, hub: string, kind: string) {
	const rows = await reader
		.selectFrom('rentIndices')
		.select(['quarter', 'hundredths', 'publishedOn'])
		.where('hub', '=', hub)
		.where('kind', '=', kind)
		.orderBy('quarter')
		.execute();
	return new Map(rows.map(({ quarter, ...row }) => [quarter, row]));
}
