import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { acrossHubs, db, pool } from '../db.server.ts';
import { fileStore } from '../files/store.ts';
import { ArchiveTrouble, checkArchive } from './archive.ts';
import { backup, type Place } from './backup.ts';
import { inOrder, tablesOf } from './catalogue.ts';
import { exportHub, importHub, takenAlong } from './hub.ts';

vi.setConfig({ testTimeout: 120_000 });

let folder: string;
let own: Place;
let elsewhere: Place;
const name = `elsewhere_${randomBytes(6).toString('hex')}`;
const archive = () => join(folder, 'mulhouse.tar');

const connected = async <T>(url: string, work: (client: pg.Client) => Promise<T>) => {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		await client.query("select set_config('km0.hub', '*', false)");
		return await work(client);
	} finally {
		await client.end();
	}
};
const rows = async <T extends object>(place: Place, text: string, values: unknown[] = []) =>
	(await connected(place.url, (client) => client.query<T>(text, values))).rows;

/** How many files the hub has, that of this test among them. */
async function ownFiles() {
	const [found] = await rows<{ n: number }>(own, "select count(distinct sha256)::int as n from attachments where hub = 'mulhouse'");
	return found?.n ?? 0;
}

/** Sums of all that a hub has, whatever its order, its name and the numbers of accounts. */
async function sums(place: Place, hub: string) {
	return connected(place.url, async (client) => {
		const found: Record<string, unknown> = {};
		for (const { name, columns, accounts } of takenAlong(await tablesOf(client))) {
			const same = columns.filter((column) => column !== 'hub' && !accounts.includes(column));
			const { rows } = await client.query(
				`select count(*)::int as n, coalesce(sum(hashtextextended(row(${same.map((column) => `"${column}"`).join(', ')})::text, 0)), 0)::text as sum from "${name}" where hub = $1`,
				[hub]
			);
			found[name] = rows[0];
		}
		return found;
	});
}

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'km0-hub-'));
	own = { url: process.env.DATABASE_URL ?? '', files: process.env.KM0_FILES ?? '', secret: 'one', secretFile: null };
	elsewhere = { url: inject('url').replace(/village$/, name), files: join(folder, 'files'), secret: 'another', secretFile: null };
	const { key, size } = await fileStore({ directory: own.files }).put('mulhouse', Buffer.from('the plan of the mill'));
	await fileStore({ directory: own.files }).put('strasbourg', Buffer.from('the plan of the brewery'));
	await acrossHubs(async () => {
		const { id } = await db.selectFrom('organisations').select('id').where('hub', '=', 'mulhouse').executeTakeFirstOrThrow();
		await db
			.insertInto('attachments')
			.values({ hub: 'mulhouse', kind: 'organisation', record: id, name: 'plan.txt', mime: 'text/plain', size, sha256: key })
			.execute();
	});
	await acrossHubs(() =>
		db
			.insertInto('mails')
			.values({ hub: 'mulhouse', recipient: 'x@example.org', subject: 'x', bodyText: 'x', bodyHtml: 'x', locale: 'fr', kind: 'x' })
			.execute()
	);
	// A table that nobody told the export about.
	await pool()
		.query(`create table looms (hub text not null references hubs, id int not null, weaver text references accounts, primary key (hub, id));
		call hold_to_hub('looms')`);
	await connected(own.url, (client) =>
		client.query(
			`insert into looms select 'mulhouse', 1, account from members where hub = 'mulhouse' limit 1; insert into looms values ('strasbourg', 1, null)`
		)
	);
	await exportHub(own, 'mulhouse', archive());

	// The other installation: the same version, its own hubs, and one person of Mulhouse who has an account there already.
	const admin = async (text: string) => {
		const client = new pg.Client({ connectionString: inject('adminUrl') });
		await client.connect();
		await client.query(text);
		await client.end();
	};
	await admin(`create database ${name} template village strategy wal_log owner km0`);
	await connected(elsewhere.url, async (client) => {
		await client.query(`create table looms (hub text not null references hubs, id int not null, weaver text references accounts, primary key (hub, id));
			call hold_to_hub('looms')`);
		const { rows } = await client.query<{ name: string }>(
			`select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'migrations'`
		);
		await client.query(`truncate ${rows.map(({ name }) => name).join(', ')}`);
		await client.query(`insert into hubs (id, name, place, locales) values ('filature', 'La Filature', 'Guebwiller', '{fr}');
			insert into accounts (id, name, email, email_verified) values ('known-here', 'Known here', 'animation@mulhouse.example', true);
			insert into members (hub, account) values ('filature', 'known-here');
			insert into journal (hub, door, what, kind, record) values ('filature', 'cli', 'hub.set_up', 'hub', 'filature')`);
	});
});
afterAll(async () => {
	const client = new pg.Client({ connectionString: inject('adminUrl') });
	await client.connect();
	await client.query(`drop database if exists ${name} with (force)`);
	await client.end();
	await rm(folder, { recursive: true, force: true });
});

