import { expect, test } from 'vitest';
import { dice } from './dice.ts';
import { learn, mostTimes, type Case } from './learner.ts';
import { simulate } from './simulation.ts';

type S = 'a' | 'b';
const signals: S[] = ['a', 'b'];
const one = (a: number, b: number, level: number, more: Partial<Case<S>> = {}): Case<S> => ({
	points: { a, b },
	level,
	isOpen: false,
	rank: 1,
	isAskedByFirm: false,
	...more
});
/** Success goes with `a`; `b` is thrown. */
const cases = (count: number, seed = 7) => {
	const die = dice(seed);
	return Array.from({ length: count }, () => {
		const a = 10 * die();
		return one(a, 10 * die(), a + 6 * die() > 8 ? 3 : 0);
	});
};

test('with few outcomes nothing moves, with many it moves no further than allowed', () => {
	expect(learn([], signals)).toEqual({ a: expect.objectContaining({ times: 1 }), b: expect.objectContaining({ times: 1 }) });
	expect(learn(cases(3), signals).a.times).toBeCloseTo(1, 1);
	const many = learn(cases(2000), signals);
	expect(many.a.times).toBe(mostTimes);
	expect(many.b.times).toBeLessThan(0.7);
	for (const { times, low, high } of Object.values(learn(cases(60), signals))) {
		expect(low).toBeLessThanOrEqual(times);
		expect(high).toBeGreaterThanOrEqual(times);
	}
});

test('the same past teaches the same, in whatever order it is told', () => {
	const past = cases(80);
	const [once, again] = [learn(past, signals), learn(past.toReversed(), signals)];
	expect(learn(past, signals)).toEqual(once);
	for (const signal of signals) expect(again[signal].times).toBeCloseTo(once[signal].times, 4);
});

test('a high place that persuades by itself is not taken for a good signal', () => {
	const die = dice(3);
	const past = Array.from({ length: 600 }, () => {
		const rank = 1 + Math.floor(10 * die());
		// What is shown first has more of both, and is accepted because it is first.
		const points = () => 12 - rank + 3 * die();
		return one(points(), points(), die() < 0.9 / Math.sqrt(rank) ? 2 : 0, { rank });
	});
	const { a, b } = learn(past, signals);
	expect(Math.abs(a.times - b.times)).toBeLessThan(0.25);
});

test('what may still come further is no failure', () => {
	const open = cases(200).map((past) => (past.level ? past : { ...past, level: 1, isOpen: true }));
	const closed = cases(200).map((past) => (past.level ? past : { ...past, level: 1 }));
	expect(learn(open, signals).a.times).toBeLessThan(learn(closed, signals).a.times);
});

test('in a hub whose truth is known regret falls, and a useless signal stays useless', () => {
	const rounds = simulate(1, { rounds: 5, needs: 40, offers: 20 });
	const [first, last] = [rounds[0], rounds.at(-1)] as [(typeof rounds)[number], (typeof rounds)[number]];
	expect(first.regret.learned).toBe(first.regret.defaults);
	expect(last.regret.learned).toBeLessThan(0.75 * last.regret.defaults);
	expect(last.regret.oracle).toBeCloseTo(0, 6);
	expect(last.times.useless).toBeLessThan(1);
	expect(last.times.price).toBeGreaterThan(1.1);
});
