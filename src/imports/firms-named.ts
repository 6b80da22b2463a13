import { checkSiren } from '#ecosystem/identifiers.ts';
import { identityKeys } from '#ecosystem/merging/identities.ts';
import { db } from '#platform/db.server.ts';
import { folded } from '#platform/text/folded.ts';
import { nameKey } from '#platform/text/similar.ts';
import { referencesOf } from './references.ts';

type Named = { organisation: string } | { code: string; field: string };

/** Finds the organisation that a row names: by its SIREN, by its reference of an earlier import, or by its name if only one has it. */
export async function firmsNamed(hub: string) {
	const rows = await db
		.selectFrom('organisations')
		.select(['id', 'name', 'legalName', 'siren'])
		.where('hub', '=', hub)
		.where('archivedAt', 'is', null)
		.execute();
	const there = new Set(rows.map(({ id }) => id));
	const bySiren = new Map(rows.flatMap(({ id, siren }) => (siren ? [[siren, id] as const] : [])));
	const references = await referencesOf(hub, 'organisations');
	const byName = new Map<string, Set<string>>();
	const add = (name: string, id: string) => name && byName.set(name, (byName.get(name) ?? new Set()).add(id));
	for (const { id, name, legalName } of rows)
		for (const each of [name, legalName])
			if (each) {
				add(folded(each), id);
				add(nameKey(each), id);
			}

	return function find(name: string, siren: string): Named {
		const number = checkSiren(siren || name);
		if (number.ok) {
			const merged = references.get(identityKeys.siren(number.value));
			const one = bySiren.get(number.value) ?? (merged && there.has(merged) ? merged : undefined);
			return one ? { organisation: one } : { code: 'import_organisation_unknown', field: siren ? 'organisationSiren' : 'organisation' };
		}
		if (siren) return { code: number.code, field: 'organisationSiren' };
		const referred = references.get(name);
		if (referred && there.has(referred)) return { organisation: referred };
		const named = byName.get(folded(name)) ?? byName.get(nameKey(name)) ?? new Set();
		const [one] = named;
		if (!one) return { code: 'import_organisation_unknown', field: 'organisation' };
		return named.size === 1 ? { organisation: one } : { code: 'import_organisation_ambiguous', field: 'organisation' };
	};
}
