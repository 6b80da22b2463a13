import { recogniseConcepts } from './concepts.ts';
import { isLittle, languages, wordsOf, type Language } from './words.ts';

/**
 * The language of these words, whatever that of the page: the little words tell; a few words without any speak the language in which they
 * mean most. `otherwise` when nothing tells.
 */
export function spokenIn(text: string, otherwise: Language): Language {
	const little = wordsOf(text).map(({ folded }) => languages.filter((language) => isLittle(folded, language)));
	const heard = leading((language) => little.reduce((sum, of) => sum + (of.includes(language) ? 1 / of.length : 0), 0), otherwise);
	return (
		heard ?? leading((language) => recogniseConcepts(text, language).reduce((sum, { weight }) => sum + weight, 0), otherwise) ?? otherwise
	);
}

/** The language with most points; `preferred` when it is among the first, none when nobody has a point. */
function leading(points: (language: Language) => number, preferred: Language): Language | null {
	const scores = languages.map((language) => ({ language, score: points(language) }));
	const most = Math.max(...scores.map(({ score }) => score));
	if (most === 0) return null;
	const first = scores.filter(({ score }) => score === most).map(({ language }) => language);
	return first.includes(preferred) ? preferred : first[0];
}
