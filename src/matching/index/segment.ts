import { gramsOf, mayResemble } from '../text/grams.ts';
import { fromUtf8, Reader, uuidBytes, uuidOf, Writer } from './bytes.ts';
import { documentsInPiece, heads, type In, readWhole, type Range } from './pieces.ts';
import { conceptTerm, type Analysed, lengthOf, type Vocabulary } from './ranking.ts';

const mostFound = 10_000;

/** What must be at hand to search a segment: its words, and length and flags of each document. */
export class Head {
	readonly documents: number;
	readonly lengths: Uint8Array;
	readonly flags: Uint8Array;
	readonly size: number;
	readonly frequencies: Uint32Array;
	private readonly text: Uint8Array;
	private readonly textStart: Uint32Array;
	private readonly textEnd: Uint32Array;
	private readonly postingsStart: Uint32Array;
	private readonly gramNames: Uint32Array;
	private readonly gramStart: Uint32Array;
	private readonly gramTerms: Uint32Array;
	/** For each gram the documents of its words, summed. */
	private readonly gramWeights: Float64Array;
	readonly weight: number;
	private readonly weights: Float64Array;
	private readonly conceptsFrom: number;
	private readonly conceptsTo: number;
	private readonly found = new Map<string, number>();

	constructor(terms: Uint8Array, gramBytes: Uint8Array, shape: Uint8Array) {
		this.documents = shape.length / 2;
		this.lengths = shape.subarray(0, this.documents);
		this.flags = shape.subarray(this.documents);
		const reader = new Reader(terms);
		const size = (this.size = reader.number());
		this.text = terms;
		this.textStart = new Uint32Array(size);
		this.textEnd = new Uint32Array(size);
		this.frequencies = new Uint32Array(size);
		this.postingsStart = new Uint32Array(size + 1);
		for (let nth = 0; nth < size; nth++) {
			const length = reader.number();
			this.textStart[nth] = reader.at;
			this.textEnd[nth] = reader.at += length;
			this.frequencies[nth] = reader.number();
			this.postingsStart[nth + 1] = (this.postingsStart[nth] as number) + reader.number();
		}
		const numbers = new Uint32Array(Uint8Array.from(gramBytes).buffer);
		const [names = 0] = numbers;
		this.gramNames = numbers.subarray(1, 1 + names);
		this.gramStart = numbers.subarray(1 + names, 2 + 2 * names);
		this.gramTerms = numbers.subarray(2 + 2 * names);
		this.gramWeights = Float64Array.from(this.gramNames, (_, nth) => {
			let documents = 0;
			for (let at = this.gramStart[nth] as number; at < (this.gramStart[nth + 1] as number); at++)
				documents += this.frequencies[this.gramTerms[at] as number] as number;
			return documents;
		});
		this.weight = this.gramWeights.reduce((all, one) => all + one, 0);
		this.weights = new Float64Array(size);
		[this.conceptsFrom, this.conceptsTo] = [this.lowest(conceptTerm('')), this.lowest('c;')];
	}

	/** Concepts stand together among the terms. */
	isConcept = (nth: number) => nth >= this.conceptsFrom && nth < this.conceptsTo;

