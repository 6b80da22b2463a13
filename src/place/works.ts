import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { changes, record } from '#platform/journal.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import { requiredText, text } from '#platform/shapes.ts';
import { worksStates } from './choices.ts';
import { claim, release } from './claims.ts';
import { clockOf, dayAfter, daysBetween, during } from './days.ts';
import type { Id } from './floors.ts';
import { mayManagePlace, seesTenants, seesTerms } from './policy.ts';
import { spentOnWorks } from './works-money.ts';

const Planned = z.object({
	lot: requiredText(20),
	name: requiredText(160),
	/** What the neighbours are told. */
	about: text(2000).default(''),
	contractor: text(160).default(''),
	budgetCents: z.number().int().min(0).max(100_000_000_000).nullish(),
	startsOn: z.iso.date(),
	/** The last day of work. */
	endsOn: z.iso.date(),
	/** Units that nobody can use meanwhile, and that are freed by it. */
	units: z.array(z.uuid()).max(500).default([]),
	/** Works that must be done before. */
	after: z.array(z.uuid()).max(50).default([])
});
export const PlanWorks = Planned.extend({ site: z.uuid() });

/** Plans a lot of works. It takes its units from its first day to its last, as far as nobody was promised them before. */
export async function planWorks(actor: Actor, { units, after, ...input }: z.output<typeof PlanWorks>): Promise<Id> {
	authorize(mayManagePlace(actor));
	if (input.endsOn < input.startsOn) throw refuse('endsOn', 'ends_before_it_begins');
	const timeZone = await clockOf(actor.hub);
	return transaction(async (tx) => {
		found(
			await tx.selectFrom('sites').select('id').where('hub', '=', actor.hub).where('id', '=', input.site).forUpdate().executeTakeFirst()
		);
		const row = await tx
			.insertInto('works')
			.values({ hub: actor.hub, ...input, promisedEnd: input.endsOn })
			.returningAll()
			.executeTakeFirstOrThrow();
		if (units.length)
			await tx
				.insertInto('worksUnits')
				.values([...new Set(units)].map((unit) => ({ hub: actor.hub, works: row.id, unit })))
				.execute();
		await waitFor(tx, actor.hub, row, after);
		await claimUnits(tx, actor, timeZone, row);
		await record(tx, actor, 'works.planned', row.id, { lot: [null, input.lot], ends: [null, input.endsOn] });
		return { id: row.id };
	});
}

interface Works {
	id: string;
	lot: string;
	startsOn: string;
	endsOn: string;
	state: string;
}

async function waitFor(tx: Tx, hub: string, { id, startsOn }: Works, after: string[]) {
	for (const earlier of new Set(after)) {
		const { endsOn, lot } = found(
			await tx.selectFrom('works').select(['endsOn', 'lot']).where('hub', '=', hub).where('id', '=', earlier).executeTakeFirst()
		);
		if (startsOn <= endsOn) throw refuse('startsOn', 'works_begin_too_early', { lot, day: endsOn });
		await tx.insertInto('worksAfter').values({ hub, works: id, earlier }).execute();
	}
}

/** Works that run late end, for the claims, where the next tenant was promised to begin: the promise is broken, and shown as such, not moved in silence. */
async function claimUnits(tx: Tx, actor: Actor, timeZone: string, works: Works) {
	await release(tx, actor.hub, { works: works.id });
	if (works.state === 'cancelled') return;
	const units = await tx
		.selectFrom('worksUnits')
		.select('unit')
		.where('hub', '=', actor.hub)
		.where('works', '=', works.id)
		.orderBy('unit')
		.execute();
	for (const { unit } of units) {
		const next = await tx
			.selectFrom('claims')
			.innerJoin('unitAtoms', (join) => join.onRef('unitAtoms.hub', '=', 'claims.hub').onRef('unitAtoms.atom', '=', 'claims.atom'))
			.select(sql<string | null>`(min(lower(claims.during)) at time zone ${timeZone})::date::text`.as('day'))
			.where('claims.hub', '=', actor.hub)
			.where('unitAtoms.unit', '=', unit)
			.where('claims.kind', '=', 'lease')
			.where('claims.releasedAt', 'is', null)
			.where(sql<boolean>`lower(claims.during) > lower(${during(timeZone, works.startsOn, null)})`)
			.executeTakeFirst();
		const last = next?.day && next.day <= works.endsOn ? dayAfter(next.day, -1) : works.endsOn;
		await claim(tx, actor, [unit], during(timeZone, works.startsOn, last), { kind: 'works', works: works.id });
	}
}

