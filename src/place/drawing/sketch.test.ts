import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areaOf, crossesItself, rectangle, type Point, type Ring } from '../rings.ts';
import {
	crossings,
	duplicated,
	inReadingOrder,
	merged,
	numbered,
	rebased,
	snap,
	split,
	straightened,
	usualPrefix,
	type Room
} from './sketch.ts';

let nth = 0;
const room = (shape: Ring, more: Partial<Room> = {}): Room => ({
	key: `k${++nth}`,
	number: '',
	name: '',
	use: 'office',
	people: null,
	shape,
	origins: [],
	...more
});
const l: Ring = [
	[0, 0],
	[10, 0],
	[10, 4],
	[4, 4],
	[4, 10],
	[0, 10]
];

describe('a point that is set near something means it', () => {
	const around = {
		corners: [[5, 5]] as Point[],
		edges: [
			[
				[0, 10],
				[10, 10]
			]
		] as [Point, Point][],
		grid: 0.5,
		reach: 0.3
	};

	test('a corner before an edge, an edge before a right angle, and the grid where nothing else is', () => {
		expect(snap([5.2, 5.1], around)).toEqual({ point: [5, 5], to: 'corner' });
		expect(snap([3.2, 9.9], around)).toEqual({ point: [3.2, 10], to: 'edge' });
		expect(snap([7.13, 2.1], { ...around, beside: [[7, 8]] })).toEqual({ point: [7, 2], to: 'square' });
		expect(snap([7.13, 9.9], { ...around, beside: [[7, 8]] })).toEqual({ point: [7, 10], to: 'square' });
		expect(snap([2.2, 2.3], around)).toEqual({ point: [2, 2.5], to: 'grid' });
		expect(snap([2.2004, 2.3], { ...around, grid: 0 })).toEqual({ point: [2.2, 2.3], to: 'nothing' });
	});
});

describe('a traced shape is straightened', () => {
	test('to a rectangle of its walls’ middles, with a corner too many gone', () => {
		expect(
			straightened([
				[0.05, -0.1],
				[5, 0],
				[10, 0.1],
				[9.9, 6],
				[0, 6.1]
			])
		).toEqual([
			[0.025, 0],
			[9.95, 0],
			[9.95, 6.05],
			[0.025, 6.05]
		]);
	});

	test('an L stays one, and a building that leans keeps its lean', () => {
		const shaken = l.map(([x, y], at): Point => [
			x + [0.08, -0.06, 0.05, 0.02, -0.07, 0.04][at]!,
			y + [0.03, 0.09, -0.05, 0.07, 0.02, -0.04][at]!
		]);
		const square = straightened(shaken)!;
		expect(square).toHaveLength(6);
		expect(Math.abs(areaOf(square) - 64)).toBeLessThan(1.5);
		const lean =
			(by: number) =>
			([x, y]: Point): Point => [Math.cos(by) * x - Math.sin(by) * y, Math.sin(by) * x + Math.cos(by) * y];
		const leaning = straightened(l.map(lean(0.3)))!;
		expect(leaning.map(lean(-0.3)).map(([x, y]) => [Math.round(x * 100) / 100 + 0, Math.round(y * 100) / 100 + 0])).toEqual(l);
	});

	test('a triangle is left alone', () => {
		expect(
			straightened([
				[0, 0],
				[4, 0],
				[0, 3]
			])
		).toBeNull();
	});
});

describe('a line parts a room', () => {
	test('where it crosses it, drawn on to the walls', () => {
		expect(
			split(rectangle(0, 0, 10, 6), [
				[4, 2],
				[4, 3]
			])?.map(areaOf)
		).toEqual([36, 24]);
	});

	test('through corners, and in the arm of an L that it points at', () => {
		expect(
			split(rectangle(0, 0, 10, 6), [
				[0, 0],
				[10, 6]
			])?.map(areaOf)
		).toEqual([30, 30]);
		expect(
			split(l, [
				[8, -1],
				[8, 5]
			])
				?.map(areaOf)
				.toSorted()
		).toEqual([56, 8]);
		expect(
			split(l, [
				[-1, 4],
				[3, 4]
			])
				?.map(areaOf)
				.toSorted((a, b) => a - b)
		).toEqual([24, 40]);
	});

	test('not beside it nor along its wall', () => {
		expect(
			split(rectangle(0, 0, 10, 6), [
				[12, 0],
				[12, 6]
			])
		).toBeNull();
		expect(
			split(rectangle(0, 0, 10, 6), [
				[0, 0],
				[10, 0]
			])
		).toBeNull();
	});

	test('into parts that cover it and merge to it again, wherever it crosses', () => {
		const along = fc.double({ min: 0.5, max: 9.5, noNaN: true });
		fc.assert(
			fc.property(along, along, (from, to) => {
				const parts = split(rectangle(0, 0, 10, 6), [
					[from, 0],
					[to, 6]
				])!;
				expect(parts.reduce((sum, part) => sum + areaOf(part), 0)).toBeCloseTo(60, 1);
				expect(parts.some(crossesItself)).toBe(false);
				expect(areaOf(merged(...parts)!)).toBeCloseTo(60, 1);
			}),
			{ numRuns: 200 }
		);
	});
});

