import { openCorpus, type Known, type Place } from './corpus.ts';
import type { FreshDocument } from './fresh.ts';
import { plan, score, type Answers, type Plan, type Question, type Scored, conceptOf, conceptWeight, type Term } from './ranking.ts';

export interface Hit extends Place, Scored {
	record: string;
	/** What a document of usual length that has every word of the question once would get for its words. */
	ideal: number;
	/** What the document is about, 0 to 1. */
	concepts: { id: string; weight: number }[];
}

export interface Wanted {
	/** How many hits at most, in all corpora together. */
	k: number;
	/** Bits that a document must have set, as `flag` names them. */
	mask: number;
}

/** The documents of these corpora that answer best, best first; all of them weighed by one measure. */
export async function searchCorpora(places: readonly Place[], question: Question, { k, mask }: Wanted): Promise<Hit[]> {
	const opened = await Promise.all(places.map(async (place) => ({ place, known: await openCorpus(place) })));
	const parts = opened.flatMap(({ place, known }) => (known ? [{ place, known }] : []));
	const planned = plan(
		question,
		parts.map(({ known }) => known.fresh)
	);
	const hits = parts.flatMap(({ place, known }) => searchFresh(place, known, planned, mask));
	return hits.sort(better).slice(0, k);
}

const better = (a: Hit, b: Hit) => b.score - a.score || (a.record < b.record ? -1 : 1);

function searchFresh(place: Place, { fresh }: Known, planned: Plan, mask: number): Hit[] {
	const answers = new Map<string, Answers>();
	const to = (term: string) => {
		const answer = answers.get(term) ?? { groups: [], concept: null };
		answers.set(term, answer);
		return answer;
	};
	for (const [nth, { terms }] of planned.groups.entries()) for (const { term, worth } of terms) to(term).groups.push({ nth, term, worth });
	for (const concept of planned.concepts) to(concept.term).concept = concept;

	const found = new Set<FreshDocument>();
	for (const term of answers.keys()) for (const document of fresh.holding(term)) if ((document.flags & mask) === mask) found.add(document);
	return [...found].map((document) => ({
		...place,
		record: document.record,
		...score(document.terms, document.length, answers, planned),
		ideal: planned.ideal,
		concepts: conceptsOf(document.terms)
	}));
}

const conceptsOf = (terms: readonly Term[]) =>
	terms.flatMap(([term, eighths]) => {
		const id = conceptOf(term);
		return id ? [{ id, weight: conceptWeight(eighths) }] : [];
	});
