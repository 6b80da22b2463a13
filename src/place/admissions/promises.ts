import { sql } from 'kysely';
import { z } from 'zod';
import { firmNames, firmsNamed } from '#ecosystem/firms.ts';
import { actsFor, system, type Actor } from '#platform/actor.ts';
import { acrossHubs, db, inHub, transaction, type Tx } from '#platform/db.server.ts';
import { job } from '#platform/jobs.ts';
import { record } from '#platform/journal.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { authorize, conflict, found } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { clockOf, dayAfter, today } from '../days.ts';
import { AdmissionId, heldFile } from './admissions.ts';
import { years } from './choices.ts';
import { askDeclaration } from './letters.ts';
import { jobsBefore, netJobs } from './net-jobs.ts';
import { mayAdmit, seesPromises } from './policy.ts';
import { sitesOf } from './reckoning.ts';
import { ruleOf } from './rules.ts';

/** The same day some years later; 29 February falls on the 28th. */
const yearsAfter = (day: string, count: number) => {
	const later = `${Number(day.slice(0, 4)) + count}${day.slice(4)}`;
	return dayAfter(later, 0) === later ? later : `${later.slice(0, 8)}28`;
};

/** What a tenant will be asked, from the day when it moves in. */
export const promiseYears = (tx: Tx, hub: string, admission: string, on: string) =>
	tx
		.insertInto('admissionDeclarations')
		.values(years.map((year) => ({ hub, admission, year, dueOn: yearsAfter(on, year) })))
		.execute();

/** Days before the day itself, and after it, when a tenant is asked and reminded. */
const ahead = 14;
const patience = 30;

export const askDeclarations = job(
	'admission.ask_declarations',
	async () => {
		const hubs = await acrossHubs(() => db.selectFrom('hubs').select('id').execute());
		for (const { id } of hubs) await inHub(id, () => askDueDeclarations(id));
	},
	{ every: '20 6 * * *' }
);

/** Asks each tenant once a year what became of its promise, and once more a month late. */
export async function askDueDeclarations(hub: string) {
	const now = today(await clockOf(hub));
	const due = await db
		.selectFrom('admissionDeclarations')
		.select(['admission', 'year', 'dueOn', 'askedAt'])
		.where('hub', '=', hub)
		.where('declaredAt', 'is', null)
		.where((eb) =>
			eb.or([
				eb.and([eb('askedAt', 'is', null), eb('dueOn', '<=', dayAfter(now, ahead))]),
				eb.and([eb('remindedAt', 'is', null), eb('askedAt', 'is not', null), eb('dueOn', '<=', dayAfter(now, -patience))])
			])
		)
		.orderBy('dueOn')
		.execute();
	for (const { admission, year, dueOn, askedAt } of due)
		await transaction(async (tx) => {
			const actor = system(hub);
			const file = await heldFile(tx, actor, admission);
			const asked = await tx
				.updateTable('admissionDeclarations')
				.set(askedAt ? { remindedAt: new Date() } : { askedAt: new Date() })
				.where('hub', '=', hub)
				.where('admission', '=', admission)
				.where('year', '=', year)
				.where('declaredAt', 'is', null)
				.where(askedAt ? 'remindedAt' : 'askedAt', 'is', null)
				.returning('year')
				.executeTakeFirst();
			if (!asked) return;
			await record(tx, actor, 'admission.declaration_asked', admission, { year: [null, year] });
			await askDeclaration(tx, file, year, dueOn);
		});
}

export const DeclareJobs = AdmissionId.extend({
	year: z.number().int().min(1).max(3),
	jobsHere: z.number().min(0).max(100_000),
	/** At the firm's other sites in the region. */
	jobsElsewhere: z.number().min(0).max(100_000),
	m2Elsewhere: z.number().min(0).max(1_000_000).default(0),
	words: text(2000).default('')
});

