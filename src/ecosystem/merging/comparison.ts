import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import { namesOfFirmIn } from '../needs-shown.ts';
import {
	columnsOf,
	isEmptyIn,
	isSame,
	mayBeBoth,
	mergeFields,
	usualSide,
	type MergeField,
	type Organisation,
	type Side
} from './fields.ts';
import { hindrancesOf, type Hindrance } from './merged.ts';
import { numbersOf } from './identities.ts';
import { hanging, references, type Hanging } from './references.ts';

export const Compare = z.object({
	one: z.uuid(),
	other: z.uuid(),
	/** Which of the two is to stay; left out, the one on which more hangs. */
	kept: z.uuid().optional()
});

/** What both records have and one cannot have twice, or what somebody should know before. */
export const conflictCodes = [
	'both_owned',
	'same_people',
	'same_competitors',
	'competitors_of_each_other',
	'introduced_to_each_other',
	'numbers_differ',
	'anonymous_need_named',
	'told_apart'
] as const;
export interface Conflict {
	code: (typeof conflictCodes)[number];
	/** Names of those concerned. */
	names: string[];
}

export interface Hung {
	what: Hanging;
	kept: { count: number; names: string[] };
	gone: { count: number; names: string[] };
}

/** Two records side by side before they are made one. Nothing is written. */
export async function compareOrganisations(actor: Actor, input: z.output<typeof Compare>) {
	authorize(actor.staff);
	const { hub } = actor;
	if (input.one === input.other) throw refuse('other', 'merged_into_itself');
	if (input.kept && input.kept !== input.one && input.kept !== input.other) throw refuse('kept', 'not_a_choice');
	const rows = await db
		.selectFrom('organisations')
		.selectAll()
		.where('hub', '=', hub)
		.where('id', 'in', [input.one, input.other])
		.execute();
	const one = found(rows.find(({ id }) => id === input.one));
	const other = found(rows.find(({ id }) => id === input.other));
	if (one.archivedAt || other.archivedAt) throw conflict('merge_of_gone');

	const hung = await hangingOn(hub, one.id, other.id);
	const stays = input.kept ?? (weight(one, hung) >= weight(other, hung) ? one.id : other.id);
	const [kept, gone] = stays === one.id ? [one, other] : [other, one];
	return {
		kept: brief(kept),
		gone: brief(gone),
		fields: mergeFields.map((field) => ({
			field,
			kept: valuesOf(kept, field),
			gone: valuesOf(gone, field),
			isSame: isSame(kept, gone, field) || (isEmptyIn(kept, field) && isEmptyIn(gone, field)),
			usual: usualSide(kept, gone, field),
			sides: ['kept', 'gone', ...(mayBeBoth(kept, gone, field) ? ['both' as const] : [])] as Side[]
		})),
		hangs: hanging.map((what): Hung => ({
			what,
			kept: hung.get(`${what} ${kept.id}`) ?? nothing,
			gone: hung.get(`${what} ${gone.id}`) ?? nothing
		})),
		conflicts: await conflictsOf(hub, kept, gone),
		hindrances: (await hindrancesOf(db, hub, { kept: kept.id, gone: gone.id })) satisfies Hindrance[],
		/** What those who act for the record that goes become, unless somebody chooses: owners where there is none yet. */
		people: ((await ownersOf(hub, kept.id)).length ? 'members' : 'owners') as 'members' | 'owners'
	};
}

const nothing = { count: 0, names: [] };
const brief = ({ id, slug, name, communeName, version, createdAt, isListed }: Organisation) => ({
	...{ id, slug, name, communeName, version, createdAt, isListed }
});
const valuesOf = (row: Organisation, field: MergeField) =>
	Object.fromEntries(columnsOf(field).map((column) => [column, row[column] ?? null])) as Record<string, unknown>;

/** The one that more hangs on stays; of two alike the one that the registers number, then the older. */
function weight(row: Organisation, hung: ReadonlyMap<string, { count: number }>) {
	const counts = hanging.map((what) => Math.min(50, hung.get(`${what} ${row.id}`)?.count ?? 0) * (what === 'people' ? 5 : 1));
	return counts.reduce((sum, count) => sum + count, row.siren ? 3 : 0) - row.createdAt.getTime() / 1e16;
}

const mostNames = 5;

