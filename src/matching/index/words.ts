import { isLittle, stem, wordsOf, type Language } from '#ecosystem/vocabulary/words.ts';

/** The words of a text that carry matter. `whole` is false for the pieces of a compound. */
export const analyse = (text: string, language: Language) =>
	wordsOf(text)
		.map(({ folded, start, end }, place) => ({ folded, term: stem(folded, language), whole: true, place, start, end }))
		.filter(({ folded }) => folded.length > 1 && !isLittle(folded, language));
