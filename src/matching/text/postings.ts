import { ByteReader, ByteWriter } from './bytes.ts';

/** How one document holds one term in one field: `halves` counts a whole word twice and a piece once; places are those of whole words. */
export type Occurrence = { field: number; halves: number; places: number[] };

const chunkSize = 128;
const mostPlaces = 20;
const steps = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 24, 32, 48, 64];

/** What a stored step stands for, in words. */
export const wordsOfStep = Float32Array.from(steps, (halves) => halves / 2);

const stepOf = (halves: number) => {
	let step = 0;
	while (step + 1 < steps.length && steps[step + 1] <= halves) step++;
	return step;
};

// A mark is one byte: three bits of field, four of step, one that says whether another mark follows.
const mark = (field: number, step: number, more: boolean) => (field << 5) | (step << 1) | (more ? 1 : 0);
const usual = mark(1, stepOf(2), false);

/**
 * The documents of a term, in chunks of 128 that can be leapt over:
 * last document, length of the marks, length of the places, then both. Document numbers are told as steps from the one before.
 */
export class PostingsWriter {
	count = 0;
	private readonly out = new ByteWriter(16);
	private readonly marks = new ByteWriter(16);
	private readonly places = new ByteWriter(16);
	private chunkBase = -1;
	private last = -1;
	private inChunk = 0;

	add(document: number, occurrences: readonly Occurrence[]) {
		const bytes = occurrences.map(({ field, halves }, at) => mark(field, stepOf(halves), at < occurrences.length - 1));
		const common = bytes.length === 1 && bytes[0] === usual;
		this.open(document, common);
		if (!common) for (const byte of bytes) this.marks.byte(byte);
		for (const { places } of occurrences) {
			const kept = places.slice(0, mostPlaces);
			this.places.number(kept.length);
			let before = 0;
			for (const place of kept) {
				this.places.number(place - before);
				before = place;
			}
		}
		this.close(document);
	}

	/** Takes a posting over from another list as it is. */
	copy(document: number, from: PostingsReader) {
		this.open(document, from.common);
		if (!from.common) this.marks.all(from.bytes.subarray(from.marksStart, from.marksEnd));
		this.places.all(from.placesBytes());
		this.close(document);
	}

	finish() {
		this.endChunk();
		return this.out.taken();
	}

	private open(document: number, common: boolean) {
		this.marks.number((document - this.last - 1) * 2 + (common ? 0 : 1));
	}

	private close(document: number) {
		this.last = document;
		this.count++;
		if (++this.inChunk === chunkSize) this.endChunk();
	}

	private endChunk() {
		if (this.inChunk === 0) return;
		this.out.number(this.last - this.chunkBase);
		this.out.number(this.marks.length);
		this.out.number(this.places.length);
		this.out.all(this.marks.bytes.subarray(0, this.marks.length));
		this.out.all(this.places.bytes.subarray(0, this.places.length));
		this.chunkBase = this.last;
		this.marks.length = 0;
		this.places.length = 0;
		this.inChunk = 0;
	}
}

/** Walks the documents of a term in order. */
export class PostingsReader {
	readonly bytes: Uint8Array;
	document = -1;
	common = false;
	marksStart = 0;
	marksEnd = 0;
	private readonly end: number;
	private at: number;
	private marksStop: number;
	private chunkEnd: number;
	private chunkLast = -1;
	private placesAt = 0;
	private placesBehind = 0;

	constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
		this.bytes = bytes;
		this.end = end;
		this.at = this.marksStop = this.chunkEnd = start;
	}

	next(): boolean {
		if (this.at === this.marksStop && !this.nextChunk()) return false;
		this.step();
		return true;
	}

	/** Goes to `document`, or past it when the term is not in it; leaps over chunks that end before. */
	seek(document: number): boolean {
		while (this.chunkLast < document) {
			if (this.nextChunk()) continue;
			this.document = Infinity;
			return false;
		}
		while (this.document < document) this.step();
		return this.document === document;
	}

	occurrences(): Occurrence[] {
		const found: Occurrence[] = [];
		const places = new ByteReader(this.bytes, this.findPlaces());
		if (this.common) return [{ field: 1, halves: 2, places: readPlaces(places) }];
		for (let at = this.marksStart; at < this.marksEnd; at++) {
			const byte = this.bytes[at];
			found.push({ field: byte >>> 5, halves: steps[(byte >>> 1) & 15], places: readPlaces(places) });
		}
		return found;
	}

	placesBytes() {
		const start = this.findPlaces();
		const reader = new ByteReader(this.bytes, start);
		this.skipPlaces(reader);
		return this.bytes.subarray(start, reader.at);
	}

	private nextChunk() {
		if (this.chunkEnd >= this.end) return false;
		const reader = new ByteReader(this.bytes, this.chunkEnd);
		const last = this.chunkLast + reader.number();
		const marks = reader.number();
		const places = reader.number();
		this.document = this.chunkLast;
		this.chunkLast = last;
		this.at = reader.at;
		this.marksStop = this.at + marks;
		this.chunkEnd = this.marksStop + places;
		this.placesAt = this.marksStop;
		this.placesBehind = 0;
		return true;
	}

	private step() {
		const { bytes } = this;
		let byte = bytes[this.at++];
		let value = byte & 127;
		for (let shift = 7; byte > 127; shift += 7) {
			byte = bytes[this.at++];
			value |= (byte & 127) << shift;
		}
		this.document += (value >>> 1) + 1;
		this.common = (value & 1) === 0;
		this.marksStart = this.at;
		if (!this.common) while (bytes[this.at++] & 1);
		this.marksEnd = this.at;
		this.placesBehind += this.common ? 1 : this.marksEnd - this.marksStart;
	}

	// Places lie behind the marks of the whole chunk, one list for each mark; those of earlier documents are read past only when asked.
	private findPlaces() {
		const mine = this.common ? 1 : this.marksEnd - this.marksStart;
		const reader = new ByteReader(this.bytes, this.placesAt);
		for (; this.placesBehind > mine; this.placesBehind--) for (let left = reader.number(); left > 0; left--) reader.number();
		this.placesAt = reader.at;
		return this.placesAt;
	}

	private skipPlaces(reader: ByteReader) {
		const mine = this.common ? 1 : this.marksEnd - this.marksStart;
		for (let list = 0; list < mine; list++) for (let left = reader.number(); left > 0; left--) reader.number();
	}
}

function readPlaces(reader: ByteReader) {
	const places: number[] = [];
	let place = 0;
	for (let left = reader.number(); left > 0; left--) places.push((place += reader.number()));
	return places;
}

/** What scoring needs from each field: its weight divided by the length norm, for each of the 256 length classes. */
export type FieldNorms = readonly Float32Array[];

/**
 * Adds the worth of a term to each document of its list. Several terms may stand for one asked word: only the best of them counts,
 * which `best` remembers for the round (`round` marks what belongs to it).
 */
export function scorePostings(
	bytes: Uint8Array,
	start: number,
	end: number,
	worth: number,
	saturation: number,
	lengths: readonly Uint8Array[],
	norms: FieldNorms,
	scores: Float32Array,
	best: Float32Array,
	rounds: Uint16Array,
	round: number
) {
	let at = start;
	let document = -1;
	let chunkLast = -1;
	const usualNorms = norms[1] ?? norms[0];
	const usualLengths = lengths[1] ?? lengths[0];
	while (at < end) {
		let shift = 0;
		let byte = 0;
		let value = 0;
		let marksLength = 0;
		let placesLength = 0;
		for (let head = 0; head < 3; head++) {
			value = shift = 0;
			do {
				byte = bytes[at++];
				value |= (byte & 127) << shift;
				shift += 7;
			} while (byte > 127);
			if (head === 0) chunkLast += value;
			else if (head === 1) marksLength = value;
			else placesLength = value;
		}
		const stop = at + marksLength;
		while (at < stop) {
			byte = bytes[at++];
			value = byte & 127;
			for (shift = 7; byte > 127; shift += 7) {
				byte = bytes[at++];
				value |= (byte & 127) << shift;
			}
			document += (value >>> 1) + 1;
			let frequency = 0;
			if ((value & 1) === 0) frequency = usualNorms[usualLengths[document]];
			else {
				do {
					byte = bytes[at++];
					const field = byte >>> 5;
					frequency += wordsOfStep[(byte >>> 1) & 15] * norms[field][lengths[field][document]];
				} while (byte & 1);
			}
			const points = (worth * frequency) / (frequency + saturation);
			if (rounds[document] !== round) {
				rounds[document] = round;
				best[document] = points;
				scores[document] += points;
			} else if (points > best[document]) {
				scores[document] += points - best[document];
				best[document] = points;
			}
		}
		document = chunkLast;
		at = stop + placesLength;
	}
}
