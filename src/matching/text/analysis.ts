import { splitCompound, type Parts } from './compounds.ts';
import { type Language, stopWords } from './language.ts';
import { stem } from './stems.ts';
import { words, type Word } from './words.ts';

/** A word as the index knows it. What is not `whole` counts half: a piece of a compound, or what a hyphen parts, glued together. */
export type Token = { term: string; whole: boolean; glued: boolean; place: number; start: number; end: number };

export const noParts: Parts = new Map();
const lettersAndDigits = /^(?:([a-z]{1,6})(\d+(?:\.\d+)*)|(\d+(?:\.\d+)*)([a-z]{1,6}))$/;

/** The words of a text that carry matter, stemmed, with the pieces of compounds beside them. */
export function analyse(text: string, language: Language, parts: Parts = noParts): Token[] {
	const tokens: Token[] = [];
	for (const word of words(text)) {
		if (!carriesMatter(word, language)) continue;
		const { place, start, end, glued = false } = word;
		tokens.push({ term: stem(word.folded, language), whole: !glued, glued, place, start, end });
		if (glued) continue;
		for (const piece of pieces(word.folded, language, parts)) tokens.push({ term: piece, whole: false, glued, place, start, end });
	}
	return tokens;
}

export const carriesMatter = ({ folded }: Word, language: Language) =>
	!stopWords[language].has(folded) && (folded.length > 1 || /\d/.test(folded));

function pieces(word: string, language: Language, parts: Parts) {
	const measure = lettersAndDigits.exec(word);
	if (measure) return measure.slice(1).filter((piece) => piece && piece.length > 1);
	return language === 'de' ? splitCompound(word, parts).map((part) => stem(part, language)) : [];
}
