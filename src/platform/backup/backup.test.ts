import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { discardFile } from '#ecosystem/attachments.ts';
import { acrossHubs, db, pool, transaction } from '../db.server.ts';
import { fileStore } from '../files/store.ts';
import { later, prepareJobs } from '../jobs.ts';
import { post } from '../mail.ts';
import { migrate, migrationsFolder } from '../migrate.ts';
import { ArchiveTrouble, checkArchive } from './archive.ts';
import { backup, holdFiles, type Place } from './backup.ts';
import { restore } from './restore.ts';

vi.setConfig({ testTimeout: 120_000 });

const secret = 'a secret for tests alone, known to everybody';
const hub = 'mulhouse';
let folder: string;
let own: Place;
const made: string[] = [];

const asAdmin = async <T extends object>(text: string, url = inject('adminUrl')) => {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return (await client.query<T>(text)).rows;
	} finally {
		await client.end();
	}
};

/** An empty database and an empty folder. */
async function emptyPlace(): Promise<Place> {
	const name = `restored_${randomBytes(6).toString('hex')}`;
	made.push(name);
	await asAdmin(`create database ${name} owner km0`);
	return { url: inject('url').replace(/village$/, name), files: join(folder, name), secret, secretFile: null };
}

const admin = (place: Place) => inject('adminUrl').replace(/postgres$/, place.url.split('/').at(-1) ?? '');
const isEmpty = async (place: Place) => {
	const [tables] = await asAdmin<{ n: number }>(
		"select count(*)::int as n from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
		admin(place)
	);
	return tables?.n === 0 && (await readdir(place.files).catch(() => [])).length === 0;
};

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'km0-backup-'));
	own = { url: process.env.DATABASE_URL ?? '', files: process.env.KM0_FILES ?? '', secret, secretFile: null };
});
afterAll(async () => {
	for (const name of made) await asAdmin(`drop database if exists ${name} with (force)`);
	await rm(folder, { recursive: true, force: true });
});

const store = () => fileStore({ directory: own.files });
const attach = (key: string, record: string, size = 4) =>
	({ hub, kind: 'organisation', record, name: 'plan.txt', mime: 'text/plain', size, sha256: key }) as const;

/** Writes as long as it is let: a firm and its file, together or not at all. */
function people() {
	let writing = true;
	let written = 0;
	const write = async () => {
		while (writing) {
			const slug = `written-${randomBytes(8).toString('hex')}`;
			const { key } = await store().put(hub, Buffer.from(slug));
			await acrossHubs(() =>
				transaction(async (tx) => {
					const { id } = await tx
						.insertInto('organisations')
						.values({ hub, slug, kind: 'lab', name: slug, nameKey: slug })
						.returning('id')
						.executeTakeFirstOrThrow();
					await tx.insertInto('attachments').values(attach(key, id)).execute();
				})
			);
			written++;
		}
	};
	const all = Promise.all([write(), write(), write()]);
	return {
		stop: async () => {
			writing = false;
			await all;
			return written;
		}
	};
}

test('a backup taken while people write is one moment of it, whole, and comes back the same, files included', async () => {
	const file = join(folder, 'busy.tar.gz');
	const writers = people();
	const manifest = await backup(own, file);
	expect(await writers.stop()).toBeGreaterThan(3);

	const place = await emptyPlace();
	const restored = await restore(place, file);
	expect(restored).toMatchObject({ migrated: [], warnings: [], files: Object.keys(manifest.files).length });

	const halves = await asAdmin(
		`select slug from organisations where slug like 'written-%' and not exists (select from attachments where record = organisations.id)`,
		admin(place)
	);
	expect(halves).toEqual([]);
	for (const { sha256 } of await asAdmin<{ sha256: string }>('select sha256 from attachments where removed_at is null', admin(place)))
		expect(await fileStore({ directory: place.files }).read(hub, sha256)).not.toBeNull();

	// Taken again from there it is the same, table by table; the index alone notes whose transactions wrote it.
	const again = await backup(place, join(folder, 'again.tar'));
	const comparable = ({ tables }: typeof manifest) =>
		Object.entries(tables).filter(([name]) => !['index_fresh', 'handed_over_jobs'].includes(name));
	expect(comparable(again)).toEqual(comparable(manifest));
	expect(again.files).toEqual(manifest.files);
	expect(again.sequences.index_changes).toEqual(manifest.sequences.index_changes);
	expect(again.tables.index_fresh?.rows).toBe(manifest.tables.index_fresh?.rows);
});

