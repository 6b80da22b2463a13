import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { concepts } from '#ecosystem/vocabulary/concepts.ts';
import { home } from '#platform/home.ts';
import { analyse as analyseBy, type Token } from '../text/analysis.ts';
import { learnParts, type Parts } from '../text/compounds.ts';
import type { Language } from '../text/language.ts';
import { words } from '../text/words.ts';

let known: Parts | undefined;

/** What German compounds are made of, learnt from a list of words and the vocabulary: every process takes the same words apart alike. */
export function parts(): Parts {
	if (known) return known;
	const simple = readFileSync(join(home, 'src/matching/text/german-words.txt'), 'utf8').trim().split('\n');
	const counts = new Map(simple.map((word) => [word, 1]));
	for (const { label, synonyms } of concepts)
		for (const form of [label.de, ...synonyms.de])
			for (const { folded, glued } of words(form)) if (!glued) counts.set(folded, (counts.get(folded) ?? 0) + 1);
	return (known = learnParts(counts));
}

/** The words of a text as the index reads them. */
export const analyse = (text: string, language: Language): Token[] => analyseBy(text, language, parts());
