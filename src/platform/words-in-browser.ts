/** What the browser needs of the runtime that the compiler of the messages writes: the page is in one language until it is loaded anew. */
export const locales = ['fr', 'de', 'en'] as const;
export const getLocale = () => locales.find((locale) => locale === document.documentElement.lang) ?? 'fr';

type Sentence = string | ((gaps: unknown) => string);

/** What the browser keeps of a message: its sentences in the order of the languages. */
export const pick =
	(...said: Sentence[]) =>
	(gaps?: unknown) => {
		const sentence = said[locales.indexOf(getLocale())] ?? '';
		return typeof sentence === 'string' ? sentence : sentence(gaps);
	};
