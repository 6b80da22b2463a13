import { listFile } from '#ecosystem/list-export.ts';
import { ListLeases, listLeases } from '#place/leases/leases.ts';
import { say } from '#platform/i18n.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	listFile(event, {
		name: 'leases',
		title: 'place_leases_title',
		filters: ListLeases,
		list: listLeases,
		columns: [
			['number', 'place_lease', 'text'],
			['kind', 'place_lease_kind', 'text'],
			['tenant', 'place_holder', 'text'],
			['units', 'place_units', 'text'],
			['m2', 'place_surface', 'number'],
			['from', 'place_first_day', 'date'],
			['until', 'place_last_day', 'date'],
			['rent', 'place_rent_in_euros', 'number'],
			['alarm', 'place_alarm', 'text']
		],
		row: (lease, locale) => ({
			number: lease.number,
			kind: say(`place_lease_${lease.kind}`, {}, locale),
			tenant: lease.tenantName,
			units: lease.units.join(', '),
			m2: lease.m2,
			from: lease.startsOn,
			until: lease.endsOn,
			rent: lease.rentCents / 100,
			alarm: lease.alarm && say(`place_alarm_${lease.alarm}`, {}, locale)
		})
	});
