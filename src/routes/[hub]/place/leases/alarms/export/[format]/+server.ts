import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { download, everyItem } from '#ecosystem/list-export.ts';
import { ListAlarms, listAlarms } from '#place/leases/alarms.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	const hub = found(await findHub(params.hub));
	const filter = filterFrom(ListAlarms, url.searchParams);
	// Read before anything is sent, so that who may not read gets a refusal and not half a file.
	const first = await listAlarms(actor, { ...filter, cursor: undefined, limit: 100 });
	const rest = everyItem(actor.hub, (cursor) => (cursor ? listAlarms(actor, { ...filter, cursor, limit: 100 }) : Promise.resolve(first)));
	const column = (key: string, label: string, type: 'text' | 'date') => ({ key, header: say(label, {}, locale), type });
	return download(params.format, {
		name: `${hub.id}-lease-alarms`,
		title: say('lease_alarms_title', {}, locale),
		columns: [
			column('alarm', 'place_alarm', 'text'),
			column('day', 'place_day', 'date'),
			column('number', 'place_lease', 'text'),
			column('tenant', 'place_holder', 'text'),
			column('units', 'place_units', 'text')
		],
		rows: rows(),
		locale,
		timeZone: hub.timeZone
	});

	async function* rows() {
		for await (const { alarm, day, number, tenantName, units } of rest)
			yield { alarm: say(`lease_alarm_${alarm}`, {}, locale), day, number, tenant: tenantName, units: units.join(', ') };
	}
};
