import { analyse, noParts } from './analysis.ts';
import type { Parts } from './compounds.ts';
import { fold, type Language } from './language.ts';
import { stem } from './stems.ts';

/** One asked word. `exact` words stand for nothing but themselves; a piece says `of` which compound it is; `asking` ones only ask. */
export type AskedWord = { term: string; word: string; share: number; exact: boolean; asking?: true; of?: string };
export type AskedPair = { first: string; second: string };

const stems = (language: Language, words: string) =>
	new Set(
		words
			.trim()
			.split(/\s+/)
			.map((word) => stem(fold(word), language))
	);

/** Words by which people ask, complain or greet: rare in what is offered, and yet they tell nothing of it. */
const asking: Record<Language, Set<string>> = {
	fr: stems(
		'fr',
		`bonjour salut merci svp cherche recherche besoin aide aider trouver connaître connaissez savoir sait dire demande demander penser voudrais voudrions
		personne gens monde problème souci truc chose temps fois jour vraiment mal environ rien marre fou perdre perd essayer passer mettre arrive arriver vient tient gros petit boîte`
	),
	de: stems(
		'de',
		`hallo guten tag danke bitte hilfe helfen kennt weiß wissen finden frage fragen problem leute zeit mal einmal etwa ungefähr immer wieder geht gehen kommt kommen tun
		würde gerne eigentlich endlich irgendwie klein groß betrieb firma`
	),
	en: stems(
		'en',
		`hello hi thanks please help need want looking look find know somebody someone anybody people guys problem trouble time day thing things get keep way lot tell ask
		really always maybe roughly small big company`
	)
};

const shareOfPiece = 0.3;
const shareOfGlued = 0.2;
const shareOfAsking = 0.2;
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
	for (const word of words) {
		if (word.share > 1) word.share = (1.5 * word.share) / (word.share + 0.5);
		if (!asking[language].has(word.term)) continue;
		word.asking = true;
		word.share *= shareOfAsking;
	}
	return { words: words.slice(0, mostWords), pairs: [...pairs.values()].slice(0, mostWords) };
}
