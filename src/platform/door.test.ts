import { call } from '@orpc/server';
import { redirect } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createApiKey, keyHolder } from './api-keys.ts';
import { system } from './actor.ts';
import { db } from './db.server.ts';
import { httpApi } from './http-api.ts';
import { onceOnly, sentOnce } from './idempotency.ts';
import { operation } from './operation.ts';
import { Refusal } from './refusal.ts';
import { newcomer, refusal } from './testing/people.ts';

const opened = (hub: string, key: string) => keyHolder(hub, key, 'en', 'request-1');

test('a key opens its own hub with its own roles, until it expires, is revoked, or its owner leaves', async () => {
	const animator = await newcomer('mulhouse', ['animator']);
	const { key, id } = await createApiKey(animator, { name: 'Screen', roles: ['animator'], scopes: ['read'], expiresInDays: 1 });

	expect(await opened('mulhouse', key)).toMatchObject({
		actor: { hub: 'mulhouse', roles: ['animator'], staff: true, apiKey: id },
		scopes: ['read']
	});
	expect(await refusal(opened('strasbourg', key))).toBe('key_invalid');
	expect(await refusal(opened('mulhouse', `${key}x`))).toBe('key_invalid');

	await db
		.updateTable('apiKeys')
		.set({ expiresAt: new Date(Date.now() - 1000) })
		.where('id', '=', id)
		.execute();
	expect(await refusal(opened('mulhouse', key))).toBe('key_invalid');
	await db
		.updateTable('apiKeys')
		.set({ expiresAt: new Date(Date.now() + 60_000) })
		.where('id', '=', id)
		.execute();
	expect(await refusal(opened('mulhouse', key))).toBe('accepted');

	await db
		.updateTable('members')
		.set({ roles: ['member'] })
		.where('id', '=', animator.member)
		.execute();
	expect((await opened('mulhouse', key)).actor).toMatchObject({ roles: [], staff: false });
	await db.updateTable('members').set({ leftAt: new Date() }).where('id', '=', animator.member).execute();
	expect(await refusal(opened('mulhouse', key))).toBe('key_invalid');
});

test('nobody makes a key that can do more than they can', async () => {
	const member = await newcomer('mulhouse');
	expect(await refusal(createApiKey(member, { name: 'More', roles: ['hub_manager'], scopes: ['read'], expiresInDays: 1 }))).toBe(
		'forbidden'
	);
	const { key } = await createApiKey(member, { name: 'Mine', roles: ['member'], scopes: ['read'], expiresInDays: 1 });
	// Nor does a key make keys.
	expect(
		await refusal(
			createApiKey((await opened('mulhouse', key)).actor, { name: 'Child', roles: ['member'], scopes: ['read'], expiresInDays: 1 })
		)
	).toBe('forbidden');
});

test('only a hash of a key is kept', async () => {
	const { key, id } = await createApiKey(system('mulhouse', 'cli'), {
		name: 'Kept',
		roles: ['animator'],
		scopes: ['read'],
		expiresInDays: 1
	});
	const row = await db.selectFrom('apiKeys').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
	expect(JSON.stringify(row)).not.toContain(key);
	expect(JSON.stringify(row)).not.toContain(key.slice(-36));

	const made = await onceOnly('mulhouse', 'me', 'for-a-key', new Request('http://km0.test/x', { method: 'POST', body: '{}' }), async () =>
		Response.json({ id, key }, { status: 201 })
	);
	expect(await made.json()).toEqual({ id, key });
	const { body } = await db.selectFrom('idempotentRequests').select('body').where('key', '=', 'for-a-key').executeTakeFirstOrThrow();
	expect(body).toBe(JSON.stringify({ id, key: null }));
});

test('a key for reading does not write', async () => {
	const { handle } = httpApi({
		paint: operation({ method: 'POST', path: '/paint', summary: 'Paint', tags: ['test'], openTo: 'visitors' })
			.input(z.object({}))
			.handler(() => ({ done: true }))
	});
	const paint = () =>
		new Request('http://km0.test/api/v1/hubs/mulhouse/paint', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: '{}'
		});
	expect((await handle(paint(), system('mulhouse', 'api'), true)).status).toBe(201);
	const refused = await handle(paint(), system('mulhouse', 'api'), false);
	expect([refused.status, refused.headers.get('content-type'), await refused.json()]).toEqual([
		403,
		'application/problem+json',
		expect.objectContaining({ code: 'key_may_not_write', status: 403, type: 'urn:km0:key_may_not_write' })
	]);
});

test('what cannot be read is refused, not broken', async () => {
	const { handle } = httpApi({
		greet: operation({ method: 'POST', path: '/greet', summary: 'Greet', tags: ['test'], openTo: 'visitors' })
			.input(z.object({ name: z.string().min(1) }))
			.handler(({ input }) => input)
	});
	const send = async (body: string, type = 'application/json') => {
		const response = await handle(
			new Request('http://km0.test/api/v1/hubs/mulhouse/greet', { method: 'POST', headers: { 'content-type': type }, body }),
			system('mulhouse', 'api', 'en')
		);
		return { status: response.status, ...((await response.json()) as { code: string; errors: unknown[] }) };
	};
	expect(await send('{"name":')).toMatchObject({ status: 400, code: 'not_readable' });
	expect(await send('{}')).toMatchObject({
		status: 422,
		code: 'look_at_the_fields',
		errors: [{ field: 'name', code: 'required', message: 'Please fill this in.' }]
	});
	expect(await send('{"name":42}')).toMatchObject({ status: 422, errors: [{ field: 'name', code: 'invalid' }] });
	expect((await send('{"name":"x"}', 'application/vnd.hub+json; charset=utf-8')).status).toBe(201);
	for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/octet-stream'])
		expect(await send('name=x', type)).toMatchObject({ status: 415, code: 'media_type_unknown', errors: [] });
});

