import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { db, inHub, transaction, type Tx } from '#platform/db.server.ts';
import { job } from '#platform/jobs.ts';
import { bit, Reader, uuidBytes, Writer } from './bytes.ts';
import type { Listed, Place } from './corpus.ts';
import type { Corpus } from './fresh.ts';
import { documentsInPiece, type In, type Kind, pieceSize, PieceWriter, readFrom, readWhole } from './pieces.ts';
import { analyseDocument, type Analysed, type Doc, lengthOf } from './ranking.ts';
import { eachPosting, gramTable, Head, PostingsWriter, readDocument, SegmentBuilder, writeDocument, type Segment } from './segment.ts';

/** Fresh records that one merge takes, and documents that a bulk build gathers in memory. */
const mostAtOnce = 50_000;
/** So many segments of like size become one, and each size is so many times the one below. */
const fanIn = 4;
const smallest = 2_000;
/** A segment with more of its documents gone is written anew. */
const mostGone = 0.3;

const none = 0xffffffff;

/** Folds what is fresh into a segment and merges segments of like size. False when another process is at it. */
export const mergeCorpus = ({ hub, corpus }: Place) =>
	inHub(hub, () =>
		alone({ hub, corpus }, async () => {
			await sweep({ hub, corpus });
			while (await fold({ hub, corpus }));
			for (let due = await dueTogether({ hub, corpus }); due.length; due = await dueTogether({ hub, corpus }))
				await merge({ hub, corpus }, due);
		})
	);

/** One at a time for each corpus, in all processes; the lock goes with its connection. It writes nothing itself, so that no reader waits for it. */
const alone = ({ hub, corpus }: Place, work: () => Promise<void>, { waits = false } = {}) =>
	db.transaction().execute(async (tx) => {
		const { rows } = await sql<{ free: boolean }>`
			select ${sql.raw(waits ? 'pg_advisory_xact_lock' : 'pg_try_advisory_xact_lock')}(hashtextextended(${`index ${hub} ${corpus}`}, 0)) as free`.execute(
			tx
		);
		if (rows[0]?.free === false) return false;
		await work();
		return true;
	});

/** Removes what a killed merge left. Should it be alive after all, it finds another generation at its end and gives up. */
async function sweep({ hub, corpus }: Place) {
	const { numAffectedRows } = await sql`delete from index_pieces p where p.hub = ${hub} and p.corpus = ${corpus} and not exists (
		select from index_segments s where s.hub = p.hub and s.corpus = p.corpus and s.segment = p.segment)`.execute(db);
	if (numAffectedRows) await swap({ hub, corpus }, await generationOf({ hub, corpus }), async () => {});
}

const generationOf = async ({ hub, corpus }: Place) =>
	(
		await db
			.selectFrom('indexCorpora')
			.select('generation')
			.where((eb) => eb.and({ hub, corpus }))
			.executeTakeFirst()
	)?.generation ?? 0;

/** The one moment at which a merge becomes true. Fails when another got there first, whatever became of our lock. */
const swap = ({ hub, corpus }: Place, generation: number, work: (tx: Tx) => Promise<void>) =>
	transaction(async (tx) => {
		const { numUpdatedRows } = await tx
			.updateTable('indexCorpora')
			.set({ generation: sql`nextval('index_changes')` })
			.where((eb) => eb.and({ hub, corpus, generation }))
			.executeTakeFirst();
		if (!numUpdatedRows) throw new Error(`another merge of ${hub} ${corpus} got there first`);
		await work(tx);
	});

async function drop(tx: Tx, { hub, corpus }: Place, segments: readonly string[]) {
	if (!segments.length) return;
	for (const table of ['indexSegments', 'indexPieces'] as const)
		await tx
			.deleteFrom(table)
			.where((eb) => eb.and({ hub, corpus }))
			.where('segment', 'in', segments)
			.execute();
}

const segmentsOf = ({ hub, corpus }: Place): Promise<Listed[]> =>
	db
		.selectFrom('indexSegments')
		.select(['segment', 'documents', 'words', 'gone', 'goneCount'])
		.where((eb) => eb.and({ hub, corpus }))
		.execute();

interface Folded {
	record: string;
	change: number;
	document: Analysed | null;
}

