import { isLocale, locales, say, type Locale } from '#platform/i18n.ts';
import { fieldsOf, ownDescription, type Kind } from './fields.ts';
import { plain } from './values.ts';

/** Headers that our own lists write and no import reads. */
const leftOut = ['import_column_verdict', 'import_column_reasons', 'need_column_area', 'need_column_opened_at', 'offer_column_area'];
const descriptions = ['présentation', 'description', 'beschreibung', 'vorstellung', 'profil', 'about'];

const inEach = (key: string) => locales.map((locale) => plain(say(key, {}, locale)));

function headersOf(kind: Kind, locale: Locale): Map<string, string> {
	const known = new Map<string, string>();
	const add = (header: string, key: string) => known.set(header, known.get(header) ?? key);
	for (const { label, key } of fieldsOf[kind]) for (const header of inEach(label)) add(header, key);
	for (const { key } of fieldsOf[kind]) add(plain(key), key);
	const own = ownDescription(kind, locale);
	if (own) {
		for (const each of locales) add(plain(say('organisation_field_description', {}, each)), own);
		for (const header of descriptions) add(plain(header), own);
	}
	for (const { key, also = [] } of fieldsOf[kind]) for (const header of also) add(plain(header), key);
	for (const header of leftOut.flatMap(inEach)) if (!known.has(header)) known.set(header, '');
	return known;
}

/** The field that each column is likely to be, by its header in whichever of our languages; '' where there is none, or it is taken. */
export function recognised(kind: Kind, headers: readonly string[], locale: Locale): string[] {
	const known = headersOf(kind, isLocale(locale) ? locale : 'fr');
	const taken = new Set<string>();
	return headers.map((header) => {
		const key = known.get(plain(header.replace(/\*/g, ''))) ?? '';
		if (!key || taken.has(key)) return '';
		taken.add(key);
		return key;
	});
}
