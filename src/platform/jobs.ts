import { CompiledQuery } from 'kysely';
import pg from 'pg';
import { PgBoss, type Db } from 'pg-boss';
import { acrossHubs, transaction, type Tx } from './db.server.ts';
import { log } from './log.ts';

export interface Job<T extends object> {
	name: string;
	run: (data: T) => Promise<void>;
	/** Cron line, in UTC, for work that comes by itself. */
	every?: string;
	/** Seconds after which work is taken up again whose process fell silent; without it that takes a quarter of an hour. */
	heartbeat?: number;
	/** How many of them one process does side by side; without it, one after the other. */
	atOnce?: number;
}

const jobs = new Map<string, Job<object>>();

/** Declares work that is done later: retried with growing pauses, kept when it fails for good. It only calls an operation. */
export function job<T extends object>(
	name: string,
	run: Job<T>['run'],
	{ every, heartbeat, atOnce }: Pick<Job<T>, 'every' | 'heartbeat' | 'atOnce'> = {}
): Job<T> {
	const made: Job<T> = { name, run, every, heartbeat, atOnce };
	jobs.set(name, made as unknown as Job<object>);
	return made;
}

const retry = { retryLimit: 6, retryDelay: 5, retryBackoff: true, retryDelayMax: 3600 };
let boss: Promise<PgBoss> | undefined;
let working = false;

/** A connection to the queue's tables, without workers. */
async function queue() {
	boss ??= (async () => {
		const made = new PgBoss({ db: ownDatabase, supervise: false, schedule: false, warningSlowQuery: 0 } as ConstructorParameters<
			typeof PgBoss
		>[0]);
		made.on('error', (error) => log.error({ error: error.message }, 'jobs'));
		await made.start();
		return made;
	})();
	return boss;
}

let ownPool: pg.Pool | undefined;
/** Connections of its own: whoever queues work holds one of the others, and all who do so at once would wait for ever for one more. */
const ownDatabase: Db = {
	executeSql: (text, values) => {
		ownPool ??= new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 2, idleTimeoutMillis: 30_000, allowExitOnIdle: true }).on(
			'error',
			() => {
				// An idle connection died: the next query opens another.
			}
		);
		return ownPool.query(text, values as unknown[]);
	}
};

const within = (tx: Tx): Db => ({
	// The queue reads its own column names, so ours are not put in its way.
	executeSql: async (text, values) => ({
		rows: (await tx.withoutPlugins().executeQuery(CompiledQuery.raw(text, values as unknown[]))).rows
	})
});

/** Queues `work` in the transaction that causes it: it happens if and only if the transaction does. */
export async function later<T extends object>(tx: Tx, work: Job<T>, data: T, { at, once }: { at?: Date; once?: string } = {}) {
	const sender = await queue();
	await sender.send(work.name, data, { ...retry, db: within(tx), ...(at && { startAfter: at }), ...(once && { singletonKey: once }) });
}

/** Makes the queue's tables and a queue for each declared job. Once per database, at start. */
export async function prepareJobs() {
	const made = await queue();
	for (const { name, heartbeat } of jobs.values())
		await made.createQueue(name, { ...retry, ...(heartbeat && { heartbeatSeconds: heartbeat }) });
	await takeOver();
}

/** Queues what came with a backup or with a hub from elsewhere; work that this version does not know stays where it is. */
const takeOver = () =>
	acrossHubs(() =>
		transaction(async (tx) => {
			const known = [...jobs.keys()];
			const waiting = await tx.deleteFrom('handedOverJobs').where('name', 'in', known).returningAll().execute();
			for (const { name, data, startAfter, singletonKey } of waiting)
				await later(tx, { name } as Job<object>, data as object, { at: startAfter ?? undefined, once: singletonKey ?? undefined });
		})
	);

/** Works on the queue in this process until `stopJobs`. */
export async function startJobs() {
	await prepareJobs();
	await (await boss)?.stop({ graceful: false });
	boss = (async () => {
		const made = new PgBoss({ db: ownDatabase, supervise: true, schedule: true });
		made.on('error', (error) => log.error({ error: error.message }, 'jobs'));
		await made.start();
		return made;
	})();
	const made = await boss;
	working = true;
	for (const { name, run, every, atOnce = 1 } of jobs.values()) {
		await made.work(name, { pollingIntervalSeconds: 1, batchSize: 1, localConcurrency: atOnce }, async (batch) => {
			for (const { data, id } of batch) {
				log.debug({ job: name, id }, 'job');
				await acrossHubs(() => run(data as object));
			}
		});
		if (every) await made.schedule(name, every, {}, { tz: 'UTC' });
	}
}

export async function stopJobs() {
	const ending = boss;
	boss = undefined;
	working = false;
	await (await ending)?.stop({ graceful: true, timeout: 10_000 });
	const connections = ownPool;
	ownPool = undefined;
	await connections?.end();
}

export const jobsRun = () => working;

/** Does everything that is due now, one after another, and says how much. For tests and the command line, where no worker runs. */
export async function workThrough(): Promise<number> {
	const made = await queue();
	for (let done = 0; ;) {
		const before = done;
		for (const { name, run } of jobs.values()) {
			for (const { id, data } of await made.fetch(name, { batchSize: 20 })) {
				try {
					await acrossHubs(() => run(data as object));
					await made.complete(name, id);
				} catch (error) {
					await made.fail(name, id, { message: String(error) });
				}
				done++;
			}
		}
		if (done === before) return done;
	}
}
