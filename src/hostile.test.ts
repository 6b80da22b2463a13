// Every page and form of the built site against those who send what no browser sends. Routes and actions are read from the folders, fields
// from the pages themselves, so that a new page is attacked without being told.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoPassword } from '#demo/sign-ins.ts';
import { acrossHubs, db } from '#platform/db.server.ts';
import { home } from '#platform/home.ts';
import { ensureBuilt } from '../bin/ready.js';

interface Answer {
	status: number;
	headers: IncomingHttpHeaders;
	body: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 4 });
const folder = mkdtempSync(join(tmpdir(), 'km0-hostile-'));
let server: ChildProcess;
let origin = '';
let said = '';
let callers = 0;

beforeAll(async () => {
	ensureBuilt();
	const port = await freePort();
	origin = `http://localhost:${port}`;
	server = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/server.ts'], {
		cwd: home,
		env: { ...process.env, NODE_ENV: 'production', KM0_DATA: folder, KM0_LOG: 'error', KM0_TRUST_PROXY: '1', PORT: String(port) },
		stdio: ['ignore', 'pipe', 'pipe', 'ipc']
	});
	for (const stream of [server.stdout, server.stderr]) stream?.on('data', (chunk) => (said += chunk));
	await Promise.race([
		once(server, 'message'),
		once(server, 'exit').then(() => {
			throw new Error(said);
		})
	]);
}, 600_000);

afterAll(async () => {
	agent.destroy();
	const gone = once(server, 'exit');
	server.kill('SIGTERM');
	await gone;
	await rm(folder, { recursive: true, force: true });
});

/** One request, its path and body sent as they are. Each comes from another address, so that no limit stands before what is tried. */
function send(method: string, path: string, { headers = {}, body }: { headers?: Record<string, string>; body?: string | Buffer } = {}) {
	const address = `10.${(callers >> 16) & 255}.${(callers >> 8) & 255}.${callers++ & 255}`;
	return new Promise<Answer>((done, fail) => {
		const asked = request(
			origin,
			{ method, path, agent, headers: { host: new URL(origin).host, accept: 'text/html', 'x-forwarded-for': address, ...headers } },
			(answer) => {
				// Ends with the session and not before.
				if (answer.headers['content-type'] === 'text/event-stream') {
					done({ status: answer.statusCode ?? 0, headers: answer.headers, body: '' });
					return void answer.destroy();
				}
				const parts: Buffer[] = [];
				answer.on('data', (part: Buffer) => parts.push(part));
				answer.on('end', () => done({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts).toString() }));
			}
		);
		asked.on('error', fail);
		asked.end(body);
	});
}

/** What a request came to; a server that hangs up on nonsense without a word has refused it. */
async function outcome(what: string, sent: Promise<Answer>) {
	const { status } = await sent.catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ECONNRESET' || error.code === 'EPIPE') return { status: 0 };
		throw error;
	});
	return `${status} ${what}`;
}

const broken = (outcomes: string[]) => outcomes.filter((line) => line.startsWith('5'));

