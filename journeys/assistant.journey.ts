import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { expect, test } from 'vitest';
import { openSite } from './browser.ts';

const site = openSite();

/** A key for reading, made on the page of the hub by somebody of the demo. */
async function keyOf(hub: string, signedInAs: string) {
	const page = await site.page({ signedInAs });
	await page.goto(`/${hub}/keys`);
	await page.getByLabel(/À quoi sert-elle/).fill('Assistant');
	await page.getByRole('button', { name: 'Créer la clé' }).click();
	return (await page.locator('code.select-all').textContent()) ?? '';
}

async function assistant(key: string) {
	const client = new Client({ name: 'journey', version: '1' });
	await client.connect(
		new StreamableHTTPClientTransport(new URL(`${site.url}/mcp`), { requestInit: { headers: { authorization: `Bearer ${key}` } } })
	);
	return async (name: string, input: Record<string, unknown> = {}) => {
		const { content } = await client.callTool({ name, arguments: input });
		return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
	};
}

interface Row {
	id: string;
	firm: string;
	name: string;
}
const needs = (more: string) =>
	site.rows<Row>(
		`select needs.id, organisations.id as firm, organisations.name from needs
		join organisations on organisations.hub = needs.hub and organisations.id = needs.organisation
		where needs.hub = 'mulhouse' and needs.state = 'open' ${more} order by needs.id limit 1`
	);

test('an assistant over MCP shortlists and cannot see what its user cannot', async () => {
	const [anonymous] = await needs("and needs.confidentiality = 'anonymous'");
	const [members] = await needs("and needs.confidentiality = 'members' and not needs.is_published");
	if (!anonymous || !members) throw new Error('the demo has no such needs');

	const staff = await assistant(await keyOf('mulhouse', 'animation@mulhouse.example'));
	expect(await staff('read_need', { need: anonymous.id })).toContain(anonymous.firm);
	const shortlist = JSON.parse(await staff('match_need', { need: members.id, limit: 3 })) as { answers: { reasons: object[] }[] };
	expect(shortlist.answers.length).toBeGreaterThan(0);
	for (const { reasons } of shortlist.answers) expect(reasons.length).toBeGreaterThan(0);

	// The same questions with a key of somebody of another hub.
	const abroad = await assistant(await keyOf('strasbourg', 'animation@strasbourg.example'));
	for (const { id } of [anonymous, members]) {
		expect(await abroad('read_need', { need: id })).toMatch(/\(not_found\)$/);
		expect(await abroad('match_need', { need: id })).toMatch(/\(not_found\)$/);
	}
	const list = await abroad('list_needs', { limit: 20 });
	for (const { id, firm } of [anonymous, members]) expect(list.includes(id) || list.includes(firm)).toBe(false);

	// And with one of a firm that has no part in them.
	const [outsider] = await site.rows<{ email: string }>(
		`select email from accounts a join members m on m.account = a.id and m.hub = 'mulhouse' and m.left_at is null and m.roles = '{member}'
		where not exists (select from representatives r where r.hub = m.hub and r.member = m.id and r.organisation = $1)
		order by email limit 1`,
		[anonymous.firm]
	);
	const member = await assistant(await keyOf('mulhouse', outsider?.email ?? ''));
	const told = await member('read_need', { need: anonymous.id });
	expect(told).toContain(anonymous.id);
	expect(told.includes(anonymous.firm) || told.includes(anonymous.name)).toBe(false);
	expect(await member('match_need', { need: anonymous.id })).toMatch(/\(forbidden\)$/);
	expect(site.troubles).toEqual([]);
});

test('without a key, with a wrong one or from a page elsewhere nothing is told', async () => {
	const post = (headers: Record<string, string>) =>
		fetch(`${site.url}/mcp`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
			body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
		});
	const seen = [
		await post({}),
		await post({ authorization: 'Bearer km0_mulhouse_wrong' }),
		await post({ origin: 'https://evil.example', authorization: 'Bearer km0_mulhouse_wrong' })
	];
	expect(await Promise.all(seen.map(async (answer) => [answer.status, ((await answer.json()) as { code: string }).code]))).toEqual([
		[401, 'key_invalid'],
		[401, 'key_invalid'],
		[403, 'origin_refused']
	]);
});
