import { AsyncLocalStorage } from 'node:async_hooks';
import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { fromDatabase } from './refusal.ts';
import type { DB } from './schema.ts';

// Counts and cents fit a double; the driver would hand them over as text.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
// A day is a day: the driver would make it midnight in the server's zone.
pg.types.setTypeParser(pg.types.builtins.DATE, String);

const hubs = new AsyncLocalStorage<string>();

/** Everything that `work` reads or writes is held to this hub by row-level security, whatever its queries forget. */
export const inHub = <T>(hub: string, work: () => T): T => hubs.run(hub, work);

/** For installation-wide work only (migrations, jobs that pick their hub, sign-in): lifts the second lock. */
export const acrossHubs = <T>(work: () => T): T => hubs.run('*', work);

let shared: pg.Pool | undefined;

let outside = '';

/** For tests of the operations' own scoping: work that names no hub is then seen as installation-wide, instead of belonging to none. */
export const liftSecondLock = () => void (outside = '*');

/** The one pool of this process. Opened at first use, so that reading a module never connects. */
export function pool() {
	shared ??= new pg.Pool({
		connectionString: process.env.DATABASE_URL,
		max: Number(process.env.KM0_POOL ?? 12),
		idleTimeoutMillis: 30_000
	}).on('error', () => {
		// An idle connection died (Postgres restarted): the next checkout opens another.
	});
	return shared;
}

export async function closePool() {
	const ending = shared;
	shared = undefined;
	await ending?.end();
}

const within = new AsyncLocalStorage<true>();
let isStrict = false;

/**
 * For tests: who holds a connection and waits for a second one can starve, once as many do so as the pool has. Reading beside one's own
 * transaction then throws.
 */
export const forbidSecondConnections = () => void (isStrict = true);

/** For the few things that others must see while a transaction goes on, such as its progress. Never where many may do so at once. */
export const asideOfTransaction = <T>(work: () => T): T => within.exit(work);

const heldHub = new WeakMap<pg.PoolClient, string>();

const hubPool = {
	async connect() {
		if (isStrict && within.getStore()) throw new Error('a second connection within a transaction');
		const client = await pool().connect();
		const hub = hubs.getStore() ?? outside;
		if (heldHub.get(client) !== hub) {
			try {
				await client.query("select set_config('km0.hub', $1, false)", [hub]);
			} catch (error) {
				client.release(true);
				throw error;
			}
			heldHub.set(client, hub);
		}
		return client;
	},
	end: closePool
};

export const db = new Kysely<DB>({
	dialect: new PostgresDialect({ pool: hubPool as unknown as pg.Pool }),
	plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })]
});

export type Tx = Transaction<DB>;

const retried = new Set(['40001', '40P01']);

/** All of `work` or nothing. A deadlock or a serialisation failure is tried again; a broken promise of the database becomes a `Refusal`. */
export async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
	for (let tries = 0; ; tries++) {
		try {
			return await db.transaction().execute((tx) => within.run(true, () => work(tx)));
		} catch (error) {
			if (tries < 4 && retried.has((error as { code?: string }).code ?? '')) continue;
			throw fromDatabase(error);
		}
	}
}
