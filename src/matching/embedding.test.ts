import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '#platform/db.server.ts';
import { workThrough } from '#platform/jobs.ts';
import { newcomer } from '#platform/testing/people.ts';

// A provider that speaks the OpenAI format and understands two things: water, and everything else.
let server: Server;
let asked = 0;
let mood: 'well' | 'broken' | 'silent' = 'well';
const heads: (string | undefined)[] = [];

beforeAll(async () => {
	server = createServer((request, response) => {
		asked++;
		heads.push(request.headers.authorization);
		let body = '';
		request
			.on('data', (chunk) => (body += chunk))
			.on('end', () => {
				if (mood === 'silent') return;
				if (mood === 'broken') return void response.writeHead(500).end('oops');
				const { input } = JSON.parse(body) as { input: string[] };
				const data = input.map((text, index) => ({ index, embedding: /eau|pompe|fuite/i.test(text) ? [1, 0.1] : [0, 1] })).reverse();
				response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
			});
	});
	await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
	process.env.KM0_EMBEDDING_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/embeddings`;
	process.env.KM0_EMBEDDING_KEY = 'secret-key';
});
afterAll(() => new Promise((closed) => server.closeAllConnections() ?? server.close(closed)));

test('an offer gets its vector once, and it says how near a question is; a broken provider costs the signal, never the answer', async () => {
	const { embedQuestion, nearness } = await import('./embedding.ts');
	const { CreateOffer, createOffer } = await import('#ecosystem/offers.ts');
	const firm = await db.selectFrom('organisations').select('id').where('hub', '=', 'mulhouse').orderBy('name').executeTakeFirstOrThrow();
	const member = await newcomer('mulhouse', ['member'], firm.id);
	const offer = await createOffer(
		member,
		CreateOffer.parse({ locale: 'fr', title: 'Pompes sans fuite', what: 'Nous révisons vos pompes sur place.', opens: true })
	);
	await workThrough();
	const before = asked;
	expect(before).toBeGreaterThan(0);
	expect(new Set(heads)).toEqual(new Set(['Bearer secret-key']));

	const near = async (text: string) => (await nearness('mulhouse', [offer.id], (await embedQuestion(text)) ?? [])).get(offer.id);
	expect(await near('de l’eau partout')).toBeCloseTo(1, 5);
	expect(await near('un planning')).toBe(0);
	expect(await nearness('strasbourg', [offer.id], [1, 0.1])).toEqual(new Map());

	expect(await embedQuestion('un planning')).not.toBeNull();
	expect(asked).toBe(before + 2);

	mood = 'broken';
	expect(await embedQuestion('autre chose')).toBeNull();
	mood = 'silent';
	expect(await embedQuestion('encore autre chose')).toBeNull();
});
