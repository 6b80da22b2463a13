import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { fileStore } from '../files/store.ts';
import { ArchiveTrouble, checkArchive, readArchive, writeArchive, type Header, type Manifest, type Tell } from './archive.ts';
import { copier, copyFiles, handedOver, headerOf, noteMissing, withSnapshot, type Place } from './backup.ts';
import { inOrder, list, plainly, quoted, tablesOf, type Table } from './catalogue.ts';
import { copyIn } from './copy.ts';
import { keepFile } from './restore.ts';

/** Made anew from the records where the hub arrives. */
const rebuilt = ['index_corpora', 'index_fresh', 'index_segments', 'index_pieces'];
const ofPeople = ['id', 'name', 'email', 'locale', 'created_at', 'anonymised_at'];
/** Which network a hub is in, and at which web address it stands, is for the installation that it arrives at to say. */
const ofInstallation = ['network', 'host'];
const jobColumns = ['id', 'name', 'data', 'start_after', 'singleton_key'];

/**
 * What a hub takes along: every table that has a `hub`, whoever made it. What is shared with a network stays with that network, and
 * an index is made anew.
 */
export const takenAlong = (tables: readonly Table[]) => {
	const global = new Set(tables.filter(({ ofHub, name }) => !ofHub && !['hubs', 'accounts'].includes(name)).map(({ name }) => name));
	return tables.filter(({ name, ofHub, needs }) => ofHub && !rebuilt.includes(name) && !needs.some((other) => global.has(other)));
};

/** Takes one hub out: its records, its files, and its people by name and address, without anything that signs them in. */
export async function exportHub(place: Place, hub: string, file: string, tell: Tell = () => {}): Promise<Manifest> {
	return withSnapshot(place.url, async (client) => {
		if (!(await client.query('select from hubs where id = $1', [hub])).rowCount) throw new ArchiveTrouble(`There is no hub "${hub}".`);
		const all = await tablesOf(client);
		const tables = takenAlong(all);
		const own = all.find(({ name }) => name === 'hubs')?.columns.filter((column) => !ofInstallation.includes(column)) ?? [];
		const id = client.escapeLiteral(hub);
		const people = tables.flatMap(({ name, accounts }) =>
			accounts.map((column) => `select ${quoted(column)} from ${quoted(name)} where hub = ${id}`)
		);
		const sections = [
			{ name: 'hubs', columns: own, where: `id = ${id}` },
			{ name: 'accounts', columns: ofPeople, where: `id in (${people.join(' union ')})` },
			...tables.map(({ name, columns }) => ({ name, columns, where: `hub = ${id}` })),
			...((await client.query("select to_regclass('pgboss.job') as there")).rows[0]?.there
				? [{ name: handedOver, columns: jobColumns, where: `data ->> 'hub' = ${id} and state in ('created', 'retry', 'active')` }]
				: [])
		];
		await writeArchive(file, await headerOf(client, place, 'hub', sections, hub), async (archive) => {
			const copy = copier(client, archive, tell);
			for (const { name, columns, where } of sections)
				await copy(name, `select ${list(columns)} from ${name === handedOver ? 'pgboss.job' : quoted(name)} where ${where}`);
			await copyFiles(archive, place.files, hub, tell);
			await noteMissing(client, archive, tables, hub);
		});
		return (await checkArchive(file)).manifest;
	});
}

export interface Arrived {
	hub: string;
	rows: number;
	files: number;
	/** People who had an account here under the same address. */
	joined: number;
	/** Addresses of people who get an account now, and choose a password by letter. */
	invited: string[];
}

/** Reads a hub in beside those that are here, or changes nothing. It must come from an installation at the same version. */
export async function importHub(place: Place, file: string, as?: string, tell: Tell = () => {}): Promise<Arrived> {
	const { header, manifest } = await checkArchive(file);
	if (header.kind !== 'hub' || !header.hub)
		throw new ArchiveTrouble(`${file} holds a whole installation. Read it with: km0 restore ${file}`);
	const hub = as ?? header.hub;
	if (!/^[a-z][a-z0-9-]{1,39}$/.test(hub)) throw new ArchiveTrouble(`"${hub}" cannot be the address of a hub.`);

	const client = new pg.Client({ connectionString: place.url, application_name: 'km0 import' }).on('error', () => {});
	await client.connect();
	let writesFiles = false;
	try {
		await client.query(plainly);
		await client.query('begin');
		await refuseOtherVersion(client, header);
		// Held against a second import of the same hub, and against somebody who sets one up under this address.
		await client.query('select pg_advisory_xact_lock(hashtext($1))', [`km0 hub ${hub}`]);
		if ((await client.query('select from hubs where id = $1', [hub])).rowCount)
			throw new ArchiveTrouble(`There is a hub "${hub}" here already. Give this one another address: --as NAME`);
		for await (const { key } of fileStore({ directory: place.files }).list(hub))
			throw new ArchiveTrouble(`There are files of a hub "${hub}" here already (${key}).`);

		const tables = (await tablesOf(client)).filter(({ name }) => header.tables.some((table) => table.name === name));
		for (const { name, columns } of header.tables)
			await client.query(`create temp table ${incoming(name)} on commit drop as select ${list(columns)} from ${quoted(name)} with no data`);
		writesFiles = true;
		await load(client, file, header.hub, hub, place, tell);
		const { joined, invited } = await bringPeople(client);
		await insert(client, header, tables, hub);
		await prove(client, manifest, tables, hub);
		await client.query('commit');
		return {
			hub,
			rows: Object.values(manifest.tables).reduce((sum, { rows }) => sum + rows, 0),
			files: Object.keys(manifest.files).length,
			joined,
			invited
		};
	} catch (error) {
		await client.end().catch(() => {});
		if (writesFiles) await rm(join(place.files, hub), { recursive: true, force: true });
		const { code, table, constraint } = error as { code?: string; table?: string; constraint?: string };
		if (code === '23505' || code === '23503')
			throw new ArchiveTrouble(`Something of this hub is in this installation already (${table}: ${constraint}). Nothing was changed.`, {
				cause: error
			});
		throw error;
	} finally {
		await client.end().catch(() => {});
	}
}

