import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { download, everyItem } from '#ecosystem/list-export.ts';
import type { Column } from '#platform/export/tables.ts';
import { say } from '#platform/i18n.ts';
import { authorize, found } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import { mayHook } from '#webhooks/policy.ts';
import { webhookLine } from '#webhooks/said.ts';
import { ListWebhooks, listWebhooks } from '#webhooks/webhooks.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	signedIn(event);
	const { locals, params, url } = event;
	const { actor, locale } = locals;
	authorize(mayHook(actor));
	const hub = found(await findHub(params.hub));
	const filter = filterFrom(ListWebhooks, url.searchParams);
	const columns: Column[] = [
		...(['address', 'description', 'health', 'events'] as const).map((key) => ({
			key,
			header: say(`webhook_${key}`),
			type: 'text' as const
		})),
		{ key: 'deliveredAt', header: say('webhook_delivered_at'), type: 'text' },
		...(['delivered', 'waiting', 'failed'] as const).map((key) => ({ key, header: say(`webhook_${key}`), type: 'number' as const }))
	];
	return download(params.format, {
		name: `${hub.id}-webhooks`,
		title: say('webhooks_title'),
		columns,
		rows: rows(),
		locale,
		timeZone: hub.timeZone
	});

	async function* rows() {
		for await (const one of everyItem(hub.id, (cursor) => listWebhooks(actor, { ...filter, cursor, limit: 100 })))
			yield { ...webhookLine(one, hub.id, locale, hub.timeZone) };
	}
};
