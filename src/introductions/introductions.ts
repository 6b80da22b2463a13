import { sql } from 'kysely';
import { z } from 'zod';
import { actsFor, isMember, type Actor } from '#platform/actor.ts';
import { transaction, type Tx } from '#platform/db.server.ts';
import { changes, record } from '#platform/journal.ts';
import { authorize, conflict, forbidden, found, refuse } from '#platform/refusal.ts';
import type { JsonObject } from '#platform/schema.ts';
import { text } from '#platform/shapes.ts';
import { holdNeed, introducedNeeds, introducedOffers, introduceNeed, peopleActingFor, refuseNamesOf } from '#ecosystem/introducible.ts';
import { matchableNeeds, matchableOffers } from '#ecosystem/matchable.ts';
import { matchesOfOffer, standings } from '#matching/matches.ts';
import { declineReasons, otherSide, outcomes, sides, type IntroductionState, type Side } from './choices.ts';
import { findIntroduction, IntroductionId, isDisclosed, type IntroductionView } from './introductions-shown.ts';
import { teach } from './lessons.ts';
import { askSide, joined, tellDeclined, tellOpened, tellWithdrawn } from './letters.ts';
import { firmOf, introductionsOpenTo, mayAnimate, sidesOf } from './policy.ts';
import { waitsFor } from './waiting.ts';

export const StartIntroductions = z.object({
	need: z.uuid(),
	/** Several are a shortlist: each becomes an introduction of its own, all or none. */
	offers: z.array(z.uuid()).min(1).max(10),
	/** Said to both sides. */
	note: text(2000).default(''),
	/** Says that words which may name the firm of an anonymous need do not. */
	checked: z.boolean().default(false)
});

const openNeeds = ['open', 'introduced', 'in_project'];

/**
 * Asks the firms of a need and of offers whether they want to meet: staff for both, or one of the firms, which thereby says yes. A firm asks
 * only for what matching proposed to it.
 */
export async function startIntroductions(
	actor: Actor,
	{ need: needId, offers: offerIds, note, checked }: z.output<typeof StartIntroductions>
): Promise<IntroductionView[]> {
	authorize(isMember(actor));
	const need = found((await matchableNeeds(actor, [needId], { open: false }))[0]);
	const wanted = [...new Set(offerIds)];
	const visible = await matchableOffers(actor, wanted, []);
	if (visible.length < wanted.length) throw refuse('offers', 'offer_not_for_this_need');
	const startedAs = starter(
		actor,
		need.behind.id,
		visible.map(({ organisation }) => organisation.id)
	);

	const stands = await standings(actor.hub, needId, wanted);
	if (startedAs === 'offer') {
		for (const offer of wanted) {
			const { needs } = await matchesOfOffer(actor, { offer, limit: 200 });
			if (!needs.some((one) => one.need === needId)) throw refuse('offers', 'offer_not_for_this_need');
		}
	} else {
		const allowed = await matchableOffers(actor, wanted, [need.behind.id]);
		const proposed = startedAs === 'staff' || wanted.every((offer) => stands.get(offer)?.rank);
		if (allowed.length < wanted.length || !proposed) throw refuse('offers', 'offer_not_for_this_need');
	}

	const ids = await transaction(async (tx) => {
		const { state } = await holdNeed(tx, actor.hub, needId);
		if (!openNeeds.includes(state)) throw conflict('need_is_closed');
		const { introductionDays } = await tx
			.selectFrom('hubs')
			.select('introductionDays')
			.where('id', '=', actor.hub)
			.executeTakeFirstOrThrow();
		if (startedAs === 'staff' && need.isAnonymous && note) await refuseNamesOf(tx, actor.hub, need.behind.id, { note }, checked);
		const isForStaff = (await introducedNeeds(tx, actor.hub, [needId])).get(needId)?.isForStaff;
		const made: string[] = [];
		for (const { id: offer, organisation } of visible) {
			const standing = stands.get(offer);
			const row = await tx
				.insertInto('introductions')
				.values({
					hub: actor.hub,
					need: needId,
					offer,
					needFirm: need.behind.id,
					offerFirm: found(organisation.id),
					startedAs,
					startedBy: actor.member,
					note,
					score: standing?.match.score ?? null,
					rank: standing?.rank ?? null,
					reasons: kept(standing?.match),
					reasonsShielded: kept(standing?.shielded),
					expiresAt: new Date(Date.now() + introductionDays * 86_400_000),
					offerAskedAt: isForStaff && startedAs === 'staff' ? null : new Date()
				})
				.returningAll()
				.executeTakeFirstOrThrow();
			await record(tx, actor, 'introduction.proposed', row.id, { side: [null, startedAs], need: [null, needId], offer: [null, offer] });
			await joined(tx, row, actor.member, startedAs);
			if (startedAs !== 'staff')
				await tx
					.insertInto('introductionAnswers')
					.values({ hub: actor.hub, introduction: row.id, side: startedAs, answer: 'yes', answeredBy: actor.member })
					.execute();
			await settle(tx, actor.hub, row.id);
			for (const side of sides) if (side !== startedAs && (side === 'need' || row.offerAskedAt)) await askSide(tx, row, side);
			made.push(row.id);
		}
		return made;
	});
	return Promise.all(ids.map((introduction) => findIntroduction(actor, { introduction })));
}

