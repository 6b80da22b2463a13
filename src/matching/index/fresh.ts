import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { gramsOf, mayResemble } from '../text/grams.ts';
import { analyseDocument, type Analysed, type Doc, type Vocabulary, lengthOf } from './ranking.ts';

export const corpora = ['offers', 'needs', 'published_offers', 'published_needs'] as const;
export type Corpus = (typeof corpora)[number];

/**
 * Puts records into the index, or their new state in the place of the old: found when, and only when, the transaction commits. What is written
 * of one is made when its turn comes, or null where it is gone; other requests are served between them.
 */
export async function indexDocuments(
	tx: Tx,
	hub: string,
	corpus: Corpus,
	records: readonly { record: string; make: (() => Doc) | null }[]
) {
	if (!records.length) return;
	await openTo(tx, hub, corpus);
	for (let from = 0; from < records.length; from += atOnce) {
		const some: { record: string; document: Analysed | null }[] = [];
		for (const { record, make } of records.slice(from, from + atOnce)) {
			some.push({ record, document: make && analyseDocument(make()) });
			if (some.length % betweenBreaths === 0) await setImmediate();
		}
		await put(tx, hub, corpus, some);
	}
}

const atOnce = 500;
const betweenBreaths = 10;

const openTo = (tx: Tx, hub: string, corpus: Corpus) =>
	tx
		.insertInto('indexCorpora')
		.values({ hub, corpus })
		.onConflict((on) => on.doNothing())
		.execute();

const put = (tx: Tx, hub: string, corpus: Corpus, documents: readonly { record: string; document: Analysed | null }[]) =>
	sql`insert into index_fresh (hub, corpus, record, document, change, written_by)
		select ${hub}, ${corpus}, d.record, nullif(d.document, 'null'::jsonb), nextval('index_changes'), pg_current_xact_id()
		from json_to_recordset(${JSON.stringify(documents)}::json) as d (record uuid, document jsonb)
		on conflict (hub, corpus, record) do update set document = excluded.document, change = excluded.change, written_by = excluded.written_by`.execute(
		tx
	);

export interface FreshDocument extends Analysed {
	record: string;
}

/** The fresh records of a corpus as this process has read them: small, and searched like a segment. */
export class Fresh implements Vocabulary {
	readonly changes = new Map<string, number>();
	private readonly alive = new Map<string, FreshDocument>();
	private readonly holders = new Map<string, { documents: Set<FreshDocument>; grams: number[] }>();
	private readonly byGram = new Map<number, { terms: Set<string>; weight: number }>();
	words = 0;
	/** As in a segment: documents of each word, once for each of its grams. */
	weight = 0;

	get documents() {
		return this.alive.size;
	}

	/** Takes a change in; `null` when the record is gone. */
	take(record: string, change: number, analysed: Analysed | null) {
		this.drop(record);
		this.changes.set(record, change);
		if (!analysed) return;
		const document = { record, ...analysed };
		this.alive.set(record, document);
		this.words += lengthOf[document.length] ?? 0;
		for (const [term] of document.terms) {
			let holders = this.holders.get(term);
			if (!holders) this.holders.set(term, (holders = { documents: new Set(), grams: mayResemble(term) ? gramsOf(term) : [] }));
			holders.documents.add(document);
			this.weight += holders.grams.length;
			for (const gram of holders.grams) {
				const sharing = this.byGram.get(gram) ?? { terms: new Set(), weight: 0 };
				sharing.terms.add(term);
				sharing.weight++;
				this.byGram.set(gram, sharing);
			}
		}
	}

	private drop(record: string) {
		const before = this.alive.get(record);
		if (!before) return;
		this.alive.delete(record);
		this.words -= lengthOf[before.length] ?? 0;
		for (const [term] of before.terms) {
			const holders = this.holders.get(term);
			if (!holders) continue;
			holders.documents.delete(before);
			this.weight -= holders.grams.length;
			const isLast = holders.documents.size === 0;
			if (isLast) this.holders.delete(term);
			for (const gram of holders.grams) {
				const sharing = this.byGram.get(gram);
				if (!sharing) continue;
				sharing.weight--;
				if (isLast) sharing.terms.delete(term);
			}
		}
	}

	/** Whether what segments say about this record is out of date. */
	overrides = (record: string) => this.changes.has(record);

	holding = (term: string): Iterable<FreshDocument> => this.holders.get(term)?.documents ?? [];

	frequency = (term: string) => this.holders.get(term)?.documents.size ?? 0;

	share = (gram: number) => this.byGram.get(gram)?.weight ?? 0;

	sharing(wanted: readonly { gram: number; weight: number }[], least: number, most: number) {
		const weights = new Map<string, number>();
		for (const { gram, weight } of wanted)
			for (const term of this.byGram.get(gram)?.terms ?? []) weights.set(term, (weights.get(term) ?? 0) + weight);
		return [...weights]
			.map(([term, weight]) => ({ term, weight }))
			.filter(({ weight }) => weight >= least)
			.sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1))
			.slice(0, most);
	}
}
