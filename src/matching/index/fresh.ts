import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Json } from '#platform/schema.ts';
import { analyseDocument, grams, type Analysed, type Doc, type Vocabulary, lengthOf } from './ranking.ts';

export const corpora = ['offers', 'needs', 'published_offers', 'published_needs'] as const;
export type Corpus = (typeof corpora)[number];

/** Puts a record into the index, or its new state in the place of the old: found when, and only when, the transaction commits. */
export const indexDocument = (tx: Tx, hub: string, corpus: Corpus, doc: Doc) => write(tx, hub, corpus, doc.record, analyseDocument(doc));

export const unindexDocument = (tx: Tx, hub: string, corpus: Corpus, record: string) => write(tx, hub, corpus, record, null);

async function write(tx: Tx, hub: string, corpus: Corpus, record: string, analysed: Analysed | null) {
	await tx
		.insertInto('indexCorpora')
		.values({ hub, corpus })
		.onConflict((on) => on.doNothing())
		.execute();
	const document = analysed && (JSON.stringify(analysed) as unknown as Json);
	const change = { change: sql<number>`nextval('index_changes')`, writtenBy: sql<string>`pg_current_xact_id()` };
	await tx
		.insertInto('indexFresh')
		.values({ hub, corpus, record, document, ...change })
		.onConflict((on) => on.columns(['hub', 'corpus', 'record']).doUpdateSet({ document, ...change }))
		.execute();
}

export interface FreshDocument extends Analysed {
	record: string;
}

/** The fresh records of a corpus as this process has read them: small, and searched like a segment. */
export class Fresh implements Vocabulary {
	readonly changes = new Map<string, number>();
	private readonly alive = new Map<string, FreshDocument>();
	private readonly holders = new Map<string, Set<FreshDocument>>();
	private readonly byGram = new Map<number, Set<string>>();
	words = 0;

	get documents() {
		return this.alive.size;
	}

	get size() {
		return this.holders.size;
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
			const holders = this.holders.get(term);
			if (holders) holders.add(document);
			else {
				this.holders.set(term, new Set([document]));
				if (isWord(term)) for (const gram of grams(term)) this.byGram.set(gram, (this.byGram.get(gram) ?? new Set()).add(term));
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
			holders?.delete(before);
			if (holders?.size) continue;
			this.holders.delete(term);
			if (isWord(term)) for (const gram of grams(term)) this.byGram.get(gram)?.delete(term);
		}
	}

	/** Whether what segments say about this record is out of date. */
	overrides = (record: string) => this.changes.has(record);

	holding = (term: string): Iterable<FreshDocument> => this.holders.get(term) ?? [];

	frequency = (term: string) => this.holders.get(term)?.size ?? 0;

	share = (gram: number) => this.byGram.get(gram)?.size ?? 0;

	sharing(wanted: readonly { gram: number; weight: number }[], least: number, most: number) {
		const weights = new Map<string, number>();
		for (const { gram, weight } of wanted)
			for (const term of this.byGram.get(gram) ?? []) weights.set(term, (weights.get(term) ?? 0) + weight);
		return [...weights]
			.map(([term, weight]) => ({ term, weight }))
			.filter(({ weight }) => weight >= least)
			.sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1))
			.slice(0, most);
	}
}

export const isWord = (term: string) => !term.startsWith('c:');
