import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';

// A database and a file store of its own for each test file, in place before anything connects.
const name = `test_${randomBytes(6).toString('hex')}`;
const files = mkdtempSync(join(tmpdir(), 'km0-files-'));
process.env.DATABASE_URL = inject('url').replace(/village$/, name);
process.env.KM0_FILES = files;
cpSync(inject('files'), files, { recursive: true });
process.env.KM0_LOG ??= 'silent';
process.env.KM0_SECRET ??= 'a secret for tests alone, known to everybody';

const asAdmin = async (text: string) => {
	const admin = new pg.Client({ connectionString: inject('adminUrl') });
	await admin.connect();
	await admin.query(text);
	await admin.end();
};

beforeAll(async () => {
	await asAdmin(`create database ${name} template village strategy wal_log owner km0`);
	const { forbidSecondConnections, liftSecondLock } = await import('../db.server.ts');
	// Operations are tested on their own `where hub = …`; that row-level security holds without it has its own test.
	liftSecondLock();
	forbidSecondConnections();
});

afterAll(async () => {
	const { closePool } = await import('../db.server.ts');
	const { stopJobs } = await import('../jobs.ts');
	await stopJobs();
	await closePool();
	await asAdmin(`drop database if exists ${name} with (force)`);
	await rm(files, { recursive: true, force: true });
});
