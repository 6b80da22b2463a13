import { bit, Reader } from './bytes.ts';
import { openCorpus, type Known, type Listed, type Place } from './corpus.ts';
import type { FreshDocument } from './fresh.ts';
import { documentsInPiece, type In, readDocuments, readPostings, Stale } from './pieces.ts';
import { conceptOf, conceptWeight, plan, scale, score, type Answers, type Plan, type Question, type Scored } from './ranking.ts';
import { readDocument, readHead, recordOf, skipDocument, vocabularyOf, type Head } from './segment.ts';

export interface Hit extends Place, Scored {
	record: string;
	/** What a document of usual length that has every word of the question once would get for its words. */
	ideal: number;
	/** What the document is about, 0 to 1. */
	concepts: { id: string; weight: number }[];
}

export interface Wanted {
	/** How many hits at most, in all corpora together. */
	k: number;
	/** Bits that a document must have set, as `flag` names them. */
	mask: number;
}

/**
 * Postings that one question looks at to choose its candidates: what is left out are the words that tell least. As the candidates are weighed
 * in full afterwards, one posting for each document already finds the same first fifty as all postings do.
 */
const postingsFor = (documents: number) => Math.min(800_000, Math.max(100_000, 2 * documents));
/** Documents at least that are weighed in full. */
const leastWeighed = 200;
/** Those below the last hit that may come before it when they are weighed in full. */
const spare = 50;

interface Part {
	place: Place;
	known: Known;
	segments: { listed: Listed; head: Head; at: In }[];
}

/** The documents of these corpora that answer best, best first; all of them weighed by one measure. */
export async function searchCorpora(places: readonly Place[], question: Question, wanted: Wanted): Promise<Hit[]> {
	for (let tries = 0; ; tries++) {
		try {
			return await search(places, question, wanted);
		} catch (error) {
			// The list is read again, and names the segment that took the place of the one that is gone.
			if (!(error instanceof Stale) || tries === 3) throw error;
		}
	}
}

async function search(places: readonly Place[], question: Question, { k, mask }: Wanted): Promise<Hit[]> {
	const parts = (await Promise.all(places.map(open))).filter((part) => part !== null);
	const planned = plan(
		question,
		parts.flatMap(({ known, segments }) => [known.fresh, ...segments.map(({ head, listed }) => vocabularyOf(head, listed))])
	);
	const fresh = parts.flatMap(({ place, known }) => searchFresh(place, known, planned, mask));
	const stored = await searchSegments(parts, planned, mask, k);
	return [...fresh, ...stored].sort(better).slice(0, k);
}

const better = (a: Hit, b: Hit) => b.score - a.score || (a.record < b.record ? -1 : 1);

async function open(place: Place): Promise<Part | null> {
	const known = await openCorpus(place);
	if (!known) return null;
	const segments = known.segments.map(async (listed) => {
		const at = { ...place, segment: listed.segment };
		return { listed, at, head: await readHead(at) };
	});
	return { place, known, segments: await Promise.all(segments) };
}

function answersBy<Key>({ groups, concepts }: Plan, keyOf: (term: string) => Key | null): Map<Key, Answers> {
	const answers = new Map<Key, Answers>();
	const to = (term: string) => {
		const key = keyOf(term);
		const answer = (key !== null && answers.get(key)) || { groups: [], concept: null };
		if (key !== null) answers.set(key, answer);
		return answer;
	};
	for (const [nth, { terms }] of groups.entries()) for (const alike of terms) to(alike.term).groups.push({ nth, ...alike });
	for (const concept of concepts) to(concept.term).concept = concept;
	return answers;
}

function searchFresh(place: Place, { fresh }: Known, planned: Plan, mask: number): Hit[] {
	const answers = answersBy(planned, (term) => term);
	const found = new Set<FreshDocument>();
	for (const term of answers.keys()) for (const document of fresh.holding(term)) if ((document.flags & mask) === mask) found.add(document);
	return [...found].map(({ record, terms, length }) => ({
		...place,
		record,
		...score(terms, length, answers, planned),
		ideal: planned.ideal,
		concepts: terms.flatMap(([term, eighths]) => conceptIn(term, eighths))
	}));
}

function conceptIn(term: string, eighths: number) {
	const id = conceptOf(term);
	return id ? [{ id, weight: conceptWeight(eighths) }] : [];
}

interface List {
	segment: Part['segments'][number];
	/** Terms of one round stand for one asked word: a document gets the best of them. */
	round: number;
	worth: number;
	isConcept: boolean;
	nth: number;
	count: number;
	bytes: Uint8Array;
}

interface Candidate {
	part: Part;
	segment: Part['segments'][number];
	document: number;
	points: number;
}

async function searchSegments(parts: readonly Part[], planned: Plan, mask: number, k: number): Promise<Hit[]> {
	const lists = await readLists(parts, planned);
	for (let many = Math.max(leastWeighed, k + spare); ; many *= 4) {
		const candidates = parts.flatMap((part) =>
			part.segments.flatMap((segment) =>
				bestOf(
					segment,
					lists.filter((list) => list.segment === segment),
					planned,
					mask,
					many
				).map((found): Candidate => ({ part, segment, ...found }))
			)
		);
		const best = candidates.sort((a, b) => b.points - a.points || a.document - b.document).slice(0, many);
		const hits = await weigh(best, planned);
		// Those that changed since the merge are found among the fresh ones; further ones take their place.
		if (hits.length >= k || candidates.length < many) return hits;
	}
}

