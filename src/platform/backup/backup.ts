import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { fileStore } from '../files/store.ts';
import { home } from '../home.ts';
import { checkArchive, writeArchive, type Header, type Manifest, type Tell, type Writer } from './archive.ts';
import { list, plainly, quoted, tablesOf, type Table } from './catalogue.ts';
import { copyOut } from './copy.ts';

/** What a backup is taken of, or read into. */
export interface Place {
	url: string;
	/** Folder of the files. */
	files: string;
	/** Signs sessions and locks second factors: without the same one, people with a second factor cannot sign in. */
	secret: string;
	/** Where KM0 keeps the secret itself; null when whoever runs it does. */
	secretFile: string | null;
}

/** Work of the queue that waits for its turn. It comes back as rows of this table, from which the next start queues it again. */
export const handedOver = 'handed_over_jobs';
const jobColumns = ['id', 'name', 'data', 'start_after', 'singleton_key'];
const openJobs = `select id, name, data, start_after, singleton_key from pgboss.job
	where state in ('created', 'retry', 'active') and name not like '\\_\\_%'`;

export const holdFiles = "select pg_advisory_lock(hashtext('km0 files are kept'))";

/**
 * One snapshot of database and files, as one archive, while people go on writing: every table is read in one transaction that sees
 * one moment, and no file is thrown away before it ends. Files are never changed, so those that the snapshot names are there.
 */
export async function backup(place: Place, file: string, tell: Tell = () => {}): Promise<Manifest> {
	return withSnapshot(place.url, async (client) => {
		const tables = await tablesOf(client);
		const hasQueue = await client.query<{ there: boolean }>("select to_regclass('pgboss.job') is not null as there");
		const header = await headerOf(client, place, 'installation', [
			...tables.filter(({ name }) => name !== handedOver),
			{ name: handedOver, columns: jobColumns }
		]);
		await writeArchive(file, header, async (archive) => {
			const copy = copier(client, archive, tell);
			for (const table of tables)
				if (table.name !== handedOver) await copy(table.name, `select ${list(table.columns)} from ${quoted(table.name)}`);
			const waiting = tables.some(({ name }) => name === handedOver) ? `select ${list(jobColumns)} from ${handedOver}` : null;
			const queries = [waiting, hasQueue.rows[0]?.there ? openJobs : null].filter((one) => one !== null);
			await copy(handedOver, queries.join(' union all ') || `select ${jobColumns.map(() => 'null').join(', ')} where false`);
			await copySequences(client, archive);
			const { rows: hubs } = await client.query<{ id: string }>('select id from hubs order by id');
			for (const { id } of hubs) await copyFiles(archive, place.files, id, tell);
			await noteMissing(client, archive, tables);
			if (place.secretFile) await archive.secret(place.secret);
		});
		const { manifest } = await checkArchive(file);
		tell('Read back and checked.');
		return manifest;
	});
}

/** A connection that sees one moment, while nobody throws a file away. */
export async function withSnapshot<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
	const client = new pg.Client({ connectionString: url, application_name: 'km0 backup' }).on('error', () => {});
	await client.connect();
	try {
		await client.query(plainly);
		await client.query(holdFiles);
		await client.query('begin transaction isolation level repeatable read read only');
		return await work(client);
	} finally {
		await client.end();
	}
}

export async function headerOf(
	client: pg.Client,
	{ secret }: Place,
	kind: Header['kind'],
	tables: readonly { name: string; columns: string[] }[],
	hub?: string
): Promise<Header> {
	const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from migrations order by name');
	const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string };
	const server = await client.query<{ server_version: string }>('show server_version');
	return {
		format: 1,
		kind,
		...(hub && { hub }),
		km0: version,
		postgres: server.rows[0]?.server_version ?? '',
		madeAt: new Date().toISOString(),
		migrations: rows,
		tables: tables.map(({ name, columns }) => ({ name, columns })),
		secretPrint: printOf(secret)
	};
}

export const printOf = (secret: string) => createHash('sha256').update(`km0 print of a secret: ${secret}`).digest('hex').slice(0, 16);

export const copier = (client: pg.Client, archive: Writer, tell: Tell) => async (name: string, query: string) => {
	const { content, rows } = copyOut(client, `copy (${query}) to stdout`);
	await archive.table(name, content, rows);
	if (rows()) tell(`${name}: ${rows()}`);
};

async function copySequences(client: pg.Client, archive: Writer) {
	// Read after the tables: a sequence goes on while we read, and must never be behind a row.
	const { rows } = await client.query<{ name: string }>(
		`select c.relname as name from pg_class c where c.relkind = 'S' and c.relnamespace = 'public'::regnamespace
			and not exists (select from pg_depend where objid = c.oid and deptype = 'e') order by 1`
	);
	for (const { name } of rows) {
		const at = await client.query<{ last: string; called: boolean }>(
			`select last_value::text as last, is_called as called from ${quoted(name)}`
		);
		if (at.rows[0]) archive.manifest.sequences[name] = at.rows[0];
	}
}

export async function copyFiles(archive: Writer, directory: string, hub: string, tell: Tell) {
	const store = fileStore({ directory });
	let copied = 0;
	for await (const { key } of store.list(hub)) {
		const file = await store.stream(hub, key);
		if (!file) continue;
		await archive.file(hub, key, file.size, file.content);
		if (++copied % 500 === 0) tell(`files of ${hub}: ${copied} …`);
	}
	if (copied) tell(`files of ${hub}: ${copied}`);
}

/** Files that records name and the store has lost: no reason to keep no backup at all, but one to say it. */
export async function noteMissing(client: pg.Client, archive: Writer, tables: readonly Table[], hub?: string) {
	if (!tables.some(({ name }) => name === 'attachments')) return;
	const { rows } = await client.query<{ file: string }>(
		`select distinct hub || '/' || sha256 as file from attachments where removed_at is null and ($1::text is null or hub = $1) order by 1`,
		[hub ?? null]
	);
	archive.manifest.missing.push(...rows.map(({ file }) => file).filter((file) => !archive.manifest.files[file]));
}
