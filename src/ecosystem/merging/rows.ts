import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Merged } from './merged.ts';
import { references, type Reference } from './references.ts';

/** What becomes of those who act for the record that goes: they own the other one too, act for it, or ask to. */
export const peopleChoices = ['owners', 'members', 'ask'] as const;
export type PeopleChoice = (typeof peopleChoices)[number];

interface Merge extends Merged {
	hub: string;
	merge: string;
}

const keys = new Map<string, readonly string[]>();

/** The columns of a table's key, without the hub. */
async function keyOf(tx: Tx, table: string): Promise<readonly string[]> {
	const known = keys.get(table);
	if (known) return known;
	const { rows } = await sql<{ name: string }>`select a.attname as name from pg_index i
		join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
		where i.indrelid = ${table}::regclass and i.indisprimary and a.attname <> 'hub' order by a.attnum`.execute(tx);
	const key = rows.map(({ name }) => name);
	keys.set(table, key);
	return key;
}

const objectOf = (columns: readonly string[], of: string) =>
	sql`jsonb_build_object(${sql.join(columns.flatMap((column) => [sql.lit(column), sql.ref(`${of}.${column}`)]))})`;
const equal = (columns: readonly string[], one: string, other: string) =>
	sql<boolean>`${sql.join(
		columns.map((column) => sql`${sql.ref(`${one}.${column}`)} = ${sql.ref(`${other}.${column}`)}`),
		sql` and `
	)}`;
const isGone = (reference: Pick<Reference, 'column' | 'only'>, { hub, gone }: Merge) =>
	sql<boolean>`t.hub = ${hub} and ${sql.ref(`t.${reference.column}`)} = ${gone} and ${reference.only ?? sql`true`}`;

/** Makes every row that names the record that goes name the other one, and keeps what it did. */
export async function moveRows(tx: Tx, merge: Merge, people: PeopleChoice) {
	await joinPeople(tx, merge, people);
	for (const reference of references) await moveReference(tx, merge, reference);
	await moveDeskNotes(tx, merge);
	await moveImportRows(tx, merge);
}

async function moveReference(tx: Tx, merge: Merge, reference: Reference) {
	const { table, column, once, other } = reference;
	const { hub, kept } = merge;
	const key = await keyOf(tx, table);
	const t = sql.table(table);
	if (other?.between === 'dropped') await drop(tx, merge, reference, sql`${sql.ref(`t.${other.column}`)} = ${kept}`);
	if (once)
		await drop(
			tx,
			merge,
			reference,
			sql`exists (select from ${t} k where k.hub = t.hub and ${sql.ref(`k.${column}`)} = ${kept} and ${equal(once, 'k', 't')})`
		);
	const stays = other?.between === 'stays' ? sql`and ${sql.ref(`t.${other.column}`)} <> ${kept}` : sql``;
	await sql`with moved as (
			update ${t} as t set ${sql.ref(column)} = ${kept} where ${isGone(reference, merge)} ${stays}
			returning ${objectOf(key, 't')} as key, ${memberOf(reference, 't.member')} as member
		)
		insert into organisation_merge_rows (hub, merge, what, table_name, column_name, key, member)
		select ${hub}, ${merge.merge}, 'moved', ${table}, ${column}, key, member from moved`.execute(tx);
}

const memberOf = ({ table }: Pick<Reference, 'table'>, column: string) => (table === 'representatives' ? sql.ref(column) : sql`null::uuid`);

async function drop(tx: Tx, merge: Merge, reference: Reference, because: RawBuilder<unknown>) {
	const { table } = reference;
	const key = await keyOf(tx, table);
	await sql`with dropped as (
			delete from ${sql.table(table)} as t where ${isGone(reference, merge)} and ${because}
			returning ${objectOf(key, 't')} as key, to_jsonb(t) as row, ${memberOf(reference, 't.member')} as member
		)
		insert into organisation_merge_rows (hub, merge, what, table_name, key, before, member)
		select ${merge.hub}, ${merge.merge}, 'dropped', ${table}, key, row, member from dropped`.execute(tx);
}

