import { z } from 'zod';
import { operation, type OperationRoute } from '#platform/operation.ts';
import { pageOf } from '#platform/page.ts';
import {
	DeliveryId,
	findDelivery,
	listDeliveries,
	ListDeliveries,
	ReplayFailed,
	replayDelivery,
	replayFailed,
	states
} from './deliveries.ts';
import { pingWebhook } from './outbox.ts';
import {
	ChangeWebhook,
	changeWebhook,
	CreateWebhook,
	createWebhook,
	eventsToChoose,
	findWebhook,
	healths,
	ListWebhooks,
	listWebhooks,
	removeWebhook,
	rotateSecret,
	WebhookId
} from './webhooks.ts';

const part = (route: Omit<OperationRoute, 'tags' | 'openTo'>) => operation({ ...route, tags: ['webhooks'], openTo: ['hub_manager'] });

const webhook = z.object({
	id: z.uuid(),
	address: z.string(),
	description: z.string(),
	all: z.boolean(),
	events: z.array(z.string()),
	isOn: z.boolean(),
	health: z.enum(healths),
	failingSince: z.date().nullable(),
	/** Attempts that failed since the last that did not. */
	failures: z.number(),
	deliveredAt: z.date().nullable(),
	switchedOffAt: z.date().nullable(),
	/** Until when the secret before signs beside the new one. */
	previousSecretUntil: z.date().nullable(),
	waiting: z.number(),
	delivered: z.number(),
	failed: z.number(),
	createdAt: z.date(),
	version: z.number()
});
const withSecret = webhook.extend({ secret: z.string() });

const delivery = z.object({
	id: z.uuid(),
	/** What the header `webhook-id` says, at every attempt. */
	message: z.string(),
	type: z.string(),
	record: z.string(),
	state: z.enum(states),
	dueAt: z.date().nullable(),
	tries: z.number(),
	status: z.number().nullable(),
	failure: z.string().nullable(),
	createdAt: z.date(),
	triedAt: z.date().nullable()
});
const whole = delivery.extend({
	body: z.string(),
	attempts: z.array(
		z.object({
			nth: z.number(),
			at: z.date(),
			milliseconds: z.number(),
			headers: z.record(z.string(), z.string()),
			status: z.number().nullable(),
			failure: z.string().nullable(),
			/** Its first kilobyte. */
			answer: z.string()
		})
	)
});

export const webhooksApi = {
	listWebhooks: part({ method: 'GET', path: '/webhooks', summary: 'The endpoints of the hub and how they fare' })
		.input(ListWebhooks)
		.output(pageOf(webhook))
		.handler(({ context, input }) => listWebhooks(context.actor, input)),
	webhookEvents: part({ method: 'GET', path: '/webhooks/events', summary: 'What an endpoint can be told of' })
		.output(z.object({ items: z.array(z.string()) }))
		.handler(({ context }) => ({ items: eventsToChoose(context.actor) })),
	createWebhook: part({
		method: 'POST',
		path: '/webhooks',
		summary: 'Register an address that is told of what happens in the hub',
		description: 'Messages follow Standard Webhooks. The answer holds the secret they are signed with, this once.'
	})
		.input(CreateWebhook)
		.output(withSecret)
		.handler(({ context, input }) => createWebhook(context.actor, input)),
	findWebhook: part({ method: 'GET', path: '/webhooks/{webhook}', summary: 'One endpoint' })
		.input(WebhookId)
		.output(webhook)
		.handler(({ context, input }) => findWebhook(context.actor, input)),
	changeWebhook: part({ method: 'PUT', path: '/webhooks/{webhook}', summary: 'Change an endpoint, or switch it on or off' })
		.input(ChangeWebhook)
		.output(webhook)
		.handler(({ context, input }) => changeWebhook(context.actor, input)),
	removeWebhook: part({ method: 'DELETE', path: '/webhooks/{webhook}', summary: 'Remove an endpoint with all that was sent to it' })
		.input(WebhookId)
		.output(z.object({ id: z.uuid() }))
		.handler(({ context, input }) => removeWebhook(context.actor, input)),
	rotateWebhookSecret: part({
		method: 'POST',
		path: '/webhooks/{webhook}/secret',
		summary: 'Give an endpoint a new secret',
		description: 'For 24 hours messages carry a signature by each of the two. The answer holds the new secret, this once.'
	})
		.input(WebhookId)
		.output(withSecret)
		.handler(({ context, input }) => rotateSecret(context.actor, input)),
	pingWebhook: part({
		method: 'POST',
		path: '/webhooks/{webhook}/ping',
		summary: 'Send a message that tells of nothing, to try the endpoint'
	})
		.input(WebhookId)
		.output(z.object({ delivery: z.uuid() }))
		.handler(({ context, input }) => pingWebhook(context.actor, input)),
	listDeliveries: part({
		method: 'GET',
		path: '/webhooks/{webhook}/deliveries',
		summary: 'What was sent to an endpoint in the past 30 days, or waits to be'
	})
		.input(ListDeliveries)
		.output(pageOf(delivery))
		.handler(({ context, input }) => listDeliveries(context.actor, input)),
	findDelivery: part({
		method: 'GET',
		path: '/webhooks/{webhook}/deliveries/{delivery}',
		summary: 'One message, with every attempt to bring it'
	})
		.input(DeliveryId)
		.output(whole)
		.handler(({ context, input }) => findDelivery(context.actor, input)),
	replayDelivery: part({
		method: 'POST',
		path: '/webhooks/{webhook}/deliveries/{delivery}/replay',
		summary: 'Send a message again, under the id that it had'
	})
		.input(DeliveryId)
		.output(whole)
		.handler(({ context, input }) => replayDelivery(context.actor, input)),
	replayFailed: part({ method: 'POST', path: '/webhooks/{webhook}/replay', summary: 'Send everything again that failed since a day' })
		.input(ReplayFailed)
		.output(z.object({ replayed: z.number() }))
		.handler(({ context, input }) => replayFailed(context.actor, input))
};
