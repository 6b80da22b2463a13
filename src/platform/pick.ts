import { getLocale, locales } from './paraglide/runtime.js';

type Sentence = string | ((gaps: unknown) => string);

/** What the browser keeps of a message: its sentences in the order of the languages. */
export const pick =
	(...said: Sentence[]) =>
	(gaps?: unknown) => {
		const sentence = said[locales.indexOf(getLocale())] ?? '';
		return typeof sentence === 'string' ? sentence : sentence(gaps);
	};
