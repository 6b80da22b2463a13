import { sql } from 'kysely';
import { z } from 'zod';
import { has, system, type Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { job } from '#platform/jobs.ts';
import { changes, record } from '#platform/journal.ts';
import { authorize, conflict } from '#platform/refusal.ts';
import { onChanged } from '#ecosystem/changed.ts';
import { introducedNeeds, introducedOffers, isArchived } from '#ecosystem/introducible.ts';
import type { Side } from './choices.ts';
import { held, move, settle } from './introductions.ts';
import { findIntroduction, type IntroductionId } from './introductions-shown.ts';
import { askForDate, askSide, tellWithdrawn } from './letters.ts';
import './merging.ts';
import { mayAnimate } from './policy.ts';

// A question about a need that is closed, an offer that is withdrawn or a firm that left asks nothing any more.
onChanged('need', async (tx, hub, id) => {
	const need = (await introducedNeeds(tx, hub, [id])).get(id);
	if (need && ['draft', 'solved', 'dropped'].includes(need.state)) await takeBack(tx, hub, 'need', id, 'need_is_closed');
});
onChanged('offer', async (tx, hub, id) => {
	const offer = (await introducedOffers(tx, hub, [id])).get(id);
	if (offer && ['draft', 'withdrawn'].includes(offer.state)) await takeBack(tx, hub, 'offer', id, 'offer_is_withdrawn');
});
onChanged('organisation', async (tx, hub, id) => {
	if (!(await isArchived(tx, hub, id))) return;
	await takeBack(tx, hub, 'needFirm', id, 'partner_left');
	await takeBack(tx, hub, 'offerFirm', id, 'partner_left');
});

type Because = 'need_is_closed' | 'offer_is_withdrawn' | 'partner_left';

async function takeBack(tx: Tx, hub: string, what: 'need' | 'offer' | 'needFirm' | 'offerFirm', id: string, because: Because) {
	const open = await tx
		.selectFrom('introductions')
		.selectAll()
		.where('hub', '=', hub)
		.where(what, '=', id)
		.where('state', '=', 'proposed')
		.orderBy('id')
		.forUpdate()
		.execute();
	for (const row of open) {
		await move(tx, row, 'withdrawn', { endedAt: new Date() });
		await record(tx, system(hub), `introduction.${because}`, row.id, changes<object>({ state: row.state }, { state: 'withdrawn' }));
		await tellWithdrawn(tx, row, null);
		await settle(tx, hub, row.id);
	}
}

/** Reminds who has not answered, and ends what nobody answered in time. */
export const watchIntroductions = job(
	'introduction.watch',
	async () => {
		for (const { id } of await db.selectFrom('hubs').select('id').execute()) {
			await remindSides(id);
			await expireIntroductions(id);
		}
	},
	{ every: '25 * * * *' }
);

export async function remindSides(hub: string) {
	const due = await db
		.selectFrom('introductions')
		.innerJoin('hubs', 'hubs.id', 'introductions.hub')
		.select('introductions.id')
		.where('introductions.hub', '=', hub)
		.where('state', '=', 'proposed')
		.where('remindedAt', 'is', null)
		.where('expiresAt', '>', sql<Date>`now()`)
		.where(sql<boolean>`introductions.created_at <= now() - make_interval(days => hubs.introduction_reminder_days)`)
		.execute();
	for (const { id } of due)
		await transaction(async (tx) => {
			// Asked again under the lock: it may have been answered a moment ago, or another process came first.
			const row = await tx
				.updateTable('introductions')
				.set({ remindedAt: new Date() })
				.where('hub', '=', hub)
				.where('id', '=', id)
				.where('state', '=', 'proposed')
				.where('remindedAt', 'is', null)
				.returningAll()
				.executeTakeFirst();
			if (!row) return;
			await record(tx, system(hub), 'introduction.reminded', id);
			for (const side of row.waitsFor) await askSide(tx, row, side as Side, 'reminded');
		});
}

/** Staff remind whoever is to move: of the question, or of the date that is missing. */
export async function remindIntroduction(actor: Actor, { introduction }: z.output<typeof IntroductionId>) {
	authorize(mayAnimate(actor));
	await transaction(async (tx) => {
		const row = await held(tx, actor, introduction);
		const { state } = row;
		if (state !== 'proposed' && state !== 'accepted') throw conflict('introduction_not_open');
		if (row.remindedAt && row.remindedAt.getTime() > Date.now() - 86_400_000) throw conflict('introduction_just_reminded');
		await move(tx, row, state, { remindedAt: new Date() });
		await record(tx, actor, 'introduction.reminded', introduction, { side: [null, 'staff'] });
		for (const side of row.waitsFor as Side[]) {
			if (state === 'proposed') await askSide(tx, row, side, 'reminded');
			else await askForDate(tx, row, side);
		}
		await settle(tx, actor.hub, introduction);
	});
	return findIntroduction(actor, { introduction });
}

export async function expireIntroductions(hub: string) {
	const over = await db
		.selectFrom('introductions')
		.select('id')
		.where('hub', '=', hub)
		.where('state', '=', 'proposed')
		.where('expiresAt', '<=', sql<Date>`now()`)
		.execute();
	for (const { id } of over)
		await transaction(async (tx) => {
			const row = await tx
				.selectFrom('introductions')
				.selectAll()
				.where('hub', '=', hub)
				.where('id', '=', id)
				.where('state', '=', 'proposed')
				.forUpdate()
				.executeTakeFirst();
			if (!row) return;
			await move(tx, row, 'expired', { endedAt: new Date() });
			await record(tx, system(hub), 'introduction.expired', id, changes<object>({ state: row.state }, { state: 'expired' }));
			await tellWithdrawn(tx, row, null, 'expired');
			await settle(tx, hub, id);
		});
}

export const SetIntroductionTerm = z
	.object({ days: z.number().int().min(3).max(90), reminderDays: z.number().int().min(1).max(89) })
	.refine(({ days, reminderDays }) => reminderDays < days, { path: ['reminderDays'], error: 'reminder_comes_before_the_end' });

/** How long both sides have to answer from now on, and when they are reminded. */
export async function setIntroductionTerm(actor: Actor, { days, reminderDays }: z.output<typeof SetIntroductionTerm>) {
	authorize(has(actor, 'hub_manager'));
	await transaction(async (tx) => {
		const before = await tx
			.selectFrom('hubs')
			.select(['introductionDays', 'introductionReminderDays'])
			.where('id', '=', actor.hub)
			.forUpdate()
			.executeTakeFirstOrThrow();
		const after = { introductionDays: days, introductionReminderDays: reminderDays };
		await tx.updateTable('hubs').set(after).where('id', '=', actor.hub).execute();
		await record(tx, actor, 'hub.introduction_term_set', actor.hub, changes(before, after));
	});
	return { days, reminderDays };
}
