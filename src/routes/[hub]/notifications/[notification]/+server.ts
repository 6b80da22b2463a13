import { redirect } from '@sveltejs/kit';
import { NotificationId, readNotification } from '#notifications/notifications.ts';
import { found } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { RequestHandler } from './$types';

/** Marks it as read and leads to what it is about. */
export const GET: RequestHandler = async (event) => {
	signedIn(event);
	const { url } = await readNotification(event.locals.actor, found(NotificationId.safeParse(event.params).data));
	redirect(303, new URL(url).pathname);
};
