import { expect, test } from 'vitest';
import { db } from './db.server.ts';
import { giveBack, limit, sweepLimits } from './limits.ts';
import { Refusal } from './refusal.ts';
import { refusal } from './testing/people.ts';

const few = { max: 3, seconds: 60 };

const moveBack = (seconds: number) =>
	db
		.updateTable('rateLimits')
		.set({ windowStart: new Date(Date.now() - seconds * 1000) })
		.execute();

test('the fourth of three is refused, with the time to wait, and another bucket is untouched', async () => {
	expect(await limit('door:a', few)).toEqual({ limit: 3, remaining: 2, reset: 60 });
	await limit('door:a', few);
	expect(await limit('door:a', few)).toEqual({ limit: 3, remaining: 0, reset: 60 });
	const refused = await limit('door:a', few).catch((error: unknown) => error);
	expect(refused).toBeInstanceOf(Refusal);
	expect(refused).toMatchObject({ code: 'too_many_requests', status: 429, params: { seconds: 60 } });
	expect(await refusal(limit('door:b', few))).toBe('accepted');
});

test('a window ends, and its count with it', async () => {
	for (let hits = 0; hits < 3; hits++) await limit('window', few);
	await moveBack(59);
	expect(await refusal(limit('window', few))).toBe('too_many_requests');
	await moveBack(61);
	expect(await limit('window', few)).toMatchObject({ remaining: 2 });
});

test('hits at the same moment are all counted', async () => {
	const answers = await Promise.all(Array.from({ length: 20 }, () => refusal(limit('crowd', { max: 7, seconds: 60 }))));
	expect(answers.filter((answer) => answer === 'accepted')).toHaveLength(7);
});

test('what is given back may be used again, however many were refused meanwhile', async () => {
	for (let hits = 0; hits < 9; hits++) await refusal(limit('back', few));
	await giveBack('back');
	await giveBack('back');
	expect(await refusal(limit('back', few))).toBe('accepted');
});

test('whom is counted cannot be read from the table, and old windows are swept', async () => {
	await limit('reset:somebody@example.org', few);
	expect(JSON.stringify(await db.selectFrom('rateLimits').selectAll().execute())).not.toContain('somebody');
	await moveBack(86_401);
	await sweepLimits.run({});
	expect(await db.selectFrom('rateLimits').selectAll().execute()).toEqual([]);
});
