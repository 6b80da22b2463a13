import { sql } from 'kysely';
import type { Account } from '#ecosystem/accounts.ts';
import { acrossHubs, db } from '#platform/db.server.ts';
import { register, type Held } from './register.ts';

export type OwnData = Record<string, Record<string, unknown>[]>;

/** All that the installation keeps about this person, in every hub, as they may take it away: table by table, as the register names them. */
export const ownData = (account: Account): Promise<OwnData> =>
	acrossHubs(async () => {
		const data: OwnData = {};
		for (const held of register) data[held.table] = await rowsOf(held, account);
		return data;
	});

async function rowsOf({ table, people, shows }: Held, { id, email }: Account) {
	const column = (name: string) => sql.ref(`${table}.${name}`);
	const ofMember = (test: ReturnType<typeof sql>) =>
		sql`exists (select from members as own where own.account = ${id} and own.hub = ${column('hub')} and ${test})`;
	const named = Object.entries(people).map(([name, by]) => {
		if (by === 'account') return sql`${column(name)} = ${id}`;
		if (by === 'email') return sql`lower(${column(name)}) = ${email}`;
		return ofMember(by === 'member' ? sql`own.id = ${column(name)}` : sql`own.id = any(${column(name)})`);
	});
	const { rows } = await sql<Record<string, unknown>>`select ${sql.join(shows.map(column))} from ${sql.table(table)}
		where ${sql.join(named, sql` or `)}`.execute(db);
	return rows;
}

const escape = (text: string) =>
	text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

const shown = (value: unknown) => {
	if (value === null || value === undefined) return '';
	if (value instanceof Date) return value.toISOString();
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** The same for reading: one page that needs nothing else. */
export function readable(data: OwnData, title: string, locale: string): string {
	const sections = Object.entries(data)
		.filter(([, rows]) => rows.length)
		.map(([table, rows]) => {
			const columns = Object.keys(rows[0] ?? {});
			const cells = (tag: string, values: string[]) => `<tr>${values.map((value) => `<${tag}>${escape(value)}</${tag}>`).join('')}</tr>`;
			return `<h2>${escape(table)} (${rows.length})</h2><table><thead>${cells('th', columns)}</thead><tbody>${rows
				.map((row) =>
					cells(
						'td',
						columns.map((column) => shown(row[column]))
					)
				)
				.join('')}</tbody></table>`;
		});
	return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${escape(title)}</title></head><body><h1>${escape(title)}</h1>${sections.join('')}</body></html>`;
}
