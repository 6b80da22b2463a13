import type { Language } from '#ecosystem/vocabulary/words.ts';
import { analyse } from './words.ts';

export interface Doc {
	record: string;
	locale: Language;
	/** In the order of their places: words that end one field are not near those that begin the next. */
	fields: { text: string; weight: number }[];
	concepts: { id: string; weight: number }[];
	/** One byte, as `flag` names its bits. */
	flags: number;
}

export const flag = { visitors: 1, open: 2, members: 4, staff: 8 } as const;

/** A term of a document: how often in eighths of a word, fields weighed, 1 to 255; and where its whole words stand. */
export type Term = [term: string, eighths: number, ...places: number[]];

export interface Analysed {
	terms: Term[];
	/** Class of its length, as `lengthOf` reads it. */
	length: number;
	flags: number;
}

const tuned = { k1: 1.2, b: 0.75, pieceOfQuestion: 0.3, k3: 0.5, least: 0.3, most: 50, cap: 0.95, near: 0.25, farthest: 8 };
const mostPlaces = 12;
const betweenFields = 20;
const mostTermsAsked = 60;

/** Concepts are terms too, of a kind that no word can be. */
export const conceptTerm = (id: string) => `c:${id}`;
export const conceptOf = (term: string) => (term.startsWith('c:') ? term.slice(2) : null);
/** What a byte of a concept stands for, and what a word that fills its document is worth beside one that stands in it once. */
export const scale = { concept: 200, most: tuned.k1 + 1 };

export function analyseDocument({ locale, fields, concepts: chosen, flags }: Omit<Doc, 'record'>): Analysed {
	const found = new Map<string, { eighths: number; places: number[] }>();
	let base = 0;
	let length = 0;
	for (const { text, weight } of fields) {
		let last = 0;
		for (const { term, whole, place } of analyse(text, locale)) {
			let entry = found.get(term);
			if (!entry) found.set(term, (entry = { eighths: 0, places: [] }));
			entry.eighths += weight * (whole ? 8 : 4);
			if (whole) length += weight;
			if (entry.places.length < mostPlaces && entry.places.at(-1) !== base + place) entry.places.push(base + place);
			last = place;
		}
		base += last + betweenFields;
	}
	const terms = [...found].map(([term, { eighths, places }]): Term => [term, byte(eighths), ...places]);
	for (const { id, weight } of chosen) terms.push([conceptTerm(id), byte(weight * scale.concept)]);
	return { terms, length: lengthClass(length), flags };
}

const byte = (value: number) => Math.max(1, Math.min(255, Math.round(value)));

/** Lengths up to 64 words are kept as they are, longer ones in steps of 4 %. */
const lengthClass = (length: number) => (length < 64 ? Math.round(length) : Math.min(255, 64 + Math.round(16 * Math.log2(length / 64))));
export const lengthOf = Float64Array.from({ length: 256 }, (_, step) => (step < 64 ? step : 64 * 2 ** ((step - 64) / 16)));

export interface AskedWord {
	typed: string;
	term: string;
	weight: number;
	/** Where it stands in the question; pieces of compounds stand nowhere. */
	place: number | null;
}

export interface Question {
	words: AskedWord[];
	concepts: { id: string; weight: number }[];
}

export function analyseQuestion(text: string, locale: Language): AskedWord[] {
	const asked = new Map<string, AskedWord>();
	for (const { term, whole, place, start, end } of analyse(text, locale)) {
		const weight = whole ? 1 : tuned.pieceOfQuestion;
		const before = asked.get(term);
		if (before) before.weight += weight;
		else if (asked.size < mostTermsAsked) asked.set(term, { typed: text.slice(start, end), term, weight, place: whole ? place : null });
	}
	for (const word of asked.values()) if (word.weight > 1) word.weight = (word.weight * (1 + tuned.k3)) / (word.weight + tuned.k3);
	return [...asked.values()];
}

const gramLength = 4;

/** The runs of four letters in a word, its two ends included, as numbers. */
export function grams(word: string): number[] {
	const framed = `_${word}_`;
	if (framed.length <= gramLength) return [hash(framed, 0, framed.length)];
	const found = new Set<number>();
	for (let at = 0; at + gramLength <= framed.length; at++) found.add(hash(framed, at, at + gramLength));
	return [...found];
}

