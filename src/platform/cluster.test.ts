import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startCluster } from './cluster.ts';

test('a Postgres left over from a killed server is taken over, not doubled, and keeps what was acknowledged', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'km0-cluster-'));
	const script = `
		const { startCluster } = await import(${JSON.stringify(new URL('./cluster.ts', import.meta.url).href)});
		const pg = (await import('pg')).default;
		const cluster = await startCluster(${JSON.stringify(folder)});
		const client = new pg.Client({ connectionString: cluster.url });
		await client.connect();
		await client.query('create table kept (n int)');
		await client.query('insert into kept values (42)');
		console.log('written');
		await new Promise(() => setInterval(() => {}, 1000));`;
	const server = spawn(process.execPath, ['--input-type=module', '-e', script], {
		stdio: ['ignore', 'pipe', 'inherit'],
		cwd: process.cwd()
	});
	await new Promise<void>((written) => server.stdout.on('data', (text: Buffer) => text.includes('written') && written()));
	server.kill('SIGKILL');
	await new Promise((ended) => server.on('exit', ended));

	const found = await startCluster(folder);
	try {
		expect(found.started).toBe(false);
		const client = new pg.Client({ connectionString: found.url });
		await client.connect();
		expect((await client.query('select n from kept')).rows).toEqual([{ n: 42 }]);
		await client.end();
	} finally {
		await found.stop();
	}

	const again = await startCluster(folder);
	expect(again.started).toBe(true);
	await again.stop();
	await rm(folder, { recursive: true, force: true });
}, 60_000);
