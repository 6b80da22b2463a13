import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startCluster } from './cluster.ts';
import { migrate } from './migrate.ts';
import type { Settings } from './settings.ts';

export interface House {
	url: string;
	/** True when Postgres is the embedded one, in the data folder. */
	embedded: boolean;
	/** Names of the migrations that ran now. */
	migrated: string[];
	/** Stops Postgres, if this house started it or is told to own it. */
	leave: (owner?: boolean) => Promise<void>;
}

/** Makes ready what server and command line stand on: the data folder, Postgres, its migrations, and the environment that modules read. */
export async function openHouse(settings: Settings): Promise<House> {
	await mkdir(settings.KM0_DATA, { recursive: true });
	const cluster = settings.DATABASE_URL ? null : await startCluster(settings.KM0_DATA);
	const url = settings.DATABASE_URL ?? cluster?.url ?? '';
	const leave = async (owner = cluster?.started ?? false) => {
		if (cluster && owner) await cluster.stop();
	};
	try {
		process.env.KM0_HOME = join(import.meta.dirname, '../..');
		process.env.DATABASE_URL = url;
		process.env.KM0_SECRET = settings.KM0_SECRET ?? (await keptSecret(settings));
		process.env.KM0_FILES = settings.KM0_FILES ?? join(settings.KM0_DATA, 'files');
		process.env.KM0_LOG = settings.KM0_LOG;
		process.env.KM0_POOL = String(settings.KM0_POOL);
		return { url, embedded: cluster !== null, migrated: await migrate(url), leave };
	} catch (error) {
		await leave();
		throw error;
	}
}

async function keptSecret({ KM0_DATA }: Settings) {
	const file = join(KM0_DATA, 'secret');
	const kept = await readFile(file, 'utf8').catch(() => '');
	if (kept) return kept;
	const made = randomBytes(32).toString('base64url');
	await writeFile(file, made, { mode: 0o600, flag: 'wx' });
	return made;
}
