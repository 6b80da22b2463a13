import { listFile } from '#ecosystem/list-export.ts';
import { ListAlarms, listAlarms } from '#place/leases/alarms.ts';
import { say } from '#platform/i18n.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	listFile(event, {
		name: 'lease-alarms',
		title: 'lease_alarms_title',
		filters: ListAlarms,
		list: listAlarms,
		columns: [
			['alarm', 'place_alarm', 'text'],
			['day', 'place_day', 'date'],
			['number', 'place_lease', 'text'],
			['tenant', 'place_holder', 'text'],
			['units', 'place_units', 'text']
		],
		row: ({ alarm, day, number, tenantName, units }, locale) => ({
			alarm: say(`lease_alarm_${alarm}`, {}, locale),
			day,
			number,
			tenant: tenantName,
			units: units.join(', ')
		})
	});
