// `npm run bench -- matching --offers N`: a hub of so many offers, asked over HTTP. `--beir DIR …`: how good the ranking of texts is.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openHouse } from '#platform/house.ts';
import { readSettings } from '#platform/settings.ts';
import { memory, memoryOf, percentile, startServer, stopServer, type Server } from './serving/server.ts';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		offers: { type: 'string', default: '10000' },
		asks: { type: 'string', default: '400' },
		keep: { type: 'string' },
		direct: { type: 'boolean', default: false },
		beir: { type: 'boolean', default: false }
	}
});
const root = join(import.meta.dirname, '..');
const hub = 'bench';
const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main() {
	if (values.beir) return run(join(root, 'bench/matching-beir.ts'), positionals);
	const folder = values.keep ? resolve(values.keep) : await mkdtemp(join(tmpdir(), 'km0-bench-'));
	process.env.KM0_DATA = folder;
	process.env.KM0_LOG ??= 'error';
	const house = await openHouse(readSettings());
	try {
		const { prepareJobs, stopJobs } = await import('#platform/jobs.ts');
		const { closePool } = await import('#platform/db.server.ts');
		await import('#modules.ts');
		await prepareJobs();
		await fill();
		await tellSize();
		const texts = await questions(Number(values.asks));
		const made = await keyAndOffer();
		if (values.direct) await askDirectly(texts);
		await stopJobs();
		await closePool();
		if (!values.direct) await askServers(house.url, folder, texts, made);
	} finally {
		await house.leave(true);
		if (!values.keep) await rm(folder, { recursive: true, force: true });
	}
}

async function run(file: string, args: string[]) {
	const child = spawn(process.execPath, [file, ...args], { stdio: 'inherit' });
	process.exitCode = await new Promise((done) => child.once('exit', (code) => done(code ?? 1)));
}

async function fill() {
	const { acrossHubs, db } = await import('#platform/db.server.ts');
	if (await acrossHubs(() => db.selectFrom('hubs').select('id').where('id', '=', hub).executeTakeFirst())) return;
	const { fillLarge } = await import('#demo/large.ts');
	const offers = Number(values.offers);
	const started = performance.now();
	let filled = 0;
	await fillLarge(hub, { firms: Math.max(50, Math.ceil(offers / 10)), offers, needs: 200, seed: 1 }, (line) => {
		if (line.includes('in the index')) filled ||= performance.now();
		say(`  ${((performance.now() - started) / 1000).toFixed(0)} s  ${line}  (${memory(process.memoryUsage().rss)})`);
	});
	const ended = performance.now();
	filled ||= ended;
	say(`Filled in about ${((filled - started) / 1000).toFixed(0)} s, indexed by ${((ended - started) / 1000).toFixed(0)} s.`);
}

async function tellSize() {
	const { pool } = await import('#platform/db.server.ts');
	const { rows } = await pool().query<{ index: number; offers: number; all: number }>(`select
		pg_total_relation_size('index_pieces') + pg_total_relation_size('index_fresh') as index,
		pg_total_relation_size('offers') as offers, pg_database_size(current_database()) as all`);
	const [size] = rows;
	if (size) say(`Index ${memory(size.index)}, offers ${memory(size.offers)}, whole database ${memory(size.all)}.`);
}

/** Needs that are not in the hub: told by other dice. */
async function questions(count: number): Promise<string[]> {
	const { generate } = await import('#demo/content/generate.ts');
	const { needs } = generate({ firms: 1000, offers: 0, needs: count, seed: 4711 });
	return [...needs].map(({ title, problem }, nth) => (nth % 2 ? title : (problem.split(/(?<=[.?!])\s/)[0] ?? title)).slice(0, 500));
}

async function keyAndOffer() {
	const { system } = await import('#platform/actor.ts');
	const { createApiKey, CreateApiKey } = await import('#platform/api-keys.ts');
	const { db, inHub } = await import('#platform/db.server.ts');
	return inHub(hub, async () => {
		const { key } = await createApiKey(
			system(hub, 'cli', 'en'),
			CreateApiKey.parse({ name: `Bench ${Date.now()}`, roles: ['animator'], scopes: ['read', 'write'], expiresInDays: 1 })
		);
		const { id: organisation } = await db.selectFrom('organisations').select('id').where('hub', '=', hub).executeTakeFirstOrThrow();
		return { key, organisation };
	});
}

