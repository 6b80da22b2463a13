import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { baseUrl } from '../auth.server.ts';
import { db, pool, transaction } from '../db.server.ts';
import { isLocale } from '../i18n.ts';
import { job } from '../jobs.ts';
import { log } from '../log.ts';
import { post } from '../mail.ts';
import { readSettings } from '../settings.ts';
import { checkArchive } from './archive.ts';
import { backup, type Place } from './backup.ts';

export interface Schedule {
	folder: string;
	/** Between one and the next. */
	hours: number;
	/** How many stay. */
	keep: number;
}

/** What the settings ask for; nothing where they name no folder. */
export function schedule(): Schedule | null {
	const { KM0_BACKUP_FOLDER, KM0_BACKUP_HOURS, KM0_BACKUP_KEEP } = readSettings();
	return KM0_BACKUP_FOLDER ? { folder: KM0_BACKUP_FOLDER, hours: KM0_BACKUP_HOURS, keep: KM0_BACKUP_KEEP } : null;
}

/** The installation as this process runs it. */
async function ownPlace(): Promise<Place> {
	const { DATABASE_URL = '', KM0_FILES, KM0_DATA, KM0_SECRET = '' } = readSettings();
	const secretFile = join(KM0_DATA, 'secret');
	const isKept = (await readFile(secretFile, 'utf8').catch(() => null)) === KM0_SECRET;
	return { url: DATABASE_URL, files: KM0_FILES ?? join(KM0_DATA, 'files'), secret: KM0_SECRET, secretFile: isKept ? secretFile : null };
}

const ours = /^km0-\d{4}-\d\d-\d\dT\d{6}Z\.tar\.gz$/;
const nameFor = (at: Date) => `km0-${at.toISOString().replace(/\.\d+/, '').replaceAll(':', '')}.tar.gz`;

/** A day after it was read, a backup is read again: disks lose things quietly. */
const checkedEvery = 24;

export const keepBackups = job(
	'backup.keep',
	async () => {
		const wanted = schedule();
		if (!wanted) return;
		// One at a time, in whichever process.
		const holder = await pool().connect();
		try {
			const { rows } = await holder.query<{ free: boolean }>("select pg_try_advisory_lock(hashtext('km0 backups')) as free");
			if (!rows[0]?.free) return;
			try {
				await keep(wanted);
			} finally {
				await holder.query("select pg_advisory_unlock(hashtext('km0 backups'))");
			}
		} finally {
			holder.release();
		}
	},
	{ every: '*/15 * * * *', heartbeat: 60 }
);

async function keep({ folder, hours, keep }: Schedule) {
	const newest = await newestGood();
	if (newest && !isOlder(newest.endedAt, hours)) {
		if (isOlder(newest.checkedAt, checkedEvery)) await checkAgain(folder, newest);
		return;
	}
	const wentWrong = await lastFailed();
	// After a failure not each quarter of an hour: a full disk does not empty itself.
	if (wentWrong && !isOlder(wentWrong.beganAt, 1)) return;
	if (await take(folder, wentWrong !== undefined)) await clear(folder, keep);
}

const isOlder = (at: Date | null, hours: number) => at === null || Date.now() - at.getTime() > hours * 3_600_000;

const newestGood = () =>
	db
		.selectFrom('backups')
		.select(['id', 'file', 'endedAt', 'checkedAt'])
		.where('endedAt', 'is not', null)
		.where('failure', 'is', null)
		.where('removedAt', 'is', null)
		.orderBy('beganAt', 'desc')
		.limit(1)
		.executeTakeFirst();

/** The last one, if it failed. */
const lastFailed = async () => {
	const last = await db.selectFrom('backups').select(['beganAt', 'failure']).orderBy('beganAt', 'desc').limit(1).executeTakeFirst();
	return last?.failure ? last : undefined;
};

