import { sql } from 'kysely';
import type { Account } from '#ecosystem/accounts.ts';
import type { Actor } from '#platform/actor.ts';
import { acrossHubs, db } from '#platform/db.server.ts';
import { notFound } from '#platform/refusal.ts';
import { register, type Held } from './register.ts';

export type OwnRow = Record<string, unknown>;
export type OwnData = Record<string, OwnRow[]>;

/** All that the installation keeps about this person, in every hub, as they may take it away: table by table, as the register names them. */
export const ownData = (account: Account): Promise<OwnData> =>
	acrossHubs(async () => {
		const data: OwnData = {};
		for (const held of register) data[held.table] = await rowsOf(held, account);
		return data;
	});

/** The same as far as it is this hub's: a key of one hub opens no other. */
export async function ownDataHere({ hub, member }: Actor): Promise<OwnData> {
	if (!member) throw notFound();
	// Who calls with a key is known by their membership alone.
	const account = await db
		.selectFrom('members')
		.innerJoin('accounts', 'accounts.id', 'members.account')
		.select(['accounts.id', 'accounts.email'])
		.where('members.hub', '=', hub)
		.where('members.id', '=', member)
		.executeTakeFirstOrThrow();
	const data: OwnData = {};
	for (const held of register)
		if (held.table === 'accounts' || held.shows.includes('hub'))
			data[held.table] = (await rowsOf(held, account)).filter((row) => held.table === 'accounts' || row.hub === hub);
	return data;
}

export async function rowsOf({ table, people, shows }: Held, { id, email }: Pick<Account, 'id' | 'email'>): Promise<OwnRow[]> {
	const { rows } = await sql<OwnRow>`select ${sql.join(shows.map((name) => sql.ref(`${table}.${name}`)))} from ${sql.table(table)}
		where ${naming({ table, people }, { id, email })}`.execute(db);
	return rows;
}

/** Which rows of a table name this person. */
function naming({ table, people }: Pick<Held, 'table' | 'people'>, { id, email }: Pick<Account, 'id' | 'email'>) {
	const column = (name: string) => sql.ref(`${table}.${name}`);
	const ofMember = (test: ReturnType<typeof sql>) =>
		sql`exists (select from members as own where own.account = ${id} and own.hub = ${column('hub')} and ${test})`;
	const named = Object.entries(people).map(([name, by]) => {
		if (by === 'account') return sql`${column(name)} = ${id}`;
		if (by === 'email') return sql`lower(${column(name)}) = ${email}`;
		return ofMember(by === 'member' ? sql`own.id = ${column(name)}` : sql`own.id = any(${column(name)})`);
	});
	return sql<boolean>`(${sql.join(named, sql` or `)})`;
}

/** How much it would be, counted without reading it. */
export const countOwnData = (account: Account): Promise<number> =>
	acrossHubs(async () => {
		let count = 0;
		for (const held of register) {
			const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(held.table)}
				where ${naming(held, account)}`.execute(db);
			count += rows[0]?.count ?? 0;
		}
		return count;
	});
