import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { home } from '#platform/home.ts';
import { ensureBuilt } from '../bin/ready.js';

const folder = mkdtempSync(join(tmpdir(), 'km0-server-'));
const servers = new Set<ChildProcess>();

beforeAll(() => ensureBuilt(), 600_000);
afterAll(async () => {
	for (const server of servers) server.kill('SIGTERM');
	await Promise.all([...servers].map((server) => server.exitCode === null && server.signalCode === null && once(server, 'exit')));
	await rm(folder, { recursive: true, force: true });
}, 60_000);

/** A server of its own on this folder, without the demo, on a free port. */
function start(more: Record<string, string> = {}) {
	const env = { ...process.env, DATABASE_URL: '', KM0_FILES: '', KM0_DATA: folder, KM0_DEMO: '0', KM0_LOG: 'error', PORT: '0', ...more };
	const options = { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] } satisfies SpawnOptions;
	const server = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/server.ts'], options);
	servers.add(server);
	let said = '';
	for (const stream of [server.stdout, server.stderr]) stream?.on('data', (chunk) => (said += chunk));
	return { server, said: () => said };
}

async function open(started: ReturnType<typeof start>) {
	await Promise.race([
		once(started.server, 'message'),
		once(started.server, 'exit').then(() => {
			throw new Error(started.said());
		})
	]);
	return /http:\/\/localhost:\d+/.exec(started.said())?.[0] ?? '';
}

const postgres = () => Number(readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
const lives = (pid: number) => {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
};

async function stop({ server }: ReturnType<typeof start>, signal: NodeJS.Signals) {
	const gone = once(server, 'exit');
	server.kill(signal);
	// As a service manager and `npm start` both pass it on.
	if (signal === 'SIGTERM') server.kill(signal);
	return gone;
}

test('one server works on a data folder; another is refused, a killed one is followed up, and one that is told to stop takes Postgres along', async () => {
	const first = start();
	const address = await open(first);
	expect((await fetch(`${address}/readyz`)).status).toBe(200);
	const cluster = postgres();

	const second = start();
	const [code] = await once(second.server, 'exit');
	expect([code, second.said().trim()]).toEqual([
		1,
		`Another KM0 server is already running on ${folder}. Stop it, or choose another folder with KM0_DATA.`
	]);
	expect((await fetch(`${address}/readyz`)).status).toBe(200);

	await stop(first, 'SIGKILL');
	expect(lives(cluster)).toBe(true);
	const third = start();
	expect((await fetch(`${await open(third)}/readyz`)).status).toBe(200);
	expect(postgres()).toBe(cluster);

	expect(await stop(third, 'SIGTERM')).toEqual([0, null]);
	expect(lives(cluster)).toBe(false);
}, 300_000);

test('a port that is taken is said in one line', async () => {
	const holder = createServer().listen(0, '127.0.0.1');
	await once(holder, 'listening');
	const { port } = holder.address() as AddressInfo;
	const late = start({ PORT: String(port), KM0_LOG: 'info' });
	const [code] = await once(late.server, 'exit');
	holder.close();
	expect([code, late.said().trim()]).toEqual([1, `Port ${port} is taken. Choose another with PORT.`]);
}, 300_000);

test('programs are refused in their own way what might be the form of a page elsewhere, and may remove without a body', async () => {
	const running = start();
	const address = await open(running);
	const ask = async (method: string, type?: string, body?: string) => {
		const answer = await fetch(`${address}/api/v1/hubs/nowhere/ask`, { method, headers: { ...(type && { 'content-type': type }) }, body });
		return [answer.status, answer.headers.get('content-type')];
	};
	const problem = 'application/problem+json';
	// There is no such hub: what counts is that we say so, and not the framework.
	expect(await ask('POST', 'application/x-www-form-urlencoded', 'text=x')).toEqual([404, problem]);
	expect(await ask('POST', 'text/plain', 'x')).toEqual([404, problem]);
	expect(await ask('DELETE')).toEqual([404, problem]);
	await stop(running, 'SIGTERM');
}, 300_000);

test('a form without files that is far too long is refused before it is taken apart, told beforehand or not', async () => {
	const running = start();
	const address = await open(running);
	const long = 'a=1&'.repeat(3_000_000);
	const ask = (body: BodyInit) =>
		fetch(`${address}/sign-in`, {
			method: 'POST',
			body,
			headers: { origin: address, 'content-type': 'application/x-www-form-urlencoded' },
			duplex: 'half'
		} as RequestInit);
	const before = performance.now();
	expect((await ask(long)).status).toBe(413);
	expect(performance.now() - before).toBeLessThan(1500);
	expect((await ask(new Blob([long]).stream())).status).toBe(413);
	expect((await ask('email=nobody@example.org&password=x')).status).not.toBe(413);
	await stop(running, 'SIGTERM');
}, 300_000);

test('a page may load no style that is written into it, nor any script', async () => {
	const running = start();
	const { headers } = await fetch(`${await open(running)}/setup`);
	const policy = Object.fromEntries(
		(headers.get('content-security-policy') ?? '')
			.split('; ')
			.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)])
	);
	expect(policy['style-src']).toMatch(/^'self'/);
	for (const directive of ['default-src', 'script-src', 'style-src', 'style-src-elem'])
		expect(policy[directive] ?? '').not.toMatch(/unsafe-(inline|eval)/);
	await stop(running, 'SIGTERM');
}, 300_000);