/** Reads the postings of all terms that stand for words and concepts of the question, as far as they are worth it. */
async function readLists(parts: readonly Part[], { groups, concepts }: Plan): Promise<List[]> {
	const segments = parts.flatMap((part) => part.segments);
	const all: List[] = [];
	const add = (term: string, round: number, worth: number, isConcept: boolean) => {
		for (const segment of segments) {
			const nth = segment.head.find(term);
			const count = segment.head.frequencies[nth] ?? 0;
			if (nth >= 0) all.push({ segment, round, worth, isConcept, nth, count, bytes: nothing });
		}
	};
	for (const [round, { terms }] of groups.entries()) for (const { term, worth } of terms) add(term, round, worth, false);
	for (const [nth, { term, worth }] of concepts.entries()) add(term, groups.length + nth, worth, true);

	let left = postingsFor(segments.reduce((all, { head }) => all + head.documents, 0));
	const read = all
		.sort((a, b) => b.worth - a.worth)
		.filter(({ count }) => {
			if (count > left) return false;
			left -= count;
			return true;
		});
	await Promise.all(
		segments.map(async (segment) => {
			const mine = read.filter((list) => list.segment === segment);
			const bytes = await readPostings(
				segment.at,
				mine.map(({ nth }) => segment.head.postings(nth))
			);
			for (const [at, list] of mine.entries()) list.bytes = bytes[at] ?? nothing;
		})
	);
	return read.sort((a, b) => a.round - b.round);
}

const nothing = new Uint8Array();

let points = new Float32Array(0);
let bestOfRound = new Float32Array(0);
let rounds = new Uint16Array(0);
let round = 0;

function bestOf({ head, listed }: Part['segments'][number], lists: readonly List[], { norms }: Plan, mask: number, many: number) {
	const { documents, lengths, flags } = head;
	if (points.length < documents) {
		points = new Float32Array(documents);
		bestOfRound = new Float32Array(documents);
		rounds = new Uint16Array(documents);
		round = 0;
	}
	points.fill(0, 0, documents);
	const norms8 = norms.map((norm) => norm * 8);
	let before = -1;
	for (const list of lists) {
		if (list.round !== before) {
			before = list.round;
			if (++round === 65_536) {
				rounds.fill(0);
				round = 1;
			}
		}
		addPostings(list, lengths, norms8, { points, best: bestOfRound, rounds, round });
	}
	return heaviest(documents, many, (document) => ((flags[document] ?? 0) & mask) === mask && !bit(listed.gone, document));
}

interface Sums {
	points: Float32Array;
	best: Float32Array;
	rounds: Uint16Array;
	round: number;
}

/** The one loop that runs a million times for a question. */
function addPostings({ bytes, worth, isConcept }: List, lengths: Uint8Array, norms: Float32Array, { points, best, rounds, round }: Sums) {
	const full = worth * (isConcept ? 1 / scale.concept : scale.most);
	const end = bytes.length;
	let document = -1;
	for (let at = 0; at < end;) {
		let byte = bytes[at++] as number;
		let value = byte & 127;
		for (let shift = 7; byte > 127; shift += 7) {
			byte = bytes[at++] as number;
			value |= (byte & 127) << shift;
		}
		document += (value >>> 1) + 1;
		const eighths = value & 1 ? (bytes[at++] as number) : 8;
		const got = isConcept ? full * eighths : (full * eighths) / (eighths + (norms[lengths[document] as number] as number));
		if (rounds[document] !== round) {
			rounds[document] = round;
			best[document] = got;
			points[document] = (points[document] as number) + got;
		} else {
			const before = best[document] as number;
			if (got > before) {
				points[document] = (points[document] as number) + got - before;
				best[document] = got;
			}
		}
	}
}

/** The documents with most points, at most so many, in no order: a heap whose lightest is on top. */
function heaviest(documents: number, many: number, isWanted: (document: number) => boolean) {
	const heap: { document: number; points: number }[] = [];
	let least = 0;
	for (let document = 0; document < documents; document++) {
		const mine = points[document] as number;
		if (mine <= least || !isWanted(document)) continue;
		if (heap.length < many) {
			heap.push({ document, points: mine });
			if (heap.length === many) {
				heap.sort((a, b) => a.points - b.points);
				least = heap[0]?.points ?? 0;
			}
			continue;
		}
		let at = 0;
		for (;;) {
			const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
			const lighter = left && right && right.points < left.points ? right : left;
			if (!lighter || lighter.points >= mine) break;
			heap[at] = lighter;
			at = lighter === left ? 2 * at + 1 : 2 * at + 2;
		}
		heap[at] = { document, points: mine };
		least = heap[0]?.points ?? 0;
	}
	return heap;
}

/** Reads the documents themselves and weighs them in full, but for those that changed since. */
async function weigh(candidates: readonly Candidate[], planned: Plan): Promise<Hit[]> {
	const hits: Hit[] = [];
	for (const [segment, mine] of Map.groupBy(candidates, (candidate) => candidate.segment)) {
		const pieces = await readDocuments(
			segment.at,
			mine.map(({ document }) => Math.floor(document / documentsInPiece))
		);
		const answers = answersBy(planned, (term) => {
			const nth = segment.head.find(term);
			return nth < 0 ? null : nth;
		});
		for (const { part, document } of mine) {
			const reader = new Reader(pieces.get(Math.floor(document / documentsInPiece)) ?? nothing);
			for (let skip = document % documentsInPiece; skip > 0; skip--) skipDocument(reader);
			const stored = readDocument(reader, (nth) => answers.has(nth) || segment.head.isConcept(nth));
			const record = recordOf(stored);
			if (part.known.fresh.overrides(record)) continue;
			hits.push({
				...part.place,
				record,
				...score(stored.terms, stored.length, answers, planned),
				ideal: planned.ideal,
				concepts: stored.terms.flatMap(([nth, eighths]) => (segment.head.isConcept(nth) ? conceptIn(segment.head.term(nth), eighths) : []))
			});
		}
	}
	return hits;
}
