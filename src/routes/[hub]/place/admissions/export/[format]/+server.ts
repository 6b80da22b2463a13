import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { download, everyItem } from '#ecosystem/list-export.ts';
import { ListAdmissions, listAdmissions } from '#place/admissions/admissions-shown.ts';
import { stageSaid } from '#place/admissions/said.ts';
import { say } from '#platform/i18n.ts';
import { authorize, found } from '#platform/refusal.ts';
import { isMember } from '#platform/actor.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	authorize(isMember(actor));
	const hub = found(await findHub(params.hub));
	const filter = filterFrom(ListAdmissions, url.searchParams);
	// Read before anything is sent, so that who may not read gets a refusal and not half a file.
	const first = await listAdmissions(actor, { ...filter, cursor: undefined, limit: 100 });
	const rest = everyItem(actor.hub, (cursor) =>
		cursor ? listAdmissions(actor, { ...filter, cursor, limit: 100 }) : Promise.resolve(first)
	);
	const column = (key: string, label: string, type: 'text' | 'date' | 'number') => ({ key, header: say(label, {}, locale), type });
	return download(params.format, {
		name: `${hub.id}-admissions`,
		title: say('admissions_title', {}, locale),
		columns: [
			column('number', 'admission_file', 'text'),
			column('firm', 'admission_firm', 'text'),
			column('stage', 'admission_stage', 'text'),
			column('since', 'admission_since', 'date'),
			column('use', 'place_use', 'text'),
			column('least', 'admission_least_m2', 'number'),
			column('most', 'admission_most_m2', 'number'),
			column('from', 'admission_wanted_from', 'date'),
			column('people', 'admission_people', 'number'),
			column('net12', 'admission_net_12', 'number'),
			column('net24', 'admission_net_24', 'number'),
			column('net36', 'admission_net_36', 'number'),
			column('netM2', 'admission_net_m2', 'number'),
			column('moved', 'admission_moved_percent', 'number'),
			column('transfer', 'admission_transfer', 'text'),
			column('because', 'admission_refused_because', 'text')
		],
		rows: rows(),
		locale,
		timeZone: hub.timeZone
	});

	async function* rows() {
		for await (const file of rest)
			yield {
				number: file.number,
				firm: file.firm,
				stage: stageSaid(file.stage, locale),
				since: file.stageSince.toISOString().slice(0, 10),
				use: file.use && say(`place_use_${file.use}`, {}, locale),
				least: file.m2Least,
				most: file.m2Most,
				from: file.wantedFrom,
				people: file.people,
				net12: file.net12,
				net24: file.net24,
				net36: file.net36,
				netM2: file.netM2,
				moved: file.movedPercent,
				transfer: say(file.isTransfer ? 'admission_yes' : 'admission_no', {}, locale),
				because: file.refusedBecause
			};
	}
};
