import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, expect, test, vi } from 'vitest';
import { createApiKey } from '#platform/api-keys.ts';
import { db } from '#platform/db.server.ts';
import { home } from '#platform/home.ts';
import { say } from '#platform/i18n.ts';
import { newcomer } from '#platform/testing/people.ts';

// Each command is a process of its own, with everything to load.
vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'km0-cli-'));
afterAll(() => Promise.all([folder, `${folder}-elsewhere`].map((made) => rm(made, { recursive: true, force: true }))));

/** Runs the command as a shell would, on this test's database. */
const km0 = (...words: string[]) => run({ KM0_DATA: folder }, ...words);
const run = (env: Record<string, string>, ...words: string[]) =>
	new Promise<{ code: number; out: string; err: string }>((done) => {
		execFile(
			process.execPath,
			['--disable-warning=ExperimentalWarning', join(home, 'src/cli.ts'), ...words],
			{ env: { ...process.env, ...env } },
			(error, out, err) => done({ code: Number(error?.code ?? 0), out, err })
		);
	});

const create = (...more: string[]) =>
	km0(
		'hub',
		'create',
		'--name',
		'La Filature',
		'--place',
		'Guebwiller',
		'--languages',
		'fr,de',
		'--manager',
		'jeanne@hub.example',
		...more
	);

test('the help lists the commands and every operation', async () => {
	expect(await km0('--help')).toMatchObject({
		code: 0,
		err: '',
		out: expect.stringMatching(/hub create[\s\S]*setup-link[\s\S]*listMembers/)
	});
});

test('a hub is made from the command line, and its manager gets a link', async () => {
	const made = await create('--address', 'filature');
	expect(made).toMatchObject({ code: 0, err: '' });
	expect(JSON.parse(made.out)).toEqual({
		hub: 'filature',
		manager: null,
		invited: 'jeanne@hub.example',
		link: expect.stringMatching(/^http:\/\/localhost:3000\/filature\/join\?invitation=\S{32}$/)
	});
	expect(await db.selectFrom('hubs').select(['name', 'locales']).where('id', '=', 'filature').execute()).toEqual([
		{ name: 'La Filature', locales: ['fr', 'de'] }
	]);
	expect(await db.selectFrom('journal').select(['what', 'door']).where('hub', '=', 'filature').orderBy('id').execute()).toEqual([
		{ what: 'hub.set_up', door: 'cli' },
		{ what: 'invitation.sent', door: 'cli' }
	]);
});

test('what cannot be is refused in plain lines, with exit code 1', async () => {
	expect(await create('--address', 'api')).toMatchObject({
		code: 1,
		out: '',
		err: expect.stringContaining('--address: This address is kept for KM0 itself.')
	});
	expect(await km0('hub', 'destroy')).toMatchObject({ code: 1, err: expect.stringContaining('There is no command "hub destroy"') });
});

test('an account is made at the server, and may run the network', async () => {
	const made = await km0('account', 'create', '--name', 'Jeanne Dir', '--email', 'Jeanne.Dir@hub.example', '--password', 'Filature 1812');
	expect(JSON.parse(made.out)).toMatchObject({ email: 'jeanne.dir@hub.example' });
	expect((await km0('account', 'make-admin', '--email', 'jeanne.dir@hub.example')).code).toBe(0);
	expect(
		await db.selectFrom('accounts').select(['emailVerified', 'isNetworkAdmin']).where('email', '=', 'jeanne.dir@hub.example').execute()
	).toEqual([{ emailVerified: true, isNetworkAdmin: true }]);
	expect((await km0('setup-link')).out).toMatch(/^http:\/\/localhost:3000\/setup\?key=\S{32}\n$/);
});

test('a backup is written, checked, and restored into a data folder of its own, once', async () => {
	const file = join(folder, 'km0.tar.gz');
	const written = await km0('backup', file);
	expect(written).toMatchObject({ code: 0, err: expect.stringContaining('Read back and checked.') });
	expect(JSON.parse((await km0('backup', '--check', file)).out)).toEqual(JSON.parse(written.out));
	expect(await km0('backup', file)).toMatchObject({ code: 1, err: `${file} exists already.\n` });

	const place = { DATABASE_URL: '', KM0_FILES: '', KM0_DATA: `${folder}-elsewhere` };
	expect(await run(place, 'restore', join(folder, 'nothing.tar'))).toMatchObject({
		code: 1,
		err: `${join(folder, 'nothing.tar')} cannot be read.\n`
	});
	expect(existsSync(place.KM0_DATA)).toBe(false);
	expect(JSON.parse((await run(place, 'restore', file)).out)).toMatchObject({ rows: JSON.parse(written.out).rows, migrated: [] });
	expect(await run(place, 'restore', file)).toMatchObject({ code: 1, err: expect.stringContaining('not empty') });
	expect(JSON.parse((await run(place, 'hub', 'list')).out)).toEqual(JSON.parse((await km0('hub', 'list')).out));
});

test('an assistant on the server’s own machine works over standard input and output, with a key', async () => {
	const owner = await newcomer('mulhouse');
	await db
		.updateTable('accounts')
		.set({ locale: 'de' })
		.where('id', '=', owner.account ?? '')
		.execute();
	const { key } = await createApiKey(owner, {
		name: 'Assistant',
		roles: ['member'],
		scopes: ['read'],
		expiresInDays: 1
	});
	const env = { ...(process.env as Record<string, string>), KM0_DATA: folder, KM0_API_KEY: key };
	const assistant = async (...options: string[]) => {
		const client = new Client({ name: 'test', version: '1' });
		const args = ['--disable-warning=ExperimentalWarning', join(home, 'src/cli.ts'), 'mcp', ...options];
		await client.connect(new StdioClientTransport({ command: process.execPath, args, env }));
		return client;
	};
	const client = await assistant();
	const { content } = await client.callTool({ name: 'ask', arguments: { text: 'Kamera, die Risse in Gussteilen erkennt', limit: 2 } });
	expect(JSON.parse(content[0]?.type === 'text' ? content[0].text : '')).toMatchObject({ locale: 'de', answers: [{}, {}] });
	const titleOf = async (one: Client) => (await one.listPrompts()).prompts[0]?.title;
	expect(await titleOf(client)).toBe(say('prompt_need_from_words_title', {}, 'de'));
	await client.close();
	const english = await assistant('--lang', 'en');
	expect(await titleOf(english)).toBe(say('prompt_need_from_words_title', {}, 'en'));
	await english.close();
	expect(await run({ KM0_API_KEY: key }, 'mcp', '--lang', 'it')).toMatchObject({
		code: 1,
		err: expect.stringContaining('--lang is one of')
	});
	expect(await km0('mcp')).toMatchObject({ code: 1, out: '', err: expect.stringContaining('KM0_API_KEY is missing') });
});
