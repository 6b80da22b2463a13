import type { Parts } from './compounds.ts';
import { gramsOf, mayResemble, misspellings } from './grams.ts';
import { PostingsReader, scorePostings, type Occurrence } from './postings.ts';
import { readQuestion, type AskedPair, type AskedWord, type Question } from './question.ts';
import { lengthOfClass, type PostingBytes, type Segment } from './segment.ts';

/** How much a word counts in a field, and how far a long field lowers it (0: not at all, 1: in full). */
export type FieldWeight = { weight: number; lengthNorm: number };
export type FieldWeights = Record<string, FieldWeight>;

/** Segments to look in, and which of their documents may be shown, by their flags. */
export type Source = { segments: readonly Segment[]; allows?: (flags: number) => boolean };

/** Why a document was found: `query` as typed, `matched` as the index spells it. The points of a hit add up to its score. */
export type Reason = { query: string; matched: string; field: string; points: number };
export type Hit = { source: number; document: number; score: number; terms: Reason[] };

/** What the fields of needs and offers weigh where nobody says otherwise. */
export const standardWeights: FieldWeights = {
	title: { weight: 3, lengthNorm: 0.75 },
	body: { weight: 1, lengthNorm: 0.75 },
	concepts: { weight: 1, lengthNorm: 0 }
};

const saturation = 1.2;
const orphaned = 2.3;
const nearness = 0.3;
const widestGap = 8;
const leastLikeness = 0.2;
const mostAlike = 60;
const listsInAll = 800;
const depth = 200;
const mostPostings = 2_000_000;

/** The best `k` documents of all sources, best first, each with its reasons. */
export async function searchText(
	sources: readonly Source[],
	question: Question,
	weights: FieldWeights,
	k: number,
	parts?: Parts
): Promise<Hit[]> {
	const places = sources.flatMap(({ segments, allows }, source) =>
		segments.map((segment) => ({ segment, source, allows: allows ?? everything }))
	);
	const { words, pairs } = readQuestion(question, parts);
	const library = new Library(places.map(({ segment }) => segment));
	const groups = words
		.map((word) => library.group(word, Math.max(10, Math.min(mostAlike, Math.floor(listsInAll / words.length)))))
		.filter(({ terms }) => terms.length > 0);

	const telling = mostTelling(groups);
	const best = new Best(Math.max(k, depth));
	const candidates = await Promise.all(
		places.map(async ({ segment, allows }, at) => {
			const lists = await readLists(segment, groups);
			score(
				segment,
				lists.filter(({ alike }) => telling.has(alike)),
				library.norms(segment, weights),
				(document, points) => {
					if (allows(segment.flags[document])) best.offer(at, document, points);
				}
			);
			return lists;
		})
	);
	const hits: Hit[] = [];
	const found = Map.groupBy(best.all(), ({ place }) => place);
	for (const [at, documents] of found) {
		const { segment, source } = places[at];
		const inOrder = documents.map(({ document }) => document).sort((one, other) => one - other);
		for (const { document, reasons } of explain(segment, candidates[at], inOrder, library, weights, { groups, pairs })) {
			const score = reasons.reduce((sum, { points }) => sum + points, 0);
			hits.push({ source, document: segment.numbers[document], score, terms: reasons });
		}
	}
	return hits.sort((one, other) => other.score - one.score || one.source - other.source || one.document - other.document).slice(0, k);
}

const everything = () => true;

/** A word of the index that stands for an asked word: how alike they are, and what meeting it is worth. */
type Alike = { term: string; likeness: number; worth: number; documents: number };
type Group = { asked: AskedWord; weight: number; terms: Alike[] };
type List = { group: Group; alike: Alike; postings: PostingBytes };

/** The words that candidates are chosen by: those that tell most, as far as their documents can be looked at in time. */
function mostTelling(groups: readonly Group[]) {
	let left = mostPostings;
	const inOrder = groups.flatMap(({ terms }) => terms).sort((one, other) => other.worth - one.worth);
	return new Set(
		inOrder.filter(({ documents }) => {
			if (documents > left && left < mostPostings) return false;
			left -= documents;
			return true;
		})
	);
}

/** What all segments together know of a word. */
class Library {
	private readonly segments: readonly Segment[];
	private readonly documents: number;

	constructor(segments: readonly Segment[]) {
		this.segments = segments;
		this.documents = segments.reduce((sum, { numbers }) => sum + numbers.length, 0);
	}

	group(asked: AskedWord, most: number): Group {
		let documents = 0;
		// Where no document holds a compound, its pieces must speak for it.
		const share = asked.of && this.holding(asked.of) === 0 ? asked.share * orphaned : asked.share;
		const terms = this.alike(asked, most).map(({ term, likeness }) => {
			// How surprising is it that a document holds a word at least this alike? So a loose match in a long text is worth little.
			const holding = this.holding(term);
			documents += holding;
			return { term, likeness, documents: holding, worth: share * likeness * this.rarity(documents) };
		});
		return { asked, weight: share * this.rarity(Math.max(1, this.holding(asked.term))), terms };
	}

