import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dues, gini, liftOf, lorenz, medianWait, misplaced, owed, shareOut } from './attention.ts';
import { simulateExposure } from './simulation.ts';

test('an answer gives as much as was due, and nothing is due to who is far below the best', () => {
	const shared = shareOut([
		{ offer: 'a', firm: 'a', points: 80, rank: 1 },
		{ offer: 'b', firm: 'b', points: 80, rank: 2 },
		{ offer: 'c', firm: 'c', points: 60, rank: null },
		{ offer: 'd', firm: 'd', points: 30, rank: 3 }
	]);
	const sum = (key: 'attention' | 'due') => shared.reduce((total, one) => total + one[key], 0);
	expect(sum('due')).toBeCloseTo(sum('attention'));
	const [a, b, c, d] = shared;
	expect([a?.attention, b?.attention, c?.attention]).toEqual([1, 1 / Math.log2(3), 0]);
	expect(a?.due).toBe(b?.due);
	expect(c?.due).toBeCloseTo((a?.due ?? 0) / 2);
	expect(d?.due).toBe(0);
	expect(dues([], 3)).toEqual([]);
});

test('a lift is never more than the hub allows, grows with what is owed, and is nothing at 0', () => {
	const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
	fc.assert(
		fc.property(amount, amount, fc.double({ min: 0, max: 10, noNaN: true }), (attention, due, balance) => {
			const lift = liftOf({ attention, due }, balance);
			expect(lift).toBeGreaterThanOrEqual(0);
			expect(lift).toBeLessThanOrEqual(balance);
			expect(liftOf({ attention, due: due + 1 }, balance)).toBeGreaterThanOrEqual(lift);
			expect(liftOf({ attention, due }, 0)).toBe(0);
		})
	);
	expect(liftOf(undefined, 10)).toBe(0);
	// Who never came into question is owed nothing; one answer decides little.
	expect(owed({ attention: 0, due: 0 })).toBe(0);
	expect(owed({ attention: 0, due: 0.1 })).toBeLessThan(0.1);
	expect(owed({ attention: 0, due: 50 })).toBeGreaterThan(0.9);
	expect(owed({ attention: 60, due: 50 })).toBe(0);
});

test('the figures are what their names say', () => {
	expect(gini([1, 1, 1, 1])).toBe(0);
	expect(gini([0, 0, 0, 1])).toBe(0.75);
	expect(gini([1, 3])).toBe(0.25);
	expect([gini([]), gini([0, 0])]).toEqual([0, 0]);
	expect(
		misplaced([
			{ attention: 3, due: 1 },
			{ attention: 1, due: 3 }
		])
	).toBe(0.5);
	expect(lorenz([0, 1])[10]).toBe(0);
	expect(lorenz([1, 3])[10]).toBe(0.25);
	expect(lorenz([2, 2, 2]).at(-1)).toBe(1);
	// Three of four came through; the median is where half have.
	const through = (days: number) => ({ days, isOver: true });
	expect(medianWait([through(2), through(5), through(9), { days: 30, isOver: false }])).toBe(5);
	expect(medianWait([through(2), { days: 3, isOver: false }, { days: 30, isOver: false }])).toBeNull();
	expect(medianWait([])).toBeNull();
});

test('in a hub whose truth is known new firms are seen sooner, and nobody is passed who is better by more', () => {
	const year = { days: 365, needs: 3, firms: 90, newEvery: 10 };
	const played = [0, 2, 10].map((balance) => [1, 2].map((seed) => simulateExposure(seed, balance, year)));
	const mean = (list: (typeof played)[number] | undefined, key: 'neverFirst3' | 'regret' | 'misplaced') =>
		(list ?? []).reduce((sum, one) => sum + one[key], 0) / 2;
	const [none, some, most] = played;
	expect(mean(some, 'neverFirst3')).toBeLessThan(mean(none, 'neverFirst3'));
	expect(mean(most, 'neverFirst3')).toBeLessThan(mean(some, 'neverFirst3'));
	expect(mean(some, 'misplaced')).toBeLessThan(mean(none, 'misplaced'));
	expect(mean(some, 'regret') - mean(none, 'regret')).toBeLessThan(0.5);
	for (const [nth, balance] of [0, 2, 10].entries())
		for (const { passedBy } of played[nth] ?? []) expect(passedBy).toBeLessThanOrEqual(balance);
});
