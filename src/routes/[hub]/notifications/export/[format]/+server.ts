import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { download, everyItem } from '#ecosystem/list-export.ts';
import { ListNotifications, listNotifications } from '#notifications/notifications.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	const hub = found(await findHub(params.hub));
	const filter = filterFrom(ListNotifications, url.searchParams);
	// Read before anything is sent, so that who may not read gets a refusal and not half a file.
	const first = await listNotifications(actor, { ...filter, cursor: undefined, limit: 100 });
	const rest = everyItem(actor.hub, (cursor) =>
		cursor ? listNotifications(actor, { ...filter, cursor, limit: 100 }) : Promise.resolve(first)
	);
	const columns = (['at', 'kind', 'title', 'read_at', 'url'] as const).map((key) => ({
		key,
		header: say(`notifications_column_${key}`),
		type: key === 'at' || key === 'read_at' ? ('date' as const) : ('text' as const)
	}));
	return download(params.format, {
		name: `${hub.id}-notifications`,
		title: say('notifications_title'),
		columns,
		rows: rows(),
		locale,
		timeZone: hub.timeZone
	});

	async function* rows() {
		for await (const { at, kindInWords, title, readAt, url } of rest) yield { at, kind: kindInWords, title, read_at: readAt, url };
	}
};
