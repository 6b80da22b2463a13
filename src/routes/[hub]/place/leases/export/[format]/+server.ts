import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { download, everyItem } from '#ecosystem/list-export.ts';
import { ListLeases, listLeases } from '#place/leases/leases.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	const hub = found(await findHub(params.hub));
	const filter = filterFrom(ListLeases, url.searchParams);
	// Read before anything is sent, so that who may not read gets a refusal and not half a file.
	const first = await listLeases(actor, { ...filter, cursor: undefined, limit: 100 });
	const rest = everyItem(actor.hub, (cursor) => (cursor ? listLeases(actor, { ...filter, cursor, limit: 100 }) : Promise.resolve(first)));
	const column = (key: string, label: string, type: 'text' | 'date' | 'number') => ({ key, header: say(label, {}, locale), type });
	return download(params.format, {
		name: `${hub.id}-leases`,
		title: say('place_leases_title', {}, locale),
		columns: [
			column('number', 'place_lease', 'text'),
			column('kind', 'place_lease_kind', 'text'),
			column('tenant', 'place_holder', 'text'),
			column('units', 'place_units', 'text'),
			column('m2', 'place_surface', 'number'),
			column('from', 'place_first_day', 'date'),
			column('until', 'place_last_day', 'date'),
			column('rent', 'place_rent_in_euros', 'number'),
			column('alarm', 'place_alarm', 'text')
		],
		rows: rows(),
		locale,
		timeZone: hub.timeZone
	});

	async function* rows() {
		for await (const lease of rest)
			yield {
				number: lease.number,
				kind: say(`place_lease_${lease.kind}`, {}, locale),
				tenant: lease.tenantName,
				units: lease.units.join(', '),
				m2: lease.m2,
				from: lease.startsOn,
				until: lease.endsOn,
				rent: lease.rentCents / 100,
				alarm: lease.alarm && say(`place_alarm_${lease.alarm}`, {}, locale)
			};
	}
};
