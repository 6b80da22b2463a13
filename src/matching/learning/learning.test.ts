import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { db, inHub } from '#platform/db.server.ts';
import { newcomer, refusal } from '#platform/testing/people.ts';
import '#modules.ts';
import type { Match } from '../fit.ts';
import { baseOf, setWeights, signals, soundWeights, weightsOf } from '../weights.ts';
import { caseOf, learnable, levelOf, type Outcome } from './features.ts';
import { asWeights, learnedWeights, learnNow, returnToWeights, setLearning, takeOverLearned, weightVersions } from './learning.ts';

let animator: Actor;
beforeAll(async () => {
	animator = await newcomer('mulhouse', ['animator']);
});

const outcome = (more: Partial<Outcome>): Outcome => ({
	startedAs: 'staff',
	rank: 1,
	reasons: null,
	reason: null,
	accepted: true,
	met: null,
	useful: null,
	result: false,
	isOver: false,
	...more
});

test('it learns from these reasons alone, none of which speaks of a person', () => {
	expect(Object.keys(learnable).toSorted()).toEqual(
		['budget', 'capacity', 'concepts', 'dates', 'distance', 'maturity', 'meaning', 'presence', 'sector', 'size', 'words'].toSorted()
	);
	const reasons = { score: 9, against: [], better: [], reasons: [] as Match['reasons'] };
	for (const code of ['reason_distance', 'reason_language', 'reason_answers', 'reason_newcomer', 'reason_gender', 'reason_declined_budget'])
		reasons.reasons.push({ code, params: { name: 'Martine', age: 40 }, points: 3 });
	expect(caseOf(outcome({ reasons }), soundWeights, soundWeights)?.points).toEqual({ distance: 3 });
	// Points of a time when distance counted half are what they would be today.
	const half = { ...soundWeights, distance: soundWeights.distance / 2 };
	expect(caseOf(outcome({ reasons }), half, soundWeights)?.points.distance).toBeCloseTo(6, 0);
});

test('what says nothing of the fit teaches nothing, and what may still come is open', () => {
	const level = (more: Partial<Outcome>) => levelOf(outcome(more));
	for (const reason of ['no_capacity', 'timing', 'conflict_of_interest', 'already_in_touch', 'other'])
		expect(level({ accepted: false, reason })).toBeNull();
	expect(level({ accepted: null })).toBeNull();
	for (const reason of ['not_our_trade', 'budget', 'too_far'])
		expect(level({ accepted: false, reason })).toEqual({ level: 0, isOpen: false });
	expect(level({})).toEqual({ level: 1, isOpen: true });
	expect(level({ met: true })).toEqual({ level: 2, isOpen: true });
	expect(level({ met: true, useful: true, isOver: true })).toEqual({ level: 3, isOpen: false });
	expect(level({ result: true })).toEqual({ level: 4, isOpen: false });
});

test('the demo hub learns, staff take it over, and every step can be undone', async () => {
	const learned = await learnedWeights(animator);
	expect(learned).toMatchObject({ isEnough: true, isSame: false, version: 0 });
	for (const { signal, base, after, low, times, high, says } of learned.weights) {
		expect([signal, after >= base / 2 - 0.05 && after <= 2 * base + 0.05]).toEqual([signal, true]);
		expect(low <= times && times <= high).toBe(true);
		if (signal === 'language' || signal === 'experience') expect([signal, says, after]).toEqual([signal, 'held', base]);
	}
	const taken = await takeOverLearned(animator, learned);
	expect(taken).toEqual({ weights: asWeights(learned), version: 1 });
	expect(await weightsOf('mulhouse')).toEqual(taken);
	// What was learned is no new start: learned again, it is the same.
	expect(await baseOf('mulhouse')).toEqual(soundWeights);
	expect((await learnedWeights(animator)).isSame).toBe(true);
	expect(await refusal(takeOverLearned(animator, learned))).toBe('changed_meanwhile');

	const far = { ...soundWeights, distance: 20 };
	await setWeights(animator, { weights: far, version: 1 });
	expect((await learnedWeights(animator)).weights.find(({ signal }) => signal === 'distance')?.base).toBe(20);
	await returnToWeights(animator, { to: 1, version: 2 });
	expect(await weightsOf('mulhouse')).toEqual({ weights: asWeights(learned), version: 3 });
	expect(await baseOf('mulhouse')).toEqual(soundWeights);
	await returnToWeights(animator, { to: 0, version: 3 });
	expect((await weightsOf('mulhouse')).weights).toEqual(soundWeights);
	const { versions } = await weightVersions(animator);
	expect(versions.map(({ version, because, returnedTo, who }) => [version, because, returnedTo, who !== null])).toEqual([
		[4, 'returned', 0, true],
		[3, 'returned', 1, true],
		[2, 'set', null, true],
		[1, 'learned', null, true]
	]);
	expect(versions.at(-1)?.outcomes).toBe(learned.outcomes.all);
	expect(Object.keys(versions[0]?.weights ?? {}).toSorted()).toEqual([...signals].toSorted());
	expect(await refusal(returnToWeights(animator, { to: 99, version: 4 }))).toBe('not_found');
	expect(await refusal(learnedWeights(await newcomer('mulhouse')))).toBe('forbidden');
});

test('each week only where the hub wants it, and nothing where little is known', async () => {
	const version = async () => (await weightsOf('mulhouse')).version;
	const before = await version();
	expect(await setLearning(animator, { weekly: true })).toEqual({ weekly: true });
	await inHub('mulhouse', () => learnNow('mulhouse'));
	expect(await version()).toBe(before + 1);
	expect((await weightVersions(animator)).versions[0]).toMatchObject({ because: 'learned', who: null });
	await inHub('mulhouse', () => learnNow('mulhouse'));
	expect(await version()).toBe(before + 1);

	const few = db.selectFrom('matchingLessons').select('introduction').where('hub', '=', 'mulhouse').limit(5);
	await db.deleteFrom('matchingLessons').where('introduction', 'not in', few).execute();
	const little = await learnedWeights(animator);
	expect(little.isEnough).toBe(false);
	expect(little.weights.every(({ base, after }) => base === after)).toBe(true);
	expect(await refusal(takeOverLearned(animator, little))).toBe('too_few_outcomes');
});
