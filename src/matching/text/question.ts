import { analyse, noParts } from './analysis.ts';
import type { Parts } from './compounds.ts';
import { tagTerm } from './documents.ts';
import { detectLanguage, type Language } from './language.ts';

/** What is asked: words, tags that must be met as they are, and what they weigh beside each other. */
export type Question = { text: string; language?: Language; tags?: readonly { tag: string; weight: number }[] };

/** One asked word. `exact` words stand for nothing but themselves; a piece says `of` which compound it is. */
export type AskedWord = { term: string; word: string; share: number; exact: boolean; of?: string };
export type AskedPair = { first: string; second: string; words: string };

const shareOfPiece = 0.3;
const shareOfGlued = 0.2;
const mostWords = 40;

/** Reads a question: each word once, what is said twice weighs a little more, pieces of compounds weigh less than words. */
export function readQuestion(question: Question, parts: Parts = noParts) {
	const language = question.language ?? detectLanguage(question.text);
	const asked = new Map<string, AskedWord>();
	const pairs = new Map<string, AskedPair>();
	let before: { term: string; word: string } | undefined;
	let compound = '';
	for (const { term, whole, glued, start, end } of analyse(question.text, language, parts)) {
		const word = question.text.slice(start, end);
		if (whole) compound = term;
		const known = asked.get(term);
		const share = whole ? 1 : glued ? shareOfGlued : shareOfPiece;
		if (known) {
			known.share += share;
			known.exact &&= glued;
			if (whole) known.of = undefined;
		} else asked.set(term, { term, word, share, exact: glued || /\d/.test(term), of: whole || glued ? undefined : compound });
		if (!whole) continue;
		if (before && before.term !== term)
			pairs.set(`${before.term} ${term}`, { first: before.term, second: term, words: `${before.word} ${word}` });
		before = { term, word };
	}
	const words = [...asked.values()];
	for (const word of words) if (word.share > 1) word.share = (1.5 * word.share) / (word.share + 0.5);
	for (const { tag, weight } of question.tags ?? []) words.push({ term: tagTerm(tag), word: tag, share: weight, exact: true });
	return { words: words.slice(0, mostWords), pairs: [...pairs.values()].slice(0, mostWords) };
}
