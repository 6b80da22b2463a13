import { randomBytes } from 'node:crypto';
import { access, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startCluster } from '../cluster.ts';
import type { Settings } from '../settings.ts';
import { ArchiveTrouble } from './archive.ts';
import type { Place } from './backup.ts';

/** The installation that these settings name, with its Postgres running, as it is. */
export async function standing<T>(settings: Settings, work: (place: Place) => Promise<T>): Promise<T> {
	if (!settings.DATABASE_URL && !(await exists(join(settings.KM0_DATA, 'postgres'))))
		throw new ArchiveTrouble(`There is no installation in ${settings.KM0_DATA}. Say where it is with KM0_DATA or DATABASE_URL.`);
	return withDatabase(settings, async (url) => work(await placeOf(settings, url)));
}

/** A place to restore into. If that fails, what was made for it is gone again. */
export async function begun<T>(settings: Settings, work: (place: Place) => Promise<T>): Promise<T> {
	const folder = settings.KM0_DATA;
	const isNew = !(await exists(folder));
	const before = new Set(isNew ? [] : await readdir(folder));
	await mkdir(folder, { recursive: true });
	try {
		return await withDatabase(settings, async (url) => work(await placeOf(settings, url)));
	} catch (error) {
		for (const name of await readdir(folder)) if (!before.has(name)) await rm(join(folder, name), { recursive: true, force: true });
		if (isNew) await rm(folder, { recursive: true, force: true });
		throw error;
	}
}

async function withDatabase<T>(settings: Settings, work: (url: string) => Promise<T>): Promise<T> {
	if (settings.DATABASE_URL) return work(settings.DATABASE_URL);
	const cluster = await startCluster(settings.KM0_DATA);
	try {
		return await work(cluster.url);
	} finally {
		if (cluster.started) await cluster.stop();
	}
}

async function placeOf(settings: Settings, url: string): Promise<Place> {
	const secretFile = settings.KM0_SECRET ? null : join(settings.KM0_DATA, 'secret');
	const kept = secretFile ? await readFile(secretFile, 'utf8').catch(() => '') : '';
	return {
		url,
		files: settings.KM0_FILES ?? join(settings.KM0_DATA, 'files'),
		secret: settings.KM0_SECRET ?? (kept || randomBytes(32).toString('base64url')),
		secretFile
	};
}

const exists = (path: string) =>
	access(path).then(
		() => true,
		() => false
	);