const cookies = ({ headers }: Answer) => (headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');

async function signIn(email: string) {
	const answer = await send('POST', '/sign-in', {
		headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({ email, password: demoPassword }).toString()
	});
	expect(answer.status).toBe(303);
	return { cookie: cookies(answer) };
}

interface Route {
	/** `/[hub]/needs/[need]`, without its groups. */
	path: string;
	actions: string[];
	/** Parameters of the address that its code reads. */
	reads: string[];
}

const routesFolder = join(home, 'src/routes');
const routes: Route[] = readdirSync(routesFolder, { recursive: true, withFileTypes: true })
	.filter(({ name }) => /^\+(page\.svelte|server\.ts)$/.test(name))
	.map(({ parentPath }) => {
		const code = readdirSync(parentPath)
			.filter((name) => name.endsWith('.ts'))
			.map((name) => readFileSync(join(parentPath, name), 'utf8'))
			.join('\n');
		const path = parentPath.slice(routesFolder.length).replaceAll(/\/\([^/]+\)/g, '') || '/';
		const actions = code.slice(code.indexOf('export const actions'));
		return {
			path,
			actions: code.includes('export const actions') ? [...actions.matchAll(/^\t(\w+): form\(/gm)].map(([, name = '']) => name) : [],
			reads: [...new Set([...code.matchAll(/searchParams\.\w+\('(\w+)'/g)].map(([, name = '']) => name))]
		};
	});

/** Values for the parts of an address that lead somewhere. */
async function somewhere(): Promise<Record<string, string>> {
	const first = (table: 'needs' | 'offers' | 'organisations' | 'members') =>
		db
			.selectFrom(table)
			.select('id')
			.where('hub', '=', 'mulhouse')
			.$if(table === 'needs' || table === 'offers', (rows) => rows.where('state' as never, '=', 'open' as never))
			.orderBy('id')
			.limit(1)
			.executeTakeFirstOrThrow();
	const { slug } = await db.selectFrom('organisations').select('slug').where('hub', '=', 'mulhouse').limit(1).executeTakeFirstOrThrow();
	const shared = await db.selectFrom('publications').select('record').where('hub', '=', 'strasbourg').limit(1).executeTakeFirstOrThrow();
	return {
		hub: 'mulhouse',
		need: (await first('needs')).id,
		offer: (await first('offers')).id,
		organisation: slug,
		member: (await first('members')).id,
		from: 'strasbourg',
		id: shared.record,
		format: 'csv',
		letter: '00000000-0000-4000-8000-000000000000',
		file: '00000000-0000-4000-8000-000000000000',
		'...path': 'needs'
	};
}

const at = (path: string, values: Record<string, string>) =>
	path.replaceAll(/\[([^\]]+)\]/g, (_, name: string) => values[name] ?? 'nowhere');

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** As they stand in an address, already escaped, or wrongly so. */
const nonsense = [
	'',
	'%00',
	'a%00b',
	'%',
	'%ff%fe',
	'%ED%A0%80',
	'..%2f..%2fetc%2fpasswd',
	`'%20or%201=1--`,
	'-1',
	'NaN',
	'1e999',
	'2026-99-99',
	'00000000-0000-4000-8000-000000000000',
	'__proto__',
	'%7B%22a%22:1%7D',
	base64([0, 'createdAt desc,id asc', 'yesterday', 'x']),
	base64({ a: 1 }),
	'x'.repeat(6000)
];

/** As a form sends them. */
const typed = [
	'',
	'\0',
	'-1',
	'NaN',
	'1e999',
	'99999999999999999999',
	'2026-99-99',
	'00000000-0000-4000-8000-000000000000',
	'__proto__',
	'{"a":1}',
	'x'.repeat(30_000),
	'\u202e\ud800',
	'<script>alert(1)</script>',
	'https://[',
	'a@b@c'
];

/** Whoever runs the network is like everybody else outside of its pages. */
const routesFor = (who: string) =>
	who === 'reseau@alsace.example' ? routes.filter(({ path }) => /^\/(network|setup)/.test(path)) : routes;

/** The forms inside a hub ask a visitor to sign in, one like the other. */
const formsFor = (who: string) =>
	routesFor(who).filter(({ path, actions }) => actions.length > 0 && (who !== 'a visitor' || !path.startsWith('/[hub]/')));

/** What the server logged as a bug since it was last asked. */
function bugs() {
	const lines = said.split('\n').filter((line) => line.includes('"bug"'));
	said = '';
	return lines.map(
		(line) => (JSON.parse(line) as { path: string; error: string }).path + ' ' + (JSON.parse(line) as { error: string }).error.slice(0, 400)
	);
}

test('there are pages and forms to attack', () => {
	expect(routes.length).toBeGreaterThan(60);
	expect(routes.flatMap(({ actions }) => actions).length).toBeGreaterThan(30);
});

for (const who of ['a visitor', 'direction@mulhouse.example', 'reseau@alsace.example'])
	test(`no address brings a page down, for ${who}`, async () => {
		const values = await acrossHubs(somewhere);
		const headers: Record<string, string> = who === 'a visitor' ? {} : await signIn(who);
		const outcomes: string[] = [];
		const among = routesFor(who);
		const isMany = among.length > 20;
		for (const [turn, { path, reads }] of among.entries()) {
			const tried: Promise<string>[] = [];
			const address = at(path, values);
			const part = [...path.matchAll(/\[([^\]]+)\]/g)].at(-1)?.[1];
			const asked = new Set([
				...reads,
				...fieldsOf((await send('GET', address, { headers })).body)
					.filter(({ get }) => get)
					.map(({ name }) => name)
			]);
			// Where there are many, each value on every other page: what reads addresses is the same for all of them.
			for (const [nth, value] of nonsense.entries()) {
				if (isMany && (nth + turn) % 2) continue;
				if (part && part !== 'hub')
					tried.push(outcome(`${path} with ${value.slice(0, 40)}`, send('GET', at(path, { ...values, [part]: value }), { headers })));
				if (nth % 4 === 0 && path.includes('[hub]'))
					tried.push(outcome(`${path} in ${value.slice(0, 40)}`, send('GET', at(path, { ...values, hub: value }), { headers })));
				const all = [...asked].map((name) => `${name}=${value}`).join('&');
				if (asked.size) tried.push(outcome(`${path}?${all.slice(0, 200)}`, send('GET', `${address}?${all.slice(0, 7500)}`, { headers })));
			}
			for (const name of asked)
				for (const value of ['%00', `a&${name}=b`])
					tried.push(outcome(`${path}?${name}=${value}`, send('GET', `${address}?${name}=${value}`, { headers })));
			tried.push(
				outcome(`${path} as data`, send('GET', `${address === '/' ? '' : address}/__data.json?x-sveltekit-invalidated=9z%00`, { headers }))
			);
			outcomes.push(...(await Promise.all(tried)));
		}
		expect(outcomes.length).toBeGreaterThan(60);
		expect(broken(outcomes)).toEqual([]);
		expect(bugs()).toEqual([]);
	}, 600_000);

test('no page answers a method that it does not have, nor a form from another site', async () => {
	const values = await acrossHubs(somewhere);
	const headers = await signIn('direction@mulhouse.example');
	const outcomes: string[] = [];
	for (const { path, actions } of routes) {
		const address = at(path, values);
		for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'PROPFIND', 'TRACE'])
			outcomes.push(await outcome(`${method} ${path}`, send(method, address, { headers })));
		for (const [nth, action] of [...actions, 'nowhere', '__proto__', 'constructor', '%00'].entries())
			for (const from of nth ? ['https://elsewhere.example'] : [undefined, 'null', 'https://elsewhere.example'])
				for (const type of nth
					? ['application/x-www-form-urlencoded']
					: ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain']) {
					const more: Record<string, string> = from ? { origin: from } : {};
					const sent = send('POST', `${address}?/${action}`, { headers: { ...headers, ...more, 'content-type': type }, body: 'a=b' });
					const { status } = await sent;
					outcomes.push(`${status} POST ${path}?/${action} from ${from} as ${type}`);
					if (actions.includes(action)) expect({ path, action, from, type, status }).toMatchObject({ status: 403 });
				}
	}
	expect(broken(outcomes)).toEqual([]);
	expect(bugs()).toEqual([]);
}, 600_000);

