import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { download, everyItem } from '#ecosystem/list-export.ts';
import { ListFaults, listFaults } from '#place/faults/faults.ts';
import { placeOfFault } from '#place/faults/said.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	const hub = found(await findHub(params.hub));
	const filter = filterFrom(ListFaults, url.searchParams);
	// Read before anything is sent, so that who may not read gets a refusal and not half a file.
	const first = await listFaults(actor, { ...filter, cursor: undefined, limit: 100 });
	const rest = everyItem(actor.hub, (cursor) => (cursor ? listFaults(actor, { ...filter, cursor, limit: 100 }) : Promise.resolve(first)));
	const column = (key: string, label: string, type: 'text' | 'date' | 'number' = 'text') => ({
		key,
		header: say(label, {}, locale),
		type
	});
	return download(params.format, {
		name: `${hub.id}-faults`,
		title: say('fault_title', {}, locale),
		columns: [
			column('number', 'fault_number', 'number'),
			column('title', 'fault_what'),
			column('category', 'fault_category'),
			column('place', 'fault_place'),
			column('firm', 'fault_firm'),
			column('urgent', 'fault_urgent'),
			column('state', 'fault_state'),
			column('planned', 'fault_day', 'date'),
			column('reported', 'fault_reported', 'date')
		],
		rows: rows(),
		locale,
		timeZone: hub.timeZone
	});

	async function* rows() {
		for await (const fault of rest)
			yield {
				number: fault.number,
				title: fault.title,
				category: say(`fault_category_${fault.category}`, {}, locale),
				place: placeOfFault(fault),
				firm: fault.organisation ?? '',
				urgent: fault.isUrgent ? say('fault_urgent', {}, locale) : '',
				state: say(`fault_state_${fault.state}`, {}, locale),
				planned: fault.plannedOn,
				reported: fault.reportedAt
			};
	}
};
