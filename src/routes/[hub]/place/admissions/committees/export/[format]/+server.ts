import { listFile } from '#ecosystem/list-export.ts';
import { ListCommittees, listCommittees } from '#place/admissions/committees.ts';
import { say } from '#platform/i18n.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	listFile(event, {
		name: 'committees',
		title: 'committees_title',
		filters: ListCommittees,
		list: listCommittees,
		columns: [
			['day', 'committee_day', 'date'],
			['place', 'committee_place', 'text'],
			['members', 'committee_members', 'number'],
			['files', 'committee_which_files', 'number'],
			['scored', 'committee_files_scored', 'number'],
			['closed', 'committee_closed', 'text']
		],
		row: ({ heldOn, place, members, files, scored, isClosed }, locale) => ({
			...{ day: heldOn, place, members, files, scored },
			closed: say(isClosed ? 'admission_yes' : 'admission_no', {}, locale)
		})
	});
