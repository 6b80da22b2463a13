import { pool } from './db.server.ts';
import { jobsRun } from './jobs.ts';
import { isMigrated } from './migrate.ts';

/** Can this process serve? Database reached, every migration run, jobs worked on. */
export async function readiness() {
	try {
		const migrations = await isMigrated((text) => pool().query(text));
		return { database: true, migrations, jobs: jobsRun() };
	} catch {
		return { database: false, migrations: false, jobs: jobsRun() };
	}
}
