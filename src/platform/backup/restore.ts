import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { migrationsFolder, notes, runMigration, sha256Of } from '../migrate.ts';
import { ArchiveTrouble, checkArchive, readArchive, type Header, type Manifest, type Tell } from './archive.ts';
import { handedOver, printOf, type Place } from './backup.ts';
import { list, plainly, quoted, tablesOf, type Table } from './catalogue.ts';
import { copyIn } from './copy.ts';

export interface Restored {
	madeAt: string;
	rows: number;
	files: number;
	/** Letters that waited when the backup was taken. They are held: since then they may have left. */
	heldLetters: number;
	/** Migrations that ran because the backup was older than this KM0. */
	migrated: string[];
	warnings: string[];
}

/**
 * Reads a backup into an empty database and an empty folder, or changes nothing. It comes at the version that it was taken at, and is
 * then brought to today's, all in one transaction. `sendLetters` is for a move, where the installation that it was taken of has stopped.
 */
export async function restore(
	place: Place,
	file: string,
	{ sendLetters = false, tell = () => {} }: { sendLetters?: boolean; tell?: Tell } = {}
): Promise<Restored> {
	const { header, manifest } = await checkArchive(file);
	if (header.kind !== 'installation') throw new ArchiveTrouble(`${file} holds one hub. Read it in with: km0 import-hub ${file}`);
	tell('Checked: every byte is as it was written.');
	const texts = await migrationsOf(header);
	await refuseFilesThere(place.files);

	const staged = `${place.files}.restoring`;
	const client = new pg.Client({ connectionString: place.url, application_name: 'km0 restore' }).on('error', () => {});
	await client.connect();
	let filesInPlace = false;
	try {
		await client.query(plainly);
		await client.query("select pg_advisory_lock(hashtext('km0 migrations'))");
		await refuseTablesThere(client);
		await rm(staged, { recursive: true, force: true });
		await client.query('begin');
		await client.query(`create table ${notes}`);
		for (const { name, text, inBackup } of texts) if (inBackup) await runMigration(client, name, text);

		const tables = await tablesOf(client);
		const back = await loosen(client, tables);
		const end = await load(client, file, tables, staged, tell);
		await setSequences(client, manifest);
		for (const { name, transactions } of tables)
			for (const column of transactions) await client.query(`update ${quoted(name)} set ${quoted(column)} = pg_current_xact_id()`);
		await back();

		const migrated = texts.filter(({ inBackup }) => !inBackup);
		for (const { name, text } of migrated) await runMigration(client, name, text);
		const heldLetters = await handOver(client, sendLetters);
		await mkdir(staged, { recursive: true, mode: 0o700 });
		await rm(place.files, { recursive: true, force: true });
		await rename(staged, place.files);
		filesInPlace = true;
		await client.query('commit');

		if (end.secret && place.secretFile) await keepSecret(place.secretFile, end.secret);
		await client.query('analyze');
		const secretDiffers = printOf(end.secret && place.secretFile ? end.secret : place.secret) !== header.secretPrint;
		return {
			madeAt: header.madeAt,
			rows: Object.values(manifest.tables).reduce((sum, { rows }) => sum + rows, 0),
			files: Object.keys(manifest.files).length,
			heldLetters,
			migrated: migrated.map(({ name }) => name),
			warnings: [
				...(secretDiffers
					? ['KM0_SECRET is not that of the backup: everybody signs in anew, and second factors by app no longer work.']
					: []),
				...(manifest.missing.length ? [`${manifest.missing.length} files were already missing when the backup was taken.`] : [])
			]
		};
	} catch (error) {
		// Not rolled back by asking, which would wait for a table that will not end: the connection goes, and takes all of it along.
		await client.end().catch(() => {});
		await rm(staged, { recursive: true, force: true });
		if (filesInPlace) await rm(place.files, { recursive: true, force: true });
		throw error;
	} finally {
		await client.end().catch(() => {});
	}
}

/** The migrations of this KM0, and which of them the backup had run. A backup of a newer KM0 is refused. */
async function migrationsOf({ migrations }: Header) {
	const names = (await readdir(migrationsFolder)).filter((name) => name.endsWith('.sql')).sort();
	const unknown = migrations.filter(({ name }) => !names.includes(name)).map(({ name }) => name);
	if (unknown.length) throw new ArchiveTrouble(`This backup was made by a newer KM0 (it knows ${unknown.join(', ')}).`);
	const ran = new Map(migrations.map(({ name, sha256 }) => [name, sha256]));
	return Promise.all(
		names.map(async (name) => {
			const text = await readFile(join(migrationsFolder, name), 'utf8');
			if (ran.has(name) && ran.get(name) !== sha256Of(text))
				throw new ArchiveTrouble(`Migration ${name} is another than the one that this backup ran.`);
			return { name, text, inBackup: ran.has(name) };
		})
	);
}

