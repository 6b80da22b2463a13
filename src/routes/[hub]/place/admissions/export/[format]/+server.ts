import { listFile } from '#ecosystem/list-export.ts';
import { ListAdmissions, listAdmissions } from '#place/admissions/admissions-shown.ts';
import { stageSaid } from '#place/admissions/said.ts';
import { say } from '#platform/i18n.ts';
import { isMember } from '#platform/actor.ts';
import { authorize } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => {
	authorize(isMember(event.locals.actor));
	return listFile(event, {
		name: 'admissions',
		title: 'admissions_title',
		filters: ListAdmissions,
		list: listAdmissions,
		columns: [
			['number', 'admission_file', 'text'],
			['firm', 'admission_firm', 'text'],
			['stage', 'admission_stage', 'text'],
			['since', 'admission_since', 'date'],
			['use', 'place_use', 'text'],
			['least', 'admission_least_m2', 'number'],
			['most', 'admission_most_m2', 'number'],
			['from', 'admission_wanted_from', 'date'],
			['people', 'admission_people', 'number'],
			['net12', 'admission_net_12', 'number'],
			['net24', 'admission_net_24', 'number'],
			['net36', 'admission_net_36', 'number'],
			['netM2', 'admission_net_m2', 'number'],
			['moved', 'admission_moved_percent', 'number'],
			['transfer', 'admission_transfer', 'text'],
			['because', 'admission_refused_because', 'text']
		],
		row: (file, locale) => ({
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
		})
	});
};
