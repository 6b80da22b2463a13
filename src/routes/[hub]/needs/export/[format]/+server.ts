import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { download, everyItem } from '#ecosystem/list-export.ts';
import { ListNeeds, wholeNeeds } from '#ecosystem/needs-shown.ts';
import { languageName } from '#ecosystem/posts-said.ts';
import { label } from '#ecosystem/vocabulary/concepts.ts';
import { areaName } from '#ecosystem/whereabouts.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

const texts = [
	'title',
	'problem',
	'result',
	'constraints',
	'organisation',
	'area',
	'state',
	'technologies',
	'sectors',
	'budget',
	'place',
	'languages',
	'confidentiality'
];
const days = ['wanted_by', 'opened_at'];

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	const hub = found(await findHub(params.hub));
	const filter = filterFrom(ListNeeds, url.searchParams);
	const needs = everyItem(hub.id, (cursor) => wholeNeeds(actor, { ...filter, cursor, limit: 100 }));
	const columns = [
		...texts.map((key) => ({ key, header: say(`need_column_${key}`), type: 'text' as const })),
		...days.map((key) => ({ key, header: say(`need_column_${key}`), type: 'date' as const })),
		{ key: 'url', header: say('need_column_url'), type: 'text' as const }
	];
	return download(params.format, {
		name: `${hub.id}-needs`,
		title: say('needs_title'),
		columns,
		rows: rows(),
		locale,
		timeZone: hub.timeZone
	});

	async function* rows() {
		const words = (ids: string[]) => ids.map((id) => label(id, locale)).join(', ');
		for await (const need of needs)
			yield {
				title: need.title,
				problem: need.problem,
				result: need.result,
				constraints: need.constraints,
				organisation: need.organisation?.name ?? say('post_anonymous_firm', {}, locale),
				area: need.organisation?.communeName || areaName(need.area, locale),
				state: say(`need_state_${need.state}`, {}, locale),
				technologies: words(need.technologies),
				sectors: words(need.sectors),
				budget: need.budgetBand && say(`amount_${need.budgetBand}`, {}, locale),
				place: say(`place_${need.place}`, {}, locale),
				languages: need.languages.map((code) => languageName(code, locale)).join(', '),
				confidentiality: say(`confidentiality_${need.confidentiality}`, {}, locale),
				wanted_by: need.wantedBy,
				opened_at: need.openedAt?.toISOString().slice(0, 10),
				url: `${url.origin}/${hub.id}/needs/${need.id}`
			};
	}
};
