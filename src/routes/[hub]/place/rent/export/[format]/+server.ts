import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { download, everyItem } from '#ecosystem/list-export.ts';
import { ListRent, listRent } from '#place/rent/schedule.ts';
import { whatSaid } from '#place/rent/shown.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	const hub = found(await findHub(params.hub));
	const filter = filterFrom(ListRent, url.searchParams);
	// Read before anything is sent, so that who may not read gets a refusal and not half a file.
	const first = await listRent(actor, { ...filter, cursor: undefined, limit: 100 });
	const rest = everyItem(actor.hub, (cursor) => (cursor ? listRent(actor, { ...filter, cursor, limit: 100 }) : Promise.resolve(first)));
	const column = (key: string, label: string, type: 'text' | 'date' | 'number') => ({ key, header: say(label, {}, locale), type });
	return download(params.format, {
		name: `${hub.id}-rent`,
		title: say('rent_title', {}, locale),
		columns: [
			column('due', 'rent_due', 'date'),
			column('number', 'place_lease', 'text'),
			column('tenant', 'rent_tenant', 'text'),
			column('what', 'rent_what', 'text'),
			column('from', 'place_first_day', 'date'),
			column('until', 'place_last_day', 'date'),
			column('net', 'rent_net', 'number'),
			column('vatCase', 'rent_vat_case', 'text'),
			column('rate', 'rent_vat_rate', 'number'),
			column('vat', 'rent_vat_amount', 'number'),
			column('total', 'rent_total', 'number'),
			column('state', 'rent_state', 'text')
		],
		rows: rows(),
		locale,
		timeZone: hub.timeZone
	});

	async function* rows() {
		for await (const line of rest)
			yield {
				due: line.dueOn,
				number: line.number,
				tenant: line.tenantName,
				what: whatSaid(line, locale),
				from: line.fromDay,
				until: line.untilDay,
				net: line.netCents / 100,
				vatCase: say(`rent_vat_${line.vatCase}`, {}, locale),
				rate: line.vatRate / 100,
				vat: line.vatCents / 100,
				total: line.totalCents / 100,
				state: say(line.issuedAt ? 'rent_state_issued' : 'rent_state_open', {}, locale)
			};
	}
};
