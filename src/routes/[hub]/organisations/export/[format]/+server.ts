import { Readable } from 'node:stream';
import { filtersFrom, wholeDirectory } from '#ecosystem/directory.ts';
import { findHub } from '#ecosystem/hubs.ts';
import { label } from '#ecosystem/vocabulary/concepts.ts';
import { toCsv, toJson, type Column } from '#platform/export/tables.ts';
import { toXlsx } from '#platform/export/xlsx.ts';
import { say } from '#platform/i18n.ts';
import { found, notFound } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

const kinds: Record<string, string> = {
	csv: 'text/csv; charset=utf-8',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	json: 'application/json'
};

const keys = [
	...['name', 'legal_name', 'kind', 'siren', 'siret', 'vat', 'foreign_id', 'activity_code', 'size_class', 'street', 'postcode', 'commune'],
	...['country', 'website', 'email', 'phone', 'languages', 'technologies', 'sectors', 'description']
];

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	const type = kinds[params.format];
	if (!type) throw notFound();
	const hub = found(await findHub(params.hub));
	const columns: Column[] = [
		...keys.map((key): Column => ({ key, header: say(`organisation_field_${key}`), type: 'text' })),
		{ key: 'headcount', header: say('organisation_field_headcount'), type: 'number' },
		{ key: 'url', header: say('organisation_field_page'), type: 'text' }
	];
	const rows = rowsOf();
	const headers = {
		'content-type': type,
		'content-disposition': `attachment; filename="${hub.id}-organisations.${params.format}"`
	};
	return new Response(Readable.toWeb(Readable.from(pieces())) as ReadableStream, { headers });

	function pieces() {
		const timeZone = hub.timeZone;
		if (params.format === 'xlsx') return toXlsx(columns, rows, say('directory_title'), { timeZone });
		// Excel in French and German reads semicolons.
		return params.format === 'csv'
			? toCsv(columns, rows, { separator: locale === 'en' ? ',' : ';', bom: true, timeZone })
			: toJson(columns, rows);
	}

	async function* rowsOf() {
		const words = (ids: string[]) => ids.map((id) => label(id, locale)).join(', ');
		for await (const row of wholeDirectory(actor, filtersFrom(url.searchParams)))
			yield {
				name: row.name,
				legal_name: row.legalName,
				kind: say(`organisation_kind_${row.kind}`, {}, locale),
				siren: row.siren,
				siret: row.siret,
				vat: row.vat,
				foreign_id: row.foreignId,
				activity_code: row.activityCode,
				size_class: row.sizeClass && say(`organisation_size_${row.sizeClass}`, {}, locale),
				headcount: row.headcount,
				street: row.street,
				postcode: row.postcode,
				commune: row.communeName,
				country: row.country,
				website: row.website,
				email: row.email,
				phone: row.phone,
				languages: row.languages.join(', '),
				technologies: words(row.technologies),
				sectors: words(row.sectors),
				description: row.excerpt,
				url: `${url.origin}/${hub.id}/organisations/${row.slug}`
			};
	}
};
