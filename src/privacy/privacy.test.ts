import { buffer } from 'node:stream/consumers';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { nobody, type Account } from '#ecosystem/accounts.ts';
import { attach } from '#ecosystem/attachments.ts';
import { actorOf } from '#ecosystem/members.ts';
import { createApiKey, keyHolder } from '#platform/api-keys.ts';
import { acrossHubs, db, pool } from '#platform/db.server.ts';
import { readZip } from '#platform/files/zip.ts';
import { isMessage, locales, say } from '#platform/i18n.ts';
import { workThrough } from '#platform/jobs.ts';
import { newcomer, refusal } from '#platform/testing/people.ts';
import { forgetAccount } from './erasure.ts';
import { askForOwnData, lastExport, openExport, sweepExports } from './own-exports.ts';
import { ownData, ownDataHere } from './own-data.ts';
import { readable } from './own-page.ts';
import { zipOf } from './own-zip.ts';
import { activities, nobodyIn, register } from './register.ts';
import { applyRetention, dueTonight, rules } from './retention.ts';

const accountOf = async (id: string | null): Promise<Account> =>
	(await db
		.selectFrom('accounts')
		.select(['id', 'name', 'email', 'locale', 'isNetworkAdmin'])
		.where('id', '=', id ?? '')
		.executeTakeFirstOrThrow()) as Account;

test('every column that names a person stands in the register, and nothing else does', async () => {
	const { rows } = await pool().query<{ column: string }>(`
		select distinct c.relname || '.' || a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relpersistence = 'p'
			and (
				a.attname ~ '(^|_)(email|recipient|author|contact|person|account|account_id|member|members|mentions|ip_address|user_agent|phone_of|by)$'
				or exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any (k.conkey) and a.attname <> 'hub'
					and k.confrelid in ('accounts'::regclass, 'members'::regclass))
			)`);
	const declared = register.flatMap(({ table, people, shows }) => [...Object.keys(people), ...shows].map((column) => `${table}.${column}`));
	const named = rows.map(({ column }) => column);
	expect(named.length).toBeGreaterThan(30);
	expect(named.filter((column) => !declared.includes(column) && !(column in nobodyIn))).toEqual([]);

	const { rows: all } = await pool().query<{ column: string }>(
		"select table_name || '.' || column_name as column from information_schema.columns where table_schema = 'public'"
	);
	expect(declared.filter((column) => !all.some((one) => one.column === column))).toEqual([]);
});

test('the register speaks of each activity and each rule in every language', () => {
	expect(new Set(register.map(({ activity }) => activity))).toEqual(new Set(activities));
	const keys = [
		...activities.flatMap((activity) => ['', '_why', '_data', '_seen', '_kept'].map((part) => `privacy_${activity}${part}`)),
		...rules.flatMap(({ name }) => [`privacy_rule_${name}`, `privacy_rule_${name}_why`]),
		...register.flatMap(({ table, shows }) => [`privacy_kind_${table}`, ...shows.map((column) => `privacy_field_${column}`)])
	];
	expect(keys.filter((key) => !isMessage(key))).toEqual([]);
	for (const locale of locales) expect(keys.filter((key) => isMessage(key) && say(key, {}, locale).length < 2)).toEqual([]);
});

