import { analyse } from './analysis.ts';
import type { Parts } from './compounds.ts';
import { gramsOf, mayResemble, misspellings } from './grams.ts';
import { detectLanguage, type Language } from './language.ts';
import { readQuestion, type Question } from './question.ts';

/** A stretch of a text, in characters, and the asked word it answers. */
export type Mark = { start: number; end: number; query: string };

const alikeEnough = 0.6;

/** Where a text holds the words of a question, or words spelt nearly like them: in order, never overlapping. */
export function highlight(text: string, question: Question, language: Language = detectLanguage(text), parts?: Parts): Mark[] {
	const asked = readQuestion(question, parts).words;
	const answers = new Map<string, string | undefined>();
	const marks: Mark[] = [];
	for (const { term, start, end } of analyse(text, language, parts)) {
		if (!answers.has(term))
			answers.set(
				term,
				asked.find((word) => word.term === term)?.word ?? asked.find((word) => !word.exact && alike(word.term, term))?.word
			);
		const query = answers.get(term);
		if (query !== undefined) marks.push({ start, end, query });
	}
	marks.sort((one, other) => one.start - other.start || other.end - one.end);
	let end = 0;
	return marks.filter((mark) => {
		if (mark.start < end) return false;
		end = mark.end;
		return true;
	});
}

function alike(asked: string, term: string) {
	if (!mayResemble(asked) || !mayResemble(term)) return false;
	const grams = gramsOf(asked);
	const held = new Set(gramsOf(term));
	if (grams.filter((gram) => held.has(gram)).length >= alikeEnough * grams.length) return true;
	return asked.length > 4 && misspellings(asked, term, 1) <= 1;
}
