import { gramsOf, mayResemble, misspellings } from '../text/grams.ts';
import type { Language } from '../text/language.ts';
import { readQuestion, type AskedWord as ReadWord } from '../text/question.ts';
import { analyse, parts } from './words.ts';

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

/**
 * Two ways of reading, both tried on sets of questions (`npm run bench -- matching --beir DIR`). In labels of a few words the words are all there
 * is, and any likeness of their spelling helps. In prose that is met by chance: there the subject tells more, and words that stand together.
 */
const inLabels = { words: 8, mostAlike: 120, likenessPower: 1, concepts: 1, near: 0.3, together: 1 };
const inProse: typeof inLabels = { words: 32, mostAlike: 40, likenessPower: 2, concepts: 4, near: 0.6, together: 0.25 };
type Measure = typeof inLabels;

/** Between labels and prose the measure moves from the one to the other. */
function measureFor(usualWords: number): Measure {
	const share = Math.max(0, Math.min(1, (usualWords - inLabels.words) / (inProse.words - inLabels.words)));
	const mixed = Object.entries(inLabels).map(([name, value]) => [name, value + share * (inProse[name as keyof Measure] - value)]);
	return Object.fromEntries(mixed) as Measure;
}

const k1 = 1.2;
const b = 0.75;
const orphaned = 2.3;
const leastLikeness = 0.2;
const mostLikeness = 0.95;
const leastAlike = 10;
const leastStem = 4;
const mostEnding = 3;
const listsInAll = 800;
const farthest = 8;
const mostPlaces = 12;
const betweenFields = 20;

/** Concepts are terms too, of a kind that no word can be. */
export const conceptTerm = (id: string) => `c:${id}`;
export const conceptOf = (term: string) => (term.startsWith('c:') ? term.slice(2) : null);
/** What a byte of a concept stands for, and what a word that fills its document is worth beside one that stands in it once. */
export const scale = { concept: 200, most: k1 + 1 };

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
			if (whole) {
				length += weight;
				if (entry.places.length < mostPlaces) entry.places.push(base + place);
			}
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

export interface AskedWord extends ReadWord {
	/** Words that it follows in the question: together they are worth more. */
	follows: string[];
}

export interface Question {
	words: AskedWord[];
	concepts: { id: string; weight: number }[];
}

export function analyseQuestion(text: string, language: Language): AskedWord[] {
	const { words, pairs } = readQuestion(text, language, parts());
	return words.map((word) => ({ ...word, follows: pairs.filter(({ second }) => second === word.term).map(({ first }) => first) }));
}

/** The words of one part of a corpus. */
export interface Vocabulary {
	documents: number;
	/** Lengths of its documents together. */
	words: number;
	frequency(term: string): number;
	/** Documents of its words, summed, and of those with this gram. */
	weight: number;
	share(gram: number): number;
	/** The words whose shared grams weigh at least `least`, heaviest first, at most `most`. */
	sharing(grams: readonly { gram: number; weight: number }[], least: number, most: number): { term: string; weight: number }[];
}

interface Alike {
	term: string;
	likeness: number;
	worth: number;
	/** A form of the word or a slip of the pen, not just a word that looks like it. */
	isSame: boolean;
}

/** One asked word and the terms that may stand for it: the best that a document has is the one that counts. */
export interface Group {
	word: AskedWord;
	terms: Alike[];
	/** What a document of usual length that has the word once gets for it. */
	ideal: number;
	/** Groups whose words stand before this one in the question, and what it is worth to stand together. */
	follows: { nth: number; rarity: number }[];
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
	measure: Measure;
	ideal: number;
}

export const saturated = (eighths: number, norm: number) => (eighths * scale.most) / (eighths + norm * 8);
export const conceptWeight = (eighths: number) => eighths / scale.concept;

/** What a question is worth in these parts together: rarer words more, terms less like the word less. */
export function plan(question: Question, vocabularies: readonly Vocabulary[]): Plan {
	const sum = (count: (one: Vocabulary) => number) => vocabularies.reduce((all, one) => all + count(one), 0);
	const documents = sum((one) => one.documents);
	const usual = documents ? sum((one) => one.words) / documents || 1 : 1;
	const measure = measureFor(usual);
	const norms = Float32Array.from(lengthOf, (length) => k1 * (1 - b + (b * length) / usual));
	const rarity = (count: number) => Math.log(1 + (documents - Math.min(documents, count) + 0.5) / (Math.min(documents, count) + 0.5));

	const holding = (term: string) => sum((one) => one.frequency(term));
	const most = Math.max(leastAlike, Math.min(measure.mostAlike, Math.floor(listsInAll / Math.max(1, question.words.length))));
	const groups = question.words.map((word): Group => {
		// Where no document holds a compound, its pieces must speak for it.
		const share = word.of && holding(word.of) === 0 ? word.share * orphaned : word.share;
		let together = 0;
		const terms = likeTerms(word, vocabularies, sum, most).map(({ term, likeness, isSame }) => {
			// How surprising is it that a document holds a word at least this alike?
			together = Math.min(documents, together + holding(term));
			return { term, likeness, isSame, worth: share * likeness ** measure.likenessPower * rarity(together) };
		});
		const follows = word.follows.flatMap((first) => {
			const nth = question.words.findIndex(({ term }) => term === first);
			return nth < 0 ? [] : [{ nth, rarity: Math.min(rarity(holding(first)), rarity(holding(word.term))) }];
		});
		return { word, terms, ideal: share * rarity(Math.max(1, holding(word.term))), follows };
	});
	const asked = question.concepts.map(({ id, weight }) => {
		const term = conceptTerm(id);
		return { id, term, weight, worth: measure.concepts * weight * rarity(holding(term)) };
	});
	const whole = groups.reduce((all, { ideal }) => all + ideal, 0);
	const heaviest = groups.reduce((all, { ideal }) => Math.max(all, ideal), 0);
	return { groups, concepts: asked, norms, measure, ideal: whole + measure.together * heaviest };
}