export const MoveWorks = z.object({
	works: z.uuid(),
	version: z.number().int().min(1),
	startsOn: z.iso.date(),
	endsOn: z.iso.date(),
	state: z.enum(worksStates).default('planned'),
	contractor: text(160).default(''),
	about: text(2000).default('')
});

export const Moved = z.object({
	/** Lots that had to give way, with their new dates. */
	moved: z.array(z.object({ id: z.uuid(), lot: z.string(), startsOn: z.string(), endsOn: z.string() })),
	/** Leases whose tenants cannot move in on the day that they were promised. */
	hurt: z.array(z.object({ lease: z.uuid(), number: z.string(), startsOn: z.string(), days: z.number() }))
});

/** Moves works; what may only begin after them gives way by as many days as it must, and keeps its length. */
export async function moveWorks(
	actor: Actor,
	{ works: id, version, ...input }: z.output<typeof MoveWorks>
): Promise<z.output<typeof Moved>> {
	authorize(mayManagePlace(actor));
	if (input.endsOn < input.startsOn) throw refuse('endsOn', 'ends_before_it_begins');
	const timeZone = await clockOf(actor.hub);
	return transaction(async (tx) => {
		const { site } = found(
			await tx.selectFrom('works').select('site').where('hub', '=', actor.hub).where('id', '=', id).executeTakeFirst()
		);
		// Delays of one site run through it one after the other.
		await tx.selectFrom('sites').select('id').where('hub', '=', actor.hub).where('id', '=', site).forUpdate().execute();
		const before = await tx.selectFrom('works').selectAll().where('hub', '=', actor.hub).where('id', '=', id).executeTakeFirstOrThrow();
		if (before.version !== version) throw conflict('changed_meanwhile');
		const earlier = await tx
			.selectFrom('worksAfter')
			.innerJoin('works', (join) => join.onRef('works.hub', '=', 'worksAfter.hub').onRef('works.id', '=', 'worksAfter.earlier'))
			.select(['works.lot', 'works.endsOn'])
			.where('worksAfter.hub', '=', actor.hub)
			.where('worksAfter.works', '=', id)
			.where('works.state', '!=', 'cancelled')
			.execute();
		const blocking = earlier.find(({ endsOn }) => input.startsOn <= endsOn);
		if (blocking) throw refuse('startsOn', 'works_begin_too_early', { lot: blocking.lot, day: blocking.endsOn });
		await write(tx, actor, timeZone, before, input);
		const moved = await giveWay(tx, actor, timeZone, id, input.endsOn, new Set([id]));
		return { moved, hurt: await hurtBy(tx, actor.hub, [id, ...moved.map((one) => one.id)]) };
	});
}

async function write(tx: Tx, actor: Actor, timeZone: string, before: Works & { version: number }, after: Partial<Works>) {
	await tx
		.updateTable('works')
		.set({ ...after, version: before.version + 1, updatedAt: new Date() })
		.where('hub', '=', actor.hub)
		.where('id', '=', before.id)
		.execute();
	await claimUnits(tx, actor, timeZone, { ...before, ...after });
	await record(tx, actor, 'works.moved', before.id, changes<object>(before, after));
}

type MovedLot = z.output<typeof Moved>['moved'][number];

async function giveWay(tx: Tx, actor: Actor, timeZone: string, id: string, endsOn: string, seen: Set<string>): Promise<MovedLot[]> {
	const moved: MovedLot[] = [];
	const followers = await tx
		.selectFrom('worksAfter')
		.innerJoin('works', (join) => join.onRef('works.hub', '=', 'worksAfter.hub').onRef('works.id', '=', 'worksAfter.works'))
		.selectAll('works')
		.where('worksAfter.hub', '=', actor.hub)
		.where('worksAfter.earlier', '=', id)
		.where('works.state', 'in', ['planned', 'under_way'])
		.where('works.startsOn', '<=', endsOn)
		.orderBy('works.startsOn')
		.execute();
	for (const one of followers) {
		if (seen.has(one.id)) continue;
		seen.add(one.id);
		const by = daysBetween(one.startsOn, dayAfter(endsOn));
		const next = { startsOn: dayAfter(one.startsOn, by), endsOn: dayAfter(one.endsOn, by) };
		await write(tx, actor, timeZone, one, next);
		moved.push({ id: one.id, lot: one.lot, ...next }, ...(await giveWay(tx, actor, timeZone, one.id, next.endsOn, seen)));
	}
	return moved;
}

