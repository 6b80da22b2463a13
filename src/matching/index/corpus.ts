import { sql } from 'kysely';
import { db } from '#platform/db.server.ts';
import { Fresh, type Corpus } from './fresh.ts';
import type { Analysed } from './ranking.ts';

export interface Place {
	hub: string;
	corpus: Corpus;
}

export interface Listed {
	segment: string;
	documents: number;
	words: number;
	/** One bit for each document that is gone. */
	gone: Uint8Array;
	goneCount: number;
}

/** What this process knows of a corpus; the truth is in the database, and each ask reads what it does not know yet. */
export interface Known {
	generation: number;
	/** Every transaction before this one had ended when the database was last read. */
	horizon: string;
	/** Changes that are known although their transactions are not before the horizon. */
	recent: Map<number, string>;
	fresh: Fresh;
	segments: Listed[];
}

const known = new Map<string, Known>();
const mostKnown = 64;

/** The corpus as it is now, or null where there is none that this hub may read. */
export async function openCorpus(place: Place): Promise<Known | null> {
	const key = `${place.hub} ${place.corpus}`;
	const before = known.get(key);
	const now = (before && (await catchUp(place, before))) ?? (await load(place));
	known.delete(key);
	if (now) known.set(key, now);
	if (known.size > mostKnown) known.delete(known.keys().next().value ?? '');
	return now;
}

/** Null when the list of segments is another by now, or the corpus is out of reach. */
async function catchUp({ hub, corpus }: Place, before: Known): Promise<Known | null> {
	const { rows } = await sql<Partial<FreshRow> & { generation: number; horizon: string }>`
		select c.generation, pg_snapshot_xmin(pg_current_snapshot())::text as horizon, f.record, f.change, f.written_by::text, f.document
		from index_corpora c left join index_fresh f on f.hub = c.hub and f.corpus = c.corpus
			and f.written_by >= ${before.horizon}::xid8 and f.change <> all (${[...before.recent.keys()]}::bigint[])
		where c.hub = ${hub} and c.corpus = ${corpus}`.execute(db);
	const [first] = rows;
	if (!first || first.generation > before.generation) return null;
	// Another ask read the list after this one did, and all that this one saw.
	if (first.generation < before.generation) return before;
	if (first.record) takeIn(before, rows as FreshRow[]);
	if (BigInt(first.horizon) > BigInt(before.horizon)) {
		before.horizon = first.horizon;
		for (const [change, writtenBy] of before.recent) if (BigInt(writtenBy) < BigInt(first.horizon)) before.recent.delete(change);
	}
	return before;
}

interface FreshRow {
	record: string;
	change: number;
	writtenBy: string;
	document: Analysed | null;
}

function takeIn({ fresh, recent }: Known, rows: FreshRow[]) {
	for (const { record, change, writtenBy, document } of rows) {
		recent.set(change, writtenBy);
		if ((fresh.changes.get(record) ?? 0) < change) fresh.take(record, change, document);
	}
}

/** Everything in one look, so that no record falls between the segments and what is fresh. */
async function load({ hub, corpus }: Place): Promise<Known | null> {
	return db
		.transaction()
		.setIsolationLevel('repeatable read')
		.setAccessMode('read only')
		.execute(async (tx) => {
			const { rows } = await sql<{ generation: number; horizon: string }>`
				select generation, pg_snapshot_xmin(pg_current_snapshot())::text as horizon
				from index_corpora where hub = ${hub} and corpus = ${corpus}`.execute(tx);
			const [first] = rows;
			if (!first) return null;
			const segments = await tx
				.selectFrom('indexSegments')
				.select(['segment', 'documents', 'words', 'gone', 'goneCount'])
				.where((eb) => eb.and({ hub, corpus }))
				.orderBy('segment')
				.execute();
			const made: Known = { ...first, recent: new Map(), fresh: new Fresh(), segments };
			const { rows: fresh } = await sql<FreshRow>`
				select record, change, written_by::text, document from index_fresh where hub = ${hub} and corpus = ${corpus}`.execute(tx);
			takeIn(made, fresh);
			return made;
		});
}
