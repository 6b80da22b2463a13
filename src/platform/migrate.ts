import { readdir, readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { home } from './home.ts';

export const migrationsFolder = join(home, 'migrations');

export class MigrationTrouble extends Error {}

/**
 * Brings the database to the newest migration: plain SQL files in name order, each in its own transaction, under one lock, so that
 * several processes may start at once. Refuses a database that is newer than this code, or a migration changed after it ran.
 */
export async function migrate(url: string, folder = migrationsFolder): Promise<string[]> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		await client.query("select pg_advisory_lock(hashtext('km0 migrations'))");
		await client.query("select set_config('km0.hub', '*', false)");
		await client.query(`create table if not exists ${notes}`);
		const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from migrations');
		const ran = new Map(rows.map((row) => [row.name, row.sha256]));
		const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();

		const unknown = [...ran.keys()].filter((name) => !files.includes(name));
		if (unknown.length) throw new MigrationTrouble(`This database was made by a newer KM0 (it knows ${unknown.join(', ')}).`);

		const done: string[] = [];
		for (const name of files) {
			const text = await readFile(join(folder, name), 'utf8');
			if (ran.has(name)) {
				if (ran.get(name) !== sha256Of(text)) throw new MigrationTrouble(`Migration ${name} was changed after it had run here.`);
				continue;
			}
			await client.query('begin');
			try {
				await runMigration(client, name, text);
				await client.query('commit');
			} catch (error) {
				await client.query('rollback');
				throw error;
			}
			done.push(name);
		}
		return done;
	} finally {
		await client.end();
	}
}

/** Runs one migration in the transaction that is open, and notes that it ran. */
export async function runMigration(client: pg.Client, name: string, text: string) {
	try {
		await client.query(text);
		await client.query('insert into migrations (name, sha256) values ($1, $2)', [name, sha256Of(text)]);
	} catch (error) {
		throw new MigrationTrouble(`Migration ${name} failed: ${error instanceof Error ? error.message : error}`, { cause: error });
	}
}

/** The table in which the database notes what ran. */
export const notes = 'migrations (name text primary key, sha256 text not null, ran_at timestamptz not null default now())';

export const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex');

/** True when the database has run every migration that this code brings. */
export async function isMigrated(query: (text: string) => Promise<{ rows: { name: string }[] }>, folder = migrationsFolder) {
	const { rows } = await query('select name from migrations');
	const ran = new Set(rows.map((row) => row.name));
	return (await readdir(folder)).filter((name) => name.endsWith('.sql')).every((name) => ran.has(name));
}