test('a person is handed all that names them, in every hub, and nothing that opens a door', async () => {
	const { rows } = await sql<{
		account: string;
	}>`select m.account from introduction_messages i join members m on m.hub = i.hub and m.id = i.author limit 1`.execute(db);
	const account = await accountOf(rows[0]?.account ?? null);
	const data = await ownData(account);
	expect(data.accounts).toMatchObject([{ name: account.name, email: account.email }]);
	for (const table of ['members', 'introduction_messages', 'journal']) expect(data[table]?.length, table).toBeGreaterThan(0);
	const text = JSON.stringify(data);
	expect(text).not.toMatch(/scrypt|"token|"password"|"secret"|sha256/i);

	// Nobody else's: what names another person alone is not there.
	const other = await newcomer('strasbourg', ['member']);
	const theirs = await accountOf(other.account);
	expect(text).not.toContain(theirs.email);
	expect(Object.values(await ownData(theirs)).flat()).toHaveLength(2);
	expect(readable(data, { name: 'A & <b>', locale: 'fr' })).toContain('A &amp; &lt;b&gt;');
});

/** Somebody of the demo who wrote to others and uploaded two files of one name. */
async function writerWithFiles() {
	const { rows } = await sql<{ account: string; hub: string; member: string; need: string }>`
		select m.account, m.hub, m.id as member, n.id as need from needs n join members m on m.hub = n.hub and m.id = n.author
			join representatives r on r.hub = m.hub and r.member = m.id and r.organisation = n.organisation and r.accepted_at is not null
			where n.state = 'open' order by n.id limit 1`.execute(db);
	const { account: id, hub, need } = rows[0] ?? { account: '', hub: '', need: '' };
	const account = await accountOf(id);
	const actor = await actorOf(hub, account, 'fr', 'page', null);
	for (const words of ['un', 'deux']) await attach(actor, 'need', need, [new File([`Plan ${words}`], 'plan.txt')]);
	return account;
}

test('a person takes everything away as one ZIP: a page in their language, a file for each kind, and what they uploaded', async () => {
	const account = await writerWithFiles();
	const chunks: Uint8Array[] = [];
	for await (const chunk of zipOf(account, 'de')) chunks.push(chunk);
	const parts = readZip(Buffer.concat(chunks), { entries: 500, unpacked: 50_000_000, ratio: 1000 });

	const needs = JSON.parse(String(parts.get('data/needs.json'))) as object[];
	expect(needs).toEqual(JSON.parse(JSON.stringify((await ownData(account)).needs)));
	expect(needs.length).toBeGreaterThan(0);
	const files = [...parts].filter(([name]) => name.startsWith('files/'));
	expect(files.map(([, content]) => String(content)).filter((text) => text.startsWith('Plan'))).toEqual(['Plan un', 'Plan deux']);
	const page = String(parts.get('index.html'));
	for (const words of ['<html lang="de">', account.name, 'Bedarfe', 'Angelegt am', 'Hochgeladene Dateien', 'plan.txt'])
		expect(page).toContain(words);
	for (const [name] of files) expect(page).toContain(encodeURI(name));
});

test('a key of one hub hands out what that hub keeps about its owner, and nothing of another', async () => {
	const owner = await newcomer('mulhouse');
	await db
		.insertInto('members')
		.values({ hub: 'strasbourg', account: owner.account ?? '', roles: ['member'] })
		.execute();
	const { key } = await createApiKey(owner, { name: 'Mes données', roles: ['member'], scopes: ['read'], expiresInDays: 1 });
	const { actor } = await keyHolder('mulhouse', key, 'fr', 'x');
	const data = await ownDataHere(actor);
	expect(data.accounts).toMatchObject([{ name: owner.name }]);
	expect(data.members).toMatchObject([{ hub: 'mulhouse' }]);
	expect(data.api_keys).toMatchObject([{ name: 'Mes données' }]);
	expect(data.sessions).toBe(undefined);
});

test('what is too much for one answer is packed by a job, waits for its owner alone, and goes after its days', async () => {
	const account = await writerWithFiles();
	expect(await askForOwnData(account, 'fr')).toBe('at_once');
	const little = { rows: 3, bytes: 1_000_000 };
	expect(await askForOwnData(account, 'fr', little)).toBe('packing');
	expect(await askForOwnData(account, 'fr', little)).toBe('packing');
	expect(await db.selectFrom('ownDataExports').select('state').where('account', '=', account.id).execute()).toEqual([{ state: 'waiting' }]);
	await workThrough();
	const packed = await lastExport(account);
	expect(packed).toMatchObject({ state: 'ready', progress: 100 });
	const id = packed?.id ?? '';
	const { size, content } = await openExport(account, id);
	const parts = readZip(await buffer(content), { entries: 500, unpacked: 50_000_000, ratio: 1000 });
	expect(size).toBe(packed?.size);
	expect(parts.has('index.html')).toBe(true);

	const other = await accountOf((await newcomer('mulhouse')).account);
	expect(await refusal(openExport(other, id))).toBe('not_found');
	await db.deleteFrom('ownDataExports').where('account', '=', account.id).execute();
	await sweepExports();
	await db.insertInto('ownDataExports').values({ id, account: account.id, locale: 'fr', state: 'ready' }).execute();
	expect(await refusal(openExport(account, id))).toBe('not_found');
	await db.deleteFrom('ownDataExports').where('account', '=', account.id).execute();
});

test('who is erased is named nowhere any more, and what they wrote stands', async () => {
	const { rows } = await sql<{
		account: string;
	}>`select m.account from introduction_messages i join members m on m.hub = i.hub and m.id = i.author
		where not 'hub_manager' = any (m.roles) limit 1`.execute(db);
	const account = await accountOf(rows[0]?.account ?? null);
	const before = await ownData(account);
	await forgetAccount(account);
	const after = await ownData({ ...account, email: `${account.id}@forgotten.invalid` });
	expect(after.accounts).toMatchObject([{ name: nobody }]);
	for (const { table, onErasure } of register) {
		if (table === 'journal') continue;
		if (onErasure === 'removed') expect(after[table], table).toEqual([]);
		else expect(after[table]?.length, table).toBe(before[table]?.length);
	}
	for (const { table, onErasure } of register) {
		if (table === 'journal' || onErasure === 'evidence') continue;
		const { rows } = await acrossHubs(() =>
			sql<{ row: string }>`select row_to_json(t)::text as row from ${sql.table(table)} as t`.execute(db)
		);
		expect(
			rows.filter(({ row }) => row.replaceAll(account.id, '').includes(account.email)),
			table
		).toEqual([]);
	}
});

test('the only owner of a firm in which others work hands it over first; one who is alone there may go', async () => {
	const { id } = await db
		.insertInto('organisations')
		.values({ hub: 'mulhouse', slug: 'tissage-seul', kind: 'industrial_sme', name: 'Tissage Seul', nameKey: 'tissage seul' })
		.returning('id')
		.executeTakeFirstOrThrow();
	const owner = await accountOf((await newcomer('mulhouse', ['member'], id)).account);
	const colleague = await accountOf((await newcomer('mulhouse', ['member'], id, false)).account);
	expect(await refusal(forgetAccount(owner))).toBe('hand_over_first');
	expect((await accountOf(owner.id)).name).toBe(owner.name);
	expect(await refusal(forgetAccount(colleague))).toBe('accepted');
	expect(await refusal(forgetAccount(owner))).toBe('accepted');
});

test('what nobody needs any more goes at night, and what is still of use stays', async () => {
	const invitation = (name: string, days: number) => ({
		hub: 'mulhouse',
		email: `${name}@example.org`,
		tokenSha256: name,
		expiresAt: new Date(Date.now() - days * 86_400_000)
	});
	await db
		.insertInto('invitations')
		.values([invitation('long-over', 91), invitation('just-over', 89)])
		.execute();
	const letter = { recipient: 'x@example.org', subject: 'x', bodyText: 'x', bodyHtml: 'x', locale: 'fr', kind: 'x' };
	await db
		.insertInto('mails')
		.values([
			{ ...letter, sentAt: new Date(Date.now() - 366 * 86_400_000) },
			{ ...letter, sentAt: new Date() }
		])
		.execute();
	const due = Object.fromEntries((await dueTonight()).map(({ name, count }) => [name, count]));
	expect(due).toMatchObject({ invitations: 1, letters: 1 });
	await applyRetention.run({});
	expect((await dueTonight()).every(({ count }) => count === 0)).toBe(true);
	expect(await db.selectFrom('invitations').select('email').where('tokenSha256', 'in', ['long-over', 'just-over']).execute()).toEqual([
		{ email: 'just-over@example.org' }
	]);
	expect(await db.selectFrom('mails').select('id').where('recipient', '=', 'x@example.org').execute()).toHaveLength(1);
});
