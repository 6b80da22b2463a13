import { z } from 'zod';
import { operation, type OperationRoute } from '#platform/operation.ts';
import { pageOf } from '#platform/page.ts';
import './digest.ts';
import {
	ListNotifications,
	listNotifications,
	Notification,
	NotificationId,
	readNotification,
	ReadNotifications,
	readNotifications,
	unreadNotifications
} from './notifications.ts';
import {
	FindUnsubscribe,
	linkedPreference,
	notificationPreferences,
	Preferences,
	SetPreferences,
	setNotificationPreferences,
	Unsubscribe,
	unsubscribe,
	Unsubscribed
} from './preferences.ts';

const part = (route: Omit<OperationRoute, 'tags'>) => operation({ ...route, tags: ['notifications'] });

export const notificationsApi = {
	listNotifications: part({ method: 'GET', path: '/notifications', summary: 'What you were told, newest first', openTo: 'members' })
		.input(ListNotifications)
		.output(pageOf(Notification))
		.handler(({ context, input }) => listNotifications(context.actor, input)),
	unreadNotifications: part({
		method: 'GET',
		path: '/notifications/unread',
		summary: 'How many of your notifications are unread',
		openTo: 'members'
	})
		.input(z.object({}))
		.output(z.object({ unread: z.number() }))
		.handler(({ context }) => unreadNotifications(context.actor)),
	readNotification: part({
		method: 'POST',
		path: '/notifications/{notification}/read',
		summary: 'Mark a notification as read',
		openTo: 'members',
		successStatus: 200
	})
		.input(NotificationId)
		.output(z.object({ url: z.string() }))
		.handler(({ context, input }) => readNotification(context.actor, input)),
	readNotifications: part({
		method: 'POST',
		path: '/notifications/read',
		summary: 'Mark all your notifications as read',
		openTo: 'members',
		successStatus: 200
	})
		.input(ReadNotifications)
		.output(z.object({ read: z.number() }))
		.handler(({ context, input }) => readNotifications(context.actor, input)),
	notificationPreferences: part({
		method: 'GET',
		path: '/notifications/preferences',
		summary: 'What comes to you under the bell and by mail',
		openTo: 'members'
	})
		.input(z.object({}))
		.output(Preferences)
		.handler(({ context }) => notificationPreferences(context.actor)),
	setNotificationPreferences: part({
		method: 'PATCH',
		path: '/notifications/preferences',
		summary: 'Choose what comes to you under the bell and by mail',
		openTo: 'members'
	})
		.input(SetPreferences)
		.output(Preferences)
		.handler(({ context, input }) => setNotificationPreferences(context.actor, input)),
	linkedPreference: part({
		method: 'GET',
		path: '/unsubscribe/{token}',
		summary: 'What the link in the foot of a letter would stop',
		openTo: 'visitors'
	})
		.input(FindUnsubscribe)
		.output(Unsubscribed)
		.handler(({ context, input }) => linkedPreference(context.actor, input)),
	unsubscribe: part({
		method: 'POST',
		path: '/unsubscribe/{token}',
		summary: 'Stop letters of one kind by a link, or take them up again',
		openTo: 'visitors',
		successStatus: 200
	})
		.input(Unsubscribe)
		.output(Unsubscribed)
		.handler(({ context, input }) => unsubscribe(context.actor, input))
};
