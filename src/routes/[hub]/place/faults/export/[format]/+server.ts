import { listFile } from '#ecosystem/list-export.ts';
import { ListFaults, listFaults } from '#place/faults/faults.ts';
import { placeOfFault } from '#place/faults/said.ts';
import { say } from '#platform/i18n.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	listFile(event, {
		name: 'faults',
		title: 'fault_title',
		filters: ListFaults,
		list: listFaults,
		columns: [
			['number', 'fault_number', 'number'],
			['title', 'fault_what', 'text'],
			['category', 'fault_category', 'text'],
			['place', 'fault_place', 'text'],
			['firm', 'fault_firm', 'text'],
			['urgent', 'fault_urgent', 'text'],
			['state', 'fault_state', 'text'],
			['planned', 'fault_day', 'date'],
			['reported', 'fault_reported', 'date']
		],
		row: (fault, locale) => ({
			number: fault.number,
			title: fault.title,
			category: say(`fault_category_${fault.category}`, {}, locale),
			place: placeOfFault(fault),
			firm: fault.organisation ?? '',
			urgent: fault.isUrgent ? say('fault_urgent', {}, locale) : '',
			state: say(`fault_state_${fault.state}`, {}, locale),
			planned: fault.plannedOn,
			reported: fault.reportedAt
		})
	});
