import { analyse, noParts } from './analysis.ts';
import type { Parts } from './compounds.ts';
import { detectLanguage, type Language } from './language.ts';
import type { Occurrence } from './postings.ts';

/**
 * What is indexed: its number, a byte of flags that questions may filter by, and its fields.
 * A field is text, or a list of tags that are matched as they are.
 */
export type TextDocument = { number: number; flags?: number; language?: Language; fields: Record<string, string | readonly string[]> };

/** A document after its words were read: what a segment keeps of it. */
export type AnalysedDocument = { number: number; flags: number; lengths: number[]; terms: Map<string, Occurrence[]> };

/** A tag can never be taken for a word, for no word holds a colon. */
export const tagTerm = (tag: string) => `:${tag}`;

export function analyseDocument(document: TextDocument, fields: readonly string[], parts: Parts = noParts): AnalysedDocument {
	const text = Object.values(document.fields)
		.filter((value) => typeof value === 'string')
		.join(' ');
	const language = document.language ?? detectLanguage(text);
	const terms = new Map<string, Occurrence[]>();
	const lengths = fields.map(() => 0);
	fields.forEach((name, field) => {
		const value = document.fields[name] ?? '';
		if (typeof value === 'string') {
			for (const { term, whole, place } of analyse(value, language, parts)) {
				const occurrence = occurrenceIn(terms, term, field);
				occurrence.halves += whole ? 2 : 1;
				if (!whole) continue;
				occurrence.places.push(place);
				lengths[field]++;
			}
		} else {
			for (const tag of value) occurrenceIn(terms, tagTerm(tag), field).halves += 2;
			lengths[field] = value.length;
		}
	});
	return { number: document.number, flags: document.flags ?? 0, lengths, terms };
}

function occurrenceIn(terms: Map<string, Occurrence[]>, term: string, field: number) {
	let occurrences = terms.get(term);
	if (!occurrences) terms.set(term, (occurrences = []));
	let last = occurrences.at(-1);
	if (last?.field !== field) occurrences.push((last = { field, halves: 0, places: [] }));
	return last;
}
