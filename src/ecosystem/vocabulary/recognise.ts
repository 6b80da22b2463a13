import type { Concept } from './concepts.ts';
import { spelling } from './typos.ts';
import { base, isLittle, languages, stem, wordsOf, type Language, type Word } from './words.ts';

export type Recognised = { id: string; weight: number; matches: Stretch[] };

/** Words of the text that speak of a concept: by its name, or as a clue, which means something only beside the others. */
type Stretch = { start: number; end: number; text: string; isClue: boolean };

type Node = { next: Map<string, Node>; concepts: string[]; words: number };
type Clue = { concept: string; groups: string[][] };
type Index = { root: Node; clueWords: Set<string>; cluesOf: Map<string, Clue[]>; known: Set<string>; meantBy: (typed: string) => string[] };
type Found = { concepts: string[]; words: Word[]; weight: number; size: number };

const gap = 2;
const clueWindow = 12;
// Who writes more than this has read it over; and its rare words are more often right than wrong.
const hasty = 40;
const shortestPart = { beginning: 5, end: 6 };
const weightOf = { compound: 0.6, clue: 0.6, typo: 0.6, phrase: [0, 0.75, 0.9, 0.95] };

const node = (): Node => ({ next: new Map(), concepts: [], words: 0 });

/** MES is a system, mes is French for my: a form all in capitals is recognised in capitals only. */
const capitals = (text: string) => /^\p{Lu}{2,}$/u.test(text);
const keyOfOne = (word: Word, language: Language) => (capitals(word.text) ? `=${word.text}` : base(word.folded, language));
const keyInPhrase = (word: Word, language: Language) => `~${stem(word.folded, language)}`;

export function keysOfForm(form: string, language: Language): string[] {
	const words = wordsOf(form);
	if (words.length === 1) return [keyOfOne(words[0], language)];
	return words.filter((word) => capitals(word.text) || !isLittle(word.folded, language)).map((word) => keyInPhrase(word, language));
}

const keyInClue = (text: string, language: Language) => {
	const [word] = wordsOf(text);
	return capitals(word.text) ? `=${word.text}` : keyInPhrase(word, language);
};

/** code-barres is also written codebarres. */
const joined = (form: string) => (/^[\p{L}\p{N}]+-[\p{L}\p{N}]+$/u.test(form) ? [form, form.replace('-', '')] : [form]);

export function formsOf(concept: Concept, language: Language): string[] {
	const label = concept.label[language].replace(/\(.*?\)/g, '').split(' / ');
	return [...label, ...concept.synonyms[language]].flatMap(joined);
}

function indexOf(concepts: Concept[], language: Language): Index {
	const root = node();
	const clueWords = new Set<string>();
	const cluesOf = new Map<string, Clue[]>();
	const known = new Set<string>();

	for (const concept of concepts) {
		for (const form of formsOf(concept, language)) {
			const keys = keysOfForm(form, language);
			let at = root;
			for (const key of keys) {
				known.add(key);
				if (!at.next.has(key)) at.next.set(key, node());
				at = at.next.get(key)!;
			}
			at.words = keys.length;
			if (!at.concepts.includes(concept.id)) at.concepts.push(concept.id);
		}
		for (const groups of concept.clues[language]) {
			const keys = groups.map((group) => [...new Set(group.map((word) => keyInClue(word, language)))]);
			const clue = { concept: concept.id, groups: keys };
			for (const key of keys.flat()) clueWords.add(key);
			for (const key of keys[0]) cluesOf.set(key, [...(cluesOf.get(key) ?? []), clue]);
		}
	}
	return { root, clueWords, cluesOf, known, meantBy: spelling(known) };
}

type Keyed = Word & { keys: string[]; little: boolean; mended?: true };

/** A text typed in capitals throughout says nothing about which words are abbreviations. */
const shouted = (words: Word[]) => words.length > 3 && words.every(({ text }) => text === text.toUpperCase());

function longestPhrase(words: Keyed[], from: number, root: Node) {
	let best = null as { concepts: string[]; last: number; size: number } | null;
	const walk = (at: Node, index: number, skipped: number) => {
		const word = words[index];
		if (!word || word.sentence !== words[from].sentence) return;
		for (const key of word.keys) {
			const next = at.next.get(key);
			if (!next) continue;
			if (next.concepts.length && next.words > (best?.size ?? 0)) best = { concepts: next.concepts, last: index, size: next.words };
			else if (best && next.words === best.size) best.concepts = [...new Set([...best.concepts, ...next.concepts])];
			walk(next, index + 1, 0);
		}
		if (index > from && word.little && skipped < gap) walk(at, index + 1, skipped + 1);
	};
	walk(root, from, 0);
	return best;
}