/** Settles what those who act for the record that goes are to the other one, before their rows move or are set aside. */
async function joinPeople(tx: Tx, merge: Merge, people: PeopleChoice) {
	const { hub, kept, gone } = merge;
	const columns = ['is_owner', 'accepted_at', 'refused_at', 'decided_by'];
	const joins = people === 'ask' ? sql`null::timestamptz` : sql`t.accepted_at`;
	// Whoever is at both keeps the more that either says; a refusal of the record that stays is not overruled.
	await logged(tx, merge, 'representatives', columns, {
		of: sql`select t.member, k.is_owner or (${people === 'owners'} and t.is_owner and t.accepted_at is not null and k.refused_at is null) as is_owner,
				case when k.refused_at is null then coalesce(k.accepted_at, ${joins}) end as accepted_at, k.refused_at,
				case when k.accepted_at is null and k.refused_at is null and ${joins} is not null then t.decided_by else k.decided_by end as decided_by
			from representatives t join representatives k on k.hub = t.hub and k.member = t.member and k.organisation = ${kept}
			where t.hub = ${hub} and t.organisation = ${gone}`,
		at: kept,
		where: sql`r.member = w.member`,
		key: sql`jsonb_build_object('member', r.member, 'organisation', ${kept}::uuid)`
	});
	if (people === 'owners') return;
	await logged(tx, merge, 'representatives', columns, {
		of: sql`select t.member, false as is_owner, ${joins} as accepted_at, t.refused_at,
				case when ${people === 'ask'} then null else t.decided_by end as decided_by
			from representatives t where t.hub = ${hub} and t.organisation = ${gone}
				and not exists (select from representatives k where k.hub = t.hub and k.member = t.member and k.organisation = ${kept})`,
		at: gone,
		where: sql`r.member = w.member`,
		// Its row moves right after.
		key: sql`jsonb_build_object('member', r.member, 'organisation', ${kept}::uuid)`
	});
}

interface Wanted {
	/** What the rows are to say, by what tells them apart. */
	of: RawBuilder<unknown>;
	at: string;
	where: RawBuilder<unknown>;
	key: RawBuilder<unknown>;
}

async function logged(tx: Tx, merge: Merge, table: string, columns: readonly string[], { of, at, where, key }: Wanted) {
	const t = sql.table(table);
	await sql`with wanted as (${of}),
		kept as (
			insert into organisation_merge_rows (hub, merge, what, table_name, key, before, after, member)
			select ${merge.hub}, ${merge.merge}, 'changed', ${table}, ${key}, ${objectOf(columns, 'r')}, ${objectOf(columns, 'w')}, r.member
			from wanted w join ${t} r on r.hub = ${merge.hub} and r.organisation = ${at} and ${where}
			where ${objectOf(columns, 'r')} is distinct from ${objectOf(columns, 'w')}
		)
		update ${t} as r set ${sql.join(columns.map((column) => sql`${sql.ref(column)} = ${sql.ref(`w.${column}`)}`))}
		from wanted w where r.hub = ${merge.hub} and r.organisation = ${at} and ${where}`.execute(tx);
}

/** What staff noted on a request to join, which is known by the organisation and the person. */
const moveDeskNotes = (tx: Tx, { hub, merge, kept, gone }: Merge) =>
	sql`with moved as (
			update desk_entries t set record = ${kept}::text || '.' || split_part(t.record, '.', 2)
			where t.hub = ${hub} and t.kind = 'join_request' and split_part(t.record, '.', 1) = ${gone}
				and not exists (select from desk_entries k where k.hub = t.hub and k.kind = t.kind and k.record = ${kept}::text || '.' || split_part(t.record, '.', 2))
			returning t.kind, t.record
		)
		insert into organisation_merge_rows (hub, merge, what, table_name, key, before, after)
		select ${hub}, ${merge}, 'changed', 'desk_entries', jsonb_build_object('kind', kind, 'record', record),
			jsonb_build_object('record', ${gone}::text || '.' || split_part(record, '.', 2)), jsonb_build_object('record', record)
		from moved`.execute(tx);

/** What the report of an import says of which record a row is likely to be, and what somebody decided. */
const moveImportRows = (tx: Tx, { hub, merge, kept, gone }: Merge) =>
	sql`with found as materialized (
			select t.import, t.line, t.decision, t.likely from import_rows t
			where t.hub = ${hub} and (t.decision = ${gone} or (t.likely <> '[]' and t.likely::text like ${`%${gone}%`}))
			for update
		), logged as (
			insert into organisation_merge_rows (hub, merge, what, table_name, key, before, after)
			select ${hub}, ${merge}, 'changed', 'import_rows', jsonb_build_object('import', import, 'line', line),
				jsonb_build_object('decision', decision, 'likely', likely),
				jsonb_build_object('decision', replace(decision, ${gone}, ${kept}), 'likely', replace(likely::text, ${gone}, ${kept})::jsonb)
			from found
		)
		update import_rows t set decision = replace(t.decision, ${gone}, ${kept}), likely = replace(t.likely::text, ${gone}, ${kept})::jsonb
		from found f where t.hub = ${hub} and t.import = f.import and t.line = f.line`.execute(tx);