/** Leases that begin on units on which these works still go on. */
const lateMoves = (tx: Tx | typeof db, hub: string) =>
	tx
		.selectFrom('works')
		.innerJoin('worksUnits', (join) => join.onRef('worksUnits.hub', '=', 'works.hub').onRef('worksUnits.works', '=', 'works.id'))
		.innerJoin('leaseUnits', (join) => join.onRef('leaseUnits.hub', '=', 'worksUnits.hub').onRef('leaseUnits.unit', '=', 'worksUnits.unit'))
		.innerJoin('leases', (join) => join.onRef('leases.hub', '=', 'leaseUnits.hub').onRef('leases.id', '=', 'leaseUnits.lease'))
		.select([
			'works.id as works',
			'leases.id as lease',
			'leases.number',
			'leases.startsOn',
			sql<number>`(max(works.ends_on) - leases.starts_on + 1)::int`.as('days')
		])
		.where('works.hub', '=', hub)
		.where('works.state', 'in', ['planned', 'under_way'])
		.where('leases.state', '=', 'signed')
		.whereRef('leases.startsOn', '>', 'works.startsOn')
		.whereRef('leases.startsOn', '<=', 'works.endsOn')
		.groupBy(['works.id', 'leases.id', 'leases.hub', 'leases.number', 'leases.startsOn'])
		.orderBy('leases.startsOn');

const hurtBy = async (tx: Tx, hub: string, works: string[]) =>
	(await lateMoves(tx, hub).where('works.id', 'in', works).execute()).map(({ works: _, ...late }) => late);

export const WorksLine = z.object({
	id: z.uuid(),
	site: z.uuid(),
	lot: z.string(),
	name: z.string(),
	about: z.string(),
	contractor: z.string(),
	budgetCents: z.number().nullable(),
	/** Ordered and invoiced so far, for who sees the budget. */
	orderedCents: z.number().nullable(),
	invoicedCents: z.number().nullable(),
	startsOn: z.string(),
	endsOn: z.string(),
	promisedEnd: z.string(),
	/** Days behind what was promised at first. */
	late: z.number(),
	state: z.enum(worksStates),
	version: z.number(),
	updatedAt: z.date(),
	units: z.array(z.object({ id: z.uuid(), number: z.string() })),
	after: z.array(z.uuid()),
	hurt: z.array(z.object({ lease: z.uuid(), number: z.string(), startsOn: z.string(), days: z.number() }))
});
export type WorksLine = z.output<typeof WorksLine>;

/** All works, as the neighbours see them; budgets for who answers for them, move-ins that are hurt for who works there. */
export async function listWorks(actor: Actor): Promise<{ items: WorksLine[] }> {
	const rows = await db.selectFrom('works').selectAll().where('hub', '=', actor.hub).orderBy('startsOn').orderBy('lot').execute();
	const units = await db
		.selectFrom('worksUnits')
		.innerJoin('units', (join) => join.onRef('units.hub', '=', 'worksUnits.hub').onRef('units.id', '=', 'worksUnits.unit'))
		.select(['worksUnits.works', 'units.id', 'units.number'])
		.where('worksUnits.hub', '=', actor.hub)
		.orderBy('units.number')
		.execute();
	const order = await db.selectFrom('worksAfter').selectAll().where('hub', '=', actor.hub).execute();
	const spent = await spentOnWorks(actor);
	const late = seesTenants(actor) ? await lateMoves(db, actor.hub).execute() : [];
	return {
		items: rows.map((row) => ({
			id: row.id,
			site: row.site,
			lot: row.lot,
			name: row.name,
			about: row.about,
			contractor: row.contractor,
			budgetCents: seesTerms(actor) ? row.budgetCents : null,
			orderedCents: seesTerms(actor) ? (spent.get(row.id)?.orderedCents ?? 0) : null,
			invoicedCents: seesTerms(actor) ? (spent.get(row.id)?.invoicedCents ?? 0) : null,
			startsOn: row.startsOn,
			endsOn: row.endsOn,
			promisedEnd: row.promisedEnd,
			late: Math.max(0, daysBetween(row.promisedEnd, row.endsOn)),
			state: row.state as WorksLine['state'],
			version: row.version,
			updatedAt: row.updatedAt,
			units: units.filter(({ works }) => works === row.id).map(({ id, number }) => ({ id, number })),
			after: order.filter(({ works }) => works === row.id).map(({ earlier }) => earlier),
			hurt: late.filter(({ works }) => works === row.id).map(({ works: _, ...one }) => one)
		}))
	};
}
