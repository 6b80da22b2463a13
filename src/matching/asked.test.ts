import { expect, test } from 'vitest';
import { visitor } from '#platform/actor.ts';
import { inHub } from '#platform/db.server.ts';
import { ask } from './matches.ts';
import asked from './testing/asked.json' with { type: 'json' };

const discounted = (grades: readonly number[]) => grades.slice(0, 10).reduce((sum, grade, at) => sum + grade / Math.log2(at + 2), 0);

/** nDCG@10 of the answers on the page, means of all questions in one language. */
async function quality(locale: 'fr' | 'de' | 'en') {
	const questions = asked.filter((one) => one.locale === locale);
	let sum = 0;
	for (const { text, helpedBy, partlyBy } of questions) {
		const { answers } = await inHub('mulhouse', () => ask(visitor('mulhouse', locale), { text, limit: 10 }));
		const grade = (title: string) => (helpedBy.includes(title) ? 2 : partlyBy.includes(title) ? 1 : 0);
		sum += discounted(answers.map(({ title }) => grade(title))) / discounted([...helpedBy.map(() => 2), ...partlyBy.map(() => 1)]);
	}
	return sum / questions.length;
}

// Questions in the words of the workshop, and the offers that help, judged by somebody who had seen neither the vocabulary nor the ranking.
test.each([
	['fr', 0.46],
	['de', 0.42],
	['en', 0.46]
] as const)('everyday questions in %s find the offers that help', async (locale, least) => {
	expect(await quality(locale)).toBeGreaterThan(least);
});
