import fc from 'fast-check';
import { expect, test } from 'vitest';
import { db } from './db.server.ts';
import { cursorPage, type Page } from './page.ts';
import { refusal } from './testing/people.ts';

const lines = () =>
	db.selectFrom('journal').select(['id', 'what', 'at', 'record']).where('journal.hub', '=', 'mulhouse').where('kind', '=', 'page_test');
const keys = [
	['what', 'asc'],
	['at', 'desc'],
	['id', 'asc']
] as const;
const page = (cursor: string | undefined, limit = 3) => cursorPage(lines(), keys, { cursor, limit });

async function write(count: number) {
	const rows = Array.from({ length: count }, (_, n) => ({
		hub: 'mulhouse',
		door: 'job',
		what: `page_test.${'abc'[n % 3]}`,
		kind: 'page_test',
		record: String(n),
		// Parted by microseconds, and some not at all.
		at: `2026-11-24T10:00:00.00000${n % 4}Z`
	}));
	await db.insertInto('journal').values(rows).execute();
}

/** Line n is of kind a, b or c by turns, and n % 4 microseconds late; the number itself follows the order of writing. */
const byTheKeys = (one: number, other: number) => (one % 3) - (other % 3) || (other % 4) - (one % 4) || one - other;

type Line = Awaited<ReturnType<typeof page>>['items'][number];
const numbers = ({ items }: Page<Line>) => items.map(({ record }) => Number(record));

test('pages follow each other without a gap or a repeat, there and back', async () => {
	expect(await page(undefined)).toEqual({ items: [], next: null, previous: null });
	await write(10);
	const all = await page(undefined, 100);
	expect(all).toMatchObject({ next: null, previous: null });
	expect(numbers(all)).toEqual([...Array(10).keys()].sort(byTheKeys));

	const seen: number[][] = [];
	let cursor: string | undefined;
	let back: string | null = null;
	do {
		const next: Page<Line> = await page(cursor);
		seen.push(numbers(next));
		back = next.previous;
		cursor = next.next ?? undefined;
	} while (cursor);
	expect(seen.map(({ length }) => length)).toEqual([3, 3, 3, 1]);
	expect(seen.flat()).toEqual(numbers(all));

	const returned: number[][] = [];
	while (back) {
		const before: Page<Line> = await page(back);
		expect(before.next).not.toBeNull();
		returned.unshift(numbers(before));
		back = before.previous;
	}
	expect(returned).toEqual(seen.slice(0, 3));
});

test('a row that goes meanwhile hides no other', async () => {
	const first = await page(undefined);
	await db
		.insertInto('journal')
		.values({ hub: 'mulhouse', door: 'job', what: 'page_test.a', kind: 'page_test', record: '99', at: '2026-11-25' })
		.execute();
	const all = numbers(await page(undefined, 100));
	expect(all[0]).toBe(99);
	expect(numbers(await page(first.next ?? undefined))).toEqual(all.slice(4, 7));
});

test('a cursor that is not ours is refused, whatever it holds', async () => {
	const { next } = await page(undefined);
	const bent = (change: (parts: unknown[]) => unknown) =>
		Buffer.from(JSON.stringify(change(JSON.parse(Buffer.from(next!, 'base64url').toString())))).toString('base64url');
	for (const bad of [
		'',
		'x',
		'%',
		bent((parts) => parts.slice(0, 4)),
		bent(([back, , ...rest]) => [back, 'id asc', ...rest]),
		bent(() => ({})),
		bent(([back, order, what]) => [back, order, what, 'yesterday-ish', '1']),
		bent(([back, order, what, at]) => [back, order, what, at, 'many']),
		bent(([back, order, , at, id]) => [back, order, '\0', at, id])
	])
		expect(await refusal(page(bad))).toBe('cursor_invalid');
	await fc.assert(
		fc.asyncProperty(
			fc.oneof(
				fc.string(),
				fc.json().map((text) => Buffer.from(text).toString('base64url'))
			),
			async (cursor) => {
				expect(await refusal(page(cursor))).toBe('cursor_invalid');
			}
		),
		{ numRuns: 50 }
	);
});
