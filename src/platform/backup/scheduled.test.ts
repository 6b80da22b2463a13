import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { db } from '../db.server.ts';
import { checkArchive } from './archive.ts';
import { backupState, keepBackups } from './scheduled.ts';

vi.setConfig({ testTimeout: 120_000 });

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'km0-scheduled-'));
	process.env.KM0_SECRET ??= 'a secret for tests alone, known to everybody';
});
beforeEach(() => {
	process.env.KM0_BACKUP_FOLDER = folder;
	process.env.KM0_BACKUP_HOURS = '24';
	process.env.KM0_BACKUP_KEEP = '2';
});
afterAll(async () => {
	for (const name of ['FOLDER', 'HOURS', 'KEEP']) delete process.env[`KM0_BACKUP_${name}`];
	await rm(folder, { recursive: true, force: true });
});

const archives = async () => (await readdir(folder)).filter((name) => name.startsWith('km0-')).sort();
/** Lets this many hours go by for the backups that were taken. */
const later = async (hours: number) => {
	const all = await db.selectFrom('backups').selectAll().execute();
	const moved = (at: Date | null) => at && new Date(at.getTime() - hours * 3_600_000);
	for (const { id, beganAt, endedAt, checkedAt } of all)
		await db
			.updateTable('backups')
			.set({ beganAt: moved(beganAt) as Date, endedAt: moved(endedAt), checkedAt: moved(checkedAt) })
			.where('id', '=', id)
			.execute();
};
const lettersOf = async () => db.selectFrom('mails').select('recipient').where('kind', '=', 'backup_failed').execute();
/** The name of a backup tells its second. */
const nextSecond = () => new Promise((go) => setTimeout(go, 1100));

test('without a folder nothing is taken, and it is said', async () => {
	delete process.env.KM0_BACKUP_FOLDER;
	await keepBackups.run({});
	expect(await archives()).toEqual([]);
	expect(await backupState()).toMatchObject({ state: 'none' });
});

test('a backup is taken when its time has come, whole, and only as many as asked stay', async () => {
	await writeFile(join(folder, 'notes.txt'), 'somebody else’s');
	await keepBackups.run({});
	const [first = ''] = await archives();
	const { header, manifest } = await checkArchive(join(folder, first));
	expect(header.kind).toBe('installation');
	const { count } = await db
		.selectFrom('needs')
		.select((eb) => eb.fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	expect(manifest.tables.needs?.rows).toBe(count);
	expect(await backupState()).toMatchObject({ state: 'good', kept: 1, failure: null });

	await keepBackups.run({});
	expect(await archives()).toEqual([first]);
	for (let nth = 0; nth < 2; nth++) {
		await later(25);
		await nextSecond();
		await keepBackups.run({});
	}
	const kept = await archives();
	expect(kept).toHaveLength(2);
	expect(kept).not.toContain(first);
	expect(await readdir(folder)).toContain('notes.txt');
	expect(await backupState()).toMatchObject({ state: 'good', kept: 2 });
});

test('the newest is read again each day, and one that a disk spoiled is replaced and told', async () => {
	process.env.KM0_BACKUP_HOURS = '72';
	const newest = (await archives()).at(-1) ?? '';
	await later(25);
	await keepBackups.run({});
	const { checkedAt } = await backupState();
	expect(Date.now() - Number(checkedAt)).toBeLessThan(60_000);

	const bytes = await readFile(join(folder, newest));
	const middle = Math.floor(bytes.length / 2);
	bytes.fill(7, middle, middle + 64);
	await writeFile(join(folder, newest), bytes);
	await db.updateTable('accounts').set({ isNetworkAdmin: true }).where('email', '=', 'direction@mulhouse.example').execute();
	const before = await lettersOf();
	await later(25);
	await keepBackups.run({});
	expect((await backupState()).failure).not.toBe(null);
	expect((await lettersOf()).slice(before.length)).toContainEqual({ recipient: 'direction@mulhouse.example' });
	expect(await backupState()).toMatchObject({ kept: 1 });
});

test('a backup that fails is told once, leaves nothing half, and makes the state late', async () => {
	await db.deleteFrom('backups').execute();
	await db.deleteFrom('mails').where('kind', '=', 'backup_failed').execute();
	await writeFile(join(folder, 'a-file'), 'x');
	process.env.KM0_BACKUP_FOLDER = join(folder, 'a-file');
	await keepBackups.run({});
	await later(2);
	await keepBackups.run({});
	expect(await db.selectFrom('backups').select('endedAt').execute()).toEqual([{ endedAt: null }, { endedAt: null }]);
	const told = (await lettersOf()).map(({ recipient }) => recipient);
	expect(told.filter((one) => one === 'direction@mulhouse.example')).toHaveLength(1);
	await db
		.updateTable('accounts')
		.set({ createdAt: new Date(Date.now() - 49 * 3_600_000) })
		.execute();
	expect(await backupState()).toMatchObject({ state: 'late', lastAt: null, failure: expect.any(String) });
	expect((await readdir(folder)).filter((name) => name.startsWith('unfinished'))).toEqual([]);
});
