import { findHub } from '#ecosystem/hubs.ts';
import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { optionsOf } from '#ecosystem/posts-said.ts';
import { kinds } from '#imports/fields.ts';
import { ImportFilter, ListImports, listImports, states } from '#imports/imports.ts';
import { importLine } from '#imports/said.ts';
import { found } from '#platform/refusal.ts';
import type { PageServerLoad } from './$types';

const usual = ImportFilter.parse({});

export const load: PageServerLoad = async ({ locals, url, params, parent }) => {
	await parent();
	const { actor, locale } = locals;
	const filter = filterFrom(ListImports, url.searchParams);
	const [page, hub] = await Promise.all([listImports(actor, { ...filter, limit: 25 }), findHub(params.hub)]);
	const { timeZone } = found(hub);
	const address = addressOf(filter, usual);
	const at = (cursor: string | null) => cursor && `${url.pathname}${address}&cursor=${cursor}`;
	return {
		q: filter.q,
		kind: filter.kind ?? '',
		state: filter.state ?? '',
		kinds: optionsOf('import_kind', kinds),
		states: optionsOf('import_state', states),
		lines: page.items.map((one) => importLine(one, params.hub, locale, timeZone)),
		previous: at(page.previous),
		next: at(page.next),
		address
	};
};
