import { createHash, randomBytes } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { home } from '#platform/home.ts';
import { openReceiver } from '#webhooks/testing/receiver.ts';
import { ensureBuilt } from '../bin/ready.js';

// Real processes, ended as a power cut ends them.
const folder = mkdtempSync(join(tmpdir(), 'km0-crash-'));
const delivered: string[] = [];
const key = `km0_filature_${randomBytes(32).toString('base64url')}`;
let server: ChildProcess | undefined;
let address = '';

// Slow enough that a letter is on its way whenever somebody pulls the plug.
const postOffice = new SMTPServer({
	authOptional: true,
	disabledCommands: ['STARTTLS'],
	onData(stream, { envelope }, done) {
		stream.resume().on('end', () => {
			delivered.push(envelope.rcptTo[0]?.address ?? '');
			setTimeout(done, 40);
		});
	}
});

beforeAll(async () => {
	ensureBuilt();
	await new Promise<void>((open) => postOffice.listen(0, '127.0.0.1', open));
}, 600_000);
afterAll(async () => {
	if (server && server.exitCode === null && server.signalCode === null) {
		const gone = once(server, 'exit');
		server.kill('SIGTERM');
		await gone;
	}
	await new Promise<void>((closed) => postOffice.close(closed));
	await rm(folder, { recursive: true, force: true });
}, 60_000);

async function open() {
	const { port } = postOffice.server.address() as { port: number };
	const env = {
		DATABASE_URL: '',
		KM0_FILES: '',
		KM0_DATA: folder,
		KM0_DEMO: '0',
		KM0_LOG: 'error',
		PORT: '0',
		KM0_SMTP_URL: `smtp://127.0.0.1:${port}`,
		KM0_WEBHOOK_NETWORKS: '127.0.0.1/32'
	};
	const started = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/server.ts'], {
		cwd: home,
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'pipe', 'ipc']
	});
	server = started;
	let said = '';
	for (const stream of [started.stdout, started.stderr]) stream?.on('data', (chunk) => (said += chunk));
	await Promise.race([
		once(started, 'message'),
		once(started, 'exit').then(() => {
			throw new Error(said);
		})
	]);
	address = /http:\/\/localhost:\d+/.exec(said)?.[0] ?? '';
}

async function ask<T extends object>(text: string, values: unknown[] = []) {
	const { port, owner } = JSON.parse(readFileSync(join(folder, 'postgres.json'), 'utf8')) as { port: number; owner: string };
	const client = new pg.Client({ connectionString: `postgres://km0:${owner}@127.0.0.1:${port}/km0` });
	await client.connect();
	try {
		await client.query("select set_config('km0.hub', '*', false)");
		return (await client.query<T>(text, values)).rows;
	} finally {
		await client.end();
	}
}

/** Two programs that invite people through HTTP until the other side is gone; what was acknowledged is theirs to expect. */
function writers(acknowledged: string[]) {
	const write = async () => {
		for (;;) {
			const email = `${randomBytes(6).toString('hex')}@firm.example`;
			const answer = await fetch(`${address}/api/v1/hubs/filature/invitations`, {
				method: 'POST',
				headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
				body: JSON.stringify({ email, locale: 'fr' })
			}).catch(() => null);
			if (!answer) return;
			await wait(300);
			if (answer.status === 201) acknowledged.push(email);
			// Postgres is gone and the server has not followed yet.
			else if (answer.status !== 500) throw new Error(`${answer.status} ${await answer.text()}`);
			else return;
		}
	};
	return Promise.all(Array.from({ length: 2 }, write));
}

