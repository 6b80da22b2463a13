import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { download, everyItem } from '#ecosystem/list-export.ts';
import { ListImports, listImports } from '#imports/imports.ts';
import { importLine } from '#imports/said.ts';
import { mayImport } from '#imports/policy.ts';
import type { Column } from '#platform/export/tables.ts';
import { say } from '#platform/i18n.ts';
import { authorize, found } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	signedIn(event);
	const { locals, params, url } = event;
	const { actor, locale } = locals;
	authorize(mayImport(actor));
	const hub = found(await findHub(params.hub));
	const filter = filterFrom(ListImports, url.searchParams);
	const columns: Column[] = [
		...['file', 'kind', 'state', 'result', 'by', 'at'].map((key) => ({ key, header: say(`imports_${key}`), type: 'text' as const })),
		{ key: 'rows', header: say('imports_rows'), type: 'number' }
	];
	return download(params.format, {
		name: `${hub.id}-imports`,
		title: say('imports_title'),
		columns,
		rows: rows(),
		locale,
		timeZone: hub.timeZone
	});

	async function* rows() {
		for await (const one of everyItem(hub.id, (cursor) => listImports(actor, { ...filter, cursor, limit: 100 })))
			yield { ...importLine(one, hub.id, locale, hub.timeZone) };
	}
};
