import { sql } from 'kysely';
import { z } from 'zod';
import { has, system, type Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { job } from '#platform/jobs.ts';
import { changes, record } from '#platform/journal.ts';
import { notify } from '#platform/notifications.ts';
import { authorize } from '#platform/refusal.ts';
import { changed } from './changed.ts';
import { told } from './told.ts';

/** Days before its end at which the firm is asked whether a need still stands. */
const notice = 14;

/** Asks the firms whose needs end soon whether they still stand, and closes those whose term is over. */
export const watchTerms = job(
	'need.remind',
	async () => {
		for (const { id } of await db.selectFrom('hubs').select('id').execute()) {
			await remindFirms(id);
			await closeExpired(id);
		}
	},
	{ every: '15 5 * * *' }
);

export async function remindFirms(hub: string) {
	const due = await db
		.selectFrom('needs')
		.select('id')
		.where('hub', '=', hub)
		.where('state', '=', 'open')
		.where('remindedAt', 'is', null)
		.where('expiresAt', '<=', sql<Date>`now() + make_interval(days => ${notice})`)
		.where('expiresAt', '>', sql<Date>`now()`)
		.execute();
	for (const { id } of due) {
		await transaction(async (tx) => {
			// Asked again under the lock: it may have been renewed or dropped a moment ago, or another process came first.
			const need = await tx
				.updateTable('needs')
				.set({ remindedAt: new Date() })
				.where('hub', '=', hub)
				.where('id', '=', id)
				.where('state', '=', 'open')
				.where('remindedAt', 'is', null)
				.returning(['title', 'organisation', 'contact', 'author', 'expiresAt'])
				.executeTakeFirst();
			if (!need) return;
			await record(tx, system(hub), 'need.reminded', id);
			for (const member of await readers(tx, hub, need))
				await notify(tx, {
					hub,
					to: member,
					kind: told.needEnds,
					what: 'need_ends',
					record: id,
					path: `/needs/${id}`,
					words: { title: need.title, day: { at: (need.expiresAt as Date).toISOString(), as: 'day' } }
				});
		});
	}
}

/** The person that the need names, who wrote it, or the owners of its firm: the first that there are. */
async function readers(
	tx: Tx,
	hub: string,
	{ organisation, contact, author }: { organisation: string; contact: string | null; author: string | null }
) {
	const acting = await tx
		.selectFrom('representatives')
		.innerJoin('members', (join) =>
			join.onRef('members.hub', '=', 'representatives.hub').onRef('members.id', '=', 'representatives.member')
		)
		.select(['members.id', 'representatives.isOwner'])
		.where('representatives.hub', '=', hub)
		.where('representatives.organisation', '=', organisation)
		.where('representatives.acceptedAt', 'is not', null)
		.where('members.leftAt', 'is', null)
		.execute();
	const one = acting.find(({ id }) => id === contact) ?? acting.find(({ id }) => id === author);
	return (one ? [one] : acting.filter(({ isOwner }) => isOwner)).map(({ id }) => id);
}

export async function closeExpired(hub: string) {
	await transaction(async (tx) => {
		const over = await tx
			.updateTable('needs')
			.set({ state: 'expired', updatedAt: new Date(), version: sql<number>`version + 1` })
			.where('hub', '=', hub)
			.where('state', '=', 'open')
			.where('expiresAt', '<=', sql<Date>`now()`)
			.returning('id')
			.execute();
		for (const { id } of over) {
			await record(tx, system(hub), 'need.expired', id, { state: ['open', 'expired'] });
			await changed(tx, hub, 'need', id);
		}
	});
}

export const SetTerm = z.object({ days: z.number().int().min(30).max(730) });

/** How long needs that open or are renewed from now on stay open. */
export async function setTerm(actor: Actor, { days }: z.output<typeof SetTerm>) {
	authorize(has(actor, 'hub_manager'));
	await transaction(async (tx) => {
		const before = await tx.selectFrom('hubs').select('needDays').where('id', '=', actor.hub).forUpdate().executeTakeFirstOrThrow();
		await tx.updateTable('hubs').set({ needDays: days }).where('id', '=', actor.hub).execute();
		await record(tx, actor, 'hub.need_term_set', actor.hub, changes(before, { needDays: days }));
	});
	return { days };
}