test('nothing that row-level security guards is left out', async () => {
	const file = join(folder, 'quiet.tar');
	await backup(own, file);
	const { header, manifest } = await checkArchive(file);
	const there = await asAdmin<{ name: string; rows: number }>(
		`select relname::text as name, (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I', relname), false, true, '')))[1]::text::int as rows
			from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relpersistence = 'p' and relname not in ('migrations', 'handed_over_jobs')`,
		inject('adminUrl').replace(/postgres$/, own.url.split('/').at(-1) ?? '')
	);
	expect(there.length).toBeGreaterThan(30);
	expect(there.filter(({ name, rows }) => manifest.tables[name]?.rows !== rows)).toEqual([]);
	expect(header.migrations.map(({ name }) => name)).toEqual(
		(await readdir(migrationsFolder)).filter((name) => name.endsWith('.sql')).sort()
	);
});

test('what holds in the database holds after a restore: hubs apart, the journal append-only, keys between tables', async () => {
	const place = await emptyPlace();
	await restore(place, join(folder, 'quiet.tar'));
	const shape = (of: string) =>
		asAdmin(
			`select conrelid::regclass::text as a, conname as b, pg_get_constraintdef(oid) as c from pg_constraint where connamespace = 'public'::regnamespace
				union all select tgrelid::regclass::text, tgname, tgenabled::text from pg_trigger where not tgisinternal
				union all select relname, relrowsecurity::text, relforcerowsecurity::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
				order by 1, 2, 3`,
			of
		);
	expect(await shape(admin(place))).toEqual(await shape(admin(own)));
	const client = new pg.Client({ connectionString: place.url });
	await client.connect();
	try {
		await client.query("select set_config('km0.hub', 'strasbourg', false)");
		expect((await client.query('select distinct hub from members')).rows).toEqual([{ hub: 'strasbourg' }]);
		await expect(client.query("update journal set what = 'x'")).rejects.toThrow(/append-only/);
		const { rows } = await client.query(
			"insert into journal (hub, door, what, kind, record) values ('strasbourg', 'cli', 'hub.seen', 'hub', 'x') returning id > (select max(id) from journal) as after"
		);
		expect(rows).toEqual([{ after: true }]);
	} finally {
		await client.end();
	}
});

test('a backup that was cut short, altered or is something else is refused, and leaves nothing', async () => {
	const whole = await readFile(join(folder, 'quiet.tar'));
	const place = await emptyPlace();
	const tried = join(folder, 'tried.tar');
	const refusals: string[] = [];
	const attempt = async (bytes: Buffer) => {
		await writeFile(tried, bytes);
		const error = await restore(place, tried).then(
			() => null,
			(thrown: unknown) => thrown
		);
		expect(error).toBeInstanceOf(ArchiveTrouble);
		refusals.push((error as Error).message);
	};
	for (const share of [0, 0.0005, 0.1, 0.5, 0.9, 0.999]) await attempt(whole.subarray(0, Math.floor(whole.length * share)));
	// One sign of a value in a table, in a file's bytes, in the list of contents.
	for (const [text, other] of [
		['mulhouse\t', 'mulhousf\t'],
		['"rows"', '"rovs"'],
		['"madeAt"', '"madeAs"']
	] as const) {
		const at = whole.indexOf(text);
		expect(at).toBeGreaterThan(0);
		const altered = Buffer.from(whole);
		altered.write(other, at);
		await attempt(altered);
	}
	await attempt(Buffer.from('PK\u0003\u0004 a zip of something'));
	await attempt(Buffer.alloc(4096));
	expect(refusals.every((line) => /cut short|altered|not a backup|no whole backup|another kind/.test(line))).toBe(true);
	expect(await isEmpty(place)).toBe(true);
});

test('a restore that fails half-way leaves nothing, and one into what is not empty does not begin', async () => {
	const file = join(folder, 'quiet.tar');
	const place = await emptyPlace();
	await asAdmin('create table somebody_elses (n int)', admin(place));
	await expect(restore(place, file)).rejects.toThrow(/not empty \(it has public.somebody_elses\)/);
	await asAdmin('drop table somebody_elses', admin(place));

	await mkdir(place.files);
	await writeFile(join(place.files, 'letter.txt'), 'kept');
	await expect(restore(place, file)).rejects.toThrow(/is not empty/);
	expect(await readFile(join(place.files, 'letter.txt'), 'utf8')).toBe('kept');
	await rm(place.files, { recursive: true });

	// No folder can be made inside a file: the database is loaded by then.
	await expect(restore({ ...place, files: join(file, 'files') }, file)).rejects.toThrow(/ENOTDIR/);
	expect(await isEmpty(place)).toBe(true);
	await restore(place, file);
	expect(await isEmpty(place)).toBe(false);
});