const phrasesIn = (words: Keyed[], root: Node): Found[] =>
	words.flatMap((_, from) => {
		const phrase = longestPhrase(words, from, root);
		if (!phrase) return [];
		const { concepts, last, size } = phrase;
		const used = words.slice(from, last + 1);
		const mended = used.some((word) => word.mended);
		if (mended && size > 2) return [];
		return [{ concepts, size, words: used, weight: mended ? weightOf.typo : weightOf.phrase[Math.min(size, 3)] }];
	});

/** The known words that begin and end a German compound: Laser and schweißen in Laserschweißen. */
export function partsOf(folded: string, known: (part: string) => boolean): string[] {
	const parts: string[] = [];
	for (let end = folded.length - 3; end >= shortestPart.beginning; end -= 1) {
		if (known(folded.slice(0, end))) {
			parts.push(folded.slice(0, end));
			break;
		}
	}
	const ending = base(folded, 'de');
	for (let start = 3; start <= ending.length - shortestPart.end; start += 1) {
		if (known(ending.slice(start))) {
			parts.push(ending.slice(start));
			break;
		}
	}
	return parts;
}

const compoundsIn = (words: Keyed[], root: Node): Found[] =>
	words
		.filter(({ folded, keys }) => folded.length >= 9 && !keys.some((key) => root.next.get(key)?.concepts.length))
		.flatMap((word) =>
			partsOf(word.folded, (part) => Boolean(root.next.get(part)?.concepts.length)).map((part) => ({
				concepts: root.next.get(part)!.concepts,
				size: 0.5,
				words: [word],
				weight: weightOf.compound
			}))
		);

function cluesIn(words: Keyed[], index: Index, language: Language, stands: (word: Word, concept: string) => boolean): Found[] {
	const keysAt = words.map((word) => clueKeys(word, index, language));

	return words.flatMap(({ sentence }, anchor) => {
		const clues = keysAt[anchor].flatMap((key) => index.cluesOf.get(key) ?? []);
		if (clues.length === 0) return [];
		const near: number[] = [];
		for (let place = Math.max(0, anchor - clueWindow); place <= Math.min(words.length - 1, anchor + clueWindow); place += 1) {
			if (place !== anchor && keysAt[place].length && words[place].sentence === sentence) near.push(place);
		}

		return clues.flatMap(({ concept, groups }) => {
			const rest: number[] = [];
			for (const group of groups.slice(1)) {
				const choice = near.filter((place) => keysAt[place].some((key) => group.includes(key)));
				if (choice.length === 0) return [];
				rest.push(choice.find((place) => stands(words[place], concept)) ?? choice[0]);
			}
			const found = [anchor, ...rest].map((place) => words[place]);
			if (found.filter((word) => stands(word, concept)).length < 2) return [];
			return [{ concepts: [concept], size: 0, words: found, weight: weightOf.clue }];
		});
	});
}

function clueKeys(word: Keyed, { clueWords }: Index, language: Language) {
	const parts = language === 'de' && word.folded.length >= 9 ? partsOf(word.folded, (part) => clueWords.has(`~${part}`)) : [];
	return [...word.keys, ...parts.map((part) => `~${part}`)].filter((key) => clueWords.has(key));
}

const firstStart = ({ words }: Found) => words[0].start;
const sameSpan = (one: Found, other: Found) => firstStart(one) === firstStart(other) && one.words.at(-1)!.end === other.words.at(-1)!.end;

/** Longest phrases win; a word inside a longer phrase says nothing by itself, in any language. */
function longestFirst(found: Found[]) {
	const owners = new Map<number, Found>();
	return found
		.toSorted((one, other) => other.size - one.size)
		.filter((candidate) => {
			const free = candidate.words.every(({ start }) => !owners.has(start) || sameSpan(owners.get(start)!, candidate));
			if (free) for (const { start } of candidate.words) owners.set(start, candidate);
			return free;
		});
}

/** Inside a longer phrase about something else a word is no clue: the camera of an access control inspects no parts. */
function standsApart(phrases: Found[], akin: (one: string, other: string) => boolean) {
	const long = new Map(
		phrases.filter(({ size }) => size >= 2).flatMap(({ words, concepts }) => words.map(({ start }) => [start, concepts]))
	);
	return ({ start }: Word, clue: string) => (long.get(start) ?? [clue]).some((concept) => akin(concept, clue));
}