	rarity(documents: number) {
		const held = Math.min(documents, this.documents);
		return Math.log(1 + (this.documents - held + 0.5) / (held + 0.5));
	}

	holding(term: string) {
		let documents = 0;
		for (const { dictionary } of this.segments) {
			const at = dictionary.find(term);
			if (at >= 0) documents += dictionary.documents[at];
		}
		return documents;
	}

	/** For each field of the segment the weight of a word by the class of the field's length. */
	norms(segment: Segment, weights: FieldWeights) {
		return segment.fields.map((name, field) => {
			const { weight, lengthNorm } = weights[name] ?? { weight: 0, lengthNorm: 0 };
			let words = 0;
			let filled = 0;
			for (const other of this.segments) {
				words += other.words[field];
				filled += other.filled[field];
			}
			const average = words / Math.max(1, filled) || 1;
			return Float32Array.from({ length: 256 }, (_, kind) => weight / (1 - lengthNorm + (lengthNorm * lengthOfClass(kind)) / average));
		});
	}

	/** The word itself, then those spelt like it, most alike first. */
	private alike({ term, exact }: AskedWord, most: number) {
		const known = this.holding(term) > 0;
		const found = new Map<string, number>();
		if (!exact && mayResemble(term)) {
			const lists = gramsOf(term);
			let weight = 0;
			for (const { dictionary } of this.segments) weight += dictionary.weight;
			const weights = lists.map((list) =>
				Math.log(1 + weight / (1 + this.segments.reduce((sum, { dictionary }) => sum + dictionary.gramWeights[list], 0)))
			);
			const whole = weights.reduce((sum, one) => sum + one, 0);
			// Among the words spelt a little like one that nobody knows, the one that was meant may not be the first.
			const wanted = known ? most + 1 : 4 * most;
			for (const { dictionary } of this.segments) {
				for (const { term: other, shared } of dictionary.sharing(lists, weights, leastLikeness * whole, wanted)) {
					if (other === term || found.has(other)) continue;
					found.set(other, known ? shared / whole : Math.max(shared / whole, misspelt(term, other)));
				}
			}
		}
		const alike = [...found].sort(([one, oneLikeness], [other, otherLikeness]) => otherLikeness - oneLikeness || (one < other ? -1 : 1));
		const others = alike.slice(0, most).map(([other, likeness]) => ({ term: other, likeness: Math.min(mostLikeness, likeness) }));
		return known ? [{ term, likeness: 1 }, ...others] : others;
	}
}

const mostLikeness = 0.95;

/** How far a word no document holds may be a slip of the pen for one that some hold. */
function misspelt(word: string, known: string) {
	if (word.length < 4) return 0;
	const most = word.length < 8 ? 1 : 2;
	const slips = misspellings(word, known, most);
	return slips > most ? 0 : mostLikeness - 0.1 * slips;
}

async function readLists(segment: Segment, groups: readonly Group[]): Promise<List[]> {
	const lists: Omit<List, 'postings'>[] = [];
	const terms: number[] = [];
	for (const group of groups) {
		for (const alike of group.terms) {
			const term = segment.dictionary.find(alike.term);
			if (term < 0) continue;
			lists.push({ group, alike });
			terms.push(term);
		}
	}
	const postings = await segment.postings(terms);
	return lists.map((list, at) => ({ ...list, postings: postings[at] }));
}

// Shared by all questions: scoring a segment is done in one go, nothing else runs meanwhile.
let scores = new Float32Array(0);
let bests = new Float32Array(0);
let rounds = new Uint16Array(0);

function score(
	segment: Segment,
	lists: readonly List[],
	norms: readonly Float32Array[],
	offer: (document: number, points: number) => void
) {
	const count = segment.numbers.length;
	if (scores.length < count) {
		scores = new Float32Array(count);
		bests = new Float32Array(count);
		rounds = new Uint16Array(count);
	}
	scores.fill(0, 0, count);
	rounds.fill(0, 0, count);
	let round = 0;
	let group: Group | undefined;
	for (const list of lists) {
		if (list.group !== group) {
			group = list.group;
			round++;
		}
		const { bytes, start, end } = list.postings;
		scorePostings(bytes, start, end, list.alike.worth * (saturation + 1), saturation, segment.lengths, norms, scores, bests, rounds, round);
	}
	for (let document = 0; document < count; document++) {
		if (scores[document] > 0 && !segment.dead.has(document)) offer(document, scores[document]);
	}
}

type Candidate = { place: number; document: number; points: number };

