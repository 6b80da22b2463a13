import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { download, everyItem } from '#ecosystem/list-export.ts';
import type { Column } from '#platform/export/tables.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import { ListDeliveries, listDeliveries } from '#webhooks/deliveries.ts';
import { deliveryLine } from '#webhooks/said.ts';
import { findWebhook } from '#webhooks/webhooks.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	signedIn(event);
	const { locals, params, url } = event;
	const { actor, locale } = locals;
	const { id: webhook } = await findWebhook(actor, params);
	const hub = found(await findHub(params.hub));
	const filter = filterFrom(ListDeliveries.omit({ webhook: true }), url.searchParams);
	const columns: Column[] = [
		...(['message', 'type', 'record', 'state', 'answer', 'at', 'due'] as const).map((key) => ({
			key,
			header: say(`webhook_delivery_${key}`),
			type: 'text' as const
		})),
		{ key: 'tries', header: say('webhook_delivery_tries'), type: 'number' }
	];
	return download(params.format, {
		name: `${hub.id}-webhook-deliveries`,
		title: say('webhook_deliveries'),
		columns,
		rows: rows(),
		locale,
		timeZone: hub.timeZone
	});

	async function* rows() {
		for await (const one of everyItem(hub.id, (cursor) => listDeliveries(actor, { ...filter, webhook, cursor, limit: 100 })))
			yield { ...deliveryLine(one, '', locale, hub.timeZone) };
	}
};