async function askDirectly(texts: readonly string[]) {
	const { inHub } = await import('#platform/db.server.ts');
	const { searchCorpora } = await import('#matching/index/search.ts');
	const { flag } = await import('#matching/index/ranking.ts');
	const { conceptsOf, questionIn } = await import('#matching/subject.ts');
	const { detectLanguage } = await import('#matching/text/language.ts');
	const search = (text: string) => {
		const locale = detectLanguage(text);
		const question = questionIn(text, locale, conceptsOf(text, locale));
		return inHub(hub, () => searchCorpora([{ hub, corpus: 'offers' }], question, { k: 200, mask: flag.visitors | flag.open }));
	};
	const { visitor } = await import('#platform/actor.ts');
	const { ask } = await import('#matching/matches.ts');
	const answer = (text: string) => inHub(hub, () => ask(visitor(hub, 'fr'), { text, limit: 10 }));
	await time('index, cold', texts.slice(0, 40), 1, search);
	await time('index, 1 at a time', texts, 1, search);
	await time('index, 4 at a time', texts, 4, search);
	await time('ask, 1 at a time', texts, 1, answer);
	await time('ask, 4 at a time', texts, 4, answer);
	say(`Memory ${memory(process.memoryUsage().rss)}.`);
}

async function time(name: string, texts: readonly string[], clients: number, ask: (text: string) => Promise<unknown>) {
	const times: number[] = [];
	let next = 0;
	const started = performance.now();
	const client = async () => {
		while (next < texts.length) {
			const text = texts[next++] as string;
			const before = performance.now();
			await ask(text);
			times.push(performance.now() - before);
		}
	};
	await Promise.all(Array.from({ length: clients }, client));
	const seconds = (performance.now() - started) / 1000;
	times.sort((a, b) => a - b);
	const share = (part: number) => `${percentile(times, part).toFixed(0).padStart(5)} ms`;
	say(
		`${name.padEnd(24)} p50 ${share(0.5)}  p95 ${share(0.95)}  p99 ${share(0.99)}  ${(texts.length / seconds).toFixed(0).padStart(4)} a second`
	);
}

async function askServers(url: string, folder: string, texts: readonly string[], made: { key: string; organisation: string }) {
	const servers: Server[] = [];
	try {
		servers.push(await startServer(url, folder));
		const [first] = servers as [Server];
		const headers = { authorization: `Bearer ${made.key}`, 'content-type': 'application/json' };
		const post = async (server: Server, path: string, body: object) => {
			const response = await fetch(`${server.url}/api/v1/hubs/${hub}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
			if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
			return response.json() as Promise<{ answers: { offer: string }[]; id: string }>;
		};
		const ask = (text: string) => post(first, 'ask', { text });
		await time('HTTP, cold', texts.slice(0, 40), 1, ask);
		const before = await memoryOf(first);
		await time('HTTP, 1 client', texts, 1, ask);
		await time('HTTP, 4 clients', texts, 4, ask);
		say(`Memory of the server: ${memory(before)} after ${40} asks, ${memory(await memoryOf(first))} after ${40 + 2 * texts.length}.`);

		servers.push(await startServer(url, folder));
		const word = `Quetschkolben${Date.now().toString(36)}`;
		for (const server of servers) await post(server, 'ask', { text: word });
		const started = performance.now();
		const { id } = await post(first, 'offers', {
			organisation: made.organisation,
			locale: 'de',
			title: `Wartung von ${word}`,
			what: `Wir warten ${word} jeder Bauart.`,
			opens: true
		});
		const written = performance.now();
		for (const [nth, server] of servers.entries()) {
			const found = async () => (await post(server, 'ask', { text: `Wer wartet ${word}?` })).answers.some(({ offer }) => offer === id);
			while (!(await found())) if (performance.now() - written > 10_000) throw new Error('a changed offer was not found within 10 s');
			say(
				`A new offer was written in ${(written - started).toFixed(0)} ms and found by server ${nth + 1} ${(performance.now() - written).toFixed(0)} ms later.`
			);
		}
	} finally {
		for (const server of servers) await stopServer(server);
	}
}

await main();