async function fold(place: Place): Promise<boolean> {
	const { hub, corpus } = place;
	const generation = await generationOf(place);
	const rows = (await db
		.selectFrom('indexFresh')
		.select(['record', 'change', 'document'])
		.where((eb) => eb.and({ hub, corpus }))
		.orderBy('change')
		.limit(mostAtOnce)
		.execute()) as unknown as Folded[];
	if (!rows.length) return false;
	const builder = new SegmentBuilder();
	for (const { record, document } of rows) if (document) builder.add(record, document);
	const made = builder.documents ? await write(place, builder.finish()) : null;
	const gone = await whereGone(place, rows);
	await swap(place, generation, async (tx) => {
		if (made)
			await tx
				.insertInto('indexSegments')
				.values({ hub, corpus, ...made })
				.execute();
		for (const { segment, bits, count } of gone)
			await tx
				.updateTable('indexSegments')
				.set({ gone: bits, goneCount: count })
				.where((eb) => eb.and({ hub, corpus, segment }))
				.execute();
		// A record that changed again meanwhile has a later change, and stays.
		await sql`delete from index_fresh f using unnest(${rows.map((row) => row.record)}::uuid[], ${rows.map((row) => row.change)}::bigint[]) as folded (record, change)
			where f.hub = ${hub} and f.corpus = ${corpus} and f.record = folded.record and f.change = folded.change`.execute(tx);
	});
	return rows.length === mostAtOnce;
}

/** Where older segments hold these records: from now on they are gone there. */
async function whereGone(place: Place, rows: readonly Folded[]) {
	const wanted = rows.map(({ record }) => uuidBytes(record)).sort(Buffer.compare);
	const found: { segment: string; bits: Buffer; count: number }[] = [];
	for (const { segment, documents, gone, goneCount } of await segmentsOf(place)) {
		const bits = Buffer.alloc(Math.ceil(documents / 8));
		bits.set(gone);
		let count = goneCount;
		let next = 0;
		for await (const { record, nth } of records({ ...place, segment })) {
			while (next < wanted.length && Buffer.compare(wanted[next] as Buffer, record) < 0) next++;
			if (next === wanted.length) break;
			if (Buffer.compare(wanted[next] as Buffer, record) === 0 && !bit(bits, nth)) {
				bits[nth >> 3] = (bits[nth >> 3] as number) | (1 << (nth & 7));
				count++;
			}
		}
		if (count > goneCount) found.push({ segment, bits, count });
	}
	return found;
}

async function* records(at: In) {
	let nth = 0;
	for await (const piece of pieces(at, 'records', 1))
		for (let from = 0; from < piece.length; from += 16) yield { record: piece.subarray(from, from + 16), nth: nth++ };
}

async function* pieces(at: In, kind: Kind, many: number) {
	for (let nth = 0; ; nth += many) {
		const some = await readFrom(at, kind, nth, many);
		yield* some;
		if (some.length < many) return;
	}
}

/** Writes a segment that nobody lists yet. */
async function write(place: Place, made: Segment): Promise<{ segment: string; documents: number; words: number }> {
	const segment = randomUUID();
	const writer = new PieceWriter({ ...place, segment });
	for (const kind of ['terms', 'grams', 'postings', 'shape', 'records'] as const) await writer.putWhole(kind, made[kind]);
	let nth = 0;
	for (const piece of made.pieces()) await writer.put('documents', nth++, piece);
	await writer.flush();
	return { segment, documents: made.documents, words: made.words };
}

/** Segments of one size when there are enough of them, or one that is mostly gone; none when all is well. */
async function dueTogether(place: Place): Promise<Listed[]> {
	const all = await segmentsOf(place);
	const alive = ({ documents, goneCount }: Listed) => documents - goneCount;
	const size = (one: Listed) => Math.max(0, Math.floor(Math.log(alive(one) / smallest) / Math.log(fanIn)));
	for (const [, some] of [...Map.groupBy(all, size)].sort(([a], [b]) => a - b)) if (some.length >= fanIn) return some;
	return all.filter((one) => one.goneCount > one.documents * mostGone).slice(0, 1);
}

async function merge(place: Place, due: readonly Listed[]) {
	const generation = await generationOf(place);
	const made = await writeMerged(place, due);
	await swap(place, generation, async (tx) => {
		if (made.documents)
			await tx
				.insertInto('indexSegments')
				.values({ ...place, ...made })
				.execute();
		await drop(
			tx,
			place,
			due.map(({ segment }) => segment)
		);
	});
}

/** One segment out of several, a piece at a time: what is in memory at once are the words, and where each document goes. */
async function writeMerged(place: Place, due: readonly Listed[]) {
	const segment = randomUUID();
	const writer = new PieceWriter({ ...place, segment });
	const inputs = due.map((listed) => ({ listed, at: { ...place, segment: listed.segment } }));
	const { order, places, documents } = await newPlaces(inputs);
	const heads = await Promise.all(
		inputs.map(async ({ at }) => new Head(await readWhole(at, 'terms'), await readWhole(at, 'grams'), await readWhole(at, 'shape')))
	);

	const shape = new Uint8Array(documents * 2);
	let words = 0;
	for (const [nth, head] of heads.entries())
		for (const [old, place] of (places[nth] as Uint32Array).entries()) {
			if (place === none) continue;
			const length = head.lengths[old] ?? 0;
			shape[place] = length;
			shape[documents + place] = head.flags[old] ?? 0;
			words += lengthOf[length] ?? 0;
		}
	await writer.putWhole('shape', shape);

	const newTerms = heads.map((head) => new Uint32Array(head.size).fill(none));
	await mergeTerms(inputs, heads, places, newTerms, writer);
	await mergeDocuments(inputs, order, places, newTerms, writer);
	await writer.flush();
	return { segment, documents, words };
}

