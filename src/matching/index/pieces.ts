import { sql } from 'kysely';
import { db } from '#platform/db.server.ts';
import type { Place } from './corpus.ts';

export type Kind = 'terms' | 'grams' | 'postings' | 'shape' | 'records' | 'documents';

/** Bytes in a piece of everything but documents. */
export const pieceSize = 1 << 20;
/** Documents in a piece: so few that Postgres keeps it in the row, and that an answer reads little beside what it shows. */
export const documentsInPiece = 4;

/** A merge took the segment away between the look at the list and the look into it. */
export class Stale extends Error {}

export interface In extends Place {
	segment: string;
}

/** What was read last, up to so many bytes. */
class Kept<T> {
	private readonly all = new Map<string, { value: T; size: number }>();
	private readonly most: number;
	private size = 0;

	constructor(most: number) {
		this.most = most;
	}

	get(key: string) {
		const found = this.all.get(key);
		if (!found) return undefined;
		this.all.delete(key);
		this.all.set(key, found);
		return found.value;
	}

	put(key: string, value: T, size: number) {
		if (this.all.has(key) || size > this.most) return;
		this.all.set(key, { value, size });
		this.size += size;
		for (const [oldest, { size: gone }] of this.all) {
			if (this.size <= this.most) break;
			this.all.delete(oldest);
			this.size -= gone;
		}
	}
}

const megabyte = 1 << 20;
const overhead = 200;
export const heads = new Kept<unknown>(160 * megabyte);
const lists = new Kept<Uint8Array>(96 * megabyte);
const documents = new Kept<Uint8Array>(24 * megabyte);

/** All pieces of a kind, one after the other. */
export async function readWhole({ hub, corpus, segment }: In, kind: Kind): Promise<Uint8Array> {
	const rows = await db
		.selectFrom('indexPieces')
		.select('bytes')
		.where((eb) => eb.and({ hub, corpus, segment, kind }))
		.orderBy('nth')
		.execute();
	if (!rows.length) throw new Stale();
	return Buffer.concat(rows.map(({ bytes }) => bytes));
}

/** Some pieces in order, from `nth` on. */
export async function readFrom({ hub, corpus, segment }: In, kind: Kind, nth: number, count: number): Promise<Uint8Array[]> {
	const rows = await db
		.selectFrom('indexPieces')
		.select('bytes')
		.where((eb) => eb.and({ hub, corpus, segment, kind }))
		.where('nth', '>=', nth)
		.where('nth', '<', nth + count)
		.orderBy('nth')
		.execute();
	return rows.map(({ bytes }) => bytes);
}

export interface Range {
	start: number;
	end: number;
}

/** These stretches of the postings, each whole. */
export async function readPostings(at: In, ranges: readonly Range[]): Promise<Uint8Array[]> {
	const key = ({ start }: Range) => `${at.segment} ${start}`;
	const missing = ranges.filter((range) => lists.get(key(range)) === undefined);
	const read = new Map<number, Uint8Array>();
	if (missing.length) {
		const cuts = missing.flatMap(({ start, end }) => {
			const found: { start: number; nth: number; from: number; length: number }[] = [];
			for (let here = start; here < end;) {
				const nth = Math.floor(here / pieceSize);
				const length = Math.min(end, (nth + 1) * pieceSize) - here;
				found.push({ start, nth, from: (here % pieceSize) + 1, length });
				here += length;
			}
			return found;
		});
		const { rows } = await sql<{ start: number; bytes: Buffer }>`
			select cut.start, substring(p.bytes from cut.from_byte for cut.many) as bytes
			from unnest(${cuts.map((cut) => cut.start)}::bigint[], ${cuts.map((cut) => cut.nth)}::int[],
				${cuts.map((cut) => cut.from)}::int[], ${cuts.map((cut) => cut.length)}::int[]) with ordinality as cut (start, nth, from_byte, many, place)
			join index_pieces p on p.hub = ${at.hub} and p.corpus = ${at.corpus} and p.segment = ${at.segment}
				and p.kind = 'postings' and p.nth = cut.nth
			order by cut.place`.execute(db);
		if (rows.length < cuts.length) throw new Stale();
		for (const [start, parts] of Map.groupBy(rows, (row) => row.start))
			read.set(start, parts.length > 1 ? Buffer.concat(parts.map(({ bytes }) => bytes)) : (parts[0] as { bytes: Buffer }).bytes);
		for (const range of missing) {
			const bytes = read.get(range.start);
			if (bytes) lists.put(key(range), bytes, bytes.length + overhead);
		}
	}
	return ranges.map((range) => read.get(range.start) ?? lists.get(key(range)) ?? new Uint8Array());
}

/** The pieces that hold these documents, by number. */
export async function readDocuments(at: In, nths: readonly number[]): Promise<Map<number, Uint8Array>> {
	const { hub, corpus, segment } = at;
	const found = new Map<number, Uint8Array>();
	const missing: number[] = [];
	for (const nth of new Set(nths)) {
		const kept = documents.get(`${segment} ${nth}`);
		if (kept) found.set(nth, kept);
		else missing.push(nth);
	}
	if (missing.length) {
		const rows = await db
			.selectFrom('indexPieces')
			.select(['nth', 'bytes'])
			.where((eb) => eb.and({ hub, corpus, segment, kind: 'documents' }))
			.where(sql<boolean>`nth = any(${missing}::int[])`)
			.execute();
		if (rows.length < missing.length) throw new Stale();
		for (const { nth, bytes } of rows) {
			found.set(nth, bytes);
			documents.put(`${segment} ${nth}`, bytes, bytes.length + overhead);
		}
	}
	return found;
}

/** Writes the pieces of a segment that nobody lists yet, some at a time, so that no transaction lasts. */
export class PieceWriter {
	private readonly at: In;
	private rows: { kind: Kind; nth: number; bytes: Buffer }[] = [];
	private size = 0;

	constructor(at: In) {
		this.at = at;
	}

	async put(kind: Kind, nth: number, bytes: Uint8Array) {
		this.rows.push({ kind, nth, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) });
		this.size += bytes.length;
		if (this.rows.length >= 1000 || this.size > 2 * megabyte) await this.flush();
	}

	async flush() {
		if (!this.rows.length) return;
		const { hub, corpus, segment } = this.at;
		await db
			.insertInto('indexPieces')
			.values(this.rows.map((row) => ({ hub, corpus, segment, ...row })))
			.execute();
		this.rows = [];
		this.size = 0;
	}

	async putWhole(kind: Kind, bytes: Uint8Array) {
		for (let nth = 0; nth === 0 || nth * pieceSize < bytes.length; nth++)
			await this.put(kind, nth, bytes.subarray(nth * pieceSize, (nth + 1) * pieceSize));
	}
}
