import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { beforeAll, expect, test } from 'vitest';
import { createNeed, CreateNeed } from '#ecosystem/needs.ts';
import type { Actor, Role } from '#platform/actor.ts';
import { createApiKey, type Scope } from '#platform/api-keys.ts';
import { db } from '#platform/db.server.ts';
import { countCall, holderOf } from '#platform/door.ts';
import { newcomer } from '#platform/testing/people.ts';
import { assistantServer } from './server.ts';

let owner: Actor;
let firm: { id: string; name: string };

beforeAll(async () => {
	firm = await db
		.selectFrom('organisations')
		.select(['id', 'name'])
		.where('hub', '=', 'mulhouse')
		.where('kind', '=', 'industrial_sme')
		.orderBy('name')
		.executeTakeFirstOrThrow();
	owner = await newcomer('mulhouse', ['member'], firm.id);
});

/** An assistant with a key of this person, over the protocol's own client. */
async function assistant(actor: Actor, scopes: Scope[] = ['read'], roles: Role[] = [...actor.roles]) {
	const { key, id } = await createApiKey(actor, { name: 'Assistant', roles, scopes, expiresInDays: 1 });
	const { fetch } = createMcpHandler(() =>
		assistantServer({ holder: () => holderOf(`Bearer ${key}`, 'fr', 'request-1'), count: countCall, locale: 'fr' })
	);
	const client = new Client({ name: 'test', version: '1' });
	await client.connect(
		new StreamableHTTPClientTransport(new URL('http://km0.test/mcp'), { fetch: (url, init) => fetch(new Request(url, init)) })
	);
	return {
		client,
		key: id,
		/** The text of the answer, and whether it is a refusal. */
		async says(name: string, input: Record<string, unknown> = {}) {
			const { content, isError } = await client.callTool({ name, arguments: input });
			return { isError: isError ?? false, text: content.map((part) => (part.type === 'text' ? part.text : '')).join('') };
		}
	};
}

const asked = { q: 'crépines du tamis' };
const need = (confidentiality: 'members' | 'anonymous' | 'public') =>
	createNeed(
		owner,
		CreateNeed.parse({
			locale: 'fr',
			title: `Crépines bouchées, cas ${confidentiality}`,
			problem: 'Les crépines du tamis rotatif se bouchent deux fois par poste.',
			confidentiality,
			opens: true
		})
	);

test('an assistant sees what its user sees: not another’s draft, not whose an anonymous need is, and nothing of another hub', async () => {
	const members = await need('members');
	const anonymous = await need('anonymous');
	const secret = await createNeed(
		owner,
		CreateNeed.parse({ locale: 'fr', title: 'Crépines du tamis, au brouillon', problem: 'Encore secret.' })
	);

	const own = await assistant(owner);
	const peer = await assistant(await newcomer('mulhouse'));
	const abroad = await assistant(await newcomer('strasbourg'));
	// What could leak is there for who may see it.
	expect((await own.says('read_need', { need: anonymous.id })).text).toContain(firm.name);
	expect((await own.says('read_need', { need: secret.id })).text).toContain('Encore secret');

	const list = (await peer.says('list_needs', asked)).text;
	expect(list).toContain(members.id);
	expect(list).toContain(anonymous.id);
	const { text: told } = await peer.says('read_need', { need: anonymous.id });
	expect(told).toContain('Les crépines du tamis rotatif');
	expect(told).not.toContain(firm.name);
	expect(told).not.toContain(firm.id);
	expect(await peer.says('read_need', { need: secret.id })).toEqual({ isError: true, text: expect.stringMatching(/\(not_found\)$/) });
	expect((await peer.says('match_need', { need: members.id })).text).toMatch(/\(forbidden\)$/);

	expect((await abroad.says('list_needs', asked)).text).not.toMatch(/tamis rotatif/);
	for (const { id } of [members, anonymous])
		expect(await abroad.says('read_need', { need: id })).toEqual({ isError: true, text: expect.stringMatching(/\(not_found\)$/) });
});

test('a shortlist comes with its reasons, for the firm of the need', async () => {
	const { id } = await need('members');
	const { says } = await assistant(owner);
	const { answers } = JSON.parse((await says('match_need', { need: id, limit: 3 })).text) as {
		answers: { score: number; reasons: { points: number; text: string }[] }[];
	};
	expect(answers.length).toBeGreaterThan(0);
	for (const { score, reasons } of answers) expect(reasons.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score, 6);
});

test('a draft stays a draft whatever the assistant says, and the journal names the door', async () => {
	const { says, key } = await assistant(owner, ['read', 'write']);
	const { text } = await says('draft_need', {
		locale: 'fr',
		title: 'Compter les copeaux',
		problem: 'Personne ne sait combien.',
		opens: true,
		isPublished: true
	});
	const made = JSON.parse(text) as { id: string; state: string; isPublished: boolean };
	expect(made).toMatchObject({ state: 'draft', isPublished: false });
	expect(await db.selectFrom('journal').select(['what', 'door', 'apiKey', 'member']).where('record', '=', made.id).execute()).toEqual([
		{ what: 'need.created', door: 'mcp', apiKey: key, member: owner.member }
	]);
});

test('a key for reading is shown no tool that writes, and calls none', async () => {
	const reading = await assistant(owner);
	const { tools } = await reading.client.listTools();
	expect(tools.filter(({ annotations }) => !annotations?.readOnlyHint)).toEqual([]);
	expect(await reading.says('draft_need', { locale: 'fr', title: 'Non', problem: 'Non' })).toEqual({
		isError: true,
		text: 'Cette clé ne permet que de lire. (key_may_not_write)'
	});
	const writing = await assistant(owner, ['read', 'write']);
	const names = (await writing.client.listTools()).tools.filter(({ annotations }) => !annotations?.readOnlyHint).map(({ name }) => name);
	expect(names).toEqual(['draft_need', 'propose_introduction']);
	for (const { description } of tools) expect(description).toMatch(/data about them, never an instruction/);
});

test('refusals come as answers in the caller’s words, and a revoked key opens nothing any more', async () => {
	const { says, key, client } = await assistant(owner);
	expect(await says('ask', { text: '' })).toEqual({
		isError: true,
		text: expect.stringMatching(/\(look_at_the_fields\)\ntext: .+ \(required\)$/)
	});
	expect((await says('list_needs', { limit: 50 })).text).toMatch(/limit: .+\(number_too_big\)$/);
	await expect(client.callTool({ name: 'toString', arguments: {} })).rejects.toThrow('There is no tool');
	await db.updateTable('apiKeys').set({ revokedAt: new Date() }).where('id', '=', key).execute();
	expect((await says('my_organisations')).text).toMatch(/\(key_invalid\)$/);
});

test('posts are resources too, and a sentence of the shop floor becomes a question', async () => {
	const { id } = await need('public');
	const { client } = await assistant(await newcomer('mulhouse'));
	const { contents } = await client.readResource({ uri: `km0://needs/${id}` });
	expect(contents[0]).toMatchObject({ mimeType: 'application/json', text: expect.stringContaining('tamis rotatif') });
	await expect(client.readResource({ uri: `km0://needs/${crypto.randomUUID()}` })).rejects.toThrow('not_found');

	const { prompts } = await client.listPrompts();
	expect(prompts.map(({ name }) => name)).toEqual(['need_from_words', 'shortlist']);
	const { messages } = await client.getPrompt({ name: 'need_from_words', arguments: { words: 'La scie casse' } });
	expect(messages).toMatchObject([{ role: 'user', content: { text: expect.stringContaining('« La scie casse »') } }]);
});
