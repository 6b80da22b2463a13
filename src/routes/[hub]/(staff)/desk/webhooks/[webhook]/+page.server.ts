import { z } from 'zod';
import { findHub } from '#ecosystem/hubs.ts';
import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { optionsOf } from '#ecosystem/posts-said.ts';
import { form } from '#platform/form.ts';
import { found } from '#platform/refusal.ts';
import { ListDeliveries, listDeliveries, ReplayFailed, replayFailed, states } from '#webhooks/deliveries.ts';
import { pingWebhook } from '#webhooks/outbox.ts';
import { deliveryLine, kindOptions, webhookFacts, webhookLine } from '#webhooks/said.ts';
import { findWebhook, rotateSecret } from '#webhooks/webhooks.ts';
import type { Actions, PageServerLoad } from './$types';

const Shown = ListDeliveries.omit({ webhook: true });
const usual = Shown.parse({});

export const load: PageServerLoad = async ({ locals, url, params, parent }) => {
	await parent();
	const { actor, locale } = locals;
	const filter = filterFrom(Shown, url.searchParams);
	const [webhook, page, hub] = await Promise.all([
		findWebhook(actor, params),
		listDeliveries(actor, { ...filter, ...params, limit: 25 }),
		findHub(params.hub)
	]);
	const { timeZone } = found(hub);
	const address = addressOf(filter, usual);
	const at = (cursor: string | null) => cursor && `${url.pathname}${address}&cursor=${cursor}`;
	return {
		webhook: webhookLine(webhook, params.hub, locale, timeZone),
		isOn: webhook.isOn,
		facts: webhookFacts(webhook, locale, timeZone),
		q: filter.q,
		kind: filter.kind,
		state: filter.state ?? '',
		kinds: kindOptions(),
		states: optionsOf('webhook_state', states),
		lines: page.items.map((one) => deliveryLine(one, url.pathname, locale, timeZone)),
		previous: at(page.previous),
		next: at(page.next),
		address,
		since: new Intl.DateTimeFormat('sv-SE', { timeZone }).format(webhook.failingSince ?? new Date(Date.now() - 7 * 86_400_000))
	};
};

const Nothing = z.object({});

export const actions: Actions = {
	ping: form(Nothing, async (_, { locals, params }) => ({ pinged: (await pingWebhook(locals.actor, params)).delivery })),
	rotate: form(Nothing, async (_, { locals, params }) => ({ secret: (await rotateSecret(locals.actor, params)).secret })),
	replay: form(ReplayFailed.omit({ webhook: true }), async (input, { locals, params }) =>
		replayFailed(locals.actor, { ...input, webhook: params.webhook })
	)
};
