import { system, type Actor } from '#platform/actor.ts';
import type { Examples } from '#platform/testing/examples.ts';
import type { webhooksApi } from './api.ts';
import { pingWebhook } from './outbox.ts';
import { createWebhook, CreateWebhook, removeWebhook, listWebhooks, ListWebhooks } from './webhooks.ts';

// Nobody listens there, and it is this computer.
process.env.KM0_WEBHOOK_NETWORKS ??= '127.0.0.1/32';
const address = 'http://127.0.0.1:9/km0';

/** A hub has room for a few only. */
async function registered({ hub }: Actor) {
	const { items } = await listWebhooks(system(hub), ListWebhooks.parse({ q: address, limit: 100 }));
	for (const { id } of items) await removeWebhook(system(hub), { webhook: id });
	const { id, version } = await createWebhook(system(hub), CreateWebhook.parse({ address, events: ['weights'] }));
	return { webhook: id, version };
}

const only = async (actor: Actor) => ({ webhook: (await registered(actor)).webhook });
async function sent(actor: Actor) {
	const { webhook } = await registered(actor);
	return { webhook, ...(await pingWebhook(system(actor.hub), { webhook })) };
}

export const webhooksExamples = {
	listWebhooks: () => ({ q: 'km0' }),
	webhookEvents: () => ({}),
	createWebhook: async (actor) => {
		await registered(actor);
		return { address, description: 'CRM', events: ['need.opened', 'introduction'], isOn: false };
	},
	findWebhook: only,
	changeWebhook: async (actor) => ({ ...(await registered(actor)), address, description: 'ERP', all: true, isOn: false }),
	removeWebhook: only,
	rotateWebhookSecret: only,
	pingWebhook: only,
	listDeliveries: async (actor) => ({ ...(await only(actor)), kind: 'webhook', state: 'waiting' }),
	findDelivery: sent,
	replayDelivery: sent,
	replayFailed: async (actor) => ({ ...(await only(actor)), since: new Date().toISOString().slice(0, 10) })
} satisfies Examples<typeof webhooksApi>;