async function refuseFilesThere(folder: string) {
	const there = await readdir(folder).catch(() => []);
	if (there.length) throw new ArchiveTrouble(`${folder} is not empty. A backup is restored into an empty folder only.`);
}

async function refuseTablesThere(client: pg.Client) {
	const { rows } = await client.query<{ name: string }>(
		`select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
			where c.relkind in ('r', 'p', 'v', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
			and not exists (select from pg_depend where objid = c.oid and deptype = 'e') order by 1 limit 1`
	);
	if (rows[0]) throw new ArchiveTrouble(`The database is not empty (it has ${rows[0].name}). A backup is restored into an empty one only.`);
}

/** Takes away what would refuse rows that come in the order of the archive; what is returned puts it back, and so proves them. */
export async function loosen(client: pg.Client, tables: readonly Table[]): Promise<() => Promise<void>> {
	const { rows: keys } = await client.query<{ table: string; name: string; text: string }>(
		`select c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as text from pg_constraint k join pg_class c on c.oid = k.conrelid
			where k.contype = 'f' and k.conparentid = 0 and c.relnamespace = 'public'::regnamespace order by 1, 2`
	);
	for (const { table, name } of keys) await client.query(`alter table ${quoted(table)} drop constraint ${quoted(name)}`);
	for (const { name, forced } of tables)
		await client.query(`alter table ${quoted(name)} disable trigger user${forced ? ', no force row level security' : ''}`);
	// What migrations put there is in the backup too, as it was then.
	await client.query(`truncate ${list(tables.map(({ name }) => name))}`);
	return async () => {
		for (const { table, name, text } of keys) await client.query(`alter table ${quoted(table)} add constraint ${quoted(name)} ${text}`);
		for (const { name, forced } of tables)
			await client.query(`alter table ${quoted(name)} enable trigger user${forced ? ', force row level security' : ''}`);
	};
}

async function load(client: pg.Client, file: string, tables: readonly Table[], staged: string, tell: Tell) {
	await client.query(
		`create temp table ${quoted(`old_${handedOver}`)} (id uuid, name text, data jsonb, start_after timestamptz, singleton_key text) on commit drop`
	);
	const known = new Set(tables.map(({ name }) => name));
	let secret = '';
	let open: { name: string; into: ReturnType<typeof copyIn> } | undefined;
	const close = async () => {
		if (!open) return;
		const { name, into } = open;
		open = undefined;
		await into.end();
		tell(name);
	};
	for await (const section of readArchive(file)) {
		if (section.kind === 'table') {
			const { name, columns, content } = section;
			if (open?.name !== name) {
				await close();
				const isQueue = name === handedOver;
				if (!isQueue && !known.has(name)) throw new ArchiveTrouble(`${file} holds a table ${name} that its version does not have.`);
				open = { name, into: copyIn(client, `copy ${quoted(isQueue ? `old_${name}` : name)} (${list(columns)}) from stdin`) };
			}
			for await (const chunk of content) await open.into.take(chunk);
			continue;
		}
		await close();
		if (section.kind === 'file') await keepFile(staged, section.hub, section.key, section.content);
		if (section.kind === 'secret') secret = section.secret;
		if (section.kind === 'end') return { secret };
	}
	throw new ArchiveTrouble(`${file} was cut short: its end is missing.`);
}

/** In the place where the store looks for it. */
export async function keepFile(directory: string, hub: string, key: string, content: AsyncIterable<Buffer>) {
	const path = join(directory, hub, key.slice(0, 2), key.slice(2, 4), key);
	await mkdir(dirname(path), { recursive: true, mode: 0o700 });
	await writeFile(path, content, { mode: 0o600, flag: 'wx', flush: true });
}

async function setSequences(client: pg.Client, { sequences }: Manifest) {
	for (const [name, { last, called }] of Object.entries(sequences))
		await client.query('select setval($1, $2, $3)', [quoted(name), last, called]);
}

/** Queued work goes on at the next start. Letters do not, unless they are known not to have left: they wait in the outbox for a person. */
async function handOver(client: pg.Client, sendLetters: boolean): Promise<number> {
	const old = quoted(`old_${handedOver}`);
	await client.query(`insert into ${handedOver} (id, name, data, start_after, singleton_key)
		select id, name, data, start_after, singleton_key from ${old}${sendLetters ? '' : " where name <> 'mail.send'"}`);
	if (sendLetters) return 0;
	const { rowCount } = await client.query(`update mails set failed_at = now(), failure = 'held: the backup was taken before it left'
		where sent_at is null and id in (select (data ->> 'mail')::uuid from ${old} where name = 'mail.send')`);
	return rowCount ?? 0;
}

async function keepSecret(file: string, secret: string) {
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, secret, { mode: 0o600 });
}
