import { createServer } from 'node:net';
import { once } from 'node:events';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { acrossHubs, db, transaction } from '#platform/db.server.ts';
import { workThrough } from '#platform/jobs.ts';
import { record, recordMany } from '#platform/journal.ts';
import { newcomer, person, refusal } from '#platform/testing/people.ts';
import { CreateNeed, createNeed, dropNeed, openNeed } from '#ecosystem/needs.ts';
import { listNotifications, ListNotifications, type Notification } from '#notifications/notifications.ts';
import { ListDesk, listDesk } from '#road/desk.ts';
import '#modules.ts';
import { deliver, waits, wake } from './delivering.ts';
import { findDelivery, ListDeliveries, listDeliveries, replayDelivery, replayFailed, type State } from './deliveries.ts';
import { pingWebhook } from './outbox.ts';
import { send } from './sending.ts';
import { isSigned, openReceiver, type Received } from './testing/receiver.ts';
import { changeWebhook, ChangeWebhook, CreateWebhook, createWebhook, findWebhook, removeWebhook, rotateSecret } from './webhooks.ts';

const names = vi.hoisted(() => ({ asked: [] as string[], lead: {} as Record<string, { address: string; family: number }[][]> }));
// The one thing that is not there in a test: names that lead somewhere on the internet.
vi.mock('node:dns/promises', async (original) => ({
	...(await original<typeof import('node:dns/promises')>()),
	lookup: async (name: string) => {
		names.asked.push(name);
		const answers = names.lead[name] ?? [];
		const answer = answers.length > 1 ? answers.shift() : answers[0];
		if (!answer) throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
		return answer;
	}
}));

let manager: Actor;
let mill: Actor;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
const hub = 'mulhouse';
const here = '127.0.0.1/32';

beforeAll(async () => {
	manager = await newcomer(hub, ['hub_manager']);
	const { id } = await db
		.selectFrom('organisations')
		.select('id')
		.where('hub', '=', hub)
		.where('kind', '=', 'industrial_sme')
		.orderBy('name')
		.limit(1)
		.executeTakeFirstOrThrow();
	mill = await newcomer(hub, ['member'], id);
	receiver = await openReceiver();
});
beforeEach(() => {
	process.env.KM0_WEBHOOK_NETWORKS = here;
	receiver.received.length = 0;
	receiver.reply = [200];
	names.lead = {};
});
afterEach(() => db.deleteFrom('webhooks').where('hub', '=', hub).execute());
afterAll(() => receiver.close());

const register = (more: object = {}) => createWebhook(manager, CreateWebhook.parse({ address: receiver.url, events: ['need'], ...more }));
const deliveries = async (webhook: string, more: object = {}) =>
	(await listDeliveries(manager, ListDeliveries.parse({ webhook, limit: 100, ...more }))).items;
const states = async (webhook: string) => (await deliveries(webhook)).map(({ state }): State => state);
const written = (more: object = {}) =>
	CreateNeed.parse({
		locale: 'fr',
		title: 'Voir les rayures',
		problem: 'Deux personnes contrôlent à l’œil.',
		confidentiality: 'public',
		...more
	});
const opened = (more: object = {}) => createNeed(mill, written({ opens: true, ...more }));
/** As if the time until the next attempt were over. */
async function timePasses() {
	await db
		.updateTable('webhookDeliveries')
		.set({ dueAt: sql<Date>`now()` })
		.where('hub', '=', hub)
		.where('state', '=', 'waiting')
		.execute();
	await wake.run({});
	await workThrough();
}
const only = () => {
	expect(receiver.received).toHaveLength(1);
	return receiver.received[0] as Received;
};

test('the demo has two endpoints with a past, and sends nothing to anybody', async () => {
	const endpoints = await db.selectFrom('webhooks').select(['isOn', 'switchedOffBecause']).orderBy('switchedOffBecause').execute();
	expect(endpoints).toEqual([
		{ isOn: false, switchedOffBecause: 'failing' },
		{ isOn: false, switchedOffBecause: null }
	]);
	const sent = await db
		.selectFrom('webhookDeliveries')
		.select(['state', sql<number>`count(*)`.as('count')])
		.groupBy('state')
		.orderBy('state')
		.execute();
	expect(sent.map(({ state }) => state)).toEqual(['delivered', 'failed']);
	const attempts = await db.selectFrom('webhookAttempts').select('at').orderBy('at', 'desc').execute();
	expect(attempts.length).toBeGreaterThan(20);
	expect(attempts[0]?.at.getTime()).toBeLessThan(Date.now());
});