/** Each record keeps one picture: where that of the other is chosen, they change places. */
export const swapLogos = (tx: Tx, { hub, merge, kept, gone }: Merge) =>
	sql`with moved as (
			update attachments t set record = case when t.record = ${gone} then ${kept}::uuid else ${gone}::uuid end
			where t.hub = ${hub} and t.kind = 'organisation' and t.record in (${kept}, ${gone}) and t.removed_at is null
			returning t.id, t.record
		)
		insert into organisation_merge_rows (hub, merge, what, table_name, key, before, after)
		select ${hub}, ${merge}, 'changed', 'attachments', jsonb_build_object('id', id),
			jsonb_build_object('record', case when record = ${gone} then ${kept}::uuid else ${gone}::uuid end), jsonb_build_object('record', record)
		from moved`.execute(tx);

/** Keeps what the record that goes was known by, so that an import still finds the one that stays. */
export const keepReferences = (tx: Tx, { hub, merge, kept }: Merge, known: readonly string[]) =>
	sql`with added as (
			insert into import_references (hub, kind, reference, record)
			select ${hub}, 'organisations', reference, ${kept} from unnest(${known}::text[]) as reference
			on conflict do nothing
			returning kind, reference
		)
		insert into organisation_merge_rows (hub, merge, what, table_name, key)
		select ${hub}, ${merge}, 'added', 'import_references', jsonb_build_object('kind', kind, 'reference', reference) from added`.execute(tx);

/** Puts every row back that still is as the merge left it; what changed since stays, and so does what came later. */
export async function returnRows(tx: Tx, merge: Merge) {
	const { rows } = await sql<{ what: string; of: string; column: string | null; columns: string[] | null }>`
		select what, table_name as of, column_name as column, columns from (
			select what, table_name, column_name, nth, case when what = 'changed' then array(select jsonb_object_keys(before) order by 1) end as columns
			from organisation_merge_rows where hub = ${merge.hub} and merge = ${merge.merge}
		) as steps
		group by what, table_name, column_name, columns
		order by array_position(array['changed', 'moved', 'added', 'dropped'], what), max(nth) desc`.execute(tx);
	for (const { what, of, column, columns } of rows) {
		const key = await keyOf(tx, of);
		const t = sql.table(of);
		const steps = (cast: 'key' | 'before') => sql`organisation_merge_rows m
			cross join lateral jsonb_populate_record(null::${t}, m.${sql.ref(cast)}) as k`;
		const which = sql`m.hub = ${merge.hub} and m.merge = ${merge.merge} and m.what = ${what} and m.table_name = ${of}`;
		const found = sql`t.hub = ${merge.hub} and ${equal(key, 't', 'k')}`;
		if (what === 'moved' && column)
			await sql`update ${t} as t set ${sql.ref(column)} = ${merge.gone} from ${steps('key')}
				where ${which} and m.column_name = ${column} and ${found} and ${sql.ref(`t.${column}`)} = ${merge.kept}`.execute(tx);
		if (what === 'changed' && columns)
			await sql`update ${t} as t set ${sql.join(
				columns.map(
					(name) =>
						sql`${sql.ref(name)} = case when ${sql.ref(`t.${name}`)} is not distinct from ${sql.ref(`a.${name}`)} then ${sql.ref(`b.${name}`)} else ${sql.ref(`t.${name}`)} end`
				)
			)}
				from ${steps('key')} cross join lateral jsonb_populate_record(null::${t}, m.before) as b
				cross join lateral jsonb_populate_record(null::${t}, m.after) as a
				where ${which} and array(select jsonb_object_keys(m.before) order by 1) = ${columns}::text[] and ${found}`.execute(tx);
		if (what === 'added') await sql`delete from ${t} as t using ${steps('key')} where ${which} and ${found}`.execute(tx);
		if (what === 'dropped')
			await sql`insert into ${t} select k.* from ${steps('before')} where ${which} on conflict do nothing`.execute(tx);
	}
}
