import { expect, test } from 'vitest';
import { experienceOf, leastFirms, type Viewer } from './experience.ts';
import type { Lesson, Lessons } from './lessons.ts';

const now = Date.parse('2026-11-01T12:00:00Z');
const staff: Viewer = { isStaff: true, firms: [] };
const stranger: Viewer = { isStaff: false, firms: [] };
const sought = { concepts: [{ id: 'machine-vision', weight: 1 }], km: 10 };
const of = { offer: 'offer', firm: 'firm' };

const lesson = (more: Partial<Lesson>): Lesson => ({
	introduction: crypto.randomUUID(),
	offer: 'offer',
	offerFirm: 'firm',
	needFirm: 'mill',
	concepts: { 'machine-vision': 1 },
	km: 80,
	offerAsked: true,
	answered: null,
	declinedSide: null,
	reason: null,
	useful: null,
	endedAt: new Date(now),
	...more
});
const lessons = (...list: Lesson[]): Lessons => ({
	byOffer: new Map([['offer', list]]),
	byFirm: new Map([['firm', list]]),
	answers: 0.8,
	useful: 0.6
});
const times = (count: number, more: Partial<Lesson>) => Array.from({ length: count }, () => lesson(more));

test('one success is not 100 %, and many outweigh what is usual', () => {
	const leaning = (list: Lesson[]) => experienceOf(lessons(...list), of, sought, staff, now)?.useful?.leaning ?? 0;
	const [one, many] = [leaning(times(1, { useful: true })), leaning(times(40, { useful: true }))];
	expect(one).toBeGreaterThan(0);
	expect(one).toBeLessThan(0.1);
	expect(many).toBeGreaterThan(0.3);
	expect(leaning(times(5, { useful: false }))).toBeLessThan(-0.2);
	expect(experienceOf(lessons(), of, sought, staff, now)?.useful ?? null).toBeNull();
});

test('a decline counts for like needs, fades, and is no verdict on the offer where it speaks of the moment', () => {
	const declined = (more: Partial<Lesson>, wanted = sought) =>
		experienceOf(lessons(lesson({ declinedSide: 'offer', ...more })), of, wanted, staff, now);
	expect(declined({ reason: 'not_our_trade' })?.declined).toEqual([{ reason: 'not_our_trade', count: 1, alike: 1 }]);
	expect(declined({ reason: 'not_our_trade' }, { concepts: [{ id: 'erp', weight: 1 }], km: 10 })?.declined).toEqual([]);
	expect(declined({ reason: 'not_our_trade', endedAt: new Date(now - 365 * 86_400_000) })?.declined[0]?.alike).toBeCloseTo(0.5);
	expect(declined({ reason: 'too_far' })?.declined).toEqual([]);
	expect(declined({ reason: 'too_far' }, { ...sought, km: 90 })?.declined).toHaveLength(1);
	for (const reason of ['no_capacity', 'timing']) expect(declined({ reason })).toMatchObject({ declined: [], isBusy: true });
	expect(declined({ reason: 'no_capacity', endedAt: new Date(now - 70 * 86_400_000) })?.isBusy).toBe(false);
	for (const reason of ['conflict_of_interest', 'already_in_touch', 'other'])
		expect(declined({ reason })).toMatchObject({ declined: [], isBusy: false });
});

test('who was not there learns what several firms say, and nothing before', () => {
	const no = (needFirm: string) => lesson({ needFirm, declinedSide: 'offer', reason: 'not_our_trade', answered: true });
	const told = (viewer: Viewer, ...firms: string[]) => {
		const past = experienceOf(lessons(...firms.map(no)), of, sought, viewer, now);
		return [past?.declined[0]?.count ?? 0, past?.answers?.of ?? 0];
	};
	const firms = Array.from({ length: leastFirms }, (_, nth) => `firm ${nth}`);
	const few = firms.slice(1);
	expect(told(stranger, ...few)).toEqual([0, 0]);
	// One firm many times is still one firm.
	expect(told(stranger, 'mill', 'mill', 'mill', 'mill')).toEqual([0, 0]);
	expect(told({ isStaff: false, firms: ['firm 1'] }, ...few)).toEqual([1, 1]);
	expect(told({ isStaff: false, firms: [], isProvider: true }, ...few)).toEqual([2, 2]);
	expect(told(staff, ...few)).toEqual([2, 2]);
	expect(told(stranger, ...firms)).toEqual([3, 3]);
	const unasked = lesson({ declinedSide: 'need', reason: 'not_our_trade', offerAsked: false });
	expect(experienceOf(lessons(unasked), of, sought, { isStaff: false, firms: ['firm'] }, now)?.declined).toEqual([]);
});