const incoming = (name: string) => quoted(`incoming_${name}`);

async function refuseOtherVersion(client: pg.Client, { migrations }: Header) {
	const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from migrations');
	const here = new Set(rows.map(({ name, sha256 }) => `${name} ${sha256}`));
	const there = new Set(migrations.map(({ name, sha256 }) => `${name} ${sha256}`));
	const differ = [...here.symmetricDifference(there)].map((line) => line.split(' ')[0]);
	if (differ.length)
		throw new ArchiveTrouble(
			`This hub comes from another version of KM0 (${[...new Set(differ)].join(', ')}). Bring both to the same version first.`
		);
}

async function load(client: pg.Client, file: string, from: string, hub: string, place: Place, tell: Tell) {
	let open: { name: string; into: ReturnType<typeof copyIn> } | undefined;
	const close = async () => {
		await open?.into.end();
		if (open) tell(open.name);
		open = undefined;
	};
	for await (const section of readArchive(file)) {
		if (section.kind === 'table') {
			if (open?.name !== section.name) {
				await close();
				open = { name: section.name, into: copyIn(client, `copy ${incoming(section.name)} (${list(section.columns)}) from stdin`) };
			}
			for await (const chunk of section.content) await open.into.take(chunk);
			continue;
		}
		await close();
		if (section.kind === 'file') {
			if (section.hub !== from) throw new ArchiveTrouble(`${file} holds files of another hub.`);
			await keepFile(place.files, hub, section.key, section.content);
		}
	}
}

/** One account for one address: who is known here stays who they are; the others get an account that nobody can sign in to yet. */
async function bringPeople(client: pg.Client): Promise<{ joined: number; invited: string[] }> {
	await client.query(`create temp table accounts_here on commit drop as
		select i.id as was, coalesce(known.id, case when taken.id is null then i.id else gen_random_uuid()::text end) as id, known.id is not null as joined
		from incoming_accounts i left join accounts known on known.email = lower(i.email) left join accounts taken on taken.id = i.id`);
	await client.query(`insert into accounts (${list(ofPeople)})
		select h.id, name, lower(email), locale, created_at, anonymised_at from incoming_accounts i join accounts_here h on h.was = i.id where not joined`);
	const { rows } = await client.query<{ email: string; joined: boolean }>(
		`select lower(i.email) as email, joined from incoming_accounts i join accounts_here h on h.was = i.id
			where joined or (i.anonymised_at is null and i.id in (select account from incoming_members where left_at is null)) order by 1`
	);
	return { joined: rows.filter(({ joined }) => joined).length, invited: rows.filter(({ joined }) => !joined).map(({ email }) => email) };
}

async function insert(client: pg.Client, { hub: from = '', tables: sections }: Header, tables: Table[], hub: string) {
	const columnsOf = (name: string) => sections.find((table) => table.name === name)?.columns ?? [];
	const [was, is] = [client.escapeLiteral(from), client.escapeLiteral(hub)];
	const own = columnsOf('hubs');
	await client.query(
		`insert into hubs (${list(own)}) select ${own.map((column) => (column === 'id' ? is : quoted(column))).join(', ')} from incoming_hubs`
	);
	for (const { name, accounts, triggers, numbered } of inOrder(tables.filter(({ ofHub }) => ofHub))) {
		const columns = columnsOf(name);
		const values = columns.map((column) => {
			if (column === 'hub') return is;
			if (accounts.includes(column)) return `(select id from accounts_here where was = ${quoted(column)})`;
			// A line of the journal about the hub itself names it as the record.
			if (name === 'journal' && column === 'record') return `case when kind = 'hub' and record = ${was} then ${is} else record end`;
			return quoted(column);
		});
		// What triggers would write has come along, or is of no concern to what is history by now.
		if (triggers) await client.query(`alter table ${quoted(name)} disable trigger user`);
		await client.query(
			`insert into ${quoted(name)} (${list(columns)}) overriding system value select ${values.join(', ')} from ${incoming(name)}`
		);
		if (triggers) await client.query(`alter table ${quoted(name)} enable trigger user`);
		for (const column of numbered)
			await client.query(
				`select setval(s::regclass, greatest((select max(${quoted(column)}) from ${quoted(name)} where hub = ${is}), nextval(s::regclass)))
					from pg_get_serial_sequence(${client.escapeLiteral(name)}, ${client.escapeLiteral(column)}) as s`
			);
	}
	if (columnsOf(handedOver).length)
		await client.query(`insert into ${handedOver} (${list(jobColumns)})
			select gen_random_uuid(), name, jsonb_set(data, '{hub}', to_jsonb(${is}::text)), start_after, singleton_key from ${incoming(handedOver)}`);
}

/** As many rows as were written down, table by table. */
async function prove(client: pg.Client, manifest: Manifest, tables: readonly Table[], hub: string) {
	for (const { name, ofHub } of tables) {
		if (!ofHub) continue;
		const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from ${quoted(name)} where hub = $1`, [hub]);
		if (rows[0]?.n !== manifest.tables[name]?.rows)
			throw new ArchiveTrouble(`Of ${manifest.tables[name]?.rows} rows of ${name}, ${rows[0]?.n} arrived. Nothing was changed.`);
	}
}
