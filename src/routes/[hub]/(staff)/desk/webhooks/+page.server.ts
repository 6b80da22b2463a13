import { findHub } from '#ecosystem/hubs.ts';
import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { found } from '#platform/refusal.ts';
import { webhookLine } from '#webhooks/said.ts';
import { ListWebhooks, listWebhooks } from '#webhooks/webhooks.ts';
import type { PageServerLoad } from './$types';

const usual = ListWebhooks.parse({});

export const load: PageServerLoad = async ({ locals, url, params, parent }) => {
	await parent();
	const { actor, locale } = locals;
	const filter = filterFrom(ListWebhooks, url.searchParams);
	const [page, hub] = await Promise.all([listWebhooks(actor, { ...filter, limit: 25 }), findHub(params.hub)]);
	const { timeZone } = found(hub);
	const address = addressOf(filter, usual);
	const at = (cursor: string | null) => cursor && `${url.pathname}${address}&cursor=${cursor}`;
	return {
		q: filter.q,
		lines: page.items.map((one) => webhookLine(one, params.hub, locale, timeZone)),
		previous: at(page.previous),
		next: at(page.next),
		address
	};
};
