import type pg from 'pg';

export interface Table {
	name: string;
	/** All that can be written: generated columns come by themselves. */
	columns: string[];
	ofHub: boolean;
	/** Columns that hold a transaction's number, which means nothing in another cluster. */
	transactions: string[];
	/** Columns that name an account. */
	accounts: string[];
	/** Columns that Postgres numbers. */
	numbered: string[];
	triggers: boolean;
	forced: boolean;
	/** Other tables that this one refers to. */
	needs: string[];
}

/** Every table of KM0 that outlives a crash, as the database itself tells, in the order of their names. */
export async function tablesOf(client: pg.Client): Promise<Table[]> {
	const { rows } = await client.query<Table>(`
		select c.relname as name, c.relforcerowsecurity as forced,
			(select array_agg(attname::text order by attnum) from pg_attribute a
				where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
			exists (select from pg_attribute where attrelid = c.oid and attname = 'hub' and not attisdropped) as "ofHub",
			(select coalesce(array_agg(attname::text), '{}') from pg_attribute
				where attrelid = c.oid and attnum > 0 and not attisdropped and atttypid = 'xid8'::regtype) as transactions,
			(select coalesce(array_agg(a.attname::text), '{}') from pg_constraint k join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
				where k.conrelid = c.oid and k.contype = 'f' and k.confrelid = to_regclass('public.accounts')) as accounts,
			(select coalesce(array_agg(attname::text), '{}') from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
				and pg_get_serial_sequence(quote_ident(c.relname), attname) is not null) as numbered,
			exists (select from pg_trigger where tgrelid = c.oid and not tgisinternal) as triggers,
			(select coalesce(array_agg(distinct t.relname::text), '{}') from pg_constraint k join pg_class t on t.oid = k.confrelid
				where k.conrelid = c.oid and k.contype = 'f' and t.oid <> c.oid) as needs
		from pg_class c
		where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p'
			and c.relname <> 'migrations' and not exists (select from pg_depend where objid = c.oid and deptype = 'e')
		order by c.relname`);
	return rows;
}

/** The same tables, each after those that it refers to. */
export function inOrder(tables: Table[]): Table[] {
	const names = new Set(tables.map(({ name }) => name));
	const done: Table[] = [];
	const waiting = new Set(tables);
	while (waiting.size) {
		const next = [...waiting].filter(({ needs }) => needs.every((name) => !names.has(name) || done.some((table) => table.name === name)));
		if (!next.length) throw new Error(`these tables refer to each other in a circle: ${[...waiting].map(({ name }) => name).join(', ')}`);
		for (const table of next) {
			done.push(table);
			waiting.delete(table);
		}
	}
	return done;
}

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
export const list = (columns: readonly string[]) => columns.map(quoted).join(', ');

/** Postgres writes and reads values alike, whatever the settings of its server. */
export const plainly = `set datestyle = 'ISO, YMD'; set timezone = 'UTC'; set intervalstyle = 'postgres'; set extra_float_digits = 1;
	set bytea_output = 'hex'; set client_encoding = 'UTF8'; set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0;
	select set_config('km0.hub', '*', false)`;
