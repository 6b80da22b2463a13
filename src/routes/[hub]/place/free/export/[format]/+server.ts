import { listFile } from '#ecosystem/list-export.ts';
import { ListFree, listFree } from '#place/plan.ts';
import { floorName } from '#place/said.ts';
import { say } from '#platform/i18n.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	listFile(event, {
		name: 'free-space',
		title: 'place_free_title',
		filters: ListFree,
		list: async (actor, filter) => ({ ...(await listFree(actor, filter)), next: null, previous: null }),
		columns: [
			['number', 'place_number', 'text'],
			['name', 'place_name', 'text'],
			['where', 'place_where', 'text'],
			['use', 'place_use', 'text'],
			['m2', 'place_surface', 'number'],
			['people', 'place_capacity', 'number'],
			['accessible', 'place_accessible', 'text'],
			['from', 'place_free_from', 'date'],
			['until', 'place_last_day', 'date'],
			['rent', 'place_rent_in_euros', 'number']
		],
		row: (unit, locale) => ({
			number: unit.number,
			name: unit.name,
			where: floorName({ name: unit.floorName, building: unit.building }),
			use: say(`place_use_${unit.use}`, {}, locale),
			m2: unit.m2,
			people: unit.people,
			accessible: say(unit.isAccessible ? 'admission_yes' : 'admission_no', {}, locale),
			from: unit.freeFrom,
			until: unit.freeUntil,
			rent: unit.askedRentCents && unit.askedRentCents / 100
		})
	});
