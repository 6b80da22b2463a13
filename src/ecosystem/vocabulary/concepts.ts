import processes from './processes.json' with { type: 'json' };
import sectors from './sectors.json' with { type: 'json' };
import technologies from './technologies.json' with { type: 'json' };
import { recogniser } from './recognise.ts';
import { languages, type Language } from './words.ts';

export type Kind = 'technology' | 'process' | 'sector';

export type Concept = {
	id: string;
	kind: Kind;
	label: Record<Language, string>;
	synonyms: Record<Language, string[]>;
	/** Words that mean the concept when they stand near each other: one of each group. */
	clues: Record<Language, string[][][]>;
	broader: string[];
	related: string[];
	esco: string[];
	naf: string[];
};

/** How the files are written: label first, then what people call it; clues as `a/b + c/d`. */
type Written = {
	id: string;
	broader?: string[];
	related?: string[];
	esco?: string[];
	naf?: string[];
	clues?: Partial<Record<Language, string>>;
} & Record<Language, string>;

const inEach = <T>(make: (language: Language) => T) =>
	Object.fromEntries(languages.map((language) => [language, make(language)])) as Record<Language, T>;

const read =
	(kind: Kind) =>
	(written: Written): Concept => {
		const forms = inEach((language) => written[language].split(' | '));
		return {
			id: written.id,
			kind,
			label: inEach((language) => forms[language][0]),
			synonyms: inEach((language) => forms[language].slice(1)),
			clues: inEach((language) => clues(written.clues?.[language])),
			broader: written.broader ?? [],
			related: written.related ?? [],
			esco: written.esco ?? [],
			naf: written.naf ?? []
		};
	};

const clues = (written = '') =>
	written
		.split(' | ')
		.filter(Boolean)
		.map((clue) => clue.split(' + ').map((group) => group.split('/')));

export const concepts: Concept[] = [
	...(technologies as Written[]).map(read('technology')),
	...(processes as Written[]).map(read('process')),
	...(sectors as Written[]).map(read('sector'))
];

const byId = new Map(concepts.map((concept) => [concept.id, concept]));

export const concept = (id: string): Concept | undefined => byId.get(id);

export const label = (id: string, language: Language): string => byId.get(id)?.label[language].replaceAll("'", '’') ?? id;

export const recogniseConcepts = recogniser(concepts);

const narrower = Map.groupBy(
	concepts.flatMap(({ id, broader }) => broader.map((wider) => ({ id, wider }))),
	({ wider }) => wider
);

const relatedTo = Map.groupBy(
	concepts.flatMap(({ id, related }) =>
		related.flatMap((other) => [
			{ from: id, to: other },
			{ from: other, to: id }
		])
	),
	({ from }) => from
);

const closeness = { broader: 0.5, narrower: 0.6, related: 0.3, twoSteps: 0.25 };

const wider = (id: string) => byId.get(id)?.broader ?? [];
const tighter = (id: string) => (narrower.get(id) ?? []).map((entry) => entry.id);

/** What else answers a need that speaks of this concept, and how well. */
export function expandConcept(id: string): { id: string; weight: number }[] {
	if (!byId.has(id)) return [];
	const near = new Map([[id, 1]]);
	const add = (ids: string[], weight: number) => ids.forEach((other) => near.set(other, Math.max(weight, near.get(other) ?? 0)));
	add(wider(id), closeness.broader);
	add(tighter(id), closeness.narrower);
	add(wider(id).flatMap(wider), closeness.twoSteps);
	add(tighter(id).flatMap(tighter), closeness.twoSteps);
	add(
		(relatedTo.get(id) ?? []).map(({ to }) => to),
		closeness.related
	);
	return [...near].map(([other, weight]) => ({ id: other, weight })).sort((one, other) => other.weight - one.weight);
}
