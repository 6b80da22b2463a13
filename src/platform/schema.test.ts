import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pool } from './db.server.ts';
import { home } from './home.ts';
import { writeSchema } from './schema.write.ts';

test('the types of the tables are those of the migrated database', async () => {
	const fresh = join(tmpdir(), `schema-${process.pid}.ts`);
	await writeSchema(process.env.DATABASE_URL ?? '', fresh);
	const [written, kept] = await Promise.all([fresh, join(home, 'src/platform/schema.ts')].map((file) => readFile(file, 'utf8')));
	await rm(fresh);
	expect(kept).toBe(written);
});

test('each table of a hub is led by it and held to it', async () => {
	const { rows } = await pool().query<{ table: string; secured: boolean; forced: boolean; led: boolean }>(`
		select c.relname as table, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
			(select a.attname = 'hub' from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
				where i.indrelid = c.oid and i.indisprimary) as led
		from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = 'public' and c.relkind in ('r', 'p')
			and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'hub' and not a.attisdropped)`);
	expect(rows.length).toBeGreaterThan(8);
	// A letter may belong to no hub (sign-in), so its key cannot begin with one.
	expect(rows.filter(({ table, led }) => !led && table !== 'mails')).toEqual([]);
	expect(rows.filter(({ secured, forced }) => !secured || !forced)).toEqual([]);
});

test('no foreign key crosses hubs', async () => {
	const { rows } = await pool().query<{ name: string }>(`
		select k.conname as name from pg_constraint k
		join pg_class c on c.oid = k.conrelid join pg_class t on t.oid = k.confrelid
		where k.contype = 'f'
			and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'hub')
			and exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'hub' and t.relname <> 'hubs')
			and not (
				(select attname from pg_attribute where attrelid = c.oid and attnum = k.conkey[1]) = 'hub'
				and (select attname from pg_attribute where attrelid = t.oid and attnum = k.confkey[1]) = 'hub')`);
	expect(rows).toEqual([]);
});