const kept = (match: object | null | undefined) => (match ? (JSON.stringify(match) as unknown as JsonObject) : null);

function starter(actor: Actor, needFirm: string, offerFirms: (string | null)[]): 'staff' | Side {
	if (actsFor(actor, needFirm)) return 'need';
	if (offerFirms.every((firm) => firm && actsFor(actor, firm))) return 'offer';
	if (mayAnimate(actor)) return 'staff';
	throw forbidden();
}

export const AnswerIntroduction = IntroductionId.extend({
	answer: z.enum(['yes', 'no']),
	/** Needed by who acts for both firms, and by staff who answer for one. */
	side: z.enum(sides).optional(),
	reason: z.enum(declineReasons).optional(),
	words: text(1000).default(''),
	/** How staff who answer for a firm know its answer. */
	forFirm: text(1000).default(''),
	checked: z.boolean().default(false)
});

/**
 * One side says yes or no. It takes no version: what the other side says meanwhile must not undo this answer, and the row of the side, held
 * under the lock, lets only the first of two answers through.
 */
export async function answerIntroduction(actor: Actor, input: z.output<typeof AnswerIntroduction>): Promise<IntroductionView> {
	const { introduction, answer, words, checked } = input;
	const side = await sideToAnswer(actor, input);
	if (answer === 'no' && !input.reason) throw refuse('reason', 'required');
	await transaction(async (tx) => {
		const row = await held(tx, actor, introduction);
		const isStaff = !actsFor(actor, firmOf(row, side));
		if (isStaff) {
			authorize(mayAnimate(actor));
			if (!input.forFirm) throw refuse('forFirm', 'required');
		}
		if (await answerOf(tx, row, side)) throw conflict('already_answered');
		refuseOver(row);
		if (side === 'need' && answer === 'no' && words && !(await isDisclosed(tx, row)))
			await refuseNamesOf(tx, actor.hub, row.needFirm, { words }, checked);

		await tx
			.insertInto('introductionAnswers')
			.values({
				hub: actor.hub,
				introduction,
				side,
				answer,
				reason: answer === 'no' ? (input.reason ?? null) : null,
				words,
				answeredBy: actor.member,
				forFirm: isStaff ? input.forFirm : null
			})
			.execute();
		await joined(tx, row, actor.member, isStaff ? 'staff' : side);
		await record(tx, actor, answer === 'yes' ? 'introduction.agreed' : 'introduction.declined', introduction, {
			side: [null, side],
			...(input.reason && answer === 'no' && { reason: [null, input.reason] }),
			...(isStaff && { forFirm: [null, input.forFirm] })
		});
		if (answer === 'no') {
			await move(tx, row, 'declined', { endedAt: new Date() });
			await tellDeclined(tx, row, side, input.reason ?? 'other');
		} else if ((await answerOf(tx, row, otherSide(side))) === 'yes') {
			await move(tx, row, 'accepted', { acceptedAt: new Date() });
			await record(tx, actor, 'introduction.opened', introduction, changes<object>({ state: row.state }, { state: 'accepted' }));
			await joinContacts(tx, row);
			await introduceNeed(tx, actor, row.need);
			await tellOpened(tx, row);
		} else if (side === 'need' && !row.offerAskedAt) {
			await move(tx, row, 'proposed', { offerAskedAt: new Date() });
			await askSide(tx, row, 'offer');
		}
		await settle(tx, actor.hub, introduction);
	});
	return findIntroduction(actor, { introduction });
}

async function sideToAnswer(actor: Actor, { introduction, side }: { introduction: string; side?: Side }): Promise<Side> {
	const { sides: own } = await findIntroduction(actor, { introduction });
	if (side) return side;
	const [only] = own;
	if (own.length > 1 || !only) throw refuse('side', 'required');
	return only;
}

export const WithdrawIntroduction = IntroductionId.extend({
	version: z.number().int().min(1),
	because: text(1000).default(''),
	checked: z.boolean().default(false)
});

