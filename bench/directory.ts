// `npm run bench -- directory --firms N`: how long the directory's query takes in a hub of so many organisations.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { visitor } from '#platform/actor.ts';
import { openHouse } from '#platform/house.ts';
import { readSettings } from '#platform/settings.ts';

const { values } = parseArgs({
	options: {
		firms: { type: 'string', default: '10000' },
		times: { type: 'string', default: '40' }
	}
});
const hub = 'bench';
const say = (line: string) => void process.stdout.write(`${line}\n`);

const asked: [name: string, filters: Record<string, unknown>][] = [
	['nothing asked', {}],
	['newest first', { sort: 'newest' }],
	['one word', { q: 'maintenance' }],
	['two words', { q: 'usinage précision' }],
	['a word misspelt', { q: 'maintenace' }],
	['a word nobody has', { q: 'qwertzuiop' }],
	['a kind', { kind: ['industrial_sme'] }],
	['a technology', { technology: ['machine-vision'] }],
	['25 km round Mulhouse', { commune: '68224', radius: 25, sort: 'nearest' }],
	['all of it', { q: 'maintenance', kind: ['industrial_sme'], language: ['de'], commune: '68224', radius: 50 }]
];

async function main() {
	const folder = await mkdtemp(join(tmpdir(), 'km0-bench-'));
	process.env.KM0_DATA = folder;
	process.env.KM0_LOG ??= 'error';
	const house = await openHouse(readSettings());
	try {
		const { prepareJobs, stopJobs } = await import('#platform/jobs.ts');
		const { closePool } = await import('#platform/db.server.ts');
		await import('#modules.ts');
		await prepareJobs();
		const { fillLarge } = await import('#demo/large.ts');
		const firms = Number(values.firms);
		const started = performance.now();
		await fillLarge(hub, { firms, offers: firms, needs: 200, seed: 1 });
		say(`${firms} organisations, filled and indexed in ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
		say(row('', 'found', 'p50 ms', 'p95 ms', 'next page p50'));
		for (const [name, filters] of asked) await time(name, filters);
		await stopJobs();
		await closePool();
	} finally {
		await house.leave(true);
		await rm(folder, { recursive: true, force: true });
	}
}

async function time(name: string, filters: Record<string, unknown>) {
	const { Directory, directory } = await import('#ecosystem/directory.ts');
	const { inHub } = await import('#platform/db.server.ts');
	const ask = (cursor?: string) => inHub(hub, () => directory(visitor(hub, 'fr'), Directory.parse({ ...filters, cursor, limit: 24 })));
	const { total, next } = await ask();
	const first = await timesOf(() => ask());
	const second = next ? await timesOf(() => ask(next)) : null;
	say(row(name, String(total), ms(first, 0.5), ms(first, 0.95), second ? ms(second, 0.5) : '–'));
}

async function timesOf(work: () => Promise<unknown>) {
	const times: number[] = [];
	for (let n = 0; n < Number(values.times); n++) {
		const started = performance.now();
		await work();
		times.push(performance.now() - started);
	}
	return times.sort((one, other) => one - other);
}

const ms = (times: number[], part: number) => (times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0).toFixed(1);
const row = (name: string, ...cells: string[]) => name.padEnd(24) + cells.map((cell) => cell.padStart(14)).join('');

await main();
