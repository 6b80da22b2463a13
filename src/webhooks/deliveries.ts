import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { later } from '#platform/jobs.ts';
import { record } from '#platform/journal.ts';
import { cursorPage, PageInput } from '#platform/page.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { deliver } from './delivering.ts';
import { messageId } from './events.ts';
import { mayHook } from './policy.ts';
import { findWebhook, WebhookId } from './webhooks.ts';

export const states = ['waiting', 'delivered', 'failed'] as const;
export type State = (typeof states)[number];

export const DeliveryFilter = WebhookId.extend({
	/** Words of the event, the record or the message. */
	q: text(100).default(''),
	/** A kind of record. */
	kind: text(40).default(''),
	state: z.enum(states).optional()
});
export const ListDeliveries = DeliveryFilter.extend(PageInput.shape);

const listed = (actor: Actor, webhook: string) =>
	db
		.selectFrom('webhookDeliveries')
		.select(['id', 'event', 'type', 'record', 'dueAt', 'tries', 'status', 'failure', 'createdAt', 'triedAt'])
		.select(sql<State>`state`.as('state'))
		.where('hub', '=', actor.hub)
		.where('webhook', '=', webhook);

const withId = <Row extends { event: number }>({ hub }: Actor, { event, ...row }: Row) => ({ ...row, message: messageId(hub, event) });

/** What was sent to an endpoint or waits to be, the newest first. */
export async function listDeliveries(actor: Actor, { webhook, q, kind, state, ...page }: z.output<typeof ListDeliveries>) {
	await findWebhook(actor, { webhook });
	let query = listed(actor, webhook);
	if (q) query = query.where(sql<boolean>`type || ' ' || record || ' ' || body ilike ${`%${q.replaceAll(/[\\%_]/g, '\\$&')}%`}`);
	if (kind) query = query.where(sql<boolean>`split_part(type, '.', 1) = ${kind}`);
	if (state) query = query.where('state', '=', state);
	const newestFirst = [
		['createdAt', 'desc'],
		['event', 'desc']
	] as const;
	const { items, ...around } = await cursorPage(query, newestFirst, page);
	return { ...around, items: items.map((row) => withId(actor, row)) };
}
export type DeliveryLine = Awaited<ReturnType<typeof listDeliveries>>['items'][number];

export const DeliveryId = WebhookId.extend({ delivery: z.uuid() });

/** One message with every attempt to bring it. */
export async function findDelivery(actor: Actor, { webhook, delivery }: z.output<typeof DeliveryId>) {
	authorize(mayHook(actor));
	const row = found(await listed(actor, webhook).select('body').where('id', '=', delivery).executeTakeFirst());
	const attempts = await db
		.selectFrom('webhookAttempts')
		.select(['nth', 'at', 'milliseconds', 'status', 'failure', 'answer'])
		.select(sql<Record<string, string>>`headers`.as('headers'))
		.where('hub', '=', actor.hub)
		.where('delivery', '=', delivery)
		.orderBy('nth', 'desc')
		.execute();
	return { ...withId(actor, row), attempts };
}

/** Sends a message again under the id that it had, so that who has it already can leave it aside. */
export async function replayDelivery(actor: Actor, { webhook, delivery }: z.output<typeof DeliveryId>) {
	const { isOn } = await findWebhook(actor, { webhook });
	if (!isOn) throw conflict('webhook_is_off');
	await transaction(async (tx) => {
		found(
			await tx
				.updateTable('webhookDeliveries')
				.set({ state: 'waiting', dueAt: new Date(), tries: 0 })
				.where('hub', '=', actor.hub)
				.where('webhook', '=', webhook)
				.where('id', '=', delivery)
				.returning('id')
				.executeTakeFirst()
		);
		await record(tx, actor, 'webhook.replayed', webhook, { delivery: [null, delivery] });
		await later(tx, deliver, { hub: actor.hub, webhook });
	});
	return findDelivery(actor, { webhook, delivery });
}

export const ReplayFailed = WebhookId.extend({
	/** A day on the hub's clock. */
	since: z.iso.date()
});

/** Sends everything again that was given up since a day. */
export async function replayFailed(actor: Actor, { webhook, since }: z.output<typeof ReplayFailed>): Promise<{ replayed: number }> {
	const { isOn } = await findWebhook(actor, { webhook });
	if (!isOn) throw conflict('webhook_is_off');
	if (since > new Date(Date.now() + 86_400_000).toISOString()) throw refuse('since', 'webhook_since_future');
	return transaction(async (tx) => {
		const again = await tx
			.updateTable('webhookDeliveries')
			.set({ state: 'waiting', dueAt: new Date(), tries: 0 })
			.where('hub', '=', actor.hub)
			.where('webhook', '=', webhook)
			.where('state', '=', 'failed')
			.where('createdAt', '>=', sql<Date>`(select ${since}::date::timestamp at time zone time_zone from hubs where id = ${actor.hub})`)
			.returning('id')
			.execute();
		await record(tx, actor, 'webhook.replayed', webhook, { since: [null, since], deliveries: [null, again.length] });
		if (again.length) await later(tx, deliver, { hub: actor.hub, webhook });
		return { replayed: again.length };
	});
}