test('a hub that is taken out has all of its own, a table that nobody named included, and nothing of another', async () => {
	const { header, manifest } = await checkArchive(archive());
	expect(header).toMatchObject({ kind: 'hub', hub: 'mulhouse' });
	expect(manifest.tables.looms?.rows).toBe(1);
	expect(Object.keys(manifest.files)).toHaveLength(await ownFiles());
	const bytes = await readFile(archive(), 'latin1');
	const secrets = await rows<{ text: string }>(
		own,
		`select name as text from organisations o where hub = 'strasbourg' and length(name) > 8 and not exists (select from organisations where hub = 'mulhouse' and name = o.name)
			union select id::text from needs where hub = 'strasbourg' union select id::text from offers where hub = 'strasbourg'
			union select id::text from members where hub = 'strasbourg'
			union select email from accounts a join members m on m.account = a.id where hub = 'strasbourg' and not exists (select from members where hub = 'mulhouse' and account = a.id)
			union select email from accounts a where not exists (select from members where account = a.id)`
	);
	expect(secrets.length).toBeGreaterThan(50);
	expect(secrets.filter(({ text }) => bytes.includes(Buffer.from(text).toString('latin1')))).toEqual([]);
	expect(bytes).toContain('the plan of the mill');
	expect(bytes).not.toContain('the plan of the brewery');
	// What signs people in stays at home.
	const passwords = await rows<{ password: string }>(own, 'select password from credentials where password is not null');
	expect(passwords.length).toBeGreaterThan(0);
	expect(passwords.filter(({ password }) => bytes.includes(password))).toEqual([]);
});

test('the tables of a hub can be filled one after another', async () => {
	const tables = await connected(own.url, tablesOf);
	expect(inOrder(takenAlong(tables)).length).toBeGreaterThan(15);
});

test('a hub arrives whole beside others, under another address too, and people are who they were here', async () => {
	const before = await sums(elsewhere, 'filature');
	const arrived = await importHub(elsewhere, archive(), 'moulin');
	expect(arrived).toMatchObject({ hub: 'moulin', joined: 1, files: await ownFiles() });
	const [theirs, ours] = [await sums(elsewhere, 'moulin'), await sums(own, 'mulhouse')];
	// The journal's lines about the hub itself name it by its new address.
	expect({ ...theirs, journal: null }).toEqual({ ...ours, journal: null });
	expect((theirs.journal as { n: number }).n).toBe((ours.journal as { n: number }).n);
	expect(await sums(elsewhere, 'filature')).toEqual(before);

	expect(await rows(elsewhere, "select hub from members where account = 'known-here' order by hub")).toEqual([
		{ hub: 'filature' },
		{ hub: 'moulin' }
	]);
	expect(arrived.invited.length).toBeGreaterThan(3);
	expect(arrived.invited).not.toContain('animation@mulhouse.example');
	expect(await rows(elsewhere, 'select id from credentials')).toEqual([]);
	expect(await rows(elsewhere, "select network, host from hubs where id = 'moulin'")).toEqual([{ network: null, host: null }]);
	const [file] = await rows<{ sha256: string }>(elsewhere, "select sha256 from attachments where hub = 'moulin' and name = 'plan.txt'");
	expect((await fileStore({ directory: elsewhere.files }).read('moulin', file?.sha256 ?? ''))?.toString()).toBe('the plan of the mill');
	// The next line of the journal comes after those that arrived.
	const [next] = await rows<{ after: boolean }>(
		elsewhere,
		"insert into journal (hub, door, what, kind, record) values ('moulin', 'cli', 'hub.seen', 'hub', 'moulin') returning id > (select max(id) from journal where hub = 'moulin') as after"
	);
	expect(next).toEqual({ after: true });
});

test('what cannot arrive whole does not arrive at all', async () => {
	const state = async () => JSON.stringify([await rows(elsewhere, 'select id from accounts order by 1'), await sums(elsewhere, 'moulin')]);
	const before = await state();
	await expect(importHub(elsewhere, archive(), 'moulin')).rejects.toThrow(/There is a hub "moulin" here already/);
	// Keys for programs and letters are one of a kind in an installation: the same hub twice would share them.
	await expect(importHub(elsewhere, archive(), 'filiale')).rejects.toThrow(/in this installation already \(mails/);
	const whole = await readFile(archive());
	await writeFile(archive(), whole.subarray(0, whole.length - 2000));
	await expect(importHub(elsewhere, archive(), 'third')).rejects.toBeInstanceOf(ArchiveTrouble);
	await writeFile(archive(), whole);
	expect(await state()).toBe(before);
	await backup(own, join(folder, 'all.tar'));
	await expect(importHub(elsewhere, join(folder, 'all.tar'))).rejects.toThrow(/holds a whole installation/);
});

test('a hub of another version waits until both are at the same', async () => {
	await rows(elsewhere, "delete from migrations where name = '0330_work_handed_over.sql'");
	await expect(importHub(elsewhere, archive(), 'later')).rejects.toThrow(/another version of KM0 \(0330_work_handed_over.sql\)/);
});