test('the head of an answer comes without its body, and a word where a number belongs is told so', async () => {
	const { handle } = httpApi({
		list: operation({ method: 'GET', path: '/list', summary: 'List', tags: ['test'], openTo: 'visitors' })
			.input(z.object({ limit: z.number().int().default(3) }))
			.handler(({ input }) => input)
	});
	const ask = (method: string, query = '') =>
		handle(new Request(`http://km0.test/api/v1/hubs/mulhouse/list${query}`, { method }), system('mulhouse', 'api', 'en'));
	const [got, head] = [await ask('GET'), await ask('HEAD')];
	expect(await got.json()).toEqual({ limit: 3 });
	expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([200, got.headers.get('content-type'), '']);
	const refused = await ask('GET', '?limit=abc');
	expect([refused.status, await refused.json()]).toEqual([
		422,
		expect.objectContaining({ errors: [{ field: 'limit', code: 'number_expected', message: 'A number is expected.' }] })
	]);
	expect([(await ask('HEAD', '?limit=abc')).status, (await ask('HEAD', '/nowhere')).status]).toEqual([422, 404]);
});

test('a write sent twice with one Idempotency-Key happens once', async () => {
	let done = 0;
	const send = (body: string, key = 'order-1', caller = 'me') =>
		onceOnly('mulhouse', caller, key, new Request('http://km0.test/x', { method: 'POST', body }), async () =>
			Response.json({ done: ++done }, { status: 201 })
		);

	const first = await send('{"a":1}');
	const again = await send('{"a":1}');
	expect([first.status, await first.json()]).toEqual([201, { done: 1 }]);
	expect([again.status, await again.json(), again.headers.get('idempotency-replayed')]).toEqual([201, { done: 1 }, 'true']);
	expect(await refusal(send('{"a":2}'))).toBe('idempotency_key_reused');
	expect(await (await send('{"a":1}', 'order-1', 'somebody else')).json()).toEqual({ done: 2 });
	expect(await refusal(send('{}', 'é'))).toBe('idempotency_key_invalid');
});

test('of who repeats a write only a hash is kept', async () => {
	const address = '203.0.113.77';
	await onceOnly('mulhouse', address, 'order-77', new Request('http://km0.test/x', { method: 'POST', body: '{}' }), async () =>
		Response.json({})
	);
	const kept = await db.selectFrom('idempotentRequests').selectAll().where('key', '=', 'order-77').execute();
	expect(kept).toHaveLength(1);
	expect(JSON.stringify(kept)).not.toContain(address);
});

test('fifty at once with one Idempotency-Key: the work is done once', async () => {
	let done = 0;
	let finish = () => {};
	const others = new Promise<void>((finished) => (finish = finished));
	const send = () =>
		onceOnly('mulhouse', 'racer', 'one', new Request('http://km0.test/x', { method: 'POST', body: '{}' }), async () => {
			done++;
			await others;
			return Response.json({}, { status: 201 });
		});
	let refused = 0;
	const sends = Array.from({ length: 50 }, async () => {
		const answer = await refusal(send());
		// The one that works goes on until all others had their answer.
		if (answer === 'still_at_work' && ++refused === 49) finish();
		return answer;
	});
	const answers = await Promise.all(sends);
	expect(done).toBe(1);
	expect(answers.toSorted()).toEqual(['accepted', ...Array.from({ length: 49 }, () => 'still_at_work')]);
});

test('a form sent twice by one page works once and leads twice to the same place; changed, or after a refusal, it works again', async () => {
	let done = 0;
	const send = (title: string, page = 'page-1') => {
		const sent = new FormData();
		sent.set('title', title);
		return sentOnce('mulhouse', 'me', page, sent, async () => {
			if (title === 'Refused') throw new Refusal(`no_${++done}`);
			redirect(303, `/needs/${++done}`);
		}).catch((thrown: unknown) => (thrown instanceof Refusal ? thrown.code : (thrown as { location: string }).location));
	};
	expect(await Promise.all([send('A need'), send('A need')])).toEqual(['/needs/1', '/needs/1']);
	expect(await send('A need')).toBe('/needs/1');
	expect(await send('Another need')).toBe('/needs/2');
	expect(await send('A need', 'page-2')).toBe('/needs/3');
	expect([await send('Refused'), await send('Refused')]).toEqual(['no_4', 'no_5']);
});

test('an operation can be called without HTTP too', async () => {
	const { listApiKeys } = (await import('./api.ts')).platformApi;
	expect(await call(listApiKeys, {}, { context: { actor: system('mulhouse', 'cli') } })).toMatchObject({ items: expect.any(Array) });
});
