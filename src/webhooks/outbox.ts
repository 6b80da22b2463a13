import type { z } from 'zod';
import { baseUrl } from '#platform/auth.server.ts';
import type { Actor } from '#platform/actor.ts';
import { transaction, type Tx } from '#platform/db.server.ts';
import { later } from '#platform/jobs.ts';
import { follow, record, type Written } from '#platform/journal.ts';
import { insertMany } from '#platform/many.ts';
import { deliver } from './delivering.ts';
import { eventKinds, isTold, kindOf, messageId, ping } from './events.ts';
import { findWebhook, type WebhookId } from './webhooks.ts';

/** Names no one and quotes nothing: what happened is read with the rights of whoever reads. */
function bodyOf(hub: string, { id, at, what, record: about }: Written) {
	const path = eventKinds[kindOf(what)]?.path?.replace('{id}', about) ?? null;
	return JSON.stringify({
		id: messageId(hub, id),
		type: what,
		timestamp: new Date(at).toISOString(),
		data: {
			hub,
			kind: kindOf(what),
			id: about,
			url: path === null ? null : `${baseUrl}/api/v1/hubs/${hub}${path === '/' ? '' : path}`
		}
	});
}

/** A message to an endpoint, as it is kept until it is sent. */
export const addressedTo = (hub: string, webhook: string, line: Written) => ({
	...{ hub, webhook, event: line.id, type: line.what, record: line.record, body: bodyOf(hub, line) },
	createdAt: line.at
});

// In the transaction of the change: a crash loses nothing, and what is rolled back was never told.
follow(async (tx, hub, lines) => {
	const told = lines.filter(({ what }) => isTold(what));
	if (!told.length) return;
	const open = await tx.selectFrom('webhooks').select(['id', 'events']).where('hub', '=', hub).where('isOn', '=', true).execute();
	for (const { id, events } of open) {
		const wanted = told.filter(({ what }) => events === null || events.includes(what) || events.includes(kindOf(what)));
		if (!wanted.length) continue;
		await insertMany(
			tx,
			'webhookDeliveries',
			wanted.map((line) => addressedTo(hub, id, line))
		);
		await later(tx, deliver, { hub, webhook: id });
	}
});

/** Sends a message that tells of nothing, also to an endpoint that is off, and says which delivery it is. */
export async function pingWebhook(actor: Actor, { webhook }: z.output<typeof WebhookId>) {
	await findWebhook(actor, { webhook });
	return transaction(async (tx: Tx) => {
		const line = await record(tx, actor, ping, webhook);
		const { id } = await tx
			.insertInto('webhookDeliveries')
			.values(addressedTo(actor.hub, webhook, line))
			.returning('id')
			.executeTakeFirstOrThrow();
		await later(tx, deliver, { hub: actor.hub, webhook });
		return { delivery: id };
	});
}
