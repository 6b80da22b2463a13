import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteReader, ByteWriter } from './bytes.ts';
import { PostingsReader, PostingsWriter } from './postings.ts';
import { classOfLength, lengthOfClass } from './segment.ts';

const occurrences = fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 3 }).chain((fields) =>
	fc.tuple(
		...fields
			.sort((a, b) => a - b)
			.map((field) =>
				fc.record({
					field: fc.constant(field),
					halves: fc.constantFrom(1, 2, 3, 6, 10, 64),
					places: fc.uniqueArray(fc.nat(5000), { maxLength: 12 }).map((places) => places.sort((a, b) => a - b))
				})
			)
	)
);
const lists = fc
	.uniqueArray(fc.tuple(fc.nat(100_000), occurrences), { selector: ([document]) => document, maxLength: 600 })
	.map((list) => list.sort(([one], [other]) => one - other));

test('postings are read as they were written, one by one or by leaps', () => {
	fc.assert(
		fc.property(lists, fc.nat(5), (list, every) => {
			const writer = new PostingsWriter();
			for (const [document, held] of list) writer.add(document, held);
			const bytes = writer.finish();
			const reader = new PostingsReader(bytes);
			const read: unknown[] = [];
			while (reader.next()) read.push([reader.document, reader.occurrences()]);
			expect(read).toEqual(list);

			const leaping = new PostingsReader(bytes);
			const wanted = list.filter((_, at) => at % (every + 1) === 0);
			for (const [document, held] of wanted) {
				expect(leaping.seek(document)).toBe(true);
				expect(leaping.occurrences()).toEqual(held);
			}
			const last = list.at(-1)?.[0] ?? 0;
			expect(leaping.seek(last + 1)).toBe(false);
		}),
		{ numRuns: 60 }
	);
});

test('numbers and texts are read as they were written', () => {
	fc.assert(
		fc.property(fc.array(fc.nat(0x7fffffff)), fc.string({ unit: 'grapheme' }), (numbers, text) => {
			const writer = new ByteWriter(1);
			for (const number of numbers) writer.number(number);
			writer.text(text);
			const reader = new ByteReader(writer.taken());
			expect(numbers.map(() => reader.number())).toEqual(numbers);
			expect(reader.text()).toBe(text);
		})
	);
});

test('the class of a length tells it to within four in a hundred', () => {
	fc.assert(fc.property(fc.nat(100_000), (length) => Math.abs(lengthOfClass(classOfLength(length)) - length) <= length * 0.04));
});
