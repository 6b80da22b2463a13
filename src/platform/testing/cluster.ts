import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startCluster, type Cluster } from '../cluster.ts';
import { migrate } from '../migrate.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		adminUrl: string;
		url: string;
		/** The files of the village, of which every test file has a copy too. */
		files: string;
	}
}

/** One Postgres for the whole run, with a database `village` that every test file copies: migrated and populated once. */
export default async function setup(project: TestProject) {
	const folder = await mkdtemp(join(tmpdir(), 'km0-test-'));
	const cluster = await startCluster(folder, { durable: false });
	const end = async () => {
		await cluster.stop();
		await rm(folder, { recursive: true, force: true });
	};
	try {
		const files = join(folder, 'files');
		const url = await makeVillage(cluster, files);
		project.provide('adminUrl', cluster.adminUrl);
		project.provide('url', url);
		project.provide('files', files);
	} catch (error) {
		await end();
		throw error;
	}
	return end;
}

async function makeVillage(cluster: Cluster, files: string) {
	const url = cluster.url.replace(/km0$/, 'village');
	const admin = new pg.Client({ connectionString: cluster.adminUrl });
	await admin.connect();
	await admin.query('create database village owner km0');
	await admin.end();
	await migrate(url);

	process.env.DATABASE_URL = url;
	process.env.KM0_FILES = files;
	await mkdir(files);
	process.env.KM0_LOG ??= 'silent';
	process.env.KM0_SECRET ??= 'a secret for tests alone, known to everybody';
	const { prepareJobs, stopJobs } = await import('../jobs.ts');
	const { closePool } = await import('../db.server.ts');
	await import('#modules.ts');
	await prepareJobs();
	const { fillDemo } = await import('#demo/fill.ts');
	await fillDemo();
	await stopJobs();
	await closePool();

	return url;
}
