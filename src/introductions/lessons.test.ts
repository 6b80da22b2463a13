import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { db, inHub, transaction } from '#platform/db.server.ts';
import { newcomer } from '#platform/testing/people.ts';
import { CreateNeed, createNeed } from '#ecosystem/needs.ts';
import { CreateOffer, createOffer } from '#ecosystem/offers.ts';
import { matchesOfNeed } from '#matching/matches.ts';
import '#modules.ts';
import { AnswerIntroduction, answerIntroduction, StartIntroductions, startIntroductions } from './introductions.ts';
import { findIntroduction } from './introductions-shown.ts';
import { teachDue } from './lessons.ts';
import { opened } from './api.examples.ts';
import { SetMeeting, setMeeting } from './meetings.ts';

const hub = 'mulhouse';
let firms: string[];
let animator: Actor;
let startUp: Actor;

beforeAll(async () => {
	firms = await Promise.all(
		['Quenelier', 'Roulandier', 'Serpolet', 'Tricotin', 'Start-up des Zébulons'].map(async (name) => {
			const { id } = await db
				.insertInto('organisations')
				.values({ hub, slug: name.toLowerCase().replace(/\W+/g, '-'), kind: 'industrial_sme', name, nameKey: name.toLowerCase() })
				.returning('id')
				.executeTakeFirstOrThrow();
			return id;
		})
	);
	animator = await newcomer(hub, ['animator']);
	startUp = await newcomer(hub, ['member'], firms[4]);
});

const subject = 'Contrôle par caméra de zébulons';
const needOf = async (owner: Actor, more: object = {}) =>
	(await createNeed(owner, CreateNeed.parse({ locale: 'fr', title: subject, problem: `${subject} la nuit.`, opens: true, ...more }))).id;

async function declined(owner: Actor, offer: string, reason: string) {
	const need = await needOf(owner);
	const [made] = await inHub(hub, () => startIntroductions(animator, StartIntroductions.parse({ need, offers: [offer] })));
	await answerIntroduction(startUp, AnswerIntroduction.parse({ introduction: made?.id, answer: 'no', reason }));
}

test('a start-up that says why it declines stands lower for the next such need, in words, for those who may know', async () => {
	const { id: offer } = await createOffer(
		startUp,
		CreateOffer.parse({ locale: 'fr', title: subject, what: `${subject}, au rythme de la ligne.`, opens: true })
	);
	const makers = await Promise.all(firms.slice(0, 4).map((firm) => newcomer(hub, ['member'], firm)));
	const [first, second, third, last] = makers as [Actor, Actor, Actor, Actor];
	const next = await needOf(last);
	const seen = async (actor: Actor) => {
		const { answers } = await inHub(hub, () => matchesOfNeed(actor, { need: next, limit: 50 }));
		const answer = answers.find((one) => one.offer === offer);
		for (const { score, reasons } of answers) expect(reasons.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score, 6);
		return { score: answer?.score ?? 0, why: answer?.reasons.find(({ points }) => points < 0)?.text ?? null };
	};
	const before = await seen(animator);
	expect(before.why).toBeNull();

	await declined(first, offer, 'timing');
	expect((await seen(animator)).score).toBeGreaterThan(before.score - 2);
	await declined(first, offer, 'not_our_trade');
	const after = await seen(animator);
	expect(after.score).toBeLessThan(before.score - 3);
	expect(after.why).toBe('Un besoin semblable a été décliné : pas le bon métier (1 fois)');
	expect(await seen(last)).toEqual(before);

	await declined(second, offer, 'not_our_trade');
	expect(await seen(last)).toEqual(before);
	await declined(third, offer, 'not_our_trade');
	expect((await seen(last)).why).toBe('Un besoin semblable a été décliné : pas le bon métier (3 fois)');

	// What an introduction keeps of why is read by both firms: it tells no more than the firm of the need may know.
	const [kept] = await inHub(hub, () => startIntroductions(animator, StartIntroductions.parse({ need: next, offers: [offer] })));
	const { why } = await findIntroduction(animator, { introduction: kept?.id as string });
	expect(why?.score).toBe((await seen(last)).score);
});

test('a meeting that was held is learned without anybody telling, and what was never learned is read once', async () => {
	const { introduction, version } = await opened(animator);
	const lesson = () =>
		db.selectFrom('matchingLessons').select(['accepted', 'met', 'isOver']).where('introduction', '=', introduction).executeTakeFirst();
	expect(await lesson()).toEqual({ accepted: true, met: null, isOver: false });
	const starts = new Date(Date.now() + 86_400_000).toISOString();
	await setMeeting(animator, SetMeeting.parse({ introduction, version, starts }));
	expect((await lesson())?.met).toBeNull();
	await db
		.updateTable('introductionMeetings')
		.set({ starts: new Date(Date.now() - 7_200_000), ends: new Date(Date.now() - 3_600_000) })
		.where('introduction', '=', introduction)
		.execute();
	await teachDue(hub);
	expect((await lesson())?.met).toBe(true);
	await transaction((tx) => tx.deleteFrom('matchingLessons').where('introduction', '=', introduction).execute());
	await teachDue(hub);
	expect((await lesson())?.met).toBe(true);
});
