import { listFile } from '#ecosystem/list-export.ts';
import { ListRent, listRent } from '#place/rent/schedule.ts';
import { whatSaid } from '#place/rent/shown.ts';
import { say } from '#platform/i18n.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	listFile(event, {
		name: 'rent',
		title: 'rent_title',
		filters: ListRent,
		list: listRent,
		columns: [
			['due', 'rent_due', 'date'],
			['number', 'place_lease', 'text'],
			['kind', 'place_lease_kind', 'text'],
			['units', 'place_units', 'text'],
			['tenant', 'rent_tenant', 'text'],
			['legalName', 'rent_legal_name', 'text'],
			['siren', 'rent_siren', 'text'],
			['vatNumber', 'rent_vat_number', 'text'],
			['what', 'rent_what', 'text'],
			['from', 'place_first_day', 'date'],
			['until', 'place_last_day', 'date'],
			['net', 'rent_net', 'number'],
			['vatCase', 'rent_vat_case', 'text'],
			['rate', 'rent_vat_rate', 'number'],
			['vat', 'rent_vat_amount', 'number'],
			['total', 'rent_total', 'number'],
			['state', 'rent_state', 'text'],
			['issued', 'rent_issued_on', 'date'],
			['line', 'rent_line_id', 'text']
		],
		row: (line, locale) => ({
			due: line.dueOn,
			number: line.number,
			kind: say(`place_lease_${line.leaseKind}`, {}, locale),
			units: line.units.join(', '),
			tenant: line.tenantName,
			legalName: line.legalName,
			siren: line.siren,
			vatNumber: line.vatNumber,
			what: whatSaid(line, locale),
			from: line.fromDay,
			until: line.untilDay,
			net: line.netCents / 100,
			vatCase: say(`rent_vat_${line.vatCase}`, {}, locale),
			rate: line.vatRate / 100,
			vat: line.vatCents / 100,
			total: line.totalCents / 100,
			state: say(line.issuedAt ? 'rent_state_issued' : 'rent_state_open', {}, locale),
			issued: line.issuedAt,
			line: line.id
		})
	});
