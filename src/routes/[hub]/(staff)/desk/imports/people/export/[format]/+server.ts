import { findHub } from '#ecosystem/hubs.ts';
import { filterFrom } from '#ecosystem/list-address.ts';
import { download, everyItem } from '#ecosystem/list-export.ts';
import { ListContacts, listContacts } from '#imports/contacts.ts';
import { mayImport } from '#imports/policy.ts';
import { languageName } from '#ecosystem/posts-said.ts';
import type { Column } from '#platform/export/tables.ts';
import { say } from '#platform/i18n.ts';
import { authorize, found } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { RequestHandler } from './$types';

/** Headers that an import reads again. */
const headers = {
	email: 'import_field_email',
	name: 'import_field_person_name',
	title: 'import_field_title',
	phone: 'import_field_person_phone',
	locale: 'import_field_locale',
	organisation: 'contacts_organisation',
	source: 'import_source',
	basis: 'import_legal_basis'
};

export const GET: RequestHandler = async (event) => {
	signedIn(event);
	const { locals, params, url } = event;
	const { actor, locale } = locals;
	authorize(mayImport(actor));
	const hub = found(await findHub(params.hub));
	const filter = filterFrom(ListContacts, url.searchParams);
	return download(params.format, {
		name: `${hub.id}-people`,
		title: say('import_kind_people'),
		columns: Object.entries(headers).map(([key, label]): Column => ({ key, header: say(label), type: 'text' })),
		rows: rows(),
		locale,
		timeZone: hub.timeZone
	});

	async function* rows() {
		for await (const one of everyItem(hub.id, (cursor) => listContacts(actor, { ...filter, cursor, limit: 100 })))
			yield { ...one, locale: languageName(one.locale, locale), basis: say(`import_legal_basis_${one.legalBasis}`, {}, locale) };
	}
};
