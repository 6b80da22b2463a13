import { z } from 'zod';
import { findHub } from '#ecosystem/hubs.ts';
import { form } from '#platform/form.ts';
import { found } from '#platform/refusal.ts';
import { findDelivery, replayDelivery } from '#webhooks/deliveries.ts';
import { deliveryShown } from '#webhooks/said.ts';
import { findWebhook } from '#webhooks/webhooks.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, parent }) => {
	await parent();
	const { actor, locale } = locals;
	const [webhook, delivery, hub] = await Promise.all([findWebhook(actor, params), findDelivery(actor, params), findHub(params.hub)]);
	const at = `/${params.hub}/desk/webhooks/${webhook.id}`;
	return {
		at,
		name: webhook.description || webhook.address,
		webhook: webhook.id,
		isOn: webhook.isOn,
		delivery: deliveryShown(delivery, at, locale, found(hub).timeZone)
	};
};

export const actions: Actions = {
	default: form(z.object({}), async (_, { locals, params }) => {
		await replayDelivery(locals.actor, params);
		return { again: true };
	})
};
