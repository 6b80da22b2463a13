import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sql } from 'kysely';
import { uploadsOf } from '#ecosystem/attachments.ts';
import type { Account } from '#ecosystem/accounts.ts';
import { acrossHubs, db, transaction } from '#platform/db.server.ts';
import { isLocale, type Locale } from '#platform/i18n.ts';
import { job, later } from '#platform/jobs.ts';
import { log } from '#platform/log.ts';
import { found } from '#platform/refusal.ts';
import { readSettings } from '#platform/settings.ts';
import { countOwnData } from './own-data.ts';
import { zipOf } from './own-zip.ts';

/** What is more than this is packed by a job, so that nobody waits before an empty page. */
const atOnce = { rows: 20_000, bytes: 20_000_000 };

/** Days that a packed file waits for its owner. */
export const daysPacked = 7;

const folder = () => {
	const { KM0_FILES, KM0_DATA } = readSettings();
	// No hub's folder begins like this: no backup and no export takes it along.
	return join(KM0_FILES ?? join(KM0_DATA, 'files'), '.own-data');
};
const fileOf = (id: string) => join(folder(), `${id}.zip`);

/** Whether the ZIP can be had at once; if not, it is being packed, once at a time. */
export async function askForOwnData(account: Account, locale: Locale, most = atOnce): Promise<'at_once' | 'packing'> {
	const bytes = (await acrossHubs(() => uploadsOf(account.id))).reduce((sum, { size }) => sum + size, 0);
	if (bytes <= most.bytes && (await countOwnData(account)) <= most.rows) return 'at_once';
	await transaction(async (tx) => {
		const made = await tx
			.insertInto('ownDataExports')
			.values({ account: account.id, locale })
			.onConflict((on) => on.doNothing())
			.returning('id')
			.executeTakeFirst();
		if (made) await later(tx, packOwnData, { id: made.id });
	});
	return 'packing';
}

/** The last one that was packed for this person, or is being. */
export const lastExport = (account: Account) =>
	db
		.selectFrom('ownDataExports')
		.select(['id', 'state', 'progress', 'size', 'askedAt', 'endedAt'])
		.where('account', '=', account.id)
		.orderBy('askedAt', 'desc')
		.executeTakeFirst();

/** A packed file as a stream, for its owner alone. */
export async function openExport(account: Account, id: string): Promise<{ size: number; content: Readable }> {
	found(
		await db
			.selectFrom('ownDataExports')
			.select('id')
			.where('account', '=', account.id)
			.where(sql<string>`id::text`, '=', id)
			.where('state', '=', 'ready')
			.executeTakeFirst()
	);
	// After a restore the row is there and its file is not.
	const file = found(await open(fileOf(id)).catch(() => null));
	return { size: (await file.stat()).size, content: file.createReadStream() };
}

/** Begun anew as often as it is cut off: only a whole file gets its name. */
export const packOwnData = job<{ id: string }>(
	'privacy.pack',
	async ({ id }) => {
		const asked = await db
			.updateTable('ownDataExports')
			.set({ state: 'running' })
			.where('id', '=', id)
			.where('state', 'in', ['waiting', 'running'])
			.returning(['account', 'locale'])
			.executeTakeFirst();
		if (!asked) return;
		const account = (await db
			.selectFrom('accounts')
			.select(['id', 'name', 'email', 'locale', 'isNetworkAdmin'])
			.where('id', '=', asked.account)
			.executeTakeFirstOrThrow()) as Account;
		const set = (values: { state?: string; progress?: number; size?: number; endedAt?: Date }) =>
			db.updateTable('ownDataExports').set(values).where('id', '=', id).execute();
		let told = 0;
		const tell = async (percent: number) => {
			if (percent < told + 2) return;
			told = percent;
			await set({ progress: Math.min(99, Math.floor(percent)) });
		};
		const draft = `${fileOf(id)}.part`;
		await mkdir(folder(), { recursive: true, mode: 0o700 });
		try {
			const content = zipOf(account, isLocale(asked.locale) ? asked.locale : 'fr', tell);
			await pipeline(Readable.from(content, { objectMode: false }), createWriteStream(draft, { mode: 0o600 }));
			const file = await open(draft);
			const { size } = await file.stat();
			await file.sync().finally(() => file.close());
			await rename(draft, fileOf(id));
			await set({ state: 'ready', progress: 100, size, endedAt: new Date() });
		} catch (error) {
			log.error({ export: id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }, 'own data');
			await set({ state: 'failed', endedAt: new Date() });
			await rm(draft, { force: true });
		}
	},
	{ heartbeat: 10 }
);

/** Throws away the files that no row speaks of any more. */
export async function sweepExports() {
	const kept = new Set((await db.selectFrom('ownDataExports').select('id').execute()).map(({ id }) => id));
	for (const name of await readdir(folder()).catch(() => []))
		if (!kept.has(name.slice(0, 36))) await rm(join(folder(), name), { force: true });
}