/** Takes back a question that is not answered by both: who asked it, a side that said yes, or staff. */
export async function withdrawIntroduction(
	actor: Actor,
	{ introduction, version, because, checked }: z.output<typeof WithdrawIntroduction>
) {
	await transaction(async (tx) => {
		const row = await held(tx, actor, introduction, version);
		const own = sidesOf(actor, row);
		const agreed = await Promise.all(own.map((side) => answerOf(tx, row, side)));
		authorize(mayAnimate(actor) || agreed.includes('yes'));
		refuseOver(row);
		const isInside = mayAnimate(actor) || own.includes('need');
		if (because && isInside && !(await isDisclosed(tx, row))) await refuseNamesOf(tx, actor.hub, row.needFirm, { because }, checked);
		await move(tx, row, 'withdrawn', { endedAt: new Date(), endedBecause: because });
		await record(tx, actor, 'introduction.withdrawn', introduction, {
			side: [null, own.find((_, nth) => agreed[nth] === 'yes') ?? 'staff'],
			...(because && { because: [null, because] })
		});
		await tellWithdrawn(tx, row, actor.member);
		await settle(tx, actor.hub, introduction);
	});
	return findIntroduction(actor, { introduction });
}

export const CloseIntroduction = IntroductionId.extend({
	version: z.number().int().min(1),
	outcome: z.enum(outcomes),
	because: text(1000).default('')
});

/** Says what became of two firms that were brought together. */
export async function closeIntroduction(actor: Actor, { introduction, version, outcome, because }: z.output<typeof CloseIntroduction>) {
	await transaction(async (tx) => {
		const row = await held(tx, actor, introduction, version);
		const [side] = sidesOf(actor, row);
		authorize(side !== undefined || mayAnimate(actor));
		if (row.state !== 'accepted' && row.state !== 'meeting') throw conflict('introduction_not_open');
		await move(tx, row, 'closed', { endedAt: new Date(), outcome, endedBecause: because });
		await record(tx, actor, 'introduction.closed', introduction, { side: [null, side ?? 'staff'], outcome: [null, outcome] });
		await settle(tx, actor.hub, introduction);
	});
	return findIntroduction(actor, { introduction });
}

export type IntroductionRow = Awaited<ReturnType<typeof held>>;

/**
 * Locks first the need, then the introduction, like whoever moves the need: two transactions that hold both cannot wait for each other. What
 * the actor may not see is not found; an older version was changed meanwhile.
 */
export async function held(tx: Tx, actor: Actor, introduction: string, version?: number) {
	const visible = () =>
		tx
			.selectFrom('introductions')
			.selectAll()
			.where('hub', '=', actor.hub)
			.where('id', '=', introduction)
			.where(introductionsOpenTo(actor));
	const { need } = found(await visible().executeTakeFirst());
	await holdNeed(tx, actor.hub, need);
	const row = found(await visible().forUpdate().executeTakeFirst());
	if (version !== undefined && row.version !== version) throw conflict('changed_meanwhile');
	return row;
}

/** A question that was answered, taken back or left too long has one answer: that it is over, and how. */
function refuseOver(row: { state: string; expiresAt: Date }) {
	if (row.state === 'proposed' && row.expiresAt <= new Date()) throw conflict('introduction_expired');
	if (row.state === 'proposed') return;
	throw conflict(['declined', 'withdrawn', 'expired'].includes(row.state) ? `introduction_${row.state}` : 'already_answered');
}

const answerOf = async (tx: Tx, { hub, id }: { hub: string; id: string }, side: Side) =>
	(
		await tx
			.selectFrom('introductionAnswers')
			.select('answer')
			.where('hub', '=', hub)
			.where('introduction', '=', id)
			.where('side', '=', side)
			.executeTakeFirst()
	)?.answer as 'yes' | 'no' | undefined;

export const move = (
	tx: Tx,
	{ hub, id }: { hub: string; id: string },
	state: IntroductionState,
	also: Partial<Pick<IntroductionRow, 'acceptedAt' | 'endedAt' | 'endedBecause' | 'outcome' | 'offerAskedAt' | 'remindedAt'>> = {}
) =>
	tx
		.updateTable('introductions')
		.set({ state, ...also })
		.where('hub', '=', hub)
		.where('id', '=', id)
		.execute();

/** The last step of each change: whose move it is now, a new version, and what matching learns from it. */
export async function settle(tx: Tx, hub: string, id: string) {
	await tx
		.updateTable('introductions')
		.set({ waitsFor: await waitsFor(tx, hub, id), updatedAt: new Date(), version: sql<number>`version + 1` })
		.where('hub', '=', hub)
		.where('id', '=', id)
		.execute();
	await teach(tx, hub, id);
}

/** Whom need and offer name as their contacts are in it from the moment that both said yes. */
async function joinContacts(tx: Tx, row: IntroductionRow) {
	const need = (await introducedNeeds(tx, row.hub, [row.need])).get(row.need);
	const offer = (await introducedOffers(tx, row.hub, [row.offer])).get(row.offer);
	const acting = await peopleActingFor(tx, row.hub, [row.needFirm, row.offerFirm]);
	for (const side of sides) {
		const contact = side === 'need' ? need?.contact : offer?.contact;
		if (acting.some(({ member, organisation }) => member === contact && organisation === firmOf(row, side)))
			await joined(tx, row, contact ?? null, side);
	}
}