interface Input {
	listed: Listed;
	at: In;
}

/** Who comes next in the merged segment, and the place there of each document of each input. */
async function newPlaces(inputs: readonly Input[]) {
	const records = await Promise.all(inputs.map(async ({ at, listed }) => (listed.documents ? readWhole(at, 'records') : new Uint8Array())));
	const places = inputs.map(({ listed }) => new Uint32Array(listed.documents).fill(none));
	const order = new Uint8Array(inputs.reduce((all, { listed }) => all + listed.documents - listed.goneCount, 0));
	const next = inputs.map(() => 0);
	let documents = 0;
	const head = (nth: number) => {
		const { listed } = inputs[nth] as Input;
		while ((next[nth] as number) < listed.documents && bit(listed.gone, next[nth] as number)) next[nth] = (next[nth] as number) + 1;
		const at = next[nth] as number;
		return at < listed.documents ? (records[nth] as Uint8Array).subarray(at * 16, at * 16 + 16) : null;
	};
	const heads = inputs.map((_, nth) => head(nth));
	for (;;) {
		let first = -1;
		for (const [nth, record] of heads.entries())
			if (record && (first < 0 || Buffer.compare(record, heads[first] as Uint8Array) < 0)) first = nth;
		if (first < 0) break;
		(places[first] as Uint32Array)[next[first] as number] = documents;
		order[documents++] = first;
		next[first] = (next[first] as number) + 1;
		heads[first] = head(first);
	}
	return { order, places, documents };
}

async function mergeTerms(
	inputs: readonly Input[],
	heads: readonly Head[],
	places: readonly Uint32Array[],
	newTerms: readonly Uint32Array[],
	writer: PieceWriter
) {
	const streams = inputs.map(({ at }) => new Stretch(pieces(at, 'postings', 2)));
	const out = new Whole(writer, 'postings');
	const names: string[] = [];
	const rest = new Writer();
	const next = heads.map(() => 0);
	const spelled = heads.map((head) => (head.size ? head.term(0) : null));
	let gathered = new Float64Array(1024);
	for (;;) {
		const name = spelled.reduce((least, one) => (one !== null && (least === null || one < least) ? one : least), null);
		if (name === null) break;
		let count = 0;
		let from = 0;
		for (const [nth, head] of heads.entries()) {
			if (spelled[nth] !== name) continue;
			const term = next[nth] as number;
			const { start, end } = head.postings(term);
			const bytes = await (streams[nth] as Stretch).take(end - start);
			const mine = places[nth] as Uint32Array;
			if (gathered.length < count + (head.frequencies[term] as number)) {
				const larger = new Float64Array(2 * (count + (head.frequencies[term] as number)));
				larger.set(gathered);
				gathered = larger;
			}
			const before = count;
			eachPosting(bytes, (document, eighths) => {
				const place = mine[document] as number;
				if (place !== none) gathered[count++] = place * 256 + eighths;
			});
			if (count > before) {
				(newTerms[nth] as Uint32Array)[term] = names.length;
				from++;
			}
			next[nth] = term + 1;
			spelled[nth] = term + 1 < head.size ? head.term(term + 1) : null;
		}
		if (!count) continue;
		const postings = gathered.subarray(0, count);
		if (from > 1) postings.sort();
		const list = new Writer();
		const postingsWriter = new PostingsWriter(list);
		for (const one of postings) postingsWriter.add(Math.floor(one / 256), one % 256);
		await out.add(list.bytes.subarray(0, list.length));
		names.push(name);
		rest.text(name);
		rest.number(count);
		rest.number(list.length);
	}
	await out.end();
	const terms = new Writer();
	terms.number(names.length);
	terms.all(rest.bytes.subarray(0, rest.length));
	await writer.putWhole('terms', terms.taken());
	await writer.putWhole('grams', gramTable(names));
}

async function mergeDocuments(
	inputs: readonly Input[],
	order: Uint8Array,
	places: readonly Uint32Array[],
	newTerms: readonly Uint32Array[],
	writer: PieceWriter
) {
	const sources = inputs.map(({ at }, nth) => documentsIn(at, places[nth] as Uint32Array));
	const records = new Whole(writer, 'records');
	let piece = new Writer();
	for (let nth = 0; nth < order.length; nth++) {
		const from = order[nth] as number;
		const { value } = await (sources[from] as ReturnType<typeof documentsIn>).next();
		if (!value) throw new Error('a segment has fewer documents than it says');
		const { record, length, flags, terms } = value;
		for (const term of terms) term[0] = (newTerms[from] as Uint32Array)[term[0]] as number;
		writeDocument(piece, record, length, flags, terms);
		await records.add(record);
		if ((nth + 1) % documentsInPiece === 0 || nth === order.length - 1) {
			await writer.put('documents', Math.floor(nth / documentsInPiece), piece.taken());
			piece = new Writer();
		}
	}
	await records.end();
}