interface Field {
	name: string;
	/** In a form that only asks. */
	get: boolean;
	action: string;
	isFile: boolean;
	value: string;
}

/** The fields of the forms in a page. */
function fieldsOf(page: string): Field[] {
	return [...page.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].flatMap(([, attributes = '', inside = '']) => {
		const get = !/method="post"/i.test(attributes);
		const action = (/action="([^"]*)"/.exec(attributes)?.[1] ?? '').replaceAll('&amp;', '&');
		return [...inside.matchAll(/<(?:input|select|textarea|button)\b([^>]*)>/g)].flatMap(([, field = '']) => {
			const name = /\bname="([^"]+)"/.exec(field)?.[1];
			const value = /\bvalue="([^"]*)"/.exec(field)?.[1] ?? '';
			return name ? [{ name, get, action, isFile: /type="file"/.test(field), value }] : [];
		});
	});
}

const multipart = (parts: { name: string; value: string; file?: string; type?: string }[]) =>
	Buffer.from(
		`${parts
			.map(
				({ name, value, file, type }) =>
					`--x\r\ncontent-disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"`}\r\n${type ? `content-type: ${type}\r\n` : ''}\r\n${value}\r\n`
			)
			.join('')}--x--\r\n`
	);

for (const who of ['a visitor', 'direction@mulhouse.example', 'reseau@alsace.example'])
	test(`no form brings a page down, for ${who}`, async () => {
		const values = await acrossHubs(somewhere);
		const outcomes: string[] = [];
		let headers: Record<string, string> = who === 'a visitor' ? {} : await signIn(who);
		const everyField = new Set<string>();
		for (const { path, actions } of formsFor(who)) {
			const address = at(path, values);
			let page = await send('GET', address, { headers });
			// Some of these forms end the session, as they should.
			if (page.status === 303 && headers.cookie) {
				headers = await signIn(who);
				page = await send('GET', address, { headers });
			}
			const fields = fieldsOf(page.body).filter(({ get }) => !get);
			for (const { name } of fields) everyField.add(name);
			for (const action of actions) {
				const to = action === 'default' ? address : `${address}?/${action}`;
				// A list has the same form in each of its rows: one of them is enough.
				const among = fields.filter((field) => field.action.includes(action === 'default' ? '' : `/${action}`));
				const own = [...new Map(among.map((field) => [field.name, field])).values()];
				const names = own.length ? own.map(({ name }) => name) : [...everyField];
				const sent: Promise<string>[] = [];
				const post = (what: string, type: string, body: string | Buffer, accept = 'text/html') =>
					void sent.push(
						outcome(`${to} ${what}`, send('POST', to, { headers: { ...headers, origin, accept, 'content-type': type }, body }))
					);
				// As a script asks: the answer alone, without the page around it.
				const postAlone = (what: string, type: string, body: string | Buffer) => post(what, type, body, 'application/json');
				const urlencoded = (pairs: [string, string][]) => pairs.map(([name, value]) => `${encodeURIComponent(name)}=${value}`).join('&');
				for (const value of typed)
					post(
						`all ${JSON.stringify(value.slice(0, 30))}`,
						'application/x-www-form-urlencoded',
						urlencoded(names.map((name) => [name, encodeURIComponent(value.toWellFormed())]))
					);
				// One wrong field among those that are right reaches further than all wrong ones.
				for (const [nth, wrong] of own.entries()) {
					const value = ['x'.repeat(3000), '%00', '2026-13-45', '99999999999'][nth % 4] as string;
					(nth % 2 ? post : postAlone)(
						`${wrong.name} ${value.slice(0, 30)}`,
						'application/x-www-form-urlencoded',
						urlencoded(own.map(({ name, value: right }) => [name, name === wrong.name ? value : encodeURIComponent(right)]))
					);
				}
				post(
					'twice',
					'application/x-www-form-urlencoded',
					urlencoded(
						names.flatMap((name) => [
							[name, 'a'],
							[name, 'b']
						])
					)
				);
				post(
					'as lists',
					'application/x-www-form-urlencoded',
					urlencoded(
						names.flatMap((name) => [
							[`${name}[]`, 'a'],
							[`${name}.x`, 'b']
						])
					)
				);
				// What reads a body is the same for every form of a page.
				if (action === actions[0]) {
					postAlone('bad escapes', 'application/x-www-form-urlencoded', names.map((name) => `${name}=%E0%A4%A&%=%&=`).join('&'));
					postAlone('many fields', 'application/x-www-form-urlencoded', Array.from({ length: 5000 }, (_, n) => `f${n}=1`).join('&'));
					postAlone('bytes', 'application/x-www-form-urlencoded', Buffer.from([0xff, 0xfe, 0x00, 0x3d, 0xc3, 0x28]));
					postAlone('empty', 'application/x-www-form-urlencoded', '');
					postAlone(
						'files',
						'multipart/form-data; boundary=x',
						multipart(names.map((name) => ({ name, value: 'a', file: 'a\u0000/../b.pdf', type: 'application/pdf' })))
					);
					postAlone('empty files', 'multipart/form-data; boundary=x', multipart(names.map((name) => ({ name, value: '', file: '' }))));
					postAlone('texts', 'multipart/form-data; boundary=x', multipart(names.map((name) => ({ name, value: 'a' }))));
					postAlone(
						'half a body',
						'multipart/form-data; boundary=x',
						multipart(names.map((name) => ({ name, value: 'a' }))).subarray(0, 40)
					);
					postAlone('another boundary', 'multipart/form-data; boundary=y', multipart([{ name: 'a', value: 'b' }]));
					postAlone('no boundary', 'multipart/form-data', multipart([{ name: 'a', value: 'b' }]));
					postAlone('plain text', 'text/plain', 'a=b');
					postAlone('JSON', 'application/json', '{"a":');
					postAlone('no type', '', 'a=b');
					postAlone('unheard of', 'application/\u00ff', 'a=b');
				}
				outcomes.push(...(await Promise.all(sent)));
			}
		}
		expect(outcomes.length).toBeGreaterThan(60);
		expect(broken(outcomes)).toEqual([]);
		expect(bugs()).toEqual([]);
	}, 600_000);

async function freePort() {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const { port } = probe.address() as AddressInfo;
	probe.close();
	await once(probe, 'close');
	return port;
}
