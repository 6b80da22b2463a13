import { listFile } from '#ecosystem/list-export.ts';
import { ListRoll, listRoll } from '#place/rent/roll.ts';
import { say } from '#platform/i18n.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	listFile(event, {
		name: 'rent-roll',
		title: 'rent_roll_title',
		filters: ListRoll,
		list: listRoll,
		columns: [
			['number', 'place_lease', 'text'],
			['kind', 'place_lease_kind', 'text'],
			['tenant', 'rent_tenant', 'text'],
			['siren', 'rent_siren', 'text'],
			['units', 'place_units', 'text'],
			['m2', 'rent_surface', 'number'],
			['from', 'place_first_day', 'date'],
			['until', 'place_last_day', 'date'],
			['rent', 'rent_what_rent', 'number'],
			['charges', 'rent_charges', 'number'],
			['difference', 'rent_roll_difference', 'number'],
			['net', 'rent_net', 'number'],
			['vat', 'rent_vat_amount', 'number'],
			['total', 'rent_total', 'number'],
			['issued', 'rent_roll_issued', 'number'],
			['deposit', 'rent_roll_deposit', 'number']
		],
		row: (row, locale) => ({
			number: row.number,
			kind: say(`place_lease_${row.kind}`, {}, locale),
			tenant: row.tenantName,
			siren: row.siren,
			units: row.units.join(', '),
			m2: row.m2,
			from: row.startsOn,
			until: row.endsOn,
			rent: row.rentCents / 100,
			charges: row.chargesCents / 100,
			difference: row.differenceCents / 100,
			net: row.netCents / 100,
			vat: row.vatCents / 100,
			total: row.totalCents / 100,
			issued: row.issuedCents / 100,
			deposit: row.depositCents / 100
		})
	});
