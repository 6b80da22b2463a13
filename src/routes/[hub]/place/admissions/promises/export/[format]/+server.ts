import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { download, everyItem } from '#ecosystem/list-export.ts';
import { ListPromises, listPromises } from '#place/admissions/promises.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	const hub = found(await findHub(params.hub));
	const filter = filterFrom(ListPromises, url.searchParams);
	const first = await listPromises(actor, { ...filter, cursor: undefined, limit: 100 });
	const rest = everyItem(actor.hub, (cursor) => (cursor ? listPromises(actor, { ...filter, cursor, limit: 100 }) : Promise.resolve(first)));
	const column = (key: string, label: string, type: 'text' | 'date' | 'number') => ({ key, header: say(label, {}, locale), type });
	return download(params.format, {
		name: `${hub.id}-net-jobs`,
		title: say('admission_promises_title', {}, locale),
		columns: [
			column('number', 'admission_file', 'text'),
			column('firm', 'admission_firm', 'text'),
			column('movedIn', 'admission_move_in_day', 'date'),
			column('year', 'admission_year', 'number'),
			column('due', 'admission_due', 'date'),
			column('promised', 'admission_promised', 'number'),
			column('real', 'admission_real', 'number'),
			column('here', 'admission_declare_here', 'number'),
			column('elsewhere', 'admission_declare_elsewhere', 'number'),
			column('before', 'admission_jobs_before', 'number'),
			column('words', 'admission_words', 'text')
		],
		rows: rows(),
		locale,
		timeZone: hub.timeZone
	});

	async function* rows() {
		for await (const line of rest)
			yield {
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
			};
	}
};
