import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { download, everyItem } from '#ecosystem/list-export.ts';
import { ListResources, listResources } from '#place/drawing/resources.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	const hub = found(await findHub(params.hub));
	const filter = filterFrom(ListResources, url.searchParams);
	const all = everyItem(actor.hub, (cursor) => listResources(actor, { ...filter, cursor, limit: 100 }));
	const column = (key: string, label: string, type: 'text' | 'number') => ({ key, header: say(label, {}, locale), type });
	return download(params.format, {
		name: `${hub.id}-resources`,
		title: say('resources_title', {}, locale),
		columns: [
			column('name', 'place_name', 'text'),
			column('kind', 'resource_kind', 'text'),
			column('unit', 'place_number', 'text'),
			column('floor', 'place_floor', 'text'),
			column('capacity', 'resource_capacity', 'number'),
			column('pieces', 'resource_pieces', 'number'),
			column('equipment', 'place_equipment', 'text'),
			column('accessible', 'place_accessible', 'text')
		],
		rows: rows(),
		locale,
		timeZone: hub.timeZone
	});

	async function* rows() {
		for await (const one of all)
			yield {
				name: one.name,
				kind: say(`resource_kind_${one.kind}`, {}, locale),
				unit: one.unitNumber,
				floor: `${one.building}, ${one.floorName}`,
				capacity: one.capacity,
				pieces: one.pieces,
				equipment: one.equipment.join(', '),
				accessible: one.isAccessible ? say('place_yes', {}, locale) : ''
			};
	}
};
