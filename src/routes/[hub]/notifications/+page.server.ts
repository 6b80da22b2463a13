import { redirect } from '@sveltejs/kit';
import { findHub } from '#ecosystem/hubs.ts';
import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import {
	countNotifications,
	ListNotifications,
	listNotifications,
	NotificationFilter,
	NotificationId,
	readNotification,
	ReadNotifications,
	readNotifications
} from '#notifications/notifications.ts';
import { notificationPreferences } from '#notifications/preferences.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

const usual = NotificationFilter.parse({});

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, url, params } = event;
	const { actor, locale } = locals;
	const filter = filterFrom(ListNotifications, url.searchParams);
	const [page, preferences, hub] = await Promise.all([
		listNotifications(actor, { ...filter, limit: 25 }),
		notificationPreferences(actor),
		findHub(params.hub)
	]);
	const said = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: found(hub).timeZone });
	const address = addressOf(filter, usual);
	const at = (cursor: string | null) => cursor && `${url.pathname}${address}&cursor=${cursor}`;
	const isFiltered = filter.q !== '' || filter.kind !== '';
	return {
		q: filter.q,
		kind: filter.kind,
		isUnread: filter.unread,
		isFiltered,
		unread: await countNotifications(actor, { ...usual, unread: true }),
		kinds: preferences.kinds.map(({ kind }) => ({ value: kind, label: say(`notification_kind_${kind}`) })),
		items: page.items.map(({ id, kindInWords, title, at, readAt }) => ({
			id,
			kindInWords,
			title,
			iso: at.toISOString(),
			at: said.format(at),
			isRead: readAt !== null
		})),
		previous: at(page.previous),
		next: at(page.next),
		address,
		everything: addressOf({ ...filter, unread: false }, usual),
		unreadOnly: addressOf({ ...filter, unread: true }, usual)
	};
};

const here = ({ params, url }: { params: Partial<Record<string, string>>; url: URL }) => {
	const shown = new URLSearchParams([...url.searchParams].filter(([name]) => !name.startsWith('/')));
	return `/${params.hub}/notifications${shown.size ? `?${shown}` : ''}`;
};

export const actions: Actions = {
	read: form(NotificationId, async (input, event) => {
		await readNotification(event.locals.actor, input);
		redirect(303, here(event));
	}),
	readAll: form(ReadNotifications, async (input, event) => {
		await readNotifications(event.locals.actor, input);
		redirect(303, here(event));
	})
};