const killPostgres = () => process.kill(Number(readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');

async function until(holds: () => boolean | Promise<boolean>) {
	while (!(await holds())) await wait(50);
}

test('whoever pulls the plug on server or Postgres loses nothing that was acknowledged, leaves nothing half, and has no letter sent twice', async () => {
	await open();
	await ask("insert into hubs (id, name, place, locales) values ('filature', 'La Filature', 'Guebwiller', '{fr}')");
	await ask(
		"insert into api_keys (hub, name, prefix, sha256, roles, scopes) values ('filature', 'Stock', 'km0', $1, '{hub_manager}', '{read,write}')",
		[createHash('sha256').update(key).digest('hex')]
	);
	const acknowledged: string[] = [];
	// An hour's worth of invitations is written in a second here.
	await ask('create function let_by() returns trigger language plpgsql as $$ begin new.hits := 0; return new; end $$');
	await ask('create trigger let_by before insert or update on rate_limits for each row execute function let_by()');
	const crash = async (end: (running: ChildProcess) => void) => {
		const [before, left] = [acknowledged.length, delivered.length];
		const writing = writers(acknowledged);
		await until(() => acknowledged.length > before + 8 && delivered.length > left + 1);
		const running = server as ChildProcess;
		const gone = once(running, 'exit');
		end(running);
		await writing;
		await gone;
	};

	await crash((running) => running.kill('SIGKILL'));
	await open();
	await crash(killPostgres);
	const reopened = new Date();
	await open();

	// Work that was cut off is taken up when its time is over; nobody waits for that here.
	await ask("update pgboss.job set state = 'retry', start_after = now() where state = 'active' and started_on < $1", [reopened]);
	const waiting = 'select 1 from mails where sent_at is null and failed_at is null';
	await until(async () => (await ask(waiting)).length === 0);

	const invited = (await ask<{ email: string }>('select email from invitations')).map(({ email }) => email);
	expect(acknowledged.length).toBeGreaterThan(16);
	expect(acknowledged.filter((email) => !invited.includes(email))).toEqual([]);
	// Whole or not at all: each invitation has its line in the journal and its letter, and there is neither without an invitation.
	const lines = await ask<{ record: string }>("select record from journal where what = 'invitation.sent' order by 1");
	expect(lines).toEqual(await ask('select id::text as record from invitations order by 1'));
	const letters = await ask<{ recipient: string; sent: boolean }>('select recipient, sent_at is not null as sent from mails');
	expect(letters.map(({ recipient }) => recipient).sort()).toEqual([...invited].sort());
	// Nobody got a letter twice, and what may not have left stands in the outbox for a person.
	expect(delivered.filter((email, at) => delivered.indexOf(email) !== at)).toEqual([]);
	expect(letters.filter(({ recipient, sent }) => sent !== delivered.includes(recipient) && sent)).toEqual([]);
	expect(letters.filter(({ sent }) => !sent).length).toBeLessThan(8);
}, 240_000);

const killed = {
	server: (running: ChildProcess) => void running.kill('SIGKILL'),
	Postgres: () => void killPostgres()
};

for (const [what, kill] of Object.entries(killed))
	test(`an import during whose writing ${what} is killed leaves nothing of it, and is taken up again without doubling`, async () => {
		const count = 2500;
		const first = what === 'server' ? 1_000_003 : 40_000_003;
		const before = (await ask("select 1 from journal where what = 'organisation.added'")).length;
		const letters = (nth: number) => nth.toString(26).replace(/./g, (sign) => String.fromCharCode(97 + parseInt(sign, 26)));
		const content = Buffer.from(
			['Nom;Type;Ville', ...Array.from({ length: count }, (_, nth) => `Forge ${letters(nth * 7919 + first)};PME;Guebwiller`)].join('\n')
		).toString('base64');
		const call = async (method: string, path: string, body?: object) => {
			const answer = await fetch(`${address}/api/v1/hubs/filature/imports${path}`, {
				method,
				headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
				...(body && { body: JSON.stringify(body) })
			});
			return (await answer.json()) as { id: string; state: string; progress: number; counts: { outcomes?: object } };
		};
		const { id } = await call('POST', '', { kind: 'organisations', name: 'firms.csv', content });
		await call('POST', `/${id}/preview`, {});
		await until(async () => (await call('GET', `/${id}`)).state === 'previewed');
		await call('POST', `/${id}/run`, { likelyRows: 'new' });
		// The first half is looking, the second writing.
		await until(async () => (await call('GET', `/${id}`)).progress > 60);
		const running = server as ChildProcess;
		const gone = once(running, 'exit');
		kill(running);
		await gone;
		await open();

		const firms = "select name from organisations where hub = 'filature'";
		expect(await call('GET', `/${id}`)).toMatchObject({ state: 'running' });
		expect(await ask(firms)).toHaveLength(before);
		await ask("update pgboss.job set state = 'retry', start_after = now() where state = 'active' and name = 'import.run'");
		await until(async () => (await call('GET', `/${id}`)).state !== 'running');
		expect(await call('GET', `/${id}`)).toMatchObject({ state: 'done', counts: { outcomes: { added: count } } });
		expect(await ask(firms)).toHaveLength(before + count);
		expect(await ask("select 1 from journal where what = 'organisation.added'")).toHaveLength(before + count);
	}, 480_000);

test('a server that is killed while it tells another program goes on where it was, under the same numbers', async () => {
	const receiver = await openReceiver();
	receiver.reply = [(answer) => void setTimeout(() => answer.writeHead(200).end(), 150)];
	const post = async (path: string, body: object) => {
		const answer = await fetch(`${address}/api/v1/hubs/filature${path}`, {
			method: 'POST',
			headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
			body: JSON.stringify(body)
		});
		expect([answer.status, await answer.text()]).toEqual([201, expect.any(String)]);
	};
	await post('/webhooks', { address: receiver.url, events: ['invitation.sent'] });
	for (let nth = 0; nth < 40; nth++) await post('/invitations', { email: `told-${nth}@firm.example`, locale: 'fr' });
	await until(() => receiver.received.length > 5);
	const running = server as ChildProcess;
	const gone = once(running, 'exit');
	running.kill('SIGKILL');
	await gone;
	const before = receiver.received.length;
	expect(before).toBeLessThan(40);
	await open();

	// A worker that fell silent is taken over after a minute; nobody waits for that here.
	await ask("update webhooks set held_until = now() where hub = 'filature'");
	await ask("update pgboss.job set state = 'retry', start_after = now() where state = 'active' and name = 'webhooks.deliver'");
	await until(async () => (await ask("select 1 from webhook_deliveries where state = 'waiting'")).length === 0);
	const lines = await ask<{ id: string }>(
		"select 'evt_filature_' || j.id as id from journal j join invitations i on i.id::text = j.record where j.what = 'invitation.sent' and i.email like 'told-%'"
	);
	const arrived = receiver.received.map(({ headers }) => headers['webhook-id']);
	expect(lines).toHaveLength(40);
	expect(new Set(arrived)).toEqual(new Set(lines.map(({ id }) => id)));
	// Twice came at most what was on its way.
	expect(arrived.length).toBeLessThanOrEqual(44);
	await receiver.close();
}, 240_000);