const matchesOf = (found: Found, text: string) =>
	found.size === 0
		? found.words.map(({ start, end }) => ({ start, end, text: text.slice(start, end), isClue: true }))
		: [found.words].map((words) => ({
				start: words[0].start,
				end: words.at(-1)!.end,
				text: text.slice(words[0].start, words.at(-1)!.end),
				isClue: false
			}));

/** English is always read too: factories in France and Germany mix it in. */
const languagesToRead = (language?: Language) => languages.filter((one) => !language || one === language || one === 'en');

export function recogniser(concepts: Concept[]) {
	const near = new Map(concepts.map(({ id, broader, related }) => [id, new Set([id, ...broader, ...related])]));
	const akin = (one: string, other: string) => near.get(one)!.has(other) || near.get(other)!.has(one);
	const indexes = new Map<Language, Index>();
	const index = (language: Language) => {
		if (!indexes.has(language)) indexes.set(language, indexOf(concepts, language));
		return indexes.get(language)!;
	};

	/** In a few words typed in haste, one that no language knows may be a slip. */
	const mend = (readings: { read: Language; keyed: Keyed[] }[]) => {
		const strange = readings[0].keyed.map((_, place) =>
			readings.every(({ read, keyed }) => keyed[place].keys.every((key) => !index(read).known.has(key) && !index(read).clueWords.has(key)))
		);
		return readings.map(({ read, keyed }) => ({
			read,
			keyed: keyed.map((word, place): Keyed => {
				const meant = strange[place] ? word.keys.flatMap(index(read).meantBy) : [];
				return meant.length ? { ...word, keys: [...word.keys, ...meant], mended: true } : word;
			})
		}));
	};

	return (text: string, language?: Language): Recognised[] => {
		const words = wordsOf(text);
		const spelled = !shouted(words);
		const read = languagesToRead(language).map((read) => ({ read, keyed: words.map((word) => keyed(word, read, spelled)) }));
		// In a language that we only guess, a name is soon taken for a slip.
		const readings = language && words.length <= hasty ? mend(read) : read;
		const phrases = longestFirst(
			readings.flatMap(({ read, keyed }) => [
				...phrasesIn(keyed, index(read).root),
				...(read === 'de' ? compoundsIn(keyed, index(read).root) : [])
			])
		);
		const stands = standsApart(phrases, akin);
		return weighed([...phrases, ...readings.flatMap(({ read, keyed }) => cluesIn(keyed, index(read), read, stands))], text);
	};
}

function keyed(word: Word, language: Language, spelled: boolean): Keyed {
	const { keys, little } = formOf(word.folded, language);
	return spelled && capitals(word.text) ? { ...word, keys: [...keys, `=${word.text}`], little: false } : { ...word, keys, little };
}

const forms = new Map<string, { keys: string[]; little: boolean }>();
const mostForms = 50_000;

/** Endings are looked up once per word: texts of one trade repeat themselves. */
function formOf(folded: string, language: Language) {
	const name = `${language} ${folded}`;
	const known = forms.get(name);
	if (known) return known;
	if (forms.size >= mostForms) forms.clear();
	// Cut from the name: a slice of the text would keep the whole text in memory.
	const word = name.slice(language.length + 1);
	const form = { keys: [base(word, language), `~${stem(word, language)}`], little: isLittle(word, language) };
	forms.set(name, form);
	return form;
}

function weighed(found: Found[], text: string): Recognised[] {
	const recognised = new Map<string, Recognised & { read: Set<number> }>();
	for (const one of found) {
		for (const id of one.concepts) {
			const entry = recognised.get(id) ?? { id, weight: 0, matches: [], read: new Set() };
			const fresh = one.size === 0 ? one.words.filter(({ start }) => !entry.read.has(start)) : one.words;
			if (fresh.length === 0 || (one.size > 0 && entry.read.has(firstStart(one)))) continue;
			for (const { start } of fresh) entry.read.add(start);
			entry.weight = 1 - (1 - entry.weight) * (1 - one.weight);
			entry.matches.push(...matchesOf({ ...one, words: fresh }, text));
			recognised.set(id, entry);
		}
	}
	return [...recognised.values()]
		.map(({ id, weight, matches }) => ({
			id,
			weight: Math.round(weight * 100) / 100,
			matches: matches.sort((one, other) => one.start - other.start)
		}))
		.sort((one, other) => other.weight - one.weight || one.matches[0].start - other.matches[0].start);
}
