import { sql } from 'kysely';
import type { Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { notify, unsubscribeToken } from '#platform/notifications.ts';
import type { Examples } from '#platform/testing/examples.ts';
import { newcomer } from '#platform/testing/people.ts';
import { told } from '#ecosystem/told.ts';
import type { notificationsApi } from './api.ts';

/** Somebody is told of a firm that everybody sees. */
async function notified({ hub, member }: Actor) {
	const { member: someone } = member ? { member } : await newcomer(hub);
	const firm = await db
		.selectFrom('organisations')
		.select(['id', 'name', 'slug'])
		.where('hub', '=', hub)
		.where('isListed', '=', true)
		.where('archivedAt', 'is', null)
		.orderBy('name')
		.executeTakeFirstOrThrow();
	await transaction((tx) =>
		notify(tx, {
			hub,
			to: someone as string,
			kind: told.joinDecided,
			what: 'join_accepted',
			record: firm.id,
			path: `/organisations/${firm.slug}`,
			words: { who: 'Anna', organisation: firm.name },
			params: { decider: 'Paul', reason: '–' }
		})
	);
	const { id } = await db
		.selectFrom('notifications')
		.select('id')
		.where('hub', '=', hub)
		.where('member', '=', someone)
		.orderBy(sql`created_at`, 'desc')
		.executeTakeFirstOrThrow();
	return { notification: id, member: someone as string };
}

const link = async (actor: Actor) => ({ token: unsubscribeToken(actor.hub, (await newcomer(actor.hub)).member as string, 'need_ends') });

export const notificationsExamples: Examples<typeof notificationsApi> = {
	listNotifications: async (actor) => {
		await notified(actor);
		return { kind: 'join_decided', unread: true };
	},
	unreadNotifications: () => ({}),
	readNotification: async (actor) => ({ notification: (await notified(actor)).notification }),
	readNotifications: async (actor) => {
		await notified(actor);
		return {};
	},
	notificationPreferences: () => ({}),
	setNotificationPreferences: () => ({ kinds: [{ kind: 'introduction_message', inApp: true, mail: 'daily' }], digest: true }),
	linkedPreference: link,
	unsubscribe: link
};
