import { sql } from 'kysely';
import { conflict } from './refusal.ts';
import type { Tx } from './db.server.ts';
import type { DB } from './schema.ts';

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const batch = 500;

/** As one JSON value: a thousand rows of thirty columns would be more parameters than a statement may have. */
function sent(rows: readonly object[]) {
	const names = Object.keys(rows[0] ?? {}).map(snake);
	const json = JSON.stringify(rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [snake(name), value]))));
	return { names, columns: sql.join(names.map((name) => sql.ref(name))), json };
}

function* batches<T>(rows: readonly T[]) {
	for (let from = 0; from < rows.length; from += batch) yield rows.slice(from, from + batch);
}

/** Writes rows that all have the same columns, and returns of each what `returned` names. */
export async function insertMany<Row = object>(
	tx: Tx,
	table: keyof DB & string,
	rows: readonly object[],
	returned: readonly (keyof Row & string)[] = []
): Promise<Row[]> {
	const into = sql.table(snake(table));
	const back = returned.length ? sql`returning ${sql.join(returned.map((name) => sql.ref(name)))}` : sql``;
	const written: Row[] = [];
	for (const some of batches(rows)) {
		const { columns, json } = sent(some);
		const { rows: made } = await sql<Row>`insert into ${into} (${columns})
			select ${columns} from json_populate_recordset(null::${into}, ${json}::json) ${back}`.execute(tx.withoutPlugins());
		written.push(...made);
	}
	return written;
}

/** Replaces columns of rows that are still at the version named; another is a conflict. */
export async function updateMany(
	tx: Tx,
	table: 'organisations' | 'needs' | 'offers' | 'contacts',
	rows: readonly { hub: string; id: string; version: number }[]
) {
	const into = sql.table(table);
	for (const some of batches(rows)) {
		const { names, json } = sent(some);
		const set = names.filter((name) => !['hub', 'id', 'version'].includes(name)).map((name) => sql`${sql.ref(name)} = n.${sql.ref(name)}`);
		const { numAffectedRows } = await sql`update ${into} as t
			set ${sql.join([...set, sql`version = t.version + 1`, sql`updated_at = now()`])}
			from json_populate_recordset(null::${into}, ${json}::json) as n
			where t.hub = n.hub and t.id = n.id and t.version = n.version`.execute(tx.withoutPlugins());
		if (Number(numAffectedRows) !== some.length) throw conflict('changed_meanwhile');
	}
}
