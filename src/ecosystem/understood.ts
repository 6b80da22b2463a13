import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import type { Locale } from '#platform/i18n.ts';
import { locale, text } from '#platform/shapes.ts';
import { concept, label, recogniseConcepts, type Kind } from './vocabulary/concepts.ts';
import { spokenIn } from './vocabulary/spoken.ts';

/** Ids of the vocabulary. */
export const conceptIds = (max: number) =>
	z
		.array(z.string().refine((id) => concept(id) !== undefined, 'not_a_choice'))
		.max(max)
		.transform((ids) => [...new Set(ids)]);

export const Understood = z.object({
	id: z.string(),
	kind: z.enum(['technology', 'process', 'sector']),
	label: z.string(),
	/** The words that it was understood from. */
	words: z.array(z.string())
});
export type Understood = z.output<typeof Understood>;

const sure = 0.4;

/** Technologies, processes and sectors that these words speak of, the surest first; in their own language, not in that of the page. */
export const understood = (text: string, locale: Locale, said: Locale = locale): Understood[] =>
	recogniseConcepts(text.slice(0, 10_000), spokenIn(text.slice(0, 4000), locale))
		.filter(({ weight }) => weight >= sure)
		.slice(0, 12)
		.map(({ id, matches }) => ({
			id,
			kind: concept(id)?.kind as Kind,
			label: label(id, said),
			words: [...new Set(matches.map(({ text }) => text))]
		}));

export interface Concepts {
	technologies: string[];
	sectors: string[];
	refusedConcepts: string[];
}

/** What somebody chose, and what KM0 understands from the words unless somebody took it away. */
export function withUnderstood(chosen: Concepts, text: string, locale: Locale): Concepts {
	const kept = understood(text, locale).filter(({ id }) => !chosen.refusedConcepts.includes(id));
	const all = [...chosen.technologies, ...chosen.sectors, ...kept.map(({ id }) => id)];
	const of = (sector: boolean) => [...new Set(all)].filter((id) => (concept(id)?.kind === 'sector') === sector);
	return {
		technologies: of(false).slice(0, 30),
		sectors: of(true).slice(0, 30),
		refusedConcepts: chosen.refusedConcepts.filter((id) => !chosen.technologies.includes(id) && !chosen.sectors.includes(id))
	};
}

/** Concepts in the reader's words. */
export const named = (ids: readonly string[], locale: Locale) => ids.map((id) => ({ id, label: label(id, locale) }));

export const UnderstandWords = z.object({ text: text(8000), locale: locale.optional() });

/** For whoever writes: what KM0 understands so far, in the reader's language. */
export const understandWords = (actor: Actor, { text: words, locale }: z.output<typeof UnderstandWords>) =>
	understood(words, locale ?? actor.locale, actor.locale);
