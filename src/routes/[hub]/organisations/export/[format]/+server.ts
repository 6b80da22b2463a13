import { filtersFrom, wholeDirectory } from '#ecosystem/directory.ts';
import { findHub } from '#ecosystem/hubs.ts';
import { download } from '#ecosystem/list-export.ts';
import { languageName } from '#ecosystem/posts-said.ts';
import { label } from '#ecosystem/vocabulary/concepts.ts';
import type { Column } from '#platform/export/tables.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { RequestHandler } from './$types';

const keys = [
	...['name', 'legal_name', 'kind', 'siren', 'siret', 'vat', 'foreign_id', 'activity_code', 'size_class', 'street', 'postcode', 'commune'],
	...['country', 'website', 'email', 'phone', 'languages', 'technologies', 'sectors', 'description']
];

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	const hub = found(await findHub(params.hub));
	const columns: Column[] = [
		...keys.map((key): Column => ({ key, header: say(`organisation_field_${key}`), type: 'text' })),
		{ key: 'headcount', header: say('organisation_field_headcount'), type: 'number' },
		{ key: 'url', header: say('organisation_field_page'), type: 'text' }
	];
	const regions = new Intl.DisplayNames(locale, { type: 'region' });
	return download(params.format, {
		name: `${hub.id}-organisations`,
		title: say('directory_title'),
		columns,
		rows: rows(),
		locale,
		timeZone: hub.timeZone
	});

	async function* rows() {
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
				country: regions.of(row.country) ?? row.country,
				website: row.website,
				email: row.email,
				phone: row.phone,
				languages: row.languages.map((code) => languageName(code, locale)).join(', '),
				technologies: words(row.technologies),
				sectors: words(row.sectors),
				description: row.ownWords,
				url: `${url.origin}/${hub.id}/organisations/${row.slug}`
			};
	}
};
