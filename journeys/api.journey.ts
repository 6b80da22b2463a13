import { expect, test } from 'vitest';
import { expectAccessible } from './axe.ts';
import { openSite } from './browser.ts';

const site = openSite();
const at = (path: string) => `${site.url}/api/v1/hubs/mulhouse${path}`;
const json = { 'content-type': 'application/json' };

interface Asked {
	answers: {
		offer: string;
		organisation: { name: string };
		title: string;
		score: number;
		reasons: { code: string; text: string; points: number }[];
	}[];
}

test('a program asks with an API key', async () => {
	const page = await site.page({ signedInAs: 'animation@mulhouse.example' });
	await page.goto('/mulhouse/keys');
	await page.getByLabel(/À quoi sert-elle/).fill('Screen in the hall');
	await page.getByRole('button', { name: 'Créer la clé' }).click();
	const key = (await page.locator('code.select-all').textContent()) ?? '';
	expect(key).toMatch(/^km0_mulhouse_/);
	await expectAccessible(page);

	const asked = await fetch(at('/ask'), {
		method: 'POST',
		headers: { ...json, authorization: `Bearer ${key}` },
		body: JSON.stringify({ text: 'Kamera, die Risse in Gussteilen erkennt' })
	});
	expect([asked.status, asked.headers.get('ratelimit-remaining')]).toEqual([200, '5999']);
	const { answers } = (await asked.json()) as Asked;
	expect(answers.length).toBeGreaterThan(2);
	for (const { score, reasons } of answers) expect(reasons.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score, 6);

	// The key was made for reading.
	const written = await fetch(at('/matching/weights'), { method: 'PUT', headers: { ...json, authorization: `Bearer ${key}` }, body: '{}' });
	expect([written.status, written.headers.get('content-type'), await written.json()]).toEqual([
		403,
		'application/problem+json',
		expect.objectContaining({ code: 'key_may_not_write' })
	]);

	// Revoked, it opens nothing; nor does it ever open the other hub.
	const elsewhere = await fetch(`${site.url}/api/v1/hubs/strasbourg/ask`, {
		method: 'POST',
		headers: { ...json, authorization: `Bearer ${key}` },
		body: JSON.stringify({ text: 'Kamera' })
	});
	expect(elsewhere.status).toBe(401);
	await page.getByRole('button', { name: 'Révoquer : Screen in the hall' }).click();
	await page.getByText('La clé est révoquée.').waitFor();
	expect((await fetch(at('/api-keys'), { headers: { authorization: `Bearer ${key}` } })).status).toBe(401);
});

test('a visitor’s program asks without a key, and is told when it asks too much', async () => {
	const answer = await fetch(at('/ask'), { method: 'POST', headers: json, body: JSON.stringify({ text: 'maintenance prédictive' }) });
	expect(answer.status).toBe(200);
	const bad = await fetch(at('/ask'), { method: 'POST', headers: { ...json, 'accept-language': 'de' }, body: '{"text":""}' });
	expect([bad.status, await bad.json()]).toEqual([
		422,
		expect.objectContaining({ code: 'look_at_the_fields', errors: [{ field: 'text', code: 'required', message: 'Bitte ausfüllen.' }] })
	]);

	const left = Number(bad.headers.get('ratelimit-remaining'));
	expect(left).toBeGreaterThan(100);
	await site.rows('update rate_limits set hits = 600');
	const refused = await fetch(at('/ask'), { method: 'POST', headers: json, body: JSON.stringify({ text: 'capteurs' }) });
	await site.rows('delete from rate_limits');
	expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([
		429,
		expect.toSatisfy((seconds: number) => seconds > 0 && seconds <= 60)
	]);
});

test('a page of another site cannot act for who is signed in', async () => {
	const page = await site.page({ signedInAs: 'direction@mulhouse.example' });
	await page.goto('/mulhouse');
	const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
	await site.rows('delete from rate_limits');
	const forged = await fetch(at('/matching/weights'), {
		headers: { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
	});
	expect(forged.status).toBe(403);
	const own = await fetch(at('/matching/weights'), { headers: { cookie, 'sec-fetch-site': 'same-origin' } });
	expect(own.status).toBe(200);
});

test('the API has a document for programs', async () => {
	const document = (await (await fetch(`${site.url}/api/v1/openapi.json`)).json()) as {
		openapi: string;
		paths: Record<string, Record<string, { summary?: string; responses?: object; security?: object[] }>>;
		components: object;
	};
	expect(document.openapi).toMatch(/^3\.1/);
	const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
	expect(document.components).toMatchObject({
		responses: { Refused: { content: problem } },
		securitySchemes: { key: { scheme: 'bearer' } }
	});
	const untold = Object.values(document.paths)
		.flatMap(Object.values<(typeof document.paths)[string][string]>)
		.filter(({ summary, responses, security }) => !summary || !responses || !('default' in responses) || !security);
	expect(untold).toEqual([]);
	expect(document.paths).toHaveProperty(['/ask', 'post']);
	expect(site.troubles).toEqual([]);
});