/** What became of the promise of a year. It may be corrected until the next one is asked for. */
export async function declareJobs(actor: Actor, { admission, year, ...input }: z.output<typeof DeclareJobs>) {
	return transaction(async (tx) => {
		const file = await heldFile(tx, actor, admission);
		authorize(actsFor(actor, file.organisation) || mayAdmit(actor));
		const row = found(
			await tx
				.selectFrom('admissionDeclarations')
				.select(['dueOn', 'declaredAt', 'jobsHere'])
				.where('hub', '=', actor.hub)
				.where('admission', '=', admission)
				.where('year', '=', year)
				.executeTakeFirst()
		);
		if (dayAfter(row.dueOn, -ahead) > today(await clockOf(actor.hub, tx))) throw conflict('declaration_is_not_due');
		await tx
			.updateTable('admissionDeclarations')
			.set({ ...input, declaredBy: actor.member, declaredAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('admission', '=', admission)
			.where('year', '=', year)
			.execute();
		await record(tx, actor, 'admission.declared', admission, { year: [null, year], jobsHere: [row.jobsHere, input.jobsHere] });
		return { id: admission, year };
	});
}

export const PromiseLine = z.object({
	/** Of the file and the year. */
	key: z.string(),
	admission: z.uuid(),
	number: z.string(),
	organisation: z.uuid(),
	firm: z.string(),
	slug: z.string(),
	movedInOn: z.string(),
	isTransfer: z.boolean(),
	year: z.number(),
	dueOn: z.string(),
	/** Net jobs for the region, as promised and as declared; null while nothing was declared. */
	promised: z.number(),
	real: z.number().nullable(),
	jobsHere: z.number().nullable(),
	jobsElsewhere: z.number().nullable(),
	jobsBefore: z.number(),
	words: z.string(),
	state: z.enum(['to_come', 'asked', 'late', 'declared'])
});
export type PromiseLine = z.output<typeof PromiseLine>;

export const ListPromises = PageInput.extend({
	q: text(200).default(''),
	year: z.number().int().min(1).max(3).optional(),
	/** The calendar year in which they fall due. */
	dueIn: z.number().int().min(1900).max(2200).optional(),
	state: z.enum(['all', 'declared', 'short', 'late']).default('all')
});

/** Each promise of each year beside what became of it, next due first. */
export async function listPromises(
	actor: Actor,
	{ q, year, dueIn, state, ...page }: z.output<typeof ListPromises>
): Promise<Page<PromiseLine>> {
	authorize(seesPromises(actor));
	const now = today(await clockOf(actor.hub));
	const promised = sql<number>`case d.year when 1 then admissions.net12 when 2 then admissions.net24 else admissions.net36 end`;
	let query = db
		.selectFrom('admissions')
		.innerJoin('admissionDeclarations as d', (join) =>
			join.onRef('d.hub', '=', 'admissions.hub').onRef('d.admission', '=', 'admissions.id')
		)
		.select(['admissions.id as admission', 'admissions.number', 'admissions.organisation', 'admissions.isTransfer'])
		.select(sql<string>`admissions.moved_in_on::text`.as('movedInOn'))
		.select(['d.year', 'd.dueOn', 'd.jobsHere', 'd.jobsElsewhere', 'd.words', 'd.declaredAt', 'd.askedAt'])
		.select([promised.as('promised'), sql<string>`admissions.id || '.' || d.year`.as('key')])
		.where('admissions.hub', '=', actor.hub)
		.where('admissions.movedInOn', 'is not', null);
	if (year) query = query.where('d.year', '=', year);
	if (dueIn) query = query.where('d.dueOn', '>=', `${dueIn}-01-01`).where('d.dueOn', '<=', `${dueIn}-12-31`);
	if (state === 'declared' || state === 'short') query = query.where('d.declaredAt', 'is not', null);
	if (state === 'late') query = query.where('d.declaredAt', 'is', null).where('d.dueOn', '<', now);
	if (state === 'short')
		query = query.where(
			sql<boolean>`d.jobs_here + d.jobs_elsewhere - ${beforeInRegion((await ruleOf(db, actor.hub)).region)} < ${promised}`
		);
	if (q) {
		const firms = await firmsNamed(actor.hub, q);
		query = query.where((eb) =>
			eb.or([
				eb('admissions.number', 'ilike', `%${q.replace(/[\\%_]/g, '\\$&')}%`),
				...(firms.length ? [eb('admissions.organisation', 'in', firms)] : [])
			])
		);
	}
	const { items, ...rest } = await cursorPage(
		query,
		[
			['dueOn', 'desc'],
			['key', 'asc']
		],
		page
	);
	const { region } = await ruleOf(db, actor.hub);
	const ids = [...new Set(items.map(({ admission }) => admission))];
	const sites = await sitesOf(db, actor.hub, ids, region);
	const names = await firmNames(
		actor,
		items.map(({ organisation }) => organisation)
	);
	return {
		...rest,
		items: items.map(({ declaredAt, askedAt, ...row }) => {
			const before = jobsBefore(sites.get(row.admission) ?? []);
			return {
				...row,
				firm: names.get(row.organisation)?.name ?? '',
				slug: names.get(row.organisation)?.slug ?? '',
				jobsBefore: before,
				real: declaredAt ? netJobs(row.jobsHere ?? 0, row.jobsElsewhere ?? 0, before) : null,
				state: declaredAt ? 'declared' : row.dueOn < now ? 'late' : askedAt ? 'asked' : 'to_come'
			};
		})
	};
}

const beforeInRegion = (region: readonly string[]) => sql`(select coalesce(sum(s.jobs), 0) from admission_sites s
	where s.hub = admissions.hub and s.admission = admissions.id and s.commune ~ ${`^(${region.join('|')})`})`;

export interface NetJobsYear {
	/** The calendar year in which the promises fall due. */
	year: number;
	/** By all, by those who declared what became of it, and by those who did not. */
	promised: number;
	promisedByDeclared: number;
	notDeclared: number;
	/** Of what was declared; null where nothing was. */
	real: number | null;
	/** Promises of the year, and how many of them were declared. */
	promises: number;
	declared: number;
	rows: PromiseLine[];
}

/** Net jobs promised against real by calendar year, with the rows behind each figure. */
export async function netJobsByYear(actor: Actor): Promise<NetJobsYear[]> {
	const rows: PromiseLine[] = [];
	for (let cursor: string | undefined; ;) {
		const page = await listPromises(actor, { q: '', state: 'all', limit: 100, cursor });
		rows.push(...page.items);
		if (!page.next) break;
		cursor = page.next;
	}
	return [...Map.groupBy(rows, ({ dueOn }) => Number(dueOn.slice(0, 4)))]
		.toSorted(([one], [other]) => one - other)
		.map(([year, lines]) => {
			const declared = lines.filter(({ real }) => real !== null);
			const total = (of: readonly PromiseLine[], what: (line: PromiseLine) => number) =>
				Math.round(of.reduce((sum, line) => sum + what(line), 0) * 100) / 100;
			return {
				year,
				promised: total(lines, ({ promised }) => promised),
				promisedByDeclared: total(declared, ({ promised }) => promised),
				notDeclared: total(
					lines.filter(({ real }) => real === null),
					({ promised }) => promised
				),
				real: declared.length ? total(declared, ({ real }) => real ?? 0) : null,
				promises: lines.length,
				declared: declared.length,
				rows: lines
			};
		});
}
