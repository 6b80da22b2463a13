import { sql } from 'kysely';
import { has } from '#platform/actor.ts';
import type { Tx } from '#platform/db.server.ts';
import { notificationKind, notify, recordsAreSeen } from '#platform/notifications.ts';

const switchedOff = notificationKind('webhook_switched_off', { about: 'webhook', isForStaff: true });

recordsAreSeen('webhook', (actor, id) =>
	has(actor) ? sql`exists (select from webhooks w where w.hub = ${actor.hub} and w.id = ${id})` : sql`false`
);

/** Tells those who lead the hub that an endpoint hears nothing any more. */
export async function tellSwitchedOff(tx: Tx, hub: string, webhook: string, host: string) {
	const managers = await tx
		.selectFrom('members')
		.select('id')
		.where('hub', '=', hub)
		.where('leftAt', 'is', null)
		.where(sql<boolean>`'hub_manager' = any(roles)`)
		.execute();
	for (const { id } of managers)
		await notify(tx, {
			hub,
			to: id,
			kind: switchedOff,
			what: 'webhook_switched_off',
			record: webhook,
			path: `/desk/webhooks/${webhook}`,
			words: { host }
		});
}
