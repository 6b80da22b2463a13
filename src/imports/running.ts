import { sql } from 'kysely';
import { memberToAnswer } from '#ecosystem/members.ts';
import { has, system, type Actor, type Door } from '#platform/actor.ts';
import { breather } from '#platform/breather.ts';
import { asideOfTransaction, db, inHub, transaction, type Tx } from '#platform/db.server.ts';
import { speaking, type Locale } from '#platform/i18n.ts';
import { job } from '#platform/jobs.ts';
import { record } from '#platform/journal.ts';
import { log } from '#platform/log.ts';
import { fromDatabase, Refusal } from '#platform/refusal.ts';
import type { Kind } from './fields.ts';
import type { Choices, Importer, Judged, Outcome, Row, Task } from './judging.ts';
import { organisationImporter } from './organisations.ts';
import { peopleImporter } from './people.ts';
import { postImporter } from './posts.ts';
import type { Meanings } from './values.ts';

interface Which {
	hub: string;
	id: string;
}

/** After a kill, work on a file is taken up again this soon. */
const heartbeat = 10;

export const previewing = job<Which>('import.preview', (which) => atWork(which, ['previewing'], preview), { heartbeat });
export const running = job<Which>('import.run', (which) => atWork(which, ['queued', 'running'], run), { heartbeat });

class Cancelled extends Error {}

interface Import {
	hub: string;
	id: string;
	task: Task;
}

/**
 * Does the work of an import in the name of who asked for it, unless that was done meanwhile. It may be begun any number of times: nothing is
 * written for others to see before its one transaction ends.
 */
async function atWork({ hub, id }: Which, from: readonly string[], work: (one: Import) => Promise<void>) {
	await inHub(hub, async () => {
		const row = await load(hub, id);
		if (!row || !from.includes(row.state)) return;
		const end = (state: string, failure: string | null) =>
			db
				.updateTable('imports')
				.set({ state, failure, endedAt: new Date() })
				.where('hub', '=', hub)
				.where('id', '=', id)
				.where('state', 'in', ['previewing', 'queued', 'running'])
				.execute();
		try {
			const actor = await whoAsked(row);
			if (!actor) throw new Refusal('forbidden');
			const { kind, mapping, meanings, ...choices } = row;
			const task: Task = {
				actor,
				import: id,
				kind: kind as Kind,
				mapping,
				meanings: meanings as unknown as Meanings,
				choices: { ...choices, legalBasis: choices.legalBasis ?? 'interest' } as Choices,
				breathe: breather()
			};
			await speaking(actor.locale, () => work({ hub, id, task }));
		} catch (thrown) {
			if (thrown instanceof Cancelled) return void (await end('cancelled', null));
			const refusal = fromDatabase(thrown);
			if (refusal instanceof Refusal) return void (await end('failed', refusal.code));
			log.error({ import: id, error: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) }, 'import');
			await end('failed', 'broken');
		}
	});
}

const load = (hub: string, id: string) =>
	db
		.selectFrom('imports')
		.select(['kind', 'state', 'mapping', 'meanings', 'changedRows', 'likelyRows', 'invites', 'legalBasis', 'source'])
		.select(['createdBy', 'apiKey', 'door', 'locale', 'hub'])
		.where('hub', '=', hub)
		.where('id', '=', id)
		.executeTakeFirst();

/** Whoever asked, as they may act now; a program by its key is asked about when it asks. */
async function whoAsked({ hub, createdBy, apiKey, door, locale }: NonNullable<Awaited<ReturnType<typeof load>>>): Promise<Actor | null> {
	const through = { door: door as Door, locale: locale as Locale };
	if (!createdBy) return { ...system(hub), ...through, apiKey };
	const known = await memberToAnswer(hub, createdBy, null);
	return known && has(known.actor, 'animator') ? { ...known.actor, ...through, apiKey } : null;
}

const importers: Record<Kind, (task: Task) => Promise<Importer>> = {
	organisations: organisationImporter,
	people: peopleImporter,
	needs: (task) => postImporter(task as Task & { kind: 'needs' }),
	offers: (task) => postImporter(task as Task & { kind: 'offers' })
};

/** Rows that are judged between two looks at whether to go on. */
const chunk = 250;
/** Rows that are written together: each time the organisations among them are compared with all of their communes. */
const writtenAtOnce = 1000;

/** Judges all rows, some at a time, and tells how far it is: up to `share` percent. */
async function judgeAll({ hub, id, task }: Import, share: number, keep: (some: Judged[]) => Promise<void>): Promise<Importer> {
	const importer = await importers[task.kind](task);
	const { rowCount } = await db
		.selectFrom('imports')
		.select('rowCount')
		.where('hub', '=', hub)
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	let done = 0;
	for (let after = 0; ;) {
		const rows: Row[] = await db
			.selectFrom('importRows')
			.select(['line', 'cells', 'decision'])
			.where('hub', '=', hub)
			.where('import', '=', id)
			.where('line', '>', after)
			.orderBy('line')
			.limit(chunk)
			.execute();
		if (!rows.length) return importer;
		await keep(await importer.judge(rows));
		done += rows.length;
		after = rows.at(-1)?.line ?? after;
		await tell(hub, id, (done / Math.max(1, rowCount)) * share);
	}
}