/** The documents of a segment that go on living. */
async function* documentsIn(at: In, places: Uint32Array) {
	let nth = 0;
	for await (const piece of pieces(at, 'documents', 500)) {
		const reader = new Reader(piece);
		while (reader.at < piece.length) {
			const document = readDocument(reader);
			if (places[nth++] !== none) yield document;
		}
	}
}

/** Bytes that come in pieces and are taken in lengths. */
class Stretch {
	private readonly from: AsyncGenerator<Uint8Array>;
	private here: Uint8Array = new Uint8Array();
	private at = 0;

	constructor(from: AsyncGenerator<Uint8Array>) {
		this.from = from;
	}

	async take(length: number): Promise<Uint8Array> {
		while (this.here.length - this.at < length) {
			const { value, done } = await this.from.next();
			if (done) throw new Error('a segment has fewer postings than it says');
			this.here = Buffer.concat([this.here.subarray(this.at), value]);
			this.at = 0;
		}
		this.at += length;
		return this.here.subarray(this.at - length, this.at);
	}
}

/** Bytes that come in lengths and are written in pieces. */
class Whole {
	private readonly writer: PieceWriter;
	private readonly kind: Kind;
	private readonly piece = new Uint8Array(pieceSize);
	private filled = 0;
	private nth = 0;

	constructor(writer: PieceWriter, kind: Kind) {
		this.writer = writer;
		this.kind = kind;
	}

	async add(bytes: Uint8Array) {
		for (let from = 0; from < bytes.length;) {
			const some = bytes.subarray(from, from + pieceSize - this.filled);
			this.piece.set(some, this.filled);
			this.filled += some.length;
			from += some.length;
			if (this.filled === pieceSize) await this.put();
		}
	}

	end = async () => {
		if (this.filled || this.nth === 0) await this.put();
	};

	private async put() {
		await this.writer.put(this.kind, this.nth++, this.piece.slice(0, this.filled));
		this.filled = 0;
	}
}

/** Makes the index of a corpus anew from all its documents, in any order, with bounded memory. What changes meanwhile stays fresh. */
export function buildCorpus(hub: string, corpus: Corpus, docs: AsyncIterable<Doc>, tell: (built: number) => void = () => {}) {
	const place = { hub, corpus };
	return inHub(hub, async () => {
		await db
			.insertInto('indexCorpora')
			.values({ hub, corpus })
			.onConflict((on) => on.doNothing())
			.execute();
		return alone(
			place,
			async () => {
				await sweep(place);
				const generation = await generationOf(place);
				// What is fresh now is read again from its record below; what becomes fresh later has a later change.
				const { rows } = await sql<{ change: number }>`
				select change from index_fresh where hub = ${hub} and corpus = ${corpus}`.execute(db);
				const before = rows.map(({ change }) => change);
				const runs: Listed[] = [];
				let builder = new SegmentBuilder();
				let built = 0;
				const close = async () => {
					if (!builder.documents) return;
					runs.push({ ...(await write(place, builder.finish())), gone: new Uint8Array(), goneCount: 0 });
					builder = new SegmentBuilder();
					tell(built);
				};
				for await (const doc of docs) {
					builder.add(doc.record, analyseDocument(doc));
					built++;
					if (builder.documents === mostAtOnce) await close();
				}
				await close();
				const made = runs.length > 1 ? await writeMerged(place, runs) : runs[0];
				const old = await segmentsOf(place);
				await swap(place, generation, async (tx) => {
					await drop(
						tx,
						place,
						[...old, ...(runs.length > 1 ? runs : [])].map(({ segment }) => segment)
					);
					if (made) {
						const { segment, documents, words } = made;
						await tx.insertInto('indexSegments').values({ hub, corpus, segment, documents, words }).execute();
					}
					await sql`delete from index_fresh where hub = ${hub} and corpus = ${corpus} and change = any (${before}::bigint[])`.execute(tx);
				});
			},
			{ waits: true }
		);
	});
}

/** Fresh records that a merge is worth. */
const enough = 500;

export const mergeIndex = job(
	'index.merge',
	async () => {
		const { rows } = await sql<{ hub: string; corpus: Corpus }>`
			select hub, corpus from index_fresh group by hub, corpus having count(*) >= ${enough}`.execute(db);
		for (const place of rows) await mergeCorpus(place);
	},
	{ every: '* * * * *' }
);
