import { sql } from 'kysely';
import { z } from 'zod';
import { isMadeUpSiren } from '#ecosystem/identifiers.ts';
import { firmsWithSiren } from '#ecosystem/numbered.ts';
import { has, system, type Actor } from '#platform/actor.ts';
import { db, inHub, transaction, type Tx } from '#platform/db.server.ts';
import { job, later } from '#platform/jobs.ts';
import { record } from '#platform/journal.ts';
import { authorize, conflict, Refusal } from '#platform/refusal.ts';
import { registerIsOn } from './client.ts';
import { entryOf, keptEntries } from './entries.ts';

export const runStates = ['queued', 'running', 'done', 'cancelled', 'failed'] as const;
export const Run = z.object({
	id: z.uuid(),
	state: z.enum(runStates),
	/** Firms to ask about, and how many were. */
	total: z.number(),
	done: z.number(),
	/** Code of why it failed. */
	failure: z.string().nullable(),
	createdAt: z.date(),
	endedAt: z.date().nullable()
});
export type Run = z.output<typeof Run>;

/** The last time that the register was asked about all firms of the hub. */
export async function lastRun(actor: Actor): Promise<Run | null> {
	authorize(has(actor, 'animator'));
	const row = await db
		.selectFrom('registerRuns')
		.select(['id', 'state', 'total', 'done', 'failure', 'createdAt', 'endedAt'])
		.where('hub', '=', actor.hub)
		.orderBy('createdAt', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row ? Run.parse(row) : null;
}

/** Asks the register about each firm of the hub of which nothing holds that it said before. */
export async function startRun(actor: Actor): Promise<Run> {
	authorize(has(actor, 'animator'));
	if (!registerIsOn()) throw conflict('register_off');
	const total = (await toAsk(actor)).length;
	return transaction(async (tx) => {
		const run = await queueRun(tx, actor.hub, total);
		await record(tx, actor, 'register.asked', run.id, { firms: [null, total] });
		return run;
	});
}

async function queueRun(tx: Tx, hub: string, total: number): Promise<Run> {
	const row = await tx
		.insertInto('registerRuns')
		.values({ hub, total })
		.returning(['id', 'state', 'total', 'done', 'failure', 'createdAt', 'endedAt'])
		.executeTakeFirstOrThrow();
	await later(tx, asking, { hub, run: row.id });
	return Run.parse(row);
}

/** Stops a run after the question that is under way. */
export async function cancelRun(actor: Actor): Promise<Run> {
	authorize(has(actor, 'animator'));
	await transaction(async (tx) => {
		const run = await tx
			.updateTable('registerRuns')
			.set({ state: 'cancelled', endedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('state', 'in', ['queued', 'running'])
			.returning('id')
			.executeTakeFirst();
		if (!run) throw conflict('register_not_at_work');
		await record(tx, actor, 'register.cancelled', run.id);
	});
	return (await lastRun(actor)) as Run;
}

async function toAsk(actor: Actor): Promise<string[]> {
	const sirens = (await firmsWithSiren(actor)).map(({ siren }) => siren).filter((siren) => !isMadeUpSiren(siren));
	const entries = await keptEntries(actor.hub, sirens);
	return sirens.filter((siren) => !entries.get(siren)?.holds);
}

/** So many at a time, so that no piece of work lasts longer than the queue waits for it. */
const atOnce = 200;
/** A register that is silent so often in a row is left alone until somebody asks again. */
const mostSilences = 3;

export const asking = job<{ hub: string; run: string }>('register.ask', ({ hub, run }) => inHub(hub, () => ask(hub, run)), {
	heartbeat: 10
});

async function ask(hub: string, run: string) {
	const mine = () =>
		db.updateTable('registerRuns').where('hub', '=', hub).where('id', '=', run).where('state', 'in', ['queued', 'running']);
	const end = (state: 'done' | 'failed', failure: string | null = null) => mine().set({ state, failure, endedAt: new Date() }).execute();
	const { numUpdatedRows } = await mine().set({ state: 'running' }).executeTakeFirst();
	if (!numUpdatedRows) return;

	const sirens = await toAsk(system(hub));
	let silences = 0;
	for (const siren of sirens.slice(0, atOnce)) {
		if (await answers(hub, siren)) silences = 0;
		else if (++silences === mostSilences) return void (await end('failed', 'register_silent'));
		const going = await mine()
			.set({ done: sql<number>`least(done + 1, total)` })
			.executeTakeFirst();
		if (!going.numUpdatedRows) return;
	}
	if (sirens.length <= atOnce) return void (await end('done'));
	await transaction((tx) => later(tx, asking, { hub, run }));
}

async function answers(hub: string, siren: string): Promise<boolean> {
	try {
		return !(await entryOf(hub, siren, { patient: true })).isStale;
	} catch (thrown) {
		if (thrown instanceof Refusal) return false;
		throw thrown;
	}
}

/** Each night: asks again about what holds no longer, and forgets what no organisation needs. */
export const nightly = job(
	'register.nightly',
	async () => {
		const hubs = await db.selectFrom('hubs').select('id').execute();
		for (const { id } of hubs) await inHub(id, () => tidy(id));
	},
	{ every: '23 2 * * *' }
);

async function tidy(hub: string) {
	await sql`delete from register_entries as entry where hub = ${hub} and asked_at < now() - interval '90 days'
		and not exists (select from organisations o where o.hub = entry.hub and o.siren = entry.siren and o.archived_at is null)`.execute(db);
	await sql`delete from register_runs where hub = ${hub} and created_at < now() - interval '1 year'`.execute(db);
	if (!registerIsOn()) return;
	const total = (await toAsk(system(hub))).length;
	if (total)
		await transaction((tx) => queueRun(tx, hub, total)).catch((thrown: unknown) => {
			// Somebody asked already, and what they asked is this.
			if (!(thrown instanceof Refusal && thrown.code === 'register_run_at_work')) throw thrown;
		});
}
