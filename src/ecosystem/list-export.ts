import { Readable } from 'node:stream';
import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { inHub } from '#platform/db.server.ts';
import { toCsv, toJson, type Column, type Rows } from '#platform/export/tables.ts';
import { toXlsx, type Sheet } from '#platform/export/xlsx.ts';
import { say, type Locale } from '#platform/i18n.ts';
import type { Page } from '#platform/page.ts';
import { found, notFound } from '#platform/refusal.ts';
import { findHub } from './hubs.ts';
import { filterFrom } from './list-address.ts';

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

interface Listed<S extends z.ZodObject, T> {
	/** Of the file, after the name of its hub. */
	name: string;
	/** Key of its title. */
	title: string;
	/** The list's own filters, read from the address. */
	filters: S;
	list: (actor: Actor, filter: z.output<S> & { cursor: string | undefined; limit: number }) => Promise<Page<T>>;
	/** Key of a column, key of its header, and what stands in it. */
	columns: readonly (readonly [key: string, header: string, type: Column['type']])[];
	row: (item: T, locale: Locale) => Record<string, unknown>;
}

/** A list of the hub as it is filtered, whole, as a file. */
export async function listFile<S extends z.ZodObject, T>(
	{ locals: { actor, locale }, params, url }: Pick<RequestEvent, 'locals' | 'params' | 'url'>,
	{ name, title, filters, list, columns, row }: Listed<S, T>
) {
	const hub = found(await findHub(actor.hub));
	const filter = filterFrom(filters, url.searchParams);
	const pageAt = (cursor: string | undefined) => list(actor, { ...filter, cursor, limit: 100 });
	// Read before anything is sent, so that who may not read gets a refusal and not half a file.
	const first = await pageAt(undefined);
	const items = everyItem(actor.hub, (cursor) => (cursor ? pageAt(cursor) : Promise.resolve(first)));
	return download(params.format ?? '', {
		name: `${hub.id}-${name}`,
		title: say(title, {}, locale),
		columns: columns.map(([key, header, type]) => ({ key, header: say(header, {}, locale), type })),
		rows: rows(),
		locale,
		timeZone: hub.timeZone
	});

	async function* rows() {
		for await (const item of items) yield row(item, locale);
	}
}