/** Keeps the best so many of all that are offered, as a heap with the worst on top. */
class Best {
	private readonly heap: Candidate[] = [];
	private readonly room: number;

	constructor(room: number) {
		this.room = room;
	}

	all() {
		return this.heap;
	}

	offer(place: number, document: number, points: number) {
		const { heap } = this;
		const full = heap.length === this.room;
		if (full && points < heap[0].points) return;
		const candidate = { place, document, points };
		if (!full) {
			let at = heap.push(candidate) - 1;
			while (at > 0 && worse(candidate, heap[(at - 1) >> 1])) {
				heap[at] = heap[(at - 1) >> 1];
				at = (at - 1) >> 1;
			}
			heap[at] = candidate;
		} else if (worse(heap[0], candidate)) {
			let at = 0;
			for (;;) {
				let child = 2 * at + 1;
				if (child >= heap.length) break;
				if (child + 1 < heap.length && worse(heap[child + 1], heap[child])) child++;
				if (!worse(heap[child], candidate)) break;
				heap[at] = heap[child];
				at = child;
			}
			heap[at] = candidate;
		}
	}
}

const worse = (one: Candidate, other: Candidate) =>
	one.points !== other.points
		? one.points < other.points
		: one.place !== other.place
			? one.place > other.place
			: one.document > other.document;

/** Reads the chosen documents once more, in order, and says what each word brought. */
function explain(
	segment: Segment,
	lists: readonly List[],
	documents: readonly number[],
	library: Library,
	weights: FieldWeights,
	asked: { groups: readonly Group[]; pairs: readonly AskedPair[] }
) {
	const norms = library.norms(segment, weights);
	const found = documents.map((document) => ({ document, groups: new Map<Group, Met>(), places: new Map<string, Occurrence[]>() }));
	for (const { group, alike, postings } of lists) {
		const reader = new PostingsReader(postings.bytes, postings.start, postings.end);
		for (const { document, groups, places } of found) {
			if (!reader.seek(document)) continue;
			const occurrences = reader.occurrences();
			if (alike.likeness === 1) places.set(alike.term, occurrences);
			const shares = occurrences.map(({ field, halves }) => (halves / 2) * norms[field][segment.lengths[field][document]]);
			const frequency = shares.reduce((sum, share) => sum + share, 0);
			const points = (alike.worth * (saturation + 1) * frequency) / (frequency + saturation);
			if (points > (groups.get(group)?.points ?? 0)) groups.set(group, { points, matched: alike.term, occurrences, shares, frequency });
		}
	}
	const rarities = asked.pairs.map(({ first, second }) =>
		Math.min(library.rarity(library.holding(first)), library.rarity(library.holding(second)))
	);
	return found.map(({ document, groups, places }) => {
		const reasons: Reason[] = [];
		for (const [{ asked: word }, { points, matched, occurrences, shares, frequency }] of groups) {
			occurrences.forEach(({ field }, at) => {
				if (shares[at] > 0)
					reasons.push({ query: word.word, matched, field: segment.fields[field], points: (points * shares[at]) / frequency });
			});
		}
		asked.pairs.forEach(({ first, second, words }, at) => {
			const close = closeness(places.get(first), places.get(second));
			if (close)
				reasons.push({
					query: words,
					matched: `${first} ${second}`,
					field: segment.fields[close.field],
					points: (nearness * rarities[at] * close.sum) / (close.sum + 1)
				});
		});
		const together = 1 + metTogether(asked.groups, groups);
		for (const reason of reasons) reason.points *= together;
		return { document, reasons };
	});
}

/** How much of a question is met, beside how many words it has: of few words each one is missed more. */
function metTogether(all: readonly Group[], groups: Map<Group, Met>) {
	let asked = 0;
	let met = 0;
	let most = 0;
	for (const group of all) {
		asked += group.weight;
		met += Math.min(group.weight, groups.get(group)?.points ?? 0);
		if (groups.has(group)) most = Math.max(most, group.weight);
	}
	return (met / asked) * (most / asked);
}

type Met = { points: number; matched: string; occurrences: Occurrence[]; shares: number[]; frequency: number };

/** How close two words stand, counted over all places where they do, and the field where they stand closest. */
function closeness(first: readonly Occurrence[] = [], second: readonly Occurrence[] = []) {
	let sum = 0;
	let closest = 0;
	let field = 0;
	for (const one of first) {
		const other = second.find((occurrence) => occurrence.field === one.field);
		if (!other) continue;
		let here = 0;
		for (const place of one.places) {
			for (const otherPlace of other.places) {
				const gap = Math.abs(place - otherPlace);
				if (gap > 0 && gap <= widestGap) here += 1 / gap;
			}
		}
		sum += here;
		if (here > closest) {
			closest = here;
			field = one.field;
		}
	}
	return sum > 0 ? { sum, field } : undefined;
}
