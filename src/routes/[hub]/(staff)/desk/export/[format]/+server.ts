import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { download, everyItem } from '#ecosystem/list-export.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { ListDesk, listDesk } from '#road/desk.ts';
import type { RequestHandler } from './$types';

const texts = ['kind', 'title', 'firm', 'partner', 'person', 'assignee', 'rests_because'];
const days = ['since', 'due', 'rests_until'];

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	const hub = found(await findHub(params.hub));
	const filter = filterFrom(ListDesk, url.searchParams);
	// Read before anything is sent, so that who may not read gets a refusal and not half a file.
	const first = await listDesk(actor, { ...filter, cursor: undefined, limit: 100 });
	const rest = everyItem(actor.hub, (cursor) => (cursor ? listDesk(actor, { ...filter, cursor, limit: 100 }) : Promise.resolve(first)));
	const dayOf = (at: Date | null) => at?.toISOString().slice(0, 10);
	return download(params.format, {
		name: `${hub.id}-desk`,
		title: say('desk_title'),
		columns: [
			...texts.map((key) => ({ key, header: say(`desk_column_${key}`), type: 'text' as const })),
			...days.map((key) => ({ key, header: say(`desk_column_${key}`), type: 'date' as const }))
		],
		rows: rows(),
		locale,
		timeZone: hub.timeZone
	});

	async function* rows() {
		for await (const one of rest)
			yield {
				kind: say(`desk_kind_${one.kind}`, {}, locale),
				title: one.title,
				firm: one.firm?.name,
				partner: one.partner?.name,
				person: one.person,
				assignee: one.assignee?.name,
				rests_because: one.restsBecause,
				since: dayOf(one.since),
				due: dayOf(one.due),
				rests_until: dayOf(one.restsUntil)
			};
	}
};
