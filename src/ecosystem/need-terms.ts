import { sql } from 'kysely';
import { z } from 'zod';
import { has, system, type Actor } from '#platform/actor.ts';
import { baseUrl } from '#platform/auth.server.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { isLocale } from '#platform/i18n.ts';
import { job } from '#platform/jobs.ts';
import { changes, record } from '#platform/journal.ts';
import { post } from '#platform/mail.ts';
import { authorize } from '#platform/refusal.ts';
import { changed } from './changed.ts';

/** Days before its end at which the firm is asked whether a need still stands. */
const notice = 14;

/** Asks the firms whose needs end soon whether they still stand, and closes those whose term is over. */
export const watchTerms = job(
	'need.remind',
	async () => {
		for (const { id, timeZone } of await db.selectFrom('hubs').select(['id', 'timeZone']).execute()) {
			await remindFirms(id, timeZone);
			await closeExpired(id);
		}
	},
	{ every: '15 5 * * *' }
);

export async function remindFirms(hub: string, timeZone: string) {
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
			for (const { email, name, locale } of await readers(tx, hub, need))
				await post(tx, {
					hub,
					to: email,
					locale: isLocale(locale) ? locale : 'fr',
					kind: 'need_ends',
					params: {
						name,
						title: need.title,
						day: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(need.expiresAt as Date)
					},
					link: `${baseUrl}/${hub}/needs/${id}`
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
		.innerJoin('accounts', 'accounts.id', 'members.account')
		.select(['members.id', 'representatives.isOwner', 'accounts.email', 'accounts.name', 'accounts.locale'])
		.where('representatives.hub', '=', hub)
		.where('representatives.organisation', '=', organisation)
		.where('representatives.acceptedAt', 'is not', null)
		.where('members.leftAt', 'is', null)
		.execute();
	const one = acting.find(({ id }) => id === contact) ?? acting.find(({ id }) => id === author);
	return one ? [one] : acting.filter(({ isOwner }) => isOwner);
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
