import { analyse, noParts } from './analysis.ts';
import type { Parts } from './compounds.ts';
import type { Language } from './language.ts';

/** One asked word. `exact` words stand for nothing but themselves; a piece says `of` which compound it is. */
export type AskedWord = { term: string; word: string; share: number; exact: boolean; of?: string };
export type AskedPair = { first: string; second: string };

const shareOfPiece = 0.3;
const shareOfGlued = 0.2;
const mostWords = 40;

/** Reads a question: each word once, what is said twice weighs a little more, pieces of compounds weigh less than words. */
export function readQuestion(text: string, language: Language, parts: Parts = noParts) {
	const asked = new Map<string, AskedWord>();
	const pairs = new Map<string, AskedPair>();
	let before: string | undefined;
	let compound = '';
	for (const { term, whole, glued, start, end } of analyse(text, language, parts)) {
		const word = text.slice(start, end);
		if (whole) compound = term;
		const known = asked.get(term);
		const share = whole ? 1 : glued ? shareOfGlued : shareOfPiece;
		if (known) {
			known.share += share;
			known.exact &&= glued;
			if (whole) known.of = undefined;
		} else asked.set(term, { term, word, share, exact: glued || /\d/.test(term), of: whole || glued ? undefined : compound });
		if (!whole) continue;
		if (before && before !== term) pairs.set(`${before} ${term}`, { first: before, second: term });
		before = term;
	}
	const words = [...asked.values()];
	for (const word of words) if (word.share > 1) word.share = (1.5 * word.share) / (word.share + 0.5);
	return { words: words.slice(0, mostWords), pairs: [...pairs.values()].slice(0, mostWords) };
}
