import { locales, say, type Locale } from '#platform/i18n.ts';
import { folded } from '#platform/text/folded.ts';
import { nameKey } from '#platform/text/similar.ts';
import { label } from './vocabulary/concepts.ts';

const wordsOf = (text: string) =>
	folded(text)
		.split(/[^\p{L}\p{N}]+/u)
		.filter(Boolean);

/** `Müller` is also typed `Muller`, though its telegram spelling is `Mueller`. */
const withoutDots = (text: string) => text.normalize('NFC').replace(/[äöüÄÖÜ]/g, (letter) => letter.normalize('NFD')[0]!);

/** A text as it is searched: each word after a blank, without accents, umlauts in both spellings. */
export function searchable(...texts: string[]) {
	const words = texts.flatMap(wordsOf);
	const more = texts.flatMap((text) => wordsOf(withoutDots(text))).filter((word) => !words.includes(word));
	return [...words, ...more].map((word) => ` ${word}`).join('');
}

const small = new Set(
	'au aux avec ce dans de des du en et la le les leur ma mon notre nos ou par pour que qui sa ses son sur un une und oder der die das den dem ein eine für fuer im in mit von zu zum zur the a an and or of for to with on by'.split(
		' '
	)
);

/** The words of a search that tell something, at most eight. */
export function searchWords(q: string) {
	const words = [...new Set(wordsOf(q))].map((word) => word.slice(0, 30));
	const telling = words.filter((word) => word.length > 1 && !small.has(word));
	return (telling.length ? telling : words).slice(0, 8);
}

interface Public {
	kind: string;
	name: string;
	legalName: string;
	communeName: string;
	description: Partial<Record<Locale, string>>;
	technologies: readonly string[];
	sectors: readonly string[];
}

/** The columns that the directory searches: nothing in them is kept from visitors, or a search would tell it. */
export const foundBy = ({ kind, name, legalName, communeName, description, technologies, sectors }: Public) => ({
	nameKey: nameKey(name) || folded(name),
	foundByName: searchable(name, legalName, communeName),
	foundByWords: searchable(
		...locales.flatMap((locale) => [
			say(`organisation_kind_${kind}`, {}, locale),
			description[locale] ?? '',
			...[...technologies, ...sectors].map((id) => label(id, locale))
		])
	)
});