	private lowest(term: string) {
		let low = 0;
		for (let high = this.size; low < high;) {
			const middle = (low + high) >> 1;
			if (this.term(middle) < term) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	get bytes() {
		return this.text.length + this.size * 24 + this.gramTerms.byteLength + this.gramNames.byteLength * 4 + this.documents * 2;
	}

	term = (nth: number) => fromUtf8.decode(this.text.subarray(this.textStart[nth], this.textEnd[nth]));

	/** The number of a term, or -1. A question asks for each of its terms more than once. */
	find(term: string) {
		let nth = this.found.get(term);
		if (nth === undefined) {
			nth = this.seek(term);
			if (this.found.size > mostFound) this.found.clear();
			this.found.set(term, nth);
		}
		return nth;
	}

	private seek(term: string) {
		const nth = this.lowest(term);
		return nth < this.size && this.term(nth) === term ? nth : -1;
	}

	postings = (nth: number): Range => ({ start: this.postingsStart[nth] as number, end: this.postingsStart[nth + 1] as number });

	frequency = (term: string) => this.frequencies[this.find(term)] ?? 0;

	/** The place of a gram among the grams, or -1. */
	private gram(name: number) {
		let low = 0;
		let high = this.gramNames.length - 1;
		while (low <= high) {
			const middle = (low + high) >> 1;
			const here = this.gramNames[middle] as number;
			if (here === name) return middle;
			if (here < name) low = middle + 1;
			else high = middle - 1;
		}
		return -1;
	}

	share = (name: number) => this.gramWeights[this.gram(name)] ?? 0;

	sharing(wanted: readonly { gram: number; weight: number }[], least: number, most: number) {
		const { weights, gramTerms } = this;
		const touched: number[] = [];
		for (const { gram, weight } of wanted) {
			const name = this.gram(gram);
			const [start = 0, end = 0] = name < 0 ? [] : this.gramStart.subarray(name, name + 2);
			for (let at = start; at < end; at++) {
				const nth = gramTerms[at] as number;
				if (weights[nth] === 0) touched.push(nth);
				weights[nth] = (weights[nth] as number) + weight;
			}
		}
		const found: { nth: number; weight: number }[] = [];
		for (const nth of touched) {
			const weight = weights[nth] as number;
			if (weight >= least) found.push({ nth, weight });
			weights[nth] = 0;
		}
		return found
			.sort((a, b) => b.weight - a.weight || a.nth - b.nth)
			.slice(0, most)
			.map(({ nth, weight }) => ({ term: this.term(nth), weight }));
	}
}

export async function readHead(at: In): Promise<Head> {
	const kept = heads.get(at.segment);
	if (kept) return kept as Head;
	const [terms, gramBytes, shape] = await Promise.all([readWhole(at, 'terms'), readWhole(at, 'grams'), readWhole(at, 'shape')]);
	const made = new Head(terms, gramBytes, shape);
	heads.put(at.segment, made, made.bytes);
	return made;
}

/** A listed segment as a part of its corpus. */
export const vocabularyOf = (head: Head, { documents, words }: { documents: number; words: number }): Vocabulary => ({
	weight: head.weight,
	documents,
	words,
	frequency: head.frequency,
	share: head.share,
	sharing: (wanted, least, most) => head.sharing(wanted, least, most)
});

/** One word of the usual weight: told without a byte of its own. */
const usual = 8;

export class PostingsWriter {
	private readonly out: Writer;
	private last = -1;

	constructor(out: Writer) {
		this.out = out;
	}

	add(document: number, eighths: number) {
		this.out.number((document - this.last - 1) * 2 + (eighths === usual ? 0 : 1));
		if (eighths !== usual) this.out.byte(eighths);
		this.last = document;
	}
}

export function eachPosting(bytes: Uint8Array, tell: (document: number, eighths: number) => void) {
	let document = -1;
	for (let at = 0; at < bytes.length;) {
		let byte = bytes[at++] as number;
		let value = byte & 127;
		for (let shift = 7; byte > 127; shift += 7) {
			byte = bytes[at++] as number;
			value |= (byte & 127) << shift;
		}
		document += (value >>> 1) + 1;
		tell(document, value & 1 ? (bytes[at++] as number) : usual);
	}
}

/** The index of words by their grams, as its three tables one after the other. */
export function gramTable(terms: Iterable<string>): Uint8Array {
	const pairs: number[] = [];
	let nth = 0;
	for (const term of terms) {
		if (mayResemble(term)) for (const gram of gramsOf(term)) pairs.push(gram * 2 ** 21 + nth);
		nth++;
	}
	const sorted = Float64Array.from(pairs).sort();
	const names: number[] = [];
	const starts: number[] = [];
	const held = new Uint32Array(sorted.length);
	for (const [at, pair] of sorted.entries()) {
		const name = Math.floor(pair / 2 ** 21);
		if (names.at(-1) !== name) {
			names.push(name);
			starts.push(at);
		}
		held[at] = pair % 2 ** 21;
	}
	const table = new Uint32Array(2 + 2 * names.length + held.length);
	table[0] = names.length;
	table.set(names, 1);
	table.set(starts, 1 + names.length);
	table[1 + 2 * names.length] = held.length;
	table.set(held, 2 + 2 * names.length);
	return new Uint8Array(table.buffer);
}

export type StoredTerm = [nth: number, eighths: number, ...places: number[]];

/** One document as it is stored: record, length, flags, and its terms in order, with how many bytes they take in front. */
export function writeDocument(out: Writer, record: Uint8Array, length: number, flags: number, terms: readonly StoredTerm[]) {
	out.all(record);
	out.byte(length);
	out.byte(flags);
	const rest = new Writer();
	writeTerms(rest, terms);
	out.number(rest.length);
	out.all(rest.bytes.subarray(0, rest.length));
}

function writeTerms(out: Writer, terms: readonly StoredTerm[]) {
	let last = 0;
	for (const [nth, eighths, ...places] of terms) {
		out.number(nth - last);
		last = nth;
		out.byte(eighths);
		out.number(places.length);
		let before = 0;
		for (const place of places) {
			out.number(place - before);
			before = place;
		}
	}
}

export interface StoredDocument {
	record: Uint8Array;
	length: number;
	flags: number;
	terms: StoredTerm[];
}

/** Reads one document, with those of its terms that are wanted. */
export function readDocument(reader: Reader, isWanted: (term: number) => boolean = () => true): StoredDocument {
	const record = reader.all(16);
	const length = reader.byte();
	const flags = reader.byte();
	const terms: StoredTerm[] = [];
	const end = reader.number() + reader.at;
	let nth = 0;
	while (reader.at < end) {
		nth += reader.number();
		const eighths = reader.byte();
		let places = reader.number();
		if (isWanted(nth)) {
			const term: StoredTerm = [nth, eighths];
			for (let place = 0; places > 0; places--) term.push((place += reader.number()));
			terms.push(term);
		} else for (; places > 0; places--) reader.number();
	}
	return { record, length, flags, terms };
}

export function skipDocument(reader: Reader) {
	reader.at += 18;
	const rest = reader.number();
	reader.at += rest;
}

/** Everything that is kept of a segment, in the order in which it is written. */
export interface Segment {
	documents: number;
	words: number;
	terms: Uint8Array;
	grams: Uint8Array;
	postings: Uint8Array;
	shape: Uint8Array;
	records: Uint8Array;
	pieces: () => Iterable<Uint8Array>;
}

/** Gathers documents in any order, closely packed, and makes a segment of them: documents by record, terms by spelling. */
export class SegmentBuilder {
	private readonly terms = new Map<string, number>();
	private readonly packed = new Writer();
	private readonly starts: { record: Buffer; start: number }[] = [];
	private postings = 0;

	get documents() {
		return this.starts.length;
	}

	add(record: string, { terms, length, flags }: Analysed) {
		const bytes = uuidBytes(record);
		this.starts.push({ record: bytes, start: this.packed.length });
		const stored = terms.map(([term, ...rest]): StoredTerm => {
			let nth = this.terms.get(term);
			if (nth === undefined) this.terms.set(term, (nth = this.terms.size));
			return [nth, ...rest];
		});
		this.postings += terms.length;
		writeDocument(
			this.packed,
			bytes,
			length,
			flags,
			stored.sort((a, b) => a[0] - b[0])
		);
	}

	finish(): Segment {
		const names = [...this.terms.keys()].sort((a, b) => (a < b ? -1 : 1));
		const rank = new Uint32Array(names.length);
		for (const [nth, name] of names.entries()) rank[this.terms.get(name) as number] = nth;
		const order = this.starts.sort((a, b) => Buffer.compare(a.record, b.record));
		const shape = new Uint8Array(order.length * 2);
		const records = new Uint8Array(order.length * 16);
		const counts = new Uint32Array(names.length + 1);
		let words = 0;
		const read = (start: number) => {
			const document = readDocument(new Reader(this.packed.bytes, start));
			for (const term of document.terms) term[0] = rank[term[0]] as number;
			document.terms.sort((a, b) => a[0] - b[0]);
			return document;
		};

		for (const [nth, { record, start }] of order.entries()) {
			const { length, flags, terms } = read(start);
			shape[nth] = length;
			shape[order.length + nth] = flags;
			records.set(record, nth * 16);
			words += lengthOf[length] ?? 0;
			for (const [term] of terms) counts[term + 1] = (counts[term + 1] as number) + 1;
		}
		for (let term = 0; term < names.length; term++) counts[term + 1] = (counts[term + 1] as number) + (counts[term] as number);
		const next = counts.slice();
		const holders = new Uint32Array(this.postings);
		const often = new Uint8Array(this.postings);
		for (const [nth, { start }] of order.entries())
			for (const [term, eighths] of read(start).terms) {
				const at = next[term] as number;
				next[term] = at + 1;
				holders[at] = nth;
				often[at] = eighths;
			}

		const terms = new Writer();
		const postings = new Writer();
		terms.number(names.length);
		for (const [term, name] of names.entries()) {
			const before = postings.length;
			const writer = new PostingsWriter(postings);
			const [from = 0, to = 0] = [counts[term], counts[term + 1]];
			for (let at = from; at < to; at++) writer.add(holders[at] as number, often[at] as number);
			terms.text(name);
			terms.number(to - from);
			terms.number(postings.length - before);
		}
		return {
			documents: order.length,
			words,
			terms: terms.taken(),
			grams: gramTable(names),
			postings: postings.taken(),
			shape,
			records,
			*pieces() {
				for (let nth = 0; nth < order.length; nth += documentsInPiece) {
					const piece = new Writer();
					for (const { record, start } of order.slice(nth, nth + documentsInPiece)) {
						const { length, flags, terms } = read(start);
						writeDocument(piece, record, length, flags, terms);
					}
					yield piece.taken();
				}
			}
		};
	}
}

export const recordOf = ({ record }: StoredDocument) => uuidOf(record);
