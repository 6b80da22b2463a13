import { ByteReader, ByteWriter } from './bytes.ts';
import { Dictionary, DictionaryWriter } from './dictionary.ts';
import type { AnalysedDocument } from './documents.ts';
import { PostingsReader, PostingsWriter } from './postings.ts';

export const pageSize = 1 << 15;

/** Where the postings of a segment lie, cut into pages: memory, or rows of a table. */
export interface PostingStore {
	read(pages: readonly number[]): Promise<Uint8Array[]>;
}

/** Where one term's postings were found. */
export type PostingBytes = { bytes: Uint8Array; start: number; end: number };

/**
 * An immutable part of an index. Its frame (documents, lengths of their fields, dictionary) is held in memory,
 * its postings are read page by page. What a term is worth is left to the question, so segments and hubs add up.
 */
export class Segment {
	readonly fields: string[];
	/** The numbers of the documents, in rising order; a document is known inside by its place in this list. */
	readonly numbers: Int32Array;
	readonly flags: Uint8Array;
	/** For each field the class of its length in each document. */
	readonly lengths: Uint8Array[];
	/** For each field the words it holds in all documents, and in how many documents it holds any. */
	readonly words: number[];
	readonly filled: number[];
	readonly dictionary: Dictionary;
	readonly dead = new Set<number>();
	private readonly store: PostingStore;

	constructor(frame: Uint8Array, store: PostingStore) {
		this.store = store;
		const reader = new ByteReader(frame);
		const count = reader.number();
		this.fields = Array.from({ length: reader.number() }, () => reader.text());
		this.words = this.fields.map(() => reader.number());
		this.filled = this.fields.map(() => reader.number());
		this.numbers = new Int32Array(count);
		let number = -1;
		for (let at = 0; at < count; at++) this.numbers[at] = number += reader.number() + 1;
		this.flags = reader.all(count);
		this.lengths = this.fields.map(() => reader.all(count));
		this.dictionary = new Dictionary(reader);
	}

	/** Marks a document as replaced or gone; says whether it was here. */
	bury(number: number) {
		const at = placeOf(this.numbers, number);
		if (at >= 0) this.dead.add(at);
		return at >= 0;
	}

	async postings(terms: readonly number[]): Promise<PostingBytes[]> {
		const { starts } = this.dictionary;
		const wanted = new Set<number>();
		for (const term of terms) {
			for (let page = Math.floor(starts[term] / pageSize); page * pageSize < starts[term + 1]; page++) wanted.add(page);
		}
		const numbers = [...wanted];
		const read = await this.store.read(numbers);
		const pages = new Map(numbers.map((page, at) => [page, read[at]]));
		return terms.map((term) => cut(pages, starts[term], starts[term + 1]));
	}
}

function placeOf(numbers: Int32Array, number: number) {
	let low = 0;
	let high = numbers.length - 1;
	while (low <= high) {
		const middle = (low + high) >>> 1;
		if (numbers[middle] === number) return middle;
		if (numbers[middle] < number) low = middle + 1;
		else high = middle - 1;
	}
	return -1;
}

function cut(pages: Map<number, Uint8Array>, start: number, end: number): PostingBytes {
	const first = Math.floor(start / pageSize);
	const last = Math.floor((end - 1) / pageSize);
	if (first === last) return { bytes: pages.get(first)!, start: start - first * pageSize, end: end - first * pageSize };
	const bytes = new Uint8Array(end - start);
	for (let page = first; page <= last; page++) {
		const from = Math.max(0, start - page * pageSize);
		const to = Math.min(pageSize, end - page * pageSize);
		bytes.set(pages.get(page)!.subarray(from, to), page * pageSize + from - start);
	}
	return { bytes, start: 0, end: bytes.length };
}

export class MemoryPages implements PostingStore {
	readonly pages: Uint8Array[] = [];

	async read(pages: readonly number[]) {
		return pages.map((page) => this.pages[page]);
	}
}

// Lengths up to 64 words are kept exactly, longer ones to within four in a hundred.
const exactLengths = 64;
const classStep = Math.log(1.04);
export const classOfLength = (words: number) =>
	words <= exactLengths ? words : Math.min(255, exactLengths + Math.round(Math.log(words / exactLengths) / classStep));
export const lengthOfClass = (kind: number) => (kind <= exactLengths ? kind : exactLengths * Math.exp((kind - exactLengths) * classStep));

/** Writes a segment: first its documents in order of their numbers, then its terms in order. Pages leave as soon as they are full. */
export class SegmentWriter {
	private readonly fields: readonly string[];
	private readonly onPage: (page: Uint8Array) => void;
	private readonly numbers = new ByteWriter();
	private readonly flags = new ByteWriter();
	private readonly lengths: ByteWriter[];
	private readonly words: number[];
	private readonly filled: number[];
	private readonly dictionary = new DictionaryWriter();
	private readonly open = new ByteWriter(2 * pageSize);
	private count = 0;
	private lastNumber = -1;

	constructor(fields: readonly string[], onPage: (page: Uint8Array) => void) {
		this.fields = fields;
		this.onPage = onPage;
		this.lengths = fields.map(() => new ByteWriter());
		this.words = fields.map(() => 0);
		this.filled = fields.map(() => 0);
	}

