import { expect, test } from 'vitest';
import { newcomer, person, refusal } from '#platform/testing/people.ts';
import { hubWeights, setWeights, soundWeights, Weights } from './weights.ts';

test('a hub starts from sound weights, and staff who animate it move them', async () => {
	const animator = await person('mulhouse', 'animation@mulhouse.example');
	expect(await hubWeights(animator)).toEqual({ weights: soundWeights, version: 0 });
	const far = { ...soundWeights, distance: 0 };
	expect(await setWeights(animator, { weights: far, version: 0 })).toEqual({ weights: far, version: 1 });
	expect(await hubWeights(animator)).toEqual({ weights: far, version: 1 });
	expect((await hubWeights(await newcomer('strasbourg', ['animator']))).version).toBe(0);
});

test('two who set them at once: one is told that the other was first', async () => {
	const animator = await newcomer('strasbourg', ['animator']);
	const answers = await Promise.all(
		[10, 20, 30, 40].map((distance) => refusal(setWeights(animator, { weights: { ...soundWeights, distance }, version: 0 })))
	);
	expect(answers.toSorted()).toEqual(['accepted', 'changed_meanwhile', 'changed_meanwhile', 'changed_meanwhile']);
});

test('members do not, and weights without any subject are refused', async () => {
	expect(await refusal(setWeights(await newcomer('mulhouse'), { weights: soundWeights, version: 1 }))).toBe('forbidden');
	const read = Weights.safeParse({ ...soundWeights, words: 0, concepts: 0, meaning: 0 });
	expect(read.error?.issues.map(({ path, message }) => [path, message])).toEqual([[['words'], 'weights_without_subject']]);
	expect(Weights.safeParse({ ...soundWeights, distance: 101 }).success).toBe(false);
});
