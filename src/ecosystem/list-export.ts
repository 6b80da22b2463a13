import { Readable } from 'node:stream';
import { inHub } from '#platform/db.server.ts';
import { toCsv, toJson, type Column, type Rows } from '#platform/export/tables.ts';
import { toXlsx, type Sheet } from '#platform/export/xlsx.ts';
import type { Locale } from '#platform/i18n.ts';
import type { Page } from '#platform/page.ts';
import { notFound } from '#platform/refusal.ts';

const types: Record<string, string> = {
	csv: 'text/csv; charset=utf-8',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	json: 'application/json'
};

interface Table {
	/** Of the file, without its ending. */
	name: string;
	title: string;
	columns: Column[];
	rows: Rows;
	locale: Locale;
	timeZone: string;
	/** Further sheets of a workbook. */
	more?: readonly Sheet[];
}

/** A list as a file to keep, written while it is read. */
export function download(format: string, { name, title, columns, rows, locale, timeZone, more }: Table) {
	const type = types[format];
	if (!type) throw notFound();
	const pieces =
		format === 'xlsx'
			? toXlsx(columns, rows, title, { timeZone, more })
			: format === 'csv'
				? // Excel in French and German reads semicolons.
					toCsv(columns, rows, { separator: locale === 'en' ? ',' : ';', bom: true, timeZone })
				: toJson(columns, rows);
	return new Response(Readable.toWeb(Readable.from(pieces)) as ReadableStream, {
		headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}.${format}"` }
	});
}

/** All that a list of the hub holds, page by page. */
export async function* everyItem<T>(hub: string, list: (cursor: string | undefined) => Promise<Page<T>>) {
	let cursor: string | undefined;
	do {
		// Whoever reads a stream asks for its next piece long after the request was let go of its hub.
		const page = await inHub(hub, () => list(cursor));
		yield* page.items;
		cursor = page.next ?? undefined;
	} while (cursor);
}
