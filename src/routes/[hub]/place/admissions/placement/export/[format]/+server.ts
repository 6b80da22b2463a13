import { listFile } from '#ecosystem/list-export.ts';
import { ListPlacements, listPlacements } from '#place/admissions/placements.ts';
import { say } from '#platform/i18n.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	listFile(event, {
		name: 'placements',
		title: 'placement_proposals',
		filters: ListPlacements,
		list: listPlacements,
		columns: [
			['asked', 'placement_asked', 'date'],
			['state', 'placement_state', 'text'],
			['placed', 'placement_placed', 'number'],
			['left', 'placement_left', 'number'],
			['pins', 'placement_pins', 'number'],
			['forbids', 'placement_forbids', 'number'],
			['accepted', 'placement_accepted_on', 'date']
		],
		row: ({ askedAt, acceptedAt, state, placed, left, pins, forbids }, locale) => ({
			...{ placed, left, pins, forbids },
			asked: askedAt.toISOString().slice(0, 10),
			accepted: acceptedAt?.toISOString().slice(0, 10) ?? null,
			state: say(`placement_state_${state}`, {}, locale)
		})
	});
