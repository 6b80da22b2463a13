import { refuse } from '#platform/refusal.ts';
import { folded } from '#platform/text/folded.ts';
import { commune as communeAt, findCommunes, type Commune } from './geography/communes.ts';

export interface Placed {
	commune: string | null;
	communeName: string;
	lat: number | null;
	lon: number | null;
}

/** `Mulhouse (68100)`: as the list of suggestions writes it, and as it may come back. */
export const written = ({ name, postcodes }: Commune) => (postcodes[0] ? `${name} (${postcodes[0]})` : name);

/** A commune as its field shows it again. */
export function communeWritten(code: string | null, name: string) {
	const known = code && communeAt(code);
	return known ? written(known) : name;
}

/**
 * The commune that somebody typed: its code, its name, or its name with a postcode. A name that is not in our list is kept as it stands,
 * without a place on the map, except in Alsace, where we know them all.
 */
export function communeMeant(typed: string, { country, postcode }: { country: string; postcode: string }): Placed {
	if (!typed) return { commune: null, communeName: '', lat: null, lon: null };
	const known = communeAt(typed);
	if (known) return placed(known);
	const [, name, code] = /^(.*?)\s*(?:\((\d{4,5})\))?$/.exec(typed) as RegExpExecArray;
	const wanted = code || postcode;
	const there = communesNamed(name, country);
	const narrowed = wanted ? there.filter(({ postcodes }) => postcodes.includes(wanted)) : [];
	const meant = narrowed.length ? narrowed : there;
	if (meant.length === 1) return placed(meant[0]);
	if (meant.length > 1) throw refuse('commune', 'commune_ambiguous', { names: meant.map(written).join(', ') });
	if (/^\d/.test(typed) || (country === 'FR' && /^6[78]/.test(wanted))) throw refuse('commune', 'commune_unknown');
	return { commune: null, communeName: name, lat: null, lon: null };
}

const communesNamed = (name: string, country: string) =>
	findCommunes(name, 50).filter(
		(found) => found.country === country && [found.name, ...found.otherNames].some((each) => plain(each) === plain(name))
	);

const plain = (name: string) =>
	folded(name)
		.replace(/[^a-z0-9]+/g, ' ')
		.replace(/\bst(e?)\b/g, 'saint$1')
		.trim();

const placed = ({ code, name, point }: Commune): Placed => ({
	commune: code,
	communeName: name,
	lat: point?.lat ?? null,
	lon: point?.lon ?? null
});

export interface Suggestion {
	code: string;
	name: string;
	written: string;
	country: string;
}

/** Communes to choose from as one types. */
export const suggestCommunes = (typed: string, limit = 10): Suggestion[] =>
	findCommunes(typed, limit).map((found) => ({ code: found.code, name: found.name, written: written(found), country: found.country }));