describe('two rooms are merged', () => {
	test('over a wall that only part of one shares, without a corner where the wall goes on', () => {
		expect(merged(rectangle(0, 0, 4, 3), rectangle(4, 0, 2, 3))).toEqual([
			[0, 0],
			[6, 0],
			[6, 3],
			[0, 3]
		]);
		const t = merged(rectangle(0, 0, 10, 4), rectangle(3, 4, 2, 5))!;
		expect([t.length, areaOf(t)]).toEqual([8, 50]);
	});

	test('not where they only touch at a corner, lie apart or would leave a hole', () => {
		expect(merged(rectangle(0, 0, 4, 3), rectangle(4, 3, 2, 3))).toBeNull();
		expect(merged(rectangle(0, 0, 4, 3), rectangle(9, 0, 2, 3))).toBeNull();
		const u: Ring = [
			[0, 0],
			[2, 0],
			[2, 4],
			[4, 4],
			[4, 0],
			[6, 0],
			[6, 6],
			[0, 6]
		];
		expect(merged(u, rectangle(2, 0, 2, 2))).toBeNull();
	});
});

describe('rooms in a row', () => {
	test('are copies beside one another, without numbers of their own yet', () => {
		const copies = duplicated([room(rectangle(0, 0, 3, 5), { number: '1', people: 4 })], 3, 'right', () => `c${++nth}`);
		expect(copies.map(({ shape, number, people }) => [shape[0], number, people])).toEqual([
			[[3, 0], '', 4],
			[[6, 0], '', 4],
			[[9, 0], '', 4]
		]);
	});

	test('are numbered as one reads, leaving out what is taken', () => {
		const rooms = [
			room(rectangle(3, 9, 3, 5)),
			room(rectangle(3, 0.2, 3, 5)),
			room(rectangle(0, 0, 3, 5)),
			room(rectangle(0, 9, 3, 5), { number: '1-02' })
		];
		const unnumbered = new Set(rooms.slice(0, 3).map(({ key }) => key));
		expect(numbered(rooms, '1-', unnumbered).map(({ number }) => number)).toEqual(['1-04', '1-03', '1-01', '1-02']);
		expect(inReadingOrder(rooms).map(({ shape }) => shape[0])).toEqual([
			[0, 0],
			[3, 0.2],
			[0, 9],
			[3, 9]
		]);
		expect(usualPrefix(['S-N1', 'S-N2', 'S-00'], 0)).toBe('S-N');
		expect(usualPrefix([], 2)).toBe('2-');
	});
});

test('what lies over another is told while drawing, what only touches is not', () => {
	const a = room(rectangle(0, 0, 10, 5), { number: 'A' });
	const touching = room(rectangle(10, 0, 5, 5));
	const over = room(rectangle(9, 1, 5, 2));
	const across = room(rectangle(2, -1, 2, 8));
	expect([...crossings([a, touching])]).toEqual([]);
	expect([...crossings([a, over])]).toEqual([[over.key, 'A']]);
	expect([...crossings([a, across])]).toEqual([[across.key, 'A']]);
	expect([...crossings([a, room(rectangle(0, 0, 10, 5), { key: 'same' })])].map(([key]) => key)).toEqual(['same']);
});

test('two drawings of one floor are put together, and nothing that either drew is lost', () => {
	const base = ['a', 'b', 'c', 'd'].map((id, at) => room(rectangle(at * 5, 0, 5, 5), { id, number: id }));
	const [a, b, c, d] = base as [Room, Room, Room, Room];
	const mine = [
		a,
		{ ...b, name: 'mine' },
		{ ...c, name: 'mine too' },
		d,
		room(rectangle(20, 0, 5, 5), { number: 'new', origins: ['c', 'd'] })
	];
	const theirs = [{ ...a, name: 'theirs' }, b, d, room(rectangle(30, 0, 5, 5), { id: 'e', number: 'e' })];
	expect(rebased(base, mine, theirs).map(({ id, number, name, origins }) => [id, number, name, origins])).toEqual([
		['a', 'a', 'theirs', []],
		['b', 'b', 'mine', []],
		['d', 'd', '', []],
		['e', 'e', '', []],
		[undefined, 'c', 'mine too', []],
		[undefined, 'new', '', ['d']]
	]);
});