/** The word itself, then those spelt like it, most alike first. */
function likeTerms(
	{ term: word, exact }: AskedWord,
	vocabularies: readonly Vocabulary[],
	sum: (count: (one: Vocabulary) => number) => number,
	most: number
) {
	const isKnown = vocabularies.some((one) => one.frequency(word) > 0);
	const own = isKnown ? [{ term: word, likeness: 1, isSame: true }] : [];
	if (exact || !mayResemble(word)) return own;
	const weight = sum((one) => one.weight);
	const weighed = gramsOf(word).map((gram) => ({ gram, weight: Math.log(1 + weight / (1 + sum((one) => one.share(gram)))) }));
	const whole = weighed.reduce((all, one) => all + one.weight, 0);
	const found = new Map<string, number>();
	for (const vocabulary of vocabularies)
		for (const { term, weight } of vocabulary.sharing(weighed, whole * leastLikeness, 2 * most)) {
			if (term === word || found.has(term)) continue;
			const likeness = Math.min(mostLikeness, weight / whole);
			found.set(term, isKnown ? likeness : Math.max(likeness, misspelt(word, term)));
		}
	const alike = [...found].map(([term, likeness]) => ({ term, likeness, isSame: isForm(word, term) || (!isKnown && isSlip(word, term)) }));
	alike.sort((a, b) => b.likeness - a.likeness || (a.term < b.term ? -1 : 1));
	return [...own, ...alike.slice(0, most)];
}

/** Endings that stemming leaves: what they are put to is the same word. */
function isForm(word: string, other: string) {
	const [short, long] = word.length < other.length ? [word, other] : [other, word];
	return short.length >= leastStem && long.startsWith(short) && long.length - short.length <= mostEnding;
}

/** Hardly anybody gets the first letter wrong, and many words differ by it alone. */
const isSlip = (word: string, known: string) => word[0] === known[0] && misspelt(word, known) > 0;

/** How far a word that no document holds may be a slip of the pen for one that some hold. */
function misspelt(word: string, known: string) {
	if (word.length < 4) return 0;
	const most = word.length < 8 ? 1 : 2;
	const slips = misspellings(word, known, most);
	return slips > most ? 0 : mostLikeness - 0.1 * slips;
}

/** Which groups and concepts a term of some part answers to; keyed as that part keys its terms. */
export interface Answers {
	groups: ({ nth: number } & Alike)[];
	concept: AskedConcept | null;
}

export interface Scored {
	score: number;
	words: number;
	terms: Met[];
}

/** An asked word and what a document has for it. */
export interface Met {
	typed: string;
	matched: string;
	points: number;
	/** The same word, and one that says something: what only resembles it, or only asks, is not shown to people. */
	isTelling: boolean;
	/** A piece of a compound was asked, not a word by itself. */
	isPiece: boolean;
}

/** Scores one document in full, with what each asked word got for which of its terms. Same sum as the postings give, and nearness on top. */
export function score<Key>(
	terms: Iterable<readonly [key: Key, eighths: number, ...places: number[]]>,
	length: number,
	answers: ReadonlyMap<Key, Answers>,
	{ groups, norms, measure }: Plan
): Scored {
	const best: ({ points: number; term: string; isSame: boolean } | undefined)[] = [];
	const standing: (number[] | undefined)[] = [];
	let conceptPoints = 0;
	for (const [key, eighths, ...places] of terms) {
		const answer = answers.get(key);
		if (!answer) continue;
		if (answer.concept) conceptPoints += answer.concept.worth * conceptWeight(eighths);
		for (const { nth, term, likeness, isSame, worth } of answer.groups) {
			const points = worth * saturated(eighths, norms[length] ?? 1);
			if (points > (best[nth]?.points ?? 0)) best[nth] = { points, term, isSame };
			if (likeness === 1) standing[nth] = places;
		}
	}
	const together = 1 + measure.together * metTogether(groups, best);
	const found = groups.flatMap(({ word, follows }, nth): Scored['terms'] => {
		const one = best[nth];
		if (!one) return [];
		const near = follows.reduce((all, { nth: first, rarity }) => all + rarity * closeness(standing[first], standing[nth]), 0);
		return [
			{
				typed: word.word,
				matched: one.term,
				points: together * (one.points + measure.near * near),
				isTelling: one.isSame && !word.asking,
				isPiece: Boolean(word.of)
			}
		];
	});
	const words = found.reduce((all, { points }) => all + points, 0);
	return { score: words + conceptPoints, words, terms: found.sort((a, b) => b.points - a.points) };
}

/** How much of a question is met, beside how many words it has: of few words each one is missed more. */
function metTogether(groups: readonly Group[], best: readonly ({ points: number } | undefined)[]) {
	let asked = 0;
	let met = 0;
	let most = 0;
	for (const [nth, { ideal }] of groups.entries()) {
		const points = best[nth]?.points ?? 0;
		asked += ideal;
		met += Math.min(ideal, points);
		if (points) most = Math.max(most, ideal);
	}
	return asked ? (met / asked) * (most / asked) : 0;
}

/** How close two words stand, over all places where they do; 0 to 1. */
function closeness(first: readonly number[] = [], second: readonly number[] = []) {
	let sum = 0;
	for (const one of first)
		for (const other of second) {
			const gap = Math.abs(other - one);
			if (gap > 0 && gap <= farthest) sum += 1 / gap;
		}
	return sum / (sum + 1);
}
