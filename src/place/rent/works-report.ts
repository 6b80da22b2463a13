import { sql } from 'kysely';
import { z } from 'zod';
import { firmNames } from '#ecosystem/firms.ts';
import type { Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { record } from '#platform/journal.ts';
import { authorize, found, refuse } from '#platform/refusal.ts';
import { requiredText } from '#platform/shapes.ts';
import { clockOf, today } from '../days.ts';
import type { Id } from '../floors.ts';
import { seesTerms } from '../policy.ts';
import { listWorks } from '../works.ts';
import { monthsAfter } from './months.ts';
import { mayBill } from './schedule.ts';

export const PlanWork = z.object({
	site: z.uuid(),
	year: z.number().int().min(2000).max(2200),
	label: requiredText(200),
	/** Without tax. */
	cents: z.number().int().min(0, 'cost_is_negative').max(10_000_000_000),
	/** The whole site if left out. */
	building: z.uuid().nullish()
});

/** Adds works that are foreseen for a year, beside those that have a lot in the plan of works. */
export async function planWork(actor: Actor, { building = null, ...input }: z.output<typeof PlanWork>): Promise<z.output<typeof Id>> {
	authorize(mayBill(actor));
	const { hub } = actor;
	const { year: now } = await yearsOf(hub);
	if (input.year < now || input.year > now + 3) throw refuse('year', 'work_beyond_three_years', { from: now, until: now + 3 });
	return transaction(async (tx) => {
		found(await tx.selectFrom('sites').select('id').where('hub', '=', hub).where('id', '=', input.site).executeTakeFirst());
		const known =
			!building ||
			(await tx
				.selectFrom('buildings')
				.select('id')
				.where('hub', '=', hub)
				.where('site', '=', input.site)
				.where('id', '=', building)
				.executeTakeFirst());
		if (!known) throw refuse('building', 'refers_to_nothing');
		const row = await tx
			.insertInto('plannedWorks')
			.values({ hub, building, ...input })
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(tx, actor, 'planned_work.added', row.id, { [input.year]: [null, input.label], cents: [null, input.cents] });
		return row;
	});
}

export const PlannedWorkId = z.object({ work: z.uuid() });

export async function removePlannedWork(actor: Actor, { work }: z.output<typeof PlannedWorkId>): Promise<{ removed: boolean }> {
	authorize(mayBill(actor));
	return transaction(async (tx) => {
		const row = found(
			await tx
				.deleteFrom('plannedWorks')
				.where('hub', '=', actor.hub)
				.where('id', '=', work)
				.returning(['id', 'year', 'label'])
				.executeTakeFirst()
		);
		await record(tx, actor, 'planned_work.removed', row.id, { [row.year]: [row.label, null] });
		return { removed: true };
	});
}

const Work = z.object({
	/** Of works that were typed here, so that they can be taken back. */
	id: z.uuid().nullable(),
	year: z.number(),
	label: z.string(),
	buildingName: z.string().nullable(),
	/** Not known of a lot without a budget. */
	cents: z.number().nullable(),
	/** `lot`: of the plan of works, with its budget. `cost`: paid, in a statement of charges. `planned`: typed for this report. */
	source: z.enum(['lot', 'cost', 'planned']),
	/** Whether its cost was shared among the tenants; not told of what is only planned. */
	isCharged: z.boolean().nullable()
});
export const WorksReport = z.object({
	site: z.uuid(),
	siteName: z.string(),
	/** The three years before the one that runs, and what is left of it with the three that follow. */
	past: z.object({ from: z.number(), until: z.number(), works: z.array(Work), cents: z.number() }),
	ahead: z.object({ from: z.number(), until: z.number(), works: z.array(Work), cents: z.number() }),
	/** Commercial leases of the site whose three years end soon or ended within two months, with the last day to hand it out. */
	due: z.array(
		z.object({
			lease: z.uuid(),
			number: z.string(),
			tenant: z.uuid(),
			tenantName: z.string(),
			day: z.string(),
			until: z.string()
		})
	)
});
export type WorksReport = z.output<typeof WorksReport>;

export const FindWorksReport = z.object({
	/** The first site of the hub if left out. */
	site: z.uuid().optional()
});

async function yearsOf(hub: string) {
	const now = today(await clockOf(hub));
	return { now, year: Number(now.slice(0, 4)) };
}

/**
 * What tenants under commercial leases are told within two months of each three years (Code de commerce, art. L145-40-2, R145-37): works that are foreseen for
 * the next three years with their budget, and those of the three years before with their cost.
 */
export async function findWorksReport(actor: Actor, { site: asked }: z.output<typeof FindWorksReport>): Promise<WorksReport> {
	authorize(seesTerms(actor));
	const { hub } = actor;
	const { now, year } = await yearsOf(hub);
	const site = found(
		await db
			.selectFrom('sites')
			.select(['id', 'name'])
			.where('hub', '=', hub)
			.$if(asked !== undefined, (query) => query.where('id', '=', asked as string))
			.orderBy('createdAt')
			.executeTakeFirst()
	);
	const { items: lots } = await listWorks(actor);
	const own = lots.filter((lot) => lot.site === site.id && lot.state !== 'cancelled');
	const costs = await db
		.selectFrom('chargeCosts as c')
		.innerJoin('chargeStatements as s', (join) => join.onRef('s.hub', '=', 'c.hub').onRef('s.id', '=', 'c.statement'))
		.leftJoin('buildings as b', (join) => join.onRef('b.hub', '=', 'c.hub').onRef('b.id', '=', 'c.building'))
		.select(['s.year', 'c.label', 'c.cents', 'c.isChargeable', 'b.name as buildingName'])
		.where('c.hub', '=', hub)
		.where('s.site', '=', site.id)
		.where('s.year', '>=', year - 3)
		.where('s.year', '<', year)
		.where('c.kind', 'in', ['maintenance', 'major_works'])
		.execute();
	const typed = await db
		.selectFrom('plannedWorks as p')
		.leftJoin('buildings as b', (join) => join.onRef('b.hub', '=', 'p.hub').onRef('b.id', '=', 'p.building'))
		.select(['p.id', 'p.year', 'p.label', 'p.cents', 'b.name as buildingName'])
		.where('p.hub', '=', hub)
		.where('p.site', '=', site.id)
		.where('p.year', '>=', year)
		.where('p.year', '<=', year + 3)
		.execute();
	const lotsIn = (from: number, until: number, isDone: boolean) =>
		own
			.map(({ endsOn, name, budgetCents, state }) => ({ ended: Number(endsOn.slice(0, 4)), name, budgetCents, state }))
			.filter(({ ended, state }) => ended >= from && ended <= until && (state === 'done') === isDone)
			.map(({ ended, name, budgetCents }) => ({
				id: null,
				year: ended,
				label: name,
				buildingName: null,
				cents: budgetCents,
				source: 'lot' as const,
				isCharged: isDone ? false : null
			}));
	const part = (from: number, until: number, works: z.output<typeof Work>[]) => ({
		from,
		until,
		works: works.sort((one, other) => one.year - other.year || one.label.localeCompare(other.label)),
		cents: works.reduce((sum, { cents }) => sum + (cents ?? 0), 0)
	});
	return {
		site: site.id,
		siteName: site.name,
		past: part(year - 3, year - 1, [
			...lotsIn(year - 3, year - 1, true),
			...costs.map(({ isChargeable, ...cost }) => ({ id: null, ...cost, source: 'cost' as const, isCharged: isChargeable }))
		]),
		ahead: part(year, year + 3, [
			...lotsIn(year, year + 3, false),
			...typed.map((work) => ({ ...work, source: 'planned' as const, isCharged: null }))
		]),
		due: await dueReports(actor, site.id, now)
	};
}

async function dueReports(actor: Actor, site: string, now: string): Promise<WorksReport['due']> {
	const { rows } = await sql<{ lease: string; number: string; tenant: string; day: string }>`
		select distinct l.id as lease, l.number, l.tenant, ((l.starts_on + make_interval(years => 3 * n))::date - 1)::text as day
		from leases l cross join generate_series(1, 33) as n
		join lease_units lu on lu.hub = l.hub and lu.lease = l.id join units u on u.hub = lu.hub and u.id = lu.unit
		join floors f on f.hub = u.hub and f.id = u.floor join buildings b on b.hub = f.hub and b.id = f.building
		where l.hub = ${actor.hub} and b.site = ${site} and l.state = 'signed' and l.kind = 'commercial'
			and (l.starts_on + make_interval(years => 3 * n))::date - 1 between ${now}::date - interval '2 months' and ${now}::date + interval '6 months'
			and (l.ends_on is null or (l.starts_on + make_interval(years => 3 * n))::date - 1 <= l.ends_on)
		order by day, l.number`.execute(db);
	const names = await firmNames(
		actor,
		rows.map(({ tenant }) => tenant)
	);
	return rows.map((row) => ({ ...row, tenantName: names.get(row.tenant)?.name ?? '', until: monthsAfter(row.day, 2) }));
}