test('a need that is opened reaches the endpoint, signed as Standard Webhooks says', async () => {
	const { id: webhook, secret } = await register({ events: ['need.opened'] });
	expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
	const { id } = await opened();
	await workThrough();

	const message = only();
	expect(await isSigned(message, secret)).toBe(true);
	expect(await isSigned({ ...message, body: message.body.replace('opened', 'solved') }, secret)).toBe(false);
	expect(Math.abs(Number(message.headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
	expect(message.headers['content-type']).toBe('application/json');
	const [delivery] = await deliveries(webhook);
	expect(JSON.parse(message.body)).toEqual({
		id: message.headers['webhook-id'],
		type: 'need.opened',
		timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
		data: { hub, kind: 'need', id, url: `http://localhost:3000/api/v1/hubs/mulhouse/needs/${id}` }
	});
	expect(delivery).toMatchObject({ message: message.headers['webhook-id'], state: 'delivered', status: 200, tries: 1 });
	const { attempts, body } = await findDelivery(manager, { webhook, delivery: delivery?.id ?? '' });
	expect(body).toBe(message.body);
	expect(attempts).toMatchObject([{ nth: 1, status: 200, failure: null, answer: 'thanks' }]);
	expect(attempts[0]?.headers['webhook-signature']).toBe(message.headers['webhook-signature']);
	expect(await findWebhook(manager, { webhook })).toMatchObject({ health: 'healthy', delivered: 1, waiting: 0, failed: 0 });
});

test('the secret is not kept as it is', async () => {
	const { id, secret } = await register();
	const row = await db.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
	expect(JSON.stringify(row)).not.toContain(secret.slice(10, 30));
});

test('a message names nobody and quotes nothing, of an anonymous need no more than of any other', async () => {
	await register({ all: true, events: [] });
	const firm = await db
		.selectFrom('organisations')
		.select(['id', 'name', 'slug'])
		.where('id', '=', mill.organisations[0]?.id ?? '')
		.executeTakeFirstOrThrow();
	await opened({ confidentiality: 'anonymous', title: 'Un secret de fabrication' });
	await workThrough();
	expect(receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toContain('need.opened');
	const all = JSON.stringify(receiver.received);
	for (const secret of [firm.id, firm.name, firm.slug, mill.name, mill.member, mill.account, 'fabrication'])
		expect(all).not.toContain(secret);
});

test('only what an endpoint chose is told, and nothing while it is off', async () => {
	const chosen = await register({ events: ['need.dropped'] });
	const off = await register({ all: true, events: [], isOn: false });
	const { id } = await opened();
	await dropNeed(mill, { need: id, reason: 'Réglé autrement' });
	await workThrough();
	expect((await deliveries(chosen.id)).map(({ type }) => type)).toEqual(['need.dropped']);
	expect(await deliveries(off.id)).toEqual([]);
});

test('what waited while somebody switched an endpoint off goes out when it is on again', async () => {
	const { id: webhook, version } = await register({ events: ['need.opened'] });
	const turn = (isOn: boolean, version: number) =>
		changeWebhook(manager, ChangeWebhook.parse({ webhook, version, address: receiver.url, events: ['need.opened'], isOn }));
	await opened();
	const off = await turn(false, version);
	await workThrough();
	expect(receiver.received).toEqual([]);
	await turn(true, off.version);
	await timePasses();
	expect(receiver.received).toHaveLength(1);
});

test('what is rolled back was never told', async () => {
	const { id: webhook } = await register({ all: true, events: [] });
	await transaction(async (tx) => {
		await record(tx, mill, 'need.changed', crypto.randomUUID());
		await recordMany(tx, mill, [{ what: 'offer.changed', id: crypto.randomUUID() }]);
		expect(await tx.selectFrom('webhookDeliveries').select('id').where('webhook', '=', webhook).execute()).toHaveLength(2);
		throw new Error('power cut');
	}).catch(() => {});
	await workThrough();
	expect(await deliveries(webhook)).toEqual([]);
	expect(receiver.received).toEqual([]);
});

test('many lines written at once are told one by one, each under the number of its line', async () => {
	const { id: webhook } = await register({ events: ['offer'] });
	const ids = Array.from({ length: 40 }, () => crypto.randomUUID());
	await transaction((tx) =>
		recordMany(tx, mill, [...ids.map((id) => ({ what: 'offer.created', id })), { what: 'notification.read', id: 'x' }])
	);
	await workThrough();
	expect(new Set(receiver.received.map(({ body }) => (JSON.parse(body) as { data: { id: string } }).data.id))).toEqual(new Set(ids));
	const lines = await db
		.selectFrom('journal')
		.select(['id', 'record'])
		.where('hub', '=', hub)
		.where('what', '=', 'offer.created')
		.where('record', 'in', ids)
		.execute();
	const told = await deliveries(webhook);
	expect(new Map(told.map(({ message, record }) => [record, message]))).toEqual(
		new Map(lines.map(({ id, record }) => [record, `evt_mulhouse_${id}`]))
	);
});

test('a refused message is tried again under the same number, with a wait that grows', async () => {
	const { id: webhook, secret } = await register({ events: ['need.opened'] });
	receiver.reply = [500, 503, 200];
	await opened();
	await workThrough();
	expect(receiver.received).toHaveLength(1);
	const [first] = await deliveries(webhook);
	expect(first).toMatchObject({ state: 'waiting', status: 500, failure: 'refused', tries: 1 });
	const wait = ((first?.dueAt as Date).getTime() - Date.now()) / 60_000;
	expect(wait).toBeGreaterThan(0.9);
	expect(wait).toBeLessThan(1.21);
	await wake.run({});
	await workThrough();
	expect(receiver.received).toHaveLength(1);

	await timePasses();
	const [second] = await deliveries(webhook);
	expect(((second?.dueAt as Date).getTime() - Date.now()) / 60_000).toBeGreaterThan(4.9);
	await timePasses();
	expect(receiver.received).toHaveLength(3);
	expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
	expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
	expect(await Promise.all(receiver.received.map((one) => isSigned(one, secret)))).toEqual([true, true, true]);
	const { attempts } = await findDelivery(manager, { webhook, delivery: first?.id ?? '' });
	expect(attempts.map(({ nth, status, answer }) => [nth, status, answer])).toEqual([
		[3, 200, 'thanks'],
		[2, 503, 'no'],
		[1, 500, 'no']
	]);
	expect(await findWebhook(manager, { webhook })).toMatchObject({ health: 'healthy', failures: 0, failingSince: null });
});

test('after ten attempts in three days a message is given up, and a person sends it again under its number', async () => {
	const { id: webhook } = await register({ events: ['need.opened'] });
	expect(waits.reduce((sum, minutes) => sum + minutes, 0) / 1440).toBeGreaterThan(3);
	receiver.reply = [500];
	await opened();
	await workThrough();
	for (let tries = 0; tries < 12; tries++) await timePasses();
	expect(receiver.received).toHaveLength(10);
	expect(await states(webhook)).toEqual(['failed']);

	receiver.reply = [200];
	const [delivery] = await deliveries(webhook);
	await replayDelivery(manager, { webhook, delivery: delivery?.id ?? '' });
	await workThrough();
	expect(receiver.received).toHaveLength(11);
	expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
	expect(await states(webhook)).toEqual(['delivered']);
});

test('everything that failed since a day is sent again, and what arrived is not', async () => {
	const { id: webhook } = await register({ events: ['need.opened'] });
	await opened();
	await workThrough();
	await opened();
	await opened();
	await opened();
	const fail = sql<Date>`now() - interval '10 days'`;
	await db
		.updateTable('webhookDeliveries')
		.set({ state: 'failed', dueAt: null })
		.where('webhook', '=', webhook)
		.where('state', '=', 'waiting')
		.execute();
	const [latest] = await deliveries(webhook);
	await db
		.updateTable('webhookDeliveries')
		.set({ createdAt: fail })
		.where('id', '=', latest?.id ?? '')
		.execute();
	await workThrough();
	const since = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
	expect(await replayFailed(manager, { webhook, since })).toEqual({ replayed: 2 });
	await workThrough();
	expect((await states(webhook)).sort()).toEqual(['delivered', 'delivered', 'delivered', 'failed']);
	expect(await refusal(replayFailed(manager, { webhook, since: '2999-01-01' }))).toBe('webhook_since_future');
});

test('who asks for time gets it, but no more than a day', async () => {
	const { id: webhook } = await register({ events: ['need.opened'] });
	const hours = async (after: string) => {
		receiver.reply = [(answer) => answer.writeHead(429, { 'retry-after': after }).end()];
		await opened();
		await workThrough();
		const [latest] = await deliveries(webhook);
		return ((latest?.dueAt as Date).getTime() - Date.now()) / 3_600_000;
	};
	expect(await hours('7200')).toBeCloseTo(2, 1);
	expect(await hours(new Date(Date.now() + 3 * 3_600_000).toUTCString())).toBeCloseTo(3, 1);
	expect(await hours('999999999')).toBeCloseTo(24, 1);
	expect(await hours('soon')).toBeLessThan(0.1);
	expect(await hours('-5')).toBeLessThan(0.1);
});

test('an endpoint that says it is gone is switched off at once, its manager is told and the desk shows it', async () => {
	const { id: webhook } = await register({ events: ['need.opened'], description: 'CRM du club' });
	receiver.reply = [410];
	await opened();
	await workThrough();
	expect(await findWebhook(manager, { webhook })).toMatchObject({ health: 'gone', isOn: false, failed: 1, waiting: 0 });
	const { items } = await listNotifications(manager, ListNotifications.parse({}));
	expect(items[0]).toMatchObject({
		kind: 'webhook_switched_off',
		record: webhook,
		title: expect.stringContaining('127.0.0.1')
	} satisfies Partial<Notification>);
	const desk = await listDesk(manager, ListDesk.parse({ kind: 'webhook_failing', q: 'club' }));
	expect(desk.items).toMatchObject([{ record: webhook, person: 'CRM du club' }]);
	const animator = await person(hub, 'animation@mulhouse.example');
	expect((await listDesk(animator, ListDesk.parse({ kind: 'webhook_failing' }))).items).toEqual([]);
	expect(
		await db.selectFrom('journal').select('door').where('record', '=', webhook).where('what', '=', 'webhook.switched_off').execute()
	).toEqual([{ door: 'job' }]);

	// Switched on again, its failures are over.
	receiver.reply = [200];
	const { version } = await findWebhook(manager, { webhook });
	await changeWebhook(manager, ChangeWebhook.parse({ webhook, version, address: receiver.url, events: ['need'], isOn: true }));
	await replayFailed(manager, { webhook, since: new Date().toISOString().slice(0, 10) });
	await workThrough();
	expect(await findWebhook(manager, { webhook })).toMatchObject({ health: 'healthy', failed: 0, delivered: 1 });
	expect((await listDesk(manager, ListDesk.parse({ kind: 'webhook_failing', q: 'club' }))).items).toEqual([]);
});

test('after five days without one success KM0 gives an endpoint up, and not before', async () => {
	const { id: webhook } = await register({ events: ['need.opened'] });
	receiver.reply = [500];
	const failing = (days: number) =>
		db
			.updateTable('webhooks')
			.set({ failingSince: new Date(Date.now() - days * 86_400_000) })
			.where('id', '=', webhook)
			.execute();
	await failing(4.9);
	await opened();
	await workThrough();
	expect((await findWebhook(manager, { webhook })).health).toBe('failing');
	await failing(5.1);
	await opened();
	await workThrough();
	expect((await findWebhook(manager, { webhook })).health).toBe('failing_off');
	expect(await states(webhook)).toEqual(['failed', 'failed']);
});

test('the desk shows three failures in a row, and one is no reason', async () => {
	const { id: webhook } = await register({ events: ['need.opened'] });
	receiver.reply = [500];
	await opened();
	await workThrough();
	const desk = async () =>
		(await listDesk(manager, ListDesk.parse({ kind: 'webhook_failing', limit: 100 }))).items.filter(({ record: id }) => id === webhook);
	expect(await desk()).toEqual([]);
	await timePasses();
	await timePasses();
	expect(await desk()).toHaveLength(1);
	receiver.reply = [200];
	await timePasses();
	expect(await desk()).toEqual([]);
});

test('a changed secret signs at once, and the old one beside it for a day', async () => {
	const { id: webhook, secret: old } = await register({ events: ['need.opened'] });
	const { secret, previousSecretUntil } = await rotateSecret(manager, { webhook });
	expect(((previousSecretUntil as Date).getTime() - Date.now()) / 3_600_000).toBeCloseTo(24, 1);
	await opened();
	await workThrough();
	expect(await isSigned(only(), secret)).toBe(true);
	expect(await isSigned(only(), old)).toBe(true);

	receiver.received.length = 0;
	await db
		.updateTable('webhooks')
		.set({ previousSecretUntil: new Date(Date.now() - 1000) })
		.where('id', '=', webhook)
		.execute();
	await opened();
	await workThrough();
	expect(await isSigned(only(), secret)).toBe(true);
	expect(await isSigned(only(), old)).toBe(false);
});

test('a secret of another installation sends nothing and says so', async () => {
	const { id: webhook } = await register({ events: ['need.opened'] });
	const secret = process.env.KM0_SECRET;
	process.env.KM0_SECRET = 'that of another installation, of another house';
	await opened();
	await workThrough();
	process.env.KM0_SECRET = secret;
	expect(receiver.received).toEqual([]);
	expect((await deliveries(webhook))[0]).toMatchObject({ state: 'waiting', failure: 'secret_unreadable' });
});

test('a test is sent also to an endpoint that is off and that chose nothing of the kind', async () => {
	const { id: webhook, secret } = await register({ events: ['lease'], isOn: false });
	const { delivery } = await pingWebhook(manager, { webhook });
	await workThrough();
	expect(JSON.parse(only().body)).toMatchObject({ type: 'webhook.ping', data: { kind: 'webhook', id: webhook, url: null } });
	expect(await isSigned(only(), secret)).toBe(true);
	expect(await findDelivery(manager, { webhook, delivery })).toMatchObject({ state: 'delivered' });
});

test.each([
	['http://127.0.0.1:9999/', 'webhook_address_inside'],
	['https://127.0.0.1/', 'webhook_address_inside'],
	['https://127.1/', 'webhook_address_inside'],
	['https://0x7f000001/', 'webhook_address_inside'],
	['https://2130706433/', 'webhook_address_inside'],
	['https://0.0.0.0/', 'webhook_address_inside'],
	['https://10.1.2.3/', 'webhook_address_inside'],
	['https://172.20.0.1/', 'webhook_address_inside'],
	['https://192.168.1.1/', 'webhook_address_inside'],
	['https://100.64.0.1/', 'webhook_address_inside'],
	['https://169.254.169.254/latest/meta-data', 'webhook_address_inside'],
	['https://224.0.0.1/', 'webhook_address_inside'],
	['https://255.255.255.255/', 'webhook_address_inside'],
	['https://[::1]/', 'webhook_address_inside'],
	['https://[::]/', 'webhook_address_inside'],
	['https://[::ffff:127.0.0.1]/', 'webhook_address_inside'],
	['https://[::ffff:10.0.0.1]/', 'webhook_address_inside'],
	['https://[64:ff9b::7f00:1]/', 'webhook_address_inside'],
	['https://[2002:7f00:1::]/', 'webhook_address_inside'],
	['https://[fc00::1]/', 'webhook_address_inside'],
	['https://[fe80::1]/', 'webhook_address_inside'],
	['https://inside.example/', 'webhook_address_inside'],
	['https://half.example/', 'webhook_address_inside'],
	['https://nowhere.example/', 'webhook_name_unknown'],
	['http://outside.example/', 'webhook_https_only'],
	['ftp://outside.example/', 'webhook_address_invalid'],
	['https://user:secret@outside.example/', 'webhook_address_invalid']
])('%s is refused when it is saved and when something is sent', async (address, code) => {
	process.env.KM0_WEBHOOK_NETWORKS = '';
	names.lead = {
		'inside.example': [[{ address: '10.0.0.7', family: 4 }]],
		'half.example': [
			[
				{ address: '93.184.216.34', family: 4 },
				{ address: '::1', family: 6 }
			]
		],
		'outside.example': [[{ address: '93.184.216.34', family: 4 }]]
	};
	expect(await refusal(register({ address }))).toBe(code);
	expect(await send(address, {}, '{}', 500)).toMatchObject({ status: null, failure: code.replace('webhook_', '') });
});

test('what is public is accepted, by name and by number', async () => {
	process.env.KM0_WEBHOOK_NETWORKS = '';
	names.lead = {
		'outside.example': [
			[
				{ address: '93.184.216.34', family: 4 },
				{ address: '2606:2800:220:1::1', family: 6 }
			]
		]
	};
	for (const address of ['https://outside.example/', 'https://93.184.216.34/', 'https://[2606:2800:220:1::1]/'])
		expect(await refusal(register({ address, isOn: false })), address).toBe('accepted');
});

test('a name that leads inside after it was saved is written to no more', async () => {
	process.env.KM0_WEBHOOK_NETWORKS = '';
	const [outside, inside] = [[{ address: '93.184.216.34', family: 4 }], [{ address: '127.0.0.1', family: 4 }]];
	const { port } = new URL(receiver.url);
	names.lead = { 'turns.example': [outside, inside] };
	const { id: webhook } = await register({ address: `https://turns.example:${port}/`, events: ['need.opened'] });
	await opened();
	await workThrough();
	expect(receiver.received).toEqual([]);
	expect((await deliveries(webhook))[0]).toMatchObject({ failure: 'address_inside', status: null });
});

test('who connects goes to the address that was looked at, and asks for the name no second time', async () => {
	const { port } = new URL(receiver.url);
	const here = [{ address: '127.0.0.1', family: 4 }];
	names.lead = { 'turns.example': [here, [{ address: '10.0.0.1', family: 4 }]] };
	names.asked = [];
	expect(await send(`http://turns.example:${port}/`, {}, '{}')).toMatchObject({ status: 200 });
	expect(names.asked).toEqual(['turns.example']);
	expect(only().headers.host).toBe(`turns.example:${port}`);
});

test('a redirect is a failure and is not followed', async () => {
	const other = await openReceiver();
	receiver.reply = [(answer) => answer.writeHead(302, { location: other.url }).end()];
	expect(await send(receiver.url, {}, '{}')).toMatchObject({ status: 302, failure: 'redirected' });
	expect(other.received).toEqual([]);
	await other.close();
});

test('of an answer only the beginning is read, and who never ends is left', async () => {
	let written = 0;
	receiver.reply = [
		(answer) => {
			answer.writeHead(200);
			const more = () => {
				while (!answer.destroyed && written < 50_000_000) {
					written += 65_536;
					if (!answer.write('x'.repeat(65_536))) return void answer.once('drain', more);
				}
			};
			more();
		}
	];
	const { answer, status } = await send(receiver.url, {}, '{}');
	expect([status, answer.length]).toEqual([200, 1024]);
	expect(written).toBeLessThan(20_000_000);

	receiver.reply = [() => {}];
	const started = Date.now();
	expect(await send(receiver.url, {}, '{}', 300)).toMatchObject({ status: null, failure: 'too_slow' });
	expect(Date.now() - started).toBeLessThan(3000);

	receiver.reply = [(answer) => answer.writeHead(200).end('a\u0000b\u001b[31m')];
	expect((await send(receiver.url, {}, '{}')).answer).toBe('a\ufffdb\ufffd[31m');
});

test('who is not there, and who speaks no HTTP, fails plainly', async () => {
	const silent = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n')).listen(0, '127.0.0.1');
	await once(silent, 'listening');
	const { port } = silent.address() as { port: number };
	expect(await send(`http://127.0.0.1:${port}/`, {}, '{}')).toMatchObject({ failure: 'not_connected' });
	expect(await send(`https://127.0.0.1:${port}/`, {}, '{}')).toMatchObject({
		status: null,
		failure: expect.stringMatching(/certificate|not_connected/)
	});
	silent.close();
	expect(await send('http://127.0.0.1:9/', {}, '{}')).toMatchObject({ failure: 'not_connected' });
});

test('a worker that died in the middle is taken over, and what it held is sent', async () => {
	const { id: webhook } = await register({ events: ['need.opened'] });
	await opened();
	const hold = (until: string) =>
		db
			.updateTable('webhooks')
			.set({ heldBy: crypto.randomUUID(), heldUntil: sql<Date>`now() + ${until}::interval` })
			.where('id', '=', webhook)
			.execute();
	await hold('20 seconds');
	await workThrough();
	expect(receiver.received).toEqual([]);
	await hold('-1 second');
	await wake.run({});
	await workThrough();
	expect(await states(webhook)).toEqual(['delivered']);
});

test('two workers at once send nothing twice', async () => {
	const { id: webhook } = await register({ events: ['need.opened'] });
	receiver.reply = [(answer) => void setTimeout(() => answer.writeHead(200).end(), 30)];
	for (let nth = 0; nth < 6; nth++) await opened();
	await Promise.all(Array.from({ length: 4 }, () => acrossHubs(() => deliver.run({ hub, webhook }))));
	expect(receiver.received).toHaveLength(6);
	expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(6);
});

test('another hub hears and sees nothing of it', async () => {
	const elsewhere = await newcomer('strasbourg', ['hub_manager']);
	const { id: webhook } = await register({ all: true, events: [] });
	await transaction((tx) => record(tx, elsewhere, 'need.opened', crypto.randomUUID()));
	await workThrough();
	expect(receiver.received.filter(({ body }) => body.includes('strasbourg'))).toEqual([]);
	const { delivery } = await pingWebhook(manager, { webhook });
	expect(await refusal(findWebhook(elsewhere, { webhook }))).toBe('not_found');
	expect(await refusal(findDelivery(elsewhere, { webhook, delivery }))).toBe('not_found');
	expect(await refusal(replayDelivery(elsewhere, { webhook, delivery }))).toBe('not_found');
	expect(await refusal(removeWebhook(elsewhere, { webhook }))).toBe('not_found');
	expect(await refusal(rotateSecret(elsewhere, { webhook }))).toBe('not_found');
	const animator = await newcomer(hub, ['animator', 'site_manager']);
	expect(await refusal(findWebhook(animator, { webhook }))).toBe('forbidden');
});

test('of two who change an endpoint at once, the second is told; a removed one takes its deliveries along', async () => {
	const { id: webhook, version } = await register();
	const change = (description: string) =>
		changeWebhook(manager, ChangeWebhook.parse({ webhook, version, address: receiver.url, all: true, description }));
	await change('CRM');
	expect(await refusal(change('ERP'))).toBe('changed_meanwhile');
	expect(await findWebhook(manager, { webhook })).toMatchObject({ description: 'CRM', all: true, events: [] });
	await opened();
	await removeWebhook(manager, { webhook });
	await workThrough();
	expect(receiver.received).toEqual([]);
	expect(await refusal(findWebhook(manager, { webhook }))).toBe('not_found');
});

test('a need that is opened once is found by kind, state and words among the deliveries, page by page', async () => {
	const { id: webhook } = await register({ all: true, events: [] });
	const need = await createNeed(mill, written());
	await openNeed(mill, { need: need.id, checked: false });
	await pingWebhook(manager, { webhook });
	await workThrough();
	const types = async (more: object) => (await deliveries(webhook, more)).map(({ type }) => type);
	expect(await types({ kind: 'webhook' })).toEqual(['webhook.ping']);
	expect(await types({ q: need.id })).toEqual(['need.opened', 'need.created']);
	expect(await types({ q: 'OPENED', state: 'delivered' })).toEqual(['need.opened']);
	expect(await types({ q: '100%' })).toEqual([]);
	expect(await types({ state: 'failed' })).toEqual([]);
	const first = await listDeliveries(manager, ListDeliveries.parse({ webhook, limit: 2 }));
	const second = await listDeliveries(manager, ListDeliveries.parse({ webhook, limit: 2, cursor: first.next ?? '' }));
	expect([...first.items, ...second.items].map(({ type }) => type)).toEqual(await types({}));
});