test('a backup of an older version is brought to today', async () => {
	const names = (await readdir(migrationsFolder)).filter((name) => name.endsWith('.sql')).sort();
	const older = join(folder, 'older');
	await mkdir(older);
	for (const name of names.filter((name) => name < '0030')) await copyFile(join(migrationsFolder, name), join(older, name));
	const old = await emptyPlace();
	await migrate(old.url, older);
	await asAdmin(
		`insert into hubs (id, name, place, locales) values ('filature', 'La Filature', 'Guebwiller', '{fr}');
			insert into organisations (hub, slug, kind, name, name_key) values ('filature', 'tissage', 'industrial_sme', 'Tissage', 'tissage')`,
		admin(old)
	);
	await backup(old, join(folder, 'older.tar'));

	const place = await emptyPlace();
	const { migrated } = await restore(place, join(folder, 'older.tar'));
	expect(migrated).toEqual(names.filter((name) => name >= '0030'));
	expect(await asAdmin('select name from organisations', admin(place))).toEqual([{ name: 'Tissage' }]);
	// Nothing is left to run: a server starts on it at once.
	expect(await migrate(place.url)).toEqual([]);
});

test('a backup of a newer version is refused', async () => {
	const newer = await emptyPlace();
	await restore(newer, join(folder, 'quiet.tar'));
	await asAdmin("insert into migrations (name, sha256) values ('9999_to_come.sql', repeat('0', 64))", admin(newer));
	await backup(newer, join(folder, 'newer.tar'));
	const place = await emptyPlace();
	await expect(restore(place, join(folder, 'newer.tar'))).rejects.toThrow(
		'This backup was made by a newer KM0 (it knows 9999_to_come.sql).'
	);
	expect(await isEmpty(place)).toBe(true);
});

test('queued work goes on after a restore; letters that waited are held, unless the old installation is gone', async () => {
	await prepareJobs();
	const letter = { hub, to: 'anne@firm.example', locale: 'fr', kind: 'password_changed', params: { name: 'Anne' } } as const;
	await acrossHubs(() =>
		transaction(async (tx) => {
			await post(tx, letter);
			await later(tx, discardFile, { hub, key: 'f'.repeat(64) }, { at: new Date(Date.now() + 3_600_000) });
		})
	);
	const file = join(folder, 'letters.tar');
	await backup(own, file);
	const waiting = async (place: Place) => ({
		jobs: (await asAdmin<{ name: string }>('select distinct name from handed_over_jobs order by 1', admin(place))).map(({ name }) => name),
		letter: await asAdmin(
			"select sent_at is null as waits, failed_at is not null as held from mails where recipient = 'anne@firm.example'",
			admin(place)
		)
	});

	const safe = await emptyPlace();
	expect((await restore(safe, file)).heldLetters).toBeGreaterThan(0);
	const held = await waiting(safe);
	expect(held).toEqual({ jobs: expect.arrayContaining(['file.discard']), letter: [{ waits: true, held: true }] });
	expect(held.jobs).not.toContain('mail.send');

	const moved = await emptyPlace();
	expect((await restore(moved, file, { sendLetters: true })).heldLetters).toBe(0);
	expect(await waiting(moved)).toEqual({
		jobs: expect.arrayContaining(['file.discard', 'mail.send']),
		letter: [{ waits: true, held: false }]
	});
});

test('what was handed over is queued at the next start, once', async () => {
	await db
		.insertInto('handedOverJobs')
		.values({ id: crypto.randomUUID(), name: 'file.discard', data: { hub, key: 'e'.repeat(64) } })
		.execute();
	await db.insertInto('handedOverJobs').values({ id: crypto.randomUUID(), name: 'work.of.another.version', data: {} }).execute();
	await prepareJobs();
	await prepareJobs();
	const { rows } = await pool().query(`select count(*) as n from pgboss.job where data ->> 'key' = repeat('e', 64)`);
	expect(rows).toEqual([{ n: 1 }]);
	expect(await db.selectFrom('handedOverJobs').select('name').execute()).toEqual([{ name: 'work.of.another.version' }]);
});

test('a file that is given up while a backup is taken stays until it ended', async () => {
	const { key } = await store().put(hub, Buffer.from('given up'));
	const keeper = new pg.Client({ connectionString: own.url });
	await keeper.connect();
	await keeper.query(holdFiles);
	await discardFile.run({ hub, key });
	expect(await store().read(hub, key)).not.toBeNull();
	await keeper.end();
	await vi.waitFor(async () => {
		await discardFile.run({ hub, key });
		expect(await store().read(hub, key)).toBeNull();
	});
});