	/** Takes a document with the classes of its fields' lengths. */
	document(number: number, flags: number, lengthClasses: readonly number[]) {
		this.numbers.number(number - this.lastNumber - 1);
		this.lastNumber = number;
		this.flags.byte(flags);
		lengthClasses.forEach((kind, field) => {
			this.lengths[field].byte(kind);
			this.words[field] += Math.round(lengthOfClass(kind));
			if (kind > 0) this.filled[field]++;
		});
		this.count++;
	}

	term(term: string, postings: PostingsWriter) {
		const bytes = postings.finish();
		this.dictionary.add(term, postings.count, bytes.length);
		this.open.all(bytes);
		let from = 0;
		for (; this.open.length - from >= pageSize; from += pageSize) this.onPage(this.open.bytes.slice(from, from + pageSize));
		this.open.bytes.copyWithin(0, from, this.open.length);
		this.open.length -= from;
	}

	finish(): Uint8Array {
		if (this.open.length > 0) this.onPage(this.open.taken());
		const frame = new ByteWriter(1 << 16);
		frame.number(this.count);
		frame.number(this.fields.length);
		for (const field of this.fields) frame.text(field);
		for (const count of [...this.words, ...this.filled]) frame.number(count);
		for (const column of [this.numbers, this.flags, ...this.lengths]) frame.all(column.taken());
		this.dictionary.write(frame);
		return frame.taken();
	}
}

/** A segment of these documents, with its pages. */
export function buildSegment(documents: readonly AnalysedDocument[], fields: readonly string[], onPage: (page: Uint8Array) => void) {
	const writer = new SegmentWriter(fields, onPage);
	const lists = new Map<string, PostingsWriter>();
	const inOrder = [...documents].sort((one, other) => one.number - other.number);
	inOrder.forEach(({ number, flags, lengths, terms }, document) => {
		writer.document(number, flags, lengths.map(classOfLength));
		for (const [term, occurrences] of terms) {
			let list = lists.get(term);
			if (!list) lists.set(term, (list = new PostingsWriter()));
			list.add(document, occurrences);
		}
	});
	for (const term of [...lists.keys()].sort(byCodeUnit)) writer.term(term, lists.get(term)!);
	return writer.finish();
}

const byCodeUnit = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

export function segmentInMemory(documents: readonly AnalysedDocument[], fields: readonly string[]) {
	const store = new MemoryPages();
	return new Segment(
		buildSegment(documents, fields, (page) => store.pages.push(page)),
		store
	);
}

/** Makes one segment of several that share no document number; what is dead is left out. */
export async function mergeSegments(segments: readonly Segment[], onPage: (page: Uint8Array) => void): Promise<Uint8Array> {
	const { fields } = segments[0];
	const writer = new SegmentWriter(fields, onPage);
	const places = segments.map(({ numbers }) => new Int32Array(numbers.length).fill(-1));
	const heads = segments.map(() => 0);
	for (let document = 0; ;) {
		let next = -1;
		for (let at = 0; at < segments.length; at++) {
			while (segments[at].dead.has(heads[at])) heads[at]++;
			if (heads[at] < segments[at].numbers.length && (next < 0 || segments[at].numbers[heads[at]] < segments[next].numbers[heads[next]]))
				next = at;
		}
		if (next < 0) break;
		const { numbers, flags, lengths } = segments[next];
		const head = heads[next]++;
		writer.document(
			numbers[head],
			flags[head],
			lengths.map((column) => column[head])
		);
		places[next][head] = document++;
	}

	for await (const { term, lists } of termsOf(segments)) {
		const merged = new PostingsWriter();
		const readers = lists.map(({ segment, postings }) => ({
			places: places[segment],
			reader: new PostingsReader(postings.bytes, postings.start, postings.end),
			to: -1
		}));
		const advance = (one: (typeof readers)[number]) => {
			do {
				if (!one.reader.next()) return false;
				one.to = one.places[one.reader.document];
			} while (one.to < 0);
			return true;
		};
		let open = readers.filter(advance);
		while (open.length > 0) {
			let first = open[0];
			for (const one of open) if (one.to < first.to) first = one;
			merged.copy(first.to, first.reader);
			if (!advance(first)) open = open.filter((one) => one !== first);
		}
		if (merged.count > 0) writer.term(term, merged);
	}
	return writer.finish();
}

const termsAtOnce = 512;

async function* termsOf(segments: readonly Segment[]) {
	const heads = segments.map(() => 0);
	const read: { from: number; postings: PostingBytes[] }[] = segments.map(() => ({ from: 0, postings: [] }));
	for (;;) {
		let term: string | undefined;
		for (let at = 0; at < segments.length; at++) {
			const here = segments[at].dictionary.terms[heads[at]];
			if (here !== undefined && (term === undefined || here < term)) term = here;
		}
		if (term === undefined) return;
		const lists: { segment: number; postings: PostingBytes }[] = [];
		for (let at = 0; at < segments.length; at++) {
			const { terms } = segments[at].dictionary;
			if (terms[heads[at]] !== term) continue;
			const head = heads[at]++;
			if (head >= read[at].from + read[at].postings.length) {
				const batch = Array.from({ length: Math.min(termsAtOnce, terms.length - head) }, (_, ahead) => head + ahead);
				read[at] = { from: head, postings: await segments[at].postings(batch) };
			}
			lists.push({ segment: at, postings: read[at].postings[head - read[at].from] });
		}
		yield { term, lists };
	}
}
