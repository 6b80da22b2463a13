import snowball from 'snowball-stemmers';
import { fold, type Language } from './language.ts';

const names: Record<Language, string> = { fr: 'french', de: 'german', en: 'english' };
const stemmers = Object.fromEntries(Object.entries(names).map(([language, name]) => [language, snowball.newStemmer(name)]));
const known = { fr: new Map<string, string>(), de: new Map<string, string>(), en: new Map<string, string>() };

const longest = 40;

/** What is left of a folded word when its ending goes; both genders of a job end alike. */
export function stem(word: string, language: Language) {
	const memory = known[language];
	let found = memory.get(word);
	if (found === undefined) {
		if (memory.size > 200_000) memory.clear();
		found =
			/\d/.test(word) || word.length < 3 || word.length > longest
				? word.slice(0, longest)
				: fold(stemmers[language].stem(oneGender[language](word)));
		memory.set(word, found);
	}
	return found;
}

const oneGender: Record<Language, (word: string) => string> = {
	fr: (word) =>
		word.length < 6
			? word
			: word
					.replace(/euse(s?)$/, 'eur$1')
					.replace(/trice(s?)$/, 'teur$1')
					.replace(/iere(s?)$/, 'ier$1')
					.replace(/(?<=[eio])nne(s?)$/, 'n$1'),
	de: (word) =>
		word
			.replace(/(?<=.{4}(?:er|eur|or|ist|ent|ant|loge|log|at|ling|ar|it|wirt|arzt|al|ian|iker))in(?:nen)?$/, '')
			.replace(/(?<=.{3})fraue?n?$/, 'mann')
			.replace(/(?<=.{3})(?:leute|manner)n?$/, 'mann'),
	en: (word) => word
};
