import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerpt, joined } from './excerpt.ts';

const text = `${'rien '.repeat(100)}une caméra regarde chaque pièce et ${'rien '.repeat(100)}`;
const at = (word: string): [number, number] => [text.indexOf(word), text.indexOf(word) + word.length];

test('the excerpt is where the marks are, and each mark still lies on its word', () => {
	const { text: shown, marks } = excerpt(text, [at('caméra'), at('pièce')]);
	expect(marks.map(([from, to]) => shown.slice(from, to))).toEqual(['caméra', 'pièce']);
	expect(shown.length).toBeLessThan(260);
});

test('marks that overlap become one', () => {
	expect(
		joined([
			[5, 9],
			[0, 3],
			[8, 12],
			[3, 4]
		])
	).toEqual([
		[0, 4],
		[5, 12]
	]);
});

test('whatever the text and the marks, marks stay inside and in order', () => {
	fc.assert(
		fc.property(fc.string({ maxLength: 800 }), fc.array(fc.tuple(fc.nat(800), fc.nat(30)), { maxLength: 20 }), (words, raw) => {
			const marks = joined(raw.map(([from, size]) => [from, Math.min(words.length, from + size)] as const));
			const shown = excerpt(words, marks);
			for (const [index, [from, to]] of shown.marks.entries()) {
				expect(from).toBeGreaterThanOrEqual(shown.marks[index - 1]?.[1] ?? 0);
				expect(to).toBeLessThanOrEqual(shown.text.length);
			}
		})
	);
});
