import { expect, test } from 'vitest';
import { inHub } from '#platform/db.server.ts';
import { newcomer, refusal } from '#platform/testing/people.ts';
import { countIntroductions, IntroductionFilter } from '#introductions/introductions-shown.ts';
import '#modules.ts';
import { auc, quality, shareOf } from './quality.ts';

test('a share is bounded also where there are few cases', () => {
	expect(shareOf(0, 0)).toEqual({ yes: 0, of: 0, share: null, low: 0, high: 1 });
	const none = shareOf(0, 5);
	expect([none.low, none.high > 0.4 && none.high < 0.45]).toEqual([0, true]);
	const half = shareOf(50, 100);
	expect([half.low, half.high].map((bound) => Math.round(bound * 1000))).toEqual([404, 596]);
});

test('what is told apart is counted in pairs, ties half', () => {
	expect(auc([3, 4], [1, 2])).toBe(1);
	expect(auc([1], [1])).toBe(0.5);
	expect(auc([1, 3], [2])).toBe(0.5);
});

test('each figure opens the introductions that it was counted from', async () => {
	const animator = await newcomer('mulhouse', ['animator']);
	const { byRank, byMonth, past } = await inHub('mulhouse', () => quality(animator));
	const count = (more: object) =>
		inHub('mulhouse', () => countIntroductions(animator, IntroductionFilter.parse({ state: 'all', ...more })));
	expect(byRank.reduce((sum, { accepted }) => sum + accepted.of, 0)).toBeGreaterThan(30);
	for (const { key, accepted, met } of byRank) {
		expect([key, await count({ rank: key, reached: 'decided' })]).toEqual([key, accepted.of]);
		expect([key, await count({ rank: key, reached: 'met' })]).toEqual([key, met.yes]);
	}
	expect(byMonth.length).toBeGreaterThan(6);
	for (const { key, accepted, useful } of byMonth) {
		expect([key, await count({ month: key, reached: 'accepted' })]).toEqual([key, accepted.yes]);
		expect([key, await count({ month: key, reached: 'useful_known' })]).toEqual([key, useful.of]);
	}
	expect(past?.map(({ weights }) => weights)).toEqual(['sound', 'now', 'learned']);
	for (const { auc, low, high } of past ?? []) expect(low <= auc && auc <= high).toBe(true);
	const member = await newcomer('mulhouse');
	expect(await refusal(quality(member))).toBe('forbidden');
	expect(await refusal(countIntroductions(member, IntroductionFilter.parse({ rank: '1' })))).toBe('forbidden');
});
