import { listFile } from '#ecosystem/list-export.ts';
import { ListWishes, listWishes } from '#place/admissions/waiting-list.ts';
import { say } from '#platform/i18n.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	listFile(event, {
		name: 'waiting-list',
		title: 'waiting_title',
		filters: ListWishes,
		list: listWishes,
		columns: [
			['firm', 'admission_firm', 'text'],
			['since', 'waiting_since_day', 'date'],
			['use', 'place_use', 'text'],
			['least', 'admission_least_m2', 'number'],
			['most', 'admission_most_m2', 'number'],
			['until', 'waiting_wanted_until', 'date'],
			['note', 'admission_words', 'text'],
			['fits', 'waiting_fits', 'text']
		],
		row: ({ firm, createdAt, use, m2Least, m2Most, wantedUntil, note, units }, locale) => ({
			...{ firm, note, least: m2Least, most: m2Most, until: wantedUntil },
			since: createdAt.toISOString().slice(0, 10),
			use: say(`place_use_${use}`, {}, locale),
			fits: units.map(({ number }) => number).join(', ')
		})
	});
