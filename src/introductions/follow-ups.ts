import { createHmac, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { system, type Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { job } from '#platform/jobs.ts';
import { record } from '#platform/journal.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import { memberToAnswer } from '#ecosystem/members.ts';
import { introducedNeeds, introducedOffers } from '#ecosystem/introducible.ts';
import { followUpAnswers, followUpDays, questions, sides, type Question, type Side } from './choices.ts';
import { teach } from './lessons.ts';
import { askAfterwards, joined, speakersOf } from './letters.ts';
import { introductionsOpenTo, sidesOf } from './policy.ts';

/** Days that two firms who set no date here are given to meet. */
const withoutDate = 14;

/** One day late is as good as on the day; much later nobody remembers. */
const patience = 20;

/** Asks both sides what became of their meeting: once each after so many days. */
export const askAfterMeetings = job(
	'introduction.ask_after',
	async () => {
		for (const { id } of await db.selectFrom('hubs').select('id').execute()) await askFollowUps(id);
	},
	{ every: '40 6 * * *' }
);

export async function askFollowUps(hub: string) {
	const due = await db
		.selectFrom('introductions')
		.leftJoin('introductionMeetings as meetings', (join) =>
			join
				.onRef('meetings.hub', '=', 'introductions.hub')
				.onRef('meetings.introduction', '=', 'introductions.id')
				.on('meetings.cancelledAt', 'is', null)
		)
		.selectAll('introductions')
		.select(sql<Date>`coalesce(meetings.ends, introductions.accepted_at + make_interval(days => ${withoutDate}))`.as('since'))
		.where('introductions.hub', '=', hub)
		.where('introductions.acceptedAt', 'is not', null)
		.where('introductions.state', 'in', ['accepted', 'meeting', 'closed'])
		.execute();
	for (const { since, ...row } of due) {
		const passed = (Date.now() - since.getTime()) / 86_400_000;
		// Where several are due at once, after a long pause, the latest says all.
		const days = followUpDays.findLast((after) => passed >= after && passed < after + patience);
		if (!days) continue;
		await transaction(async (tx) => {
			for (const side of sides)
				for (const to of await speakersOf(tx, row, side)) {
					const asked = await tx
						.insertInto('introductionFollowUps')
						.values({ hub, introduction: row.id, member: to.member, days })
						.onConflict((on) => on.columns(['hub', 'introduction', 'member', 'days']).doNothing())
						.returning('member')
						.executeTakeFirst();
					if (!asked) continue;
					await joined(tx, row, to.member, side);
					await record(tx, system(hub), 'introduction.asked_after', row.id, { days: [null, days], member: [null, to.member] });
					const open = await openQuestions(tx, row, to.member);
					await askAfterwards(
						tx,
						row,
						side,
						to,
						days,
						(question, answer) => linkToken({ hub, introduction: row.id, member: to.member, days, question, answer }),
						open
					);
				}
		});
	}
}

/** Who said that they met is not asked that again. */
async function openQuestions(tx: Tx, row: { hub: string; id: string }, member: string): Promise<Question[]> {
	const met = await tx
		.selectFrom('introductionFollowUpAnswers')
		.select('answer')
		.where('hub', '=', row.hub)
		.where('introduction', '=', row.id)
		.where('member', '=', member)
		.where('question', '=', 'met')
		.where('answer', '=', 'yes')
		.executeTakeFirst();
	return questions.filter((question) => question !== 'met' || !met);
}

interface Linked {
	hub: string;
	introduction: string;
	member: string;
	days: number;
	question: Question;
	answer: string;
}

const bytesOf = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex');
const idOf = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const signature = (hub: string, said: Buffer) =>
	createHmac('sha256', process.env.KM0_SECRET ?? '')
		.update(`follow-up ${hub} `)
		.update(said)
		.digest()
		.subarray(0, 16);

/** Good for this one answer of this one person, and for nothing else. */
export function linkToken({ hub, introduction, member, days, question, answer }: Linked): string {
	const said = Buffer.concat([
		bytesOf(introduction),
		bytesOf(member),
		Buffer.from([days, questions.indexOf(question), (followUpAnswers[question] as readonly string[]).indexOf(answer)])
	]);
	return Buffer.concat([said, signature(hub, said)]).toString('base64url');
}

function readToken(hub: string, token: string): Linked | null {
	const bytes = Buffer.from(token, 'base64url');
	if (bytes.length !== 51) return null;
	const said = bytes.subarray(0, 35);
	if (!timingSafeEqual(signature(hub, said), bytes.subarray(35))) return null;
	const question = questions[said[33] ?? 255];
	const answer = question && followUpAnswers[question][said[34] ?? 255];
	return question && answer
		? { hub, introduction: idOf(said.subarray(0, 16)), member: idOf(said.subarray(16, 32)), days: said[32] ?? 0, question, answer }
		: null;
}

export const AnswerLink = z.object({ token: z.string().min(1).max(200) });

export interface LinkedAnswer {
	question: Question;
	answer: string;
	/** What was answered already, by this link or another one of the same question. */
	given: string | null;
	need: string;
	/** The other firm. */
	partner: string;
}

/** What a link of a letter would say. Reading it answers nothing: programs that look at mail follow every link. */
export async function linkedAnswer(actor: Actor, { token }: z.output<typeof AnswerLink>): Promise<LinkedAnswer> {
	const { link, row, side } = await followed(actor.hub, token);
	const [needs, offers, given] = await Promise.all([
		introducedNeeds(db, actor.hub, [row.need]),
		introducedOffers(db, actor.hub, [row.offer]),
		givenBefore(db, link)
	]);
	const need = found(needs.get(row.need));
	const offer = found(offers.get(row.offer));
	return {
		question: link.question,
		answer: link.answer,
		given,
		need: need.title,
		partner: side === 'need' ? offer.firm.name : need.firm.name
	};
}

/** Answers by a link, without signing in; once. */
export async function answerByLink(actor: Actor, { token }: z.output<typeof AnswerLink>): Promise<{ question: Question; answer: string }> {
	const { link, side, person } = await followed(actor.hub, token);
	await transaction((tx) => keepAnswer(tx, { ...person, door: actor.door, request: actor.request }, link, side));
	return { question: link.question, answer: link.answer };
}

/** The link of somebody who is still in the hub and was asked; whatever else it says is not found. */
async function followed(hub: string, token: string) {
	const link = found(readToken(hub, token));
	const row = found(
		await db
			.selectFrom('introductions')
			.innerJoin('introductionFollowUps as asked', (join) =>
				join.onRef('asked.hub', '=', 'introductions.hub').onRef('asked.introduction', '=', 'introductions.id')
			)
			.select(['introductions.id', 'introductions.need', 'introductions.offer', 'introductions.needFirm', 'introductions.offerFirm'])
			.where('introductions.hub', '=', hub)
			.where('introductions.id', '=', link.introduction)
			.where('asked.member', '=', link.member)
			.where('asked.days', '=', link.days)
			.executeTakeFirst()
	);
	const { actor: person } = found(await memberToAnswer(hub, link.member, null));
	return { link, row, person, side: await sideThen(hub, person, row) };
}

/** The side that somebody was on: they may act for another firm since. */
async function sideThen(hub: string, person: Actor, row: { id: string; needFirm: string; offerFirm: string }): Promise<Side> {
	const [now] = sidesOf(person, row);
	const took = await db
		.selectFrom('introductionPeople')
		.select('side')
		.where('hub', '=', hub)
		.where('introduction', '=', row.id)
		.where('member', '=', person.member)
		.where('side', 'in', sides)
		.executeTakeFirst();
	return found((took?.side as Side | undefined) ?? now);
}

const givenBefore = async (from: Tx | typeof db, { hub, introduction, member, days, question }: Linked) =>
	(
		await from
			.selectFrom('introductionFollowUpAnswers')
			.select('answer')
			.where('hub', '=', hub)
			.where('introduction', '=', introduction)
			.where('member', '=', member)
			.where('days', '=', days)
			.where('question', '=', question)
			.executeTakeFirst()
	)?.answer ?? null;

async function keepAnswer(tx: Tx, actor: Actor, { hub, introduction, member, days, question, answer }: Linked, side: Side) {
	const kept = await tx
		.insertInto('introductionFollowUpAnswers')
		.values({ hub, introduction, member, days, side, question, answer })
		.onConflict((on) => on.columns(['hub', 'introduction', 'member', 'days', 'question']).doNothing())
		.returning('answer')
		.executeTakeFirst();
	if (!kept) throw conflict('question_already_answered');
	await record(tx, actor, 'introduction.answered_after', introduction, {
		side: [null, side],
		days: [null, days],
		[question]: [null, answer]
	});
	await teach(tx, hub, introduction);
}

export const AnswerFollowUp = z.object({ introduction: z.uuid(), question: z.enum(questions), answer: z.string().max(20) });

/** The same from the page of the introduction, for whoever was asked. */
export async function answerFollowUp(actor: Actor, { introduction, question, answer }: z.output<typeof AnswerFollowUp>) {
	if (!(followUpAnswers[question] as readonly string[]).includes(answer)) throw refuse('answer', 'not_a_choice');
	const row = found(
		await db
			.selectFrom('introductions')
			.select(['introductions.id', 'introductions.needFirm', 'introductions.offerFirm'])
			.where('introductions.hub', '=', actor.hub)
			.where('introductions.id', '=', introduction)
			.where(introductionsOpenTo(actor))
			.executeTakeFirst()
	);
	const [side] = sidesOf(actor, row);
	const { member } = actor;
	authorize(side !== undefined && member !== null);
	const asked = await db
		.selectFrom('introductionFollowUps')
		.select('days')
		.where('hub', '=', actor.hub)
		.where('introduction', '=', introduction)
		.where('member', '=', member)
		.orderBy('days', 'desc')
		.executeTakeFirst();
	if (!asked) throw conflict('not_asked_yet');
	await transaction((tx) =>
		keepAnswer(tx, actor, { hub: actor.hub, introduction, member: member as string, days: asked.days, question, answer }, side as Side)
	);
	return { question, answer };
}