/** How far it is, for whoever watches; and whether somebody wants it stopped. */
async function tell(hub: string, id: string, percent: number) {
	const { cancelAskedAt } = await db
		.updateTable('imports')
		.set({ progress: Math.min(99, Math.round(percent)) })
		.where('hub', '=', hub)
		.where('id', '=', id)
		.returning('cancelAskedAt')
		.executeTakeFirstOrThrow();
	if (cancelAskedAt) throw new Cancelled();
}

async function preview(one: Import) {
	const { hub, id } = one;
	await judgeAll(one, 100, async (some) => void (await transaction((tx) => keepJudged(tx, hub, id, some, null))));
	await transaction(async (tx) => {
		const { numUpdatedRows } = await tx
			.updateTable('imports')
			.set({ state: 'previewed', progress: 100, counts: sql`jsonb_build_object('verdicts', ${countsOf(hub, id, 'verdict')})` })
			.where('hub', '=', hub)
			.where('id', '=', id)
			.where('state', '=', 'previewing')
			.where('cancelAskedAt', 'is', null)
			.executeTakeFirst();
		if (!numUpdatedRows) throw new Cancelled();
	});
}

const countsOf = (hub: string, id: string, what: 'verdict' | 'outcome') =>
	sql`(select coalesce(jsonb_object_agg(it, n), '{}') from (select ${sql.ref(what)} as it, count(*) as n from import_rows
		where hub = ${hub} and import = ${id} and ${sql.ref(what)} is not null group by 1) as counted)`;

/** Somebody else was quicker between our look and our writing: looked at again, it may be right. */
const tries = 3;

async function run(one: Import) {
	for (let left = tries; ; left--) {
		try {
			return await runOnce(one);
		} catch (thrown) {
			const error = fromDatabase(thrown);
			if (!(error instanceof Refusal && error.status === 409 && left > 1)) throw error;
		}
	}
}

async function runOnce(one: Import) {
	const { hub, id, task } = one;
	await db
		.updateTable('imports')
		.set({ state: 'running' })
		.where('hub', '=', hub)
		.where('id', '=', id)
		.where('state', '=', 'queued')
		.execute();
	const judged: Judged[] = [];
	const importer = await judgeAll(one, 50, async (some) => void judged.push(...some));
	await transaction(async (tx) => {
		// One at a time in a hub; whoever waited looks again whether there is anything left to do.
		await sql`select pg_advisory_xact_lock(hashtextextended(${`import ${hub}`}, 0))`.execute(tx);
		const now = await tx.selectFrom('imports').select('state').where('hub', '=', hub).where('id', '=', id).executeTakeFirst();
		if (now?.state !== 'running') return;
		for (let from = 0; from < judged.length; from += writtenAtOnce) {
			const some = judged.slice(from, from + writtenAtOnce);
			const made = await importer.write(tx, some);
			await keepJudged(tx, hub, id, some, made);
			await task.breathe();
			await asideOfTransaction(() => tell(hub, id, 50 + ((from + some.length) / judged.length) * 49));
		}
		const { numUpdatedRows } = await tx
			.updateTable('imports')
			.set({
				state: 'done',
				progress: 100,
				endedAt: new Date(),
				counts: sql`jsonb_build_object('verdicts', ${countsOf(hub, id, 'verdict')}, 'outcomes', ${countsOf(hub, id, 'outcome')})`
			})
			.where('hub', '=', hub)
			.where('id', '=', id)
			.where('state', '=', 'running')
			.where('cancelAskedAt', 'is', null)
			.executeTakeFirst();
		if (!numUpdatedRows) throw new Cancelled();
		await record(tx, task.actor, 'import.done', id, { rows: [null, judged.length] });
	});
}

const outcomeOf = ({ verdict, act }: Judged): Outcome => {
	if (verdict === 'refused') return 'refused';
	if (act?.does === 'add') return 'added';
	if (verdict === 'changed') return act ? 'changed' : 'skipped';
	return verdict === 'unchanged' ? 'unchanged' : 'skipped';
};

/** Puts down what was found out about rows, and after a run what became of them. */
const keepJudged = (tx: Tx, hub: string, id: string, judged: readonly Judged[], made: ReadonlyMap<number, string> | null) =>
	sql`update import_rows r set verdict = j.verdict, outcome = j.outcome, name = j.name, record = j.record, email = j.email,
			reasons = j.reasons, changes = j.changes, likely = j.likely
		from json_to_recordset(${JSON.stringify(
			judged.map((one) => ({
				...one,
				act: undefined,
				name: one.name.slice(0, 200),
				record: one.record ?? made?.get(one.line) ?? null,
				outcome: made ? outcomeOf(one) : null
			}))
		)}::json) as j (line integer, verdict text, outcome text, name text, record uuid, email text, reasons jsonb, changes jsonb, likely jsonb)
		where r.hub = ${hub} and r.import = ${id} and r.line = j.line`.execute(tx);
