import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { download, everyItem } from '#ecosystem/list-export.ts';
import { label } from '#ecosystem/vocabulary/concepts.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { ListFigure, listFigure } from '#road/funnel.ts';
import { groupInWords } from '#road/funnel-said.ts';
import type { RequestHandler } from './$types';

const texts = ['name', 'firm', 'sectors', 'size'];
const days = ['at', 'onward_at'];

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	const hub = found(await findHub(params.hub));
	const filter = filterFrom(ListFigure, url.searchParams);
	// Read before anything is sent, so that who may not read gets a refusal and not half a file.
	const first = await listFigure(actor, { ...filter, cursor: undefined, limit: 100 });
	const rest = everyItem(actor.hub, (cursor) => (cursor ? listFigure(actor, { ...filter, cursor, limit: 100 }) : Promise.resolve(first)));
	return download(params.format, {
		name: `${hub.id}-km${filter.km}`,
		title: say('funnel_title'),
		columns: [
			...texts.map((key) => ({ key, header: say(`funnel_column_${key}`), type: 'text' as const })),
			...days.map((key) => ({ key, header: say(`funnel_column_${key}`), type: 'date' as const }))
		],
		rows: rows(),
		locale,
		timeZone: hub.timeZone
	});

	async function* rows() {
		for await (const one of rest)
			yield {
				name: one.name,
				firm: one.firm,
				sectors: one.sectors.map((id) => label(id, locale)).join(', '),
				size: groupInWords('size', one.sizeClass ?? 'none', locale),
				at: one.at.toISOString().slice(0, 10),
				onward_at: one.onwardAt?.toISOString().slice(0, 10)
			};
	}
};
