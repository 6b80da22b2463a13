import { concept, concepts, expandConcept, recogniseConcepts } from '#ecosystem/vocabulary/concepts.ts';
import type { Locale } from '#platform/i18n.ts';
import { analyseQuestion, type Question } from './index/ranking.ts';

export interface Spoken {
	id: string;
	weight: number;
}

/** What a text speaks of: chosen concepts count fully, recognised ones as sure as the words are; what a person took away stays away. */
export function conceptsOf(text: string, locale: Locale, chosen: readonly string[] = [], refused: readonly string[] = []): Spoken[] {
	const weights = new Map(recogniseConcepts(text, locale).map(({ id, weight }) => [id, weight]));
	for (const id of chosen) weights.set(id, 1);
	for (const id of refused) weights.delete(id);
	return [...weights].map(([id, weight]) => ({ id, weight }));
}

const worthOfNear = 0.8;

/** What the index is asked: the words of a text and what it speaks of, with what lies near that for less. */
export function questionIn(text: string, locale: Locale, spoken: readonly Spoken[]): Question {
	const weights = new Map(spoken.map(({ id, weight }) => [id, weight]));
	for (const { id, weight } of spoken)
		for (const near of expandConcept(id)) weights.set(near.id, Math.max(weights.get(near.id) ?? 0, worthOfNear * near.weight * weight));
	return { words: analyseQuestion(text, locale), concepts: [...weights].map(([id, weight]) => ({ id, weight })) };
}

const narrowerOf = new Map<string, number>();
for (const { broader } of concepts) for (const id of broader) narrowerOf.set(id, (narrowerOf.get(id) ?? 0) + 1);

const isSector = ({ id }: Spoken) => concept(id)?.kind === 'sector';
const isTechnology = ({ id }: Spoken) => concept(id)?.kind === 'technology';

const worth = { implied: 0.4, setting: 0.6, perNarrower: 0.05 };

/**
 * What is asked for, weighed by how much it says: a wide concept says less than a narrow one, one that another of the question implies says
 * little more, and the trade of a firm ("foundry") is the setting of the technology that it asks for ("machine vision").
 */
export function wanted(spoken: readonly Spoken[]): Spoken[] {
	const subjects = spoken.filter((one) => !isSector(one));
	const implied = new Set(subjects.flatMap(({ id }) => [...above(id)]));
	const hasTechnology = subjects.some((one) => isTechnology(one) && !implied.has(one.id));
	return subjects.map((one) => {
		let weight = one.weight / (1 + worth.perNarrower * (narrowerOf.get(one.id) ?? 0));
		if (implied.has(one.id)) weight *= worth.implied;
		else if (hasTechnology && !isTechnology(one)) weight *= worth.setting;
		return { id: one.id, weight };
	});
}

export const sectorsIn = (spoken: readonly Spoken[]) => spoken.filter(isSector).map(({ id }) => id);

function above(id: string, found = new Set<string>()): Set<string> {
	for (const wider of concept(id)?.broader ?? []) if (!found.has(wider)) above(wider, found.add(wider));
	return found;
}