async function take(folder: string, wasToldAlready: boolean) {
	const file = nameFor(new Date());
	const draft = join(folder, `unfinished-${file}`);
	const { id } = await db.insertInto('backups').values({ file }).returning('id').executeTakeFirstOrThrow();
	try {
		await mkdir(folder, { recursive: true, mode: 0o700 });
		await backup(await ownPlace(), draft);
		const { size } = await stat(draft);
		await rename(draft, join(folder, file));
		await db.updateTable('backups').set({ endedAt: new Date(), checkedAt: new Date(), size }).where('id', '=', id).execute();
		return true;
	} catch (error) {
		await rm(draft, { force: true }).catch(() => {});
		await failed(id, error, wasToldAlready);
		return false;
	}
}

async function checkAgain(folder: string, { id, file }: { id: string; file: string }) {
	try {
		await checkArchive(join(folder, file));
		await db.updateTable('backups').set({ checkedAt: new Date() }).where('id', '=', id).execute();
	} catch (error) {
		await failed(id, error, false);
	}
}

/** Keeps the reason, and tells whoever runs the network, once in a row of failures. */
async function failed(id: string, error: unknown, wasToldAlready: boolean) {
	const failure = (error instanceof Error ? error.message : String(error)).slice(0, 500);
	log.error({ backup: id, error: failure }, 'backup');
	await transaction(async (tx) => {
		await tx.updateTable('backups').set({ failure, endedAt: null }).where('id', '=', id).execute();
		if (wasToldAlready) return;
		const administrators = await tx
			.selectFrom('accounts')
			.select(['name', 'email', 'locale'])
			.where('isNetworkAdmin', '=', true)
			.where('anonymisedAt', 'is', null)
			.execute();
		for (const { name, email, locale } of administrators)
			await post(tx, {
				hub: null,
				to: email,
				locale: isLocale(locale) ? locale : 'fr',
				kind: 'backup_failed',
				params: { name, reason: failure },
				link: `${baseUrl}/network`
			});
	});
}

/** Of our own files the newest stay; what lies beside them is somebody else's. */
async function clear(folder: string, keep: number) {
	const files = (await readdir(folder)).filter((name) => ours.test(name)).sort();
	const old = files.slice(0, Math.max(0, files.length - keep));
	for (const file of old) await rm(join(folder, file), { force: true });
	for (const file of (await readdir(folder)).filter((name) => name.startsWith('unfinished-km0-')))
		await rm(join(folder, file), { force: true });
	if (old.length) await db.updateTable('backups').set({ removedAt: new Date() }).where('file', 'in', old).execute();
	await sql`delete from backups where began_at < now() - interval '400 days'`.execute(db);
}

export interface BackupState {
	/** `none` where no folder is set. */
	state: 'none' | 'good' | 'late';
	lastAt: Date | null;
	checkedAt: Date | null;
	size: number | null;
	hours: number;
	kept: number;
	failure: string | null;
}

/** How backups stand: late once twice the time between two has gone by without a good one. */
export async function backupState(): Promise<BackupState> {
	const wanted = schedule();
	if (!wanted) return { state: 'none', lastAt: null, checkedAt: null, size: null, hours: 0, kept: 0, failure: null };
	const good = db.selectFrom('backups').where('endedAt', 'is not', null).where('failure', 'is', null).where('removedAt', 'is', null);
	const [last, { kept }, { since }, wrong] = await Promise.all([
		good.select(['endedAt', 'checkedAt', 'size']).orderBy('beganAt', 'desc').limit(1).executeTakeFirst(),
		good.select(sql<number>`count(*)`.as('kept')).executeTakeFirstOrThrow(),
		// An installation that is younger than its first backup is not late.
		db
			.selectFrom('accounts')
			.select(sql<Date | null>`min(created_at)`.as('since'))
			.executeTakeFirstOrThrow(),
		lastFailed()
	]);
	return {
		state: isOlder(last?.endedAt ?? since ?? new Date(), wanted.hours * 2) ? 'late' : 'good',
		lastAt: last?.endedAt ?? null,
		checkedAt: last?.checkedAt ?? null,
		size: last?.size ?? null,
		hours: wanted.hours,
		kept,
		failure: wrong?.failure ?? null
	};
}
