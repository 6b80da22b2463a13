import { listFile } from '#ecosystem/list-export.ts';
import { ListPromises, listPromises } from '#place/admissions/promises.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	listFile(event, {
		name: 'net-jobs',
		title: 'admission_promises_title',
		filters: ListPromises,
		list: listPromises,
		columns: [
			['number', 'admission_file', 'text'],
			['firm', 'admission_firm', 'text'],
			['movedIn', 'admission_move_in_day', 'date'],
			['year', 'admission_year', 'number'],
			['due', 'admission_due', 'date'],
			['promised', 'admission_promised', 'number'],
			['real', 'admission_real', 'number'],
			['here', 'admission_declare_here', 'number'],
			['elsewhere', 'admission_declare_elsewhere', 'number'],
			['before', 'admission_jobs_before', 'number'],
			['words', 'admission_words', 'text']
		],
		row: (line) => ({
			number: line.number,
			firm: line.firm,
			movedIn: line.movedInOn,
			year: line.year,
			due: line.dueOn,
			promised: line.promised,
			real: line.real,
			here: line.jobsHere,
			elsewhere: line.jobsElsewhere,
			before: line.jobsBefore,
			words: line.words
		})
	});