function hash(text: string, from: number, to: number) {
	let value = 0x811c9dc5;
	for (let at = from; at < to; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
	return value >>> 0;
}

/** The words of one part of a corpus. */
export interface Vocabulary {
	size: number;
	documents: number;
	/** Lengths of its documents together. */
	words: number;
	frequency(term: string): number;
	/** How many of its words have this gram. */
	share(gram: number): number;
	/** The words whose shared grams weigh at least `least`, heaviest first, at most `most`. */
	sharing(grams: readonly { gram: number; weight: number }[], least: number, most: number): { term: string; weight: number }[];
}

/** One asked word and the terms that may stand for it: the best that a document has is the one that counts. */
export interface Group {
	word: AskedWord;
	terms: { term: string; likeness: number; worth: number; documents: number }[];
	/** What a document of usual length that has the word once gets for it. */
	ideal: number;
}

export interface AskedConcept {
	id: string;
	term: string;
	weight: number;
	worth: number;
}

export interface Plan {
	groups: Group[];
	concepts: AskedConcept[];
	/** BM25's norm for each class of length. */
	norms: Float32Array;
	ideal: number;
}

export const saturated = (eighths: number, norm: number) => (eighths * scale.most) / (eighths + norm * 8);
export const conceptWeight = (eighths: number) => eighths / scale.concept;

/** What a question is worth in these parts together: rarer words more, terms less like the word less. */
export function plan(question: Question, vocabularies: readonly Vocabulary[]): Plan {
	const sum = (count: (one: Vocabulary) => number) => vocabularies.reduce((all, one) => all + count(one), 0);
	const documents = sum((one) => one.documents);
	const usual = documents ? sum((one) => one.words) / documents || 1 : 1;
	const norms = Float32Array.from(lengthOf, (length) => tuned.k1 * (1 - tuned.b + (tuned.b * length) / usual));
	const rarity = (count: number) => Math.log(1 + (documents - count + 0.5) / (count + 0.5));

	const groups = question.words.map((word): Group => {
		let together = 0;
		const terms = likeTerms(word.term, vocabularies, sum).map(({ term, likeness }) => {
			const count = sum((one) => one.frequency(term));
			together = Math.min(documents, together + count);
			return { term, likeness, worth: word.weight * likeness * rarity(together), documents: count };
		});
		const own = sum((one) => one.frequency(word.term));
		return { word, terms, ideal: word.weight * rarity(own) };
	});
	const asked = question.concepts.map(({ id, weight }) => {
		const term = conceptTerm(id);
		return { id, term, weight, worth: weight * rarity(sum((one) => one.frequency(term))) };
	});
	return { groups, concepts: asked, norms, ideal: groups.reduce((all, { ideal }) => all + ideal, 0) };
}

function likeTerms(word: string, vocabularies: readonly Vocabulary[], sum: (count: (one: Vocabulary) => number) => number) {
	const size = sum((one) => one.size);
	const weighed = grams(word).map((gram) => ({ gram, weight: Math.log(1 + size / (1 + sum((one) => one.share(gram)))) }));
	const whole = weighed.reduce((all, { weight }) => all + weight, 0);
	const found = new Map<string, number>();
	for (const vocabulary of vocabularies) {
		if (vocabulary.frequency(word)) found.set(word, 1);
		if (/\d/.test(word) || word.length < 3) continue;
		for (const { term, weight } of vocabulary.sharing(weighed, whole * tuned.least, tuned.most))
			if (term !== word) found.set(term, Math.min(tuned.cap, weight / whole));
	}
	return [...found]
		.map(([term, likeness]) => ({ term, likeness }))
		.sort((a, b) => b.likeness - a.likeness || (a.term < b.term ? -1 : 1))
		.slice(0, tuned.most);
}

/** Which groups and concepts a term of some part answers to; keyed as that part keys its terms. */
export interface Answers {
	groups: { nth: number; term: string; worth: number }[];
	concept: AskedConcept | null;
}

export interface Scored {
	score: number;
	words: number;
	terms: { typed: string; matched: string; points: number }[];
}

/** Scores one document in full, with what each asked word got for which of its terms. Same sum as the postings give, and nearness on top. */
export function score<Key>(
	terms: Iterable<readonly [key: Key, eighths: number, ...places: number[]]>,
	length: number,
	answers: ReadonlyMap<Key, Answers>,
	{ groups, norms }: Plan
): Scored {
	const best: ({ points: number; term: string; places: number[] } | undefined)[] = [];
	let conceptPoints = 0;
	for (const [key, eighths, ...places] of terms) {
		const answer = answers.get(key);
		if (!answer) continue;
		if (answer.concept) conceptPoints += answer.concept.worth * conceptWeight(eighths);
		for (const { nth, term, worth } of answer.groups) {
			const points = worth * saturated(eighths, norms[length] ?? 1);
			if (points > (best[nth]?.points ?? 0)) best[nth] = { points, term, places };
		}
	}
	let worth = 0;
	const found: Scored['terms'] = [];
	let before: { points: number; places: number[]; asked: number } | null = null;
	for (const [nth, { word }] of groups.entries()) {
		const one = best[nth];
		if (!one) continue;
		let { points } = one;
		if (word.place !== null) {
			const here = { points: one.points, places: one.places, asked: word.place };
			if (before) points += nearness(before, here);
			before = here;
		}
		worth += points;
		found.push({ typed: word.typed, matched: one.term, points });
	}
	return { score: worth + conceptPoints, words: worth, terms: found.sort((a, b) => b.points - a.points) };
}

type Placed = { points: number; places: number[]; asked: number };

/** Words that stand together in the question and in the document are worth more than the same words apart. */
function nearness(one: Placed, other: Placed) {
	const apart = other.asked - one.asked;
	let least = tuned.farthest + 1;
	for (const a of one.places) for (const b of other.places) least = Math.min(least, Math.abs(b - a - apart) + 1);
	return least > tuned.farthest ? 0 : (tuned.near * Math.min(one.points, other.points)) / least;
}
