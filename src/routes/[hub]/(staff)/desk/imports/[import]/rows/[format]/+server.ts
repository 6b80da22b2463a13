import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { download, everyItem } from '#ecosystem/list-export.ts';
import { findImport, ImportId, importRows, ListRows } from '#imports/imports.ts';
import { reportColumns, reportRow } from '#imports/said.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	signedIn(event);
	const { locals, params, url } = event;
	const { actor, locale } = locals;
	const id = found(ImportId.safeParse({ import: params.import }).data);
	const one = await findImport(actor, id);
	const hub = found(await findHub(params.hub));
	const filter = filterFrom(ListRows.omit({ import: true }), url.searchParams);
	return download(params.format, {
		name: `${hub.id}-import-${one.kind}`,
		title: say(`import_kind_${one.kind}`),
		columns: reportColumns(one),
		rows: rows(),
		locale,
		timeZone: hub.timeZone
	});

	async function* rows() {
		for await (const row of everyItem(hub.id, (cursor) => importRows(actor, { ...filter, ...id, cursor, limit: 100 })))
			yield reportRow(one, row, hub.id, locale, one.state === 'done');
	}
};
