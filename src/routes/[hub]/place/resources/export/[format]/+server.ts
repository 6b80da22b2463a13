import { listFile } from '#ecosystem/list-export.ts';
import { ListResources, listResources } from '#place/drawing/resources.ts';
import { say } from '#platform/i18n.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	listFile(event, {
		name: 'resources',
		title: 'resources_title',
		filters: ListResources,
		list: listResources,
		columns: [
			['name', 'place_name', 'text'],
			['kind', 'resource_kind', 'text'],
			['unit', 'place_number', 'text'],
			['floor', 'place_floor', 'text'],
			['capacity', 'resource_capacity', 'number'],
			['pieces', 'resource_pieces', 'number'],
			['equipment', 'place_equipment', 'text'],
			['accessible', 'place_accessible', 'text']
		],
		row: (one, locale) => ({
			name: one.name,
			kind: say(`resource_kind_${one.kind}`, {}, locale),
			unit: one.unitNumber,
			floor: `${one.building}, ${one.floorName}`,
			capacity: one.capacity,
			pieces: one.pieces,
			equipment: one.equipment.join(', '),
			accessible: one.isAccessible ? say('place_yes', {}, locale) : ''
		})
	});