/** What names either record, by kind of thing: how many, and how the first are called. */
async function hangingOn(hub: string, one: string, other: string) {
	const found = new Map<string, { count: number; names: string[] }>();
	for (const { table, column, only, hangs, called } of references) {
		if (!hangs) continue;
		const what = typeof hangs === 'string' ? sql`${hangs}::text` : hangs;
		const { rows } = await sql<{ what: Hanging; organisation: string; count: number; names: string[] | null }>`
			select what, organisation, count(*) as count, (array_agg(name order by name) filter (where name is not null))[1:${mostNames}] as names
			from (
				select ${what} as what, ${sql.ref(`t.${column}`)} as organisation, ${called ?? sql`null::text`} as name
				from ${sql.table(table)} as t
				where t.hub = ${hub} and ${sql.ref(`t.${column}`)} in (${one}, ${other}) and ${only ?? sql`true`}
			) as hung group by 1, 2`.execute(db);
		for (const { what, organisation, count, names } of rows) {
			const key = `${what} ${organisation}`;
			const before = found.get(key) ?? nothing;
			found.set(key, { count: before.count + count, names: [...new Set([...before.names, ...(names ?? [])])].slice(0, mostNames) });
		}
	}
	return found;
}

async function conflictsOf(hub: string, kept: Organisation, gone: Organisation): Promise<Conflict[]> {
	const [keptOwners, goneOwners, { rows }] = await Promise.all([
		ownersOf(hub, kept.id),
		ownersOf(hub, gone.id),
		sql<{ people: string[]; rivals: string[]; areRivals: boolean; areIntroduced: boolean; areApart: boolean }>`select
			array(select a.name from representatives k join representatives g on g.hub = k.hub and g.member = k.member and g.organisation = ${gone.id}
				join members m on m.hub = k.hub and m.id = k.member join accounts a on a.id = m.account
				where k.hub = ${hub} and k.organisation = ${kept.id} order by 1) as people,
			array(select o.name from competitors k join competitors g on g.hub = k.hub and g.competitor = k.competitor and g.organisation = ${gone.id}
				join organisations o on o.hub = k.hub and o.id = k.competitor where k.hub = ${hub} and k.organisation = ${kept.id} order by 1) as rivals,
			exists (select from competitors where hub = ${hub} and organisation in (${kept.id}, ${gone.id}) and competitor in (${kept.id}, ${gone.id})) as are_rivals,
			exists (select from introductions where hub = ${hub} and need_firm in (${kept.id}, ${gone.id}) and offer_firm in (${kept.id}, ${gone.id})) as are_introduced,
			exists (select from not_duplicates where hub = ${hub} and organisation in (${kept.id}, ${gone.id}) and other in (${kept.id}, ${gone.id})) as are_apart
		`.execute(db)
	]);
	const { people, rivals, areRivals, areIntroduced, areApart } = found(rows[0]);
	const [mine, theirs] = [numbersOf(kept), numbersOf(gone)];
	const differ = kept.siren !== null && gone.siren !== null && !mine.some((number) => theirs.includes(number));
	const named = await anonymousNeedsNaming(hub, kept, gone);
	const all: (Conflict | false)[] = [
		areApart && { code: 'told_apart', names: [] },
		differ && { code: 'numbers_differ', names: [kept.siren ?? '', gone.siren ?? ''] },
		keptOwners.length > 0 && goneOwners.length > 0 && { code: 'both_owned', names: [...new Set([...keptOwners, ...goneOwners])] },
		people.length > 0 && { code: 'same_people', names: people },
		areRivals && { code: 'competitors_of_each_other', names: [] },
		rivals.length > 0 && { code: 'same_competitors', names: rivals },
		areIntroduced && { code: 'introduced_to_each_other', names: [] },
		named.length > 0 && { code: 'anonymous_need_named', names: named }
	];
	return all.filter((one) => one !== false);
}

const ownersOf = async (hub: string, organisation: string) =>
	(
		await db
			.selectFrom('representatives')
			.innerJoin('members', (join) =>
				join.onRef('members.hub', '=', 'representatives.hub').onRef('members.id', '=', 'representatives.member')
			)
			.innerJoin('accounts', 'accounts.id', 'members.account')
			.select('accounts.name')
			.where('representatives.hub', '=', hub)
			.where('representatives.organisation', '=', organisation)
			.where('isOwner', '=', true)
			.where('acceptedAt', 'is not', null)
			.orderBy('accounts.name')
			.execute()
	).map(({ name }) => name);

/** Titles of anonymous needs of the one in which the other is named: once they are one, the need would tell whose it is. */
async function anonymousNeedsNaming(hub: string, kept: Organisation, gone: Organisation): Promise<string[]> {
	const needs = await db
		.selectFrom('needs')
		.select(['organisation', 'title', 'problem', 'result', 'constraints'])
		.where('hub', '=', hub)
		.where('organisation', 'in', [kept.id, gone.id])
		.where('confidentiality', '=', 'anonymous')
		.where('state', 'in', ['draft', 'open', 'expired', 'introduced', 'in_project'])
		.execute();
	const naming: string[] = [];
	for (const { organisation, ...texts } of needs) {
		const told = await namesOfFirmIn(db, hub, organisation === kept.id ? gone.id : kept.id, texts);
		if (told.some(({ certain }) => certain)) naming.push(texts.title);
	}
	return naming;
}
