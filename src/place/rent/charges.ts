import { z } from 'zod';
import { firmNames } from '#ecosystem/firms.ts';
import type { Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { record } from '#platform/journal.ts';
import { insertMany } from '#platform/many.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { commonUses } from '../choices.ts';
import { clockOf, dayAfter, daysBetween, today } from '../days.ts';
import type { Id } from '../floors.ts';
import { seesTerms } from '../policy.ts';
import { hundredths, sharedOut } from './amounts.ts';
import { vatRates } from './choices.ts';
import { vatOf } from './due.ts';
import { mayBill, rentedOf } from './schedule.ts';
import { termsOf } from './terms.ts';

export const costKinds = [
	'energy',
	'water',
	'cleaning',
	'security',
	'maintenance',
	'insurance',
	'taxes',
	'management',
	'green',
	'major_works',
	'other'
] as const;
export type CostKind = (typeof costKinds)[number];

/** The tenant gets the statement before 30 September of the next year (Code de commerce, art. R145-36). */
export const deadlineOf = (year: number) => `${year + 1}-09-30`;

export const OpenStatement = z.object({ site: z.uuid(), year: z.number().int().min(2000).max(2200) });

export async function openStatement(actor: Actor, { site, year }: z.output<typeof OpenStatement>): Promise<z.output<typeof Id>> {
	authorize(mayBill(actor));
	if (year > Number(today(await clockOf(actor.hub)).slice(0, 4))) throw refuse('year', 'year_has_not_begun');
	return transaction(async (tx) => {
		found(await tx.selectFrom('sites').select('id').where('hub', '=', actor.hub).where('id', '=', site).executeTakeFirst());
		const row = await tx.insertInto('chargeStatements').values({ hub: actor.hub, site, year }).returning('id').executeTakeFirstOrThrow();
		await record(tx, actor, 'charges.opened', row.id, { year: [null, year] });
		return row;
	});
}

const Cost = z.object({
	kind: z.enum(costKinds),
	label: text(200).default(''),
	cents: z.number().int().min(0, 'cost_is_negative').max(10_000_000_000),
	/** Only for who is in this building; for the whole site if left out. */
	building: z.uuid().nullish(),
	isChargeable: z.boolean().default(true)
});
export const AddCosts = z.object({ statement: z.uuid(), costs: z.array(Cost).min(1).max(1000) });

/** Adds what was paid for a site in a year. Major works (Code civil, art. 606) are kept with it and never charged (Code de commerce, art. R145-35). */
export async function addCosts(actor: Actor, { statement, costs }: z.output<typeof AddCosts>): Promise<{ added: number }> {
	authorize(mayBill(actor));
	return transaction(async (tx) => {
		const { site, year } = await openOne(tx, actor.hub, statement);
		const buildings = await tx.selectFrom('buildings').select('id').where('hub', '=', actor.hub).where('site', '=', site).execute();
		const rows = costs.map(({ building = null, kind, isChargeable, ...cost }, nth) => {
			if (building && !buildings.some(({ id }) => id === building)) throw refuse(`costs.${nth}.building`, 'refers_to_nothing');
			return { hub: actor.hub, statement, ...cost, kind, building, isChargeable: isChargeable && kind !== 'major_works' };
		});
		await insertMany(tx, 'chargeCosts', rows);
		await record(tx, actor, 'charges.costs_added', statement, {
			year: [null, year],
			cents: [null, costs.reduce((sum, { cents }) => sum + cents, 0)]
		});
		return { added: rows.length };
	});
}

export const RemoveCost = z.object({ statement: z.uuid(), cost: z.uuid() });

export async function removeCost(actor: Actor, { statement, cost }: z.output<typeof RemoveCost>): Promise<{ removed: boolean }> {
	authorize(mayBill(actor));
	return transaction(async (tx) => {
		await openOne(tx, actor.hub, statement);
		const row = found(
			await tx
				.deleteFrom('chargeCosts')
				.where('hub', '=', actor.hub)
				.where('statement', '=', statement)
				.where('id', '=', cost)
				.returning(['kind', 'label', 'cents'])
				.executeTakeFirst()
		);
		await record(tx, actor, 'charges.cost_removed', statement, { [row.kind]: [row.cents, null] });
		return { removed: true };
	});
}

/** A statement that is held by this transaction and not closed. */
async function openOne(tx: Tx, hub: string, id: string) {
	const row = found(
		await tx.selectFrom('chargeStatements').selectAll().where('hub', '=', hub).where('id', '=', id).forUpdate().executeTakeFirst()
	);
	if (row.closedAt) throw conflict('statement_is_closed');
	return row;
}

/** Square metres of a unit that somebody, or nobody, has for some days of a year. */
export interface Stay {
	/** None while it stands empty. */
	lease: string | null;
	building: string;
	/** Hundredths of square metres. */
	size: number;
	days: number;
	/** Percent of the surface that counts. */
	weight: number;
	/** A flat rate or rent with charges: its share stays with the landlord. */
	settles: boolean;
}

/**
 * `share = cost × surface × days / Σ(surface × days)` for each lease, and what is left, empty units above all, for the landlord: together the
 * cost, to the cent. What nobody may be charged for is the landlord's whole.
 */
export function sharesOf(cost: { cents: number; building: string | null; isChargeable: boolean }, stays: readonly Stay[]) {
	const here = stays.filter(({ building }) => !cost.building || cost.building === building);
	const weights = new Map<string, bigint>();
	let whole = 0n;
	for (const { lease, size, days, weight, settles } of here) {
		const part = BigInt(size) * BigInt(days) * BigInt(weight);
		whole += part;
		if (lease && settles) weights.set(lease, (weights.get(lease) ?? 0n) + part);
	}
	if (!cost.isChargeable || !whole) return { shares: [], landlordCents: cost.cents, whole };
	const borne = [...weights];
	const settled = borne.reduce((sum, [, weight]) => sum + weight, 0n);
	const [landlordCents = 0, ...parts] = sharedOut(cost.cents, [whole - settled, ...borne.map(([, weight]) => weight)]);
	return { shares: borne.map(([lease, weight], nth) => ({ lease, weight, cents: parts[nth] as number })), landlordCents, whole };
}

/** Who had which unit of a site for how many days of a year. Common parts and halls serve all and bear nothing. */
async function staysOf(reader: Pick<Tx, 'selectFrom'>, hub: string, site: string, year: number): Promise<Stay[]> {
	const [first, last] = [`${year}-01-01`, `${year}-12-31`];
	const units = await reader
		.selectFrom('units')
		.innerJoin('floors', (join) => join.onRef('floors.hub', '=', 'units.hub').onRef('floors.id', '=', 'units.floor'))
		.innerJoin('buildings', (join) => join.onRef('buildings.hub', '=', 'floors.hub').onRef('buildings.id', '=', 'floors.building'))
		.innerJoin('unitMeasures', (join) => join.onRef('unitMeasures.hub', '=', 'units.hub').onRef('unitMeasures.unit', '=', 'units.id'))
		.distinctOn('units.id')
		.select(['units.id', 'units.existsFrom', 'units.existsUntil', 'floors.building', 'unitMeasures.m2'])
		.where('units.hub', '=', hub)
		.where('buildings.site', '=', site)
		.where('units.existsFrom', '<=', last)
		.where((eb) => eb.or([eb('units.existsUntil', 'is', null), eb('units.existsUntil', '>', first)]))
		.where('units.use', 'not in', commonUses)
		.where(({ not, exists, selectFrom }) =>
			not(
				exists(
					selectFrom('unitHalls').select('unit').whereRef('unitHalls.hub', '=', 'units.hub').whereRef('unitHalls.unit', '=', 'units.id')
				)
			)
		)
		.orderBy('units.id')
		.orderBy('unitMeasures.measuredOn', 'desc')
		.orderBy('unitMeasures.createdAt', 'desc')
		.execute();
	if (!units.length) return [];
	const let_ = await reader
		.selectFrom('leaseUnits')
		.innerJoin('leases', (join) => join.onRef('leases.hub', '=', 'leaseUnits.hub').onRef('leases.id', '=', 'leaseUnits.lease'))
		.select(['leaseUnits.unit', 'leaseUnits.lease', 'leaseUnits.m2', 'leases.startsOn', 'leases.endsOn'])
		.where('leaseUnits.hub', '=', hub)
		.where(
			'leaseUnits.unit',
			'in',
			units.map(({ id }) => id)
		)
		.where('leases.state', 'in', ['signed', 'running', 'ended'])
		.where('leases.startsOn', '<=', last)
		.where((eb) => eb.or([eb('leases.endsOn', 'is', null), eb('leases.endsOn', '>=', first)]))
		.orderBy('leases.number')
		.execute();
	const terms = await termsOf(hub, [...new Set(let_.map(({ lease }) => lease))], reader);
	const letOf = Map.groupBy(let_, ({ unit }) => unit);
	return units.flatMap(({ id, building, m2, existsFrom, existsUntil }) => {
		const there = daysWithin(first, last, existsFrom, existsUntil && dayAfter(existsUntil, -1));
		const taken = (letOf.get(id) ?? []).map((one): Stay => {
			const { charges, chargesWeight } = terms.get(one.lease) as NonNullable<ReturnType<typeof terms.get>>;
			return {
				lease: one.lease,
				building,
				size: hundredths(one.m2),
				days: daysWithin(first, last, one.startsOn, one.endsOn),
				weight: chargesWeight,
				settles: charges === 'provision'
			};
		});
		const empty = there - taken.reduce((sum, { days }) => sum + days, 0);
		return [...taken, { lease: null, building, size: hundredths(m2), days: Math.max(0, empty), weight: 100, settles: false }];
	});
}

function daysWithin(first: string, last: string, from: string, until: string | null): number {
	const [start, end] = [from > first ? from : first, until && until < last ? until : last];
	return Math.max(0, daysBetween(start, end) + 1);
}

export const Statement = z.object({
	id: z.uuid(),
	site: z.uuid(),
	siteName: z.string(),
	year: z.number(),
	closedAt: z.date().nullable(),
	deadline: z.string(),
	/** Its tenants should have had it. */
	isLate: z.boolean(),
	costs: z.array(
		z.object({
			id: z.uuid(),
			kind: z.enum(costKinds),
			label: z.string(),
			building: z.uuid().nullable(),
			buildingName: z.string().nullable(),
			cents: z.number(),
			isChargeable: z.boolean(),
			landlordCents: z.number()
		})
	),
	tenants: z.array(
		z.object({
			lease: z.uuid(),
			number: z.string(),
			tenant: z.uuid(),
			tenantName: z.string(),
			m2: z.number(),
			days: z.number(),
			shareCents: z.number(),
			/** As issued for the year. */
			provisionCents: z.number(),
			/** To be paid, or given back when below nothing. */
			balanceCents: z.number(),
			shares: z.array(z.object({ cost: z.uuid(), cents: z.number(), weight: z.string(), whole: z.string() }))
		})
	),
	totals: z.object({
		costCents: z.number(),
		shareCents: z.number(),
		landlordCents: z.number(),
		provisionCents: z.number(),
		balanceCents: z.number()
	})
});
export type Statement = z.output<typeof Statement>;

export const StatementId = z.object({ statement: z.uuid() });

/** A statement: as it would be closed now, or as it was. */
export async function findStatement(actor: Actor, { statement }: z.output<typeof StatementId>): Promise<Statement> {
	authorize(seesTerms(actor));
	const row = found(
		await db.selectFrom('chargeStatements').selectAll().where('hub', '=', actor.hub).where('id', '=', statement).executeTakeFirst()
	);
	return stated(db, actor, row);
}

interface Row {
	id: string;
	site: string;
	year: number;
	closedAt: Date | null;
}

async function stated(reader: Pick<Tx, 'selectFrom'>, actor: Actor, row: Row): Promise<Statement> {
	const { hub } = actor;
	const now = today(await clockOf(hub, reader));
	const { name: siteName } = await reader
		.selectFrom('sites')
		.select('name')
		.where('hub', '=', hub)
		.where('id', '=', row.site)
		.executeTakeFirstOrThrow();
	const costs = await reader
		.selectFrom('chargeCosts')
		.leftJoin('buildings', (join) => join.onRef('buildings.hub', '=', 'chargeCosts.hub').onRef('buildings.id', '=', 'chargeCosts.building'))
		.select([
			'chargeCosts.id',
			'chargeCosts.kind',
			'chargeCosts.label',
			'chargeCosts.cents',
			'chargeCosts.building',
			'chargeCosts.isChargeable',
			'buildings.name as buildingName'
		])
		.where('chargeCosts.hub', '=', hub)
		.where('chargeCosts.statement', '=', row.id)
		.orderBy('chargeCosts.kind')
		.orderBy('chargeCosts.createdAt')
		.orderBy('chargeCosts.id')
		.execute();
	const borne = row.closedAt ? await kept(reader, hub, row) : await computed(reader, hub, row, costs);
	const names = await firmNames(
		actor,
		borne.map(({ tenant }) => tenant),
		reader
	);
	const sum = (all: readonly number[]) => all.reduce((one, other) => one + other, 0);
	const shared = (cost: string) => sum(borne.map(({ shares }) => sum(shares.filter((one) => one.cost === cost).map(({ cents }) => cents))));
	const told = costs.map((cost) => ({ ...cost, kind: cost.kind as CostKind, landlordCents: cost.cents - shared(cost.id) }));
	return {
		id: row.id,
		site: row.site,
		siteName,
		year: row.year,
		closedAt: row.closedAt,
		deadline: deadlineOf(row.year),
		isLate: !row.closedAt && now > deadlineOf(row.year),
		costs: told,
		tenants: borne.map((one) => ({ ...one, tenantName: names.get(one.tenant)?.name ?? '' })),
		totals: {
			costCents: sum(told.map(({ cents }) => cents)),
			shareCents: sum(borne.map(({ shareCents }) => shareCents)),
			landlordCents: sum(told.map(({ landlordCents }) => landlordCents)),
			provisionCents: sum(borne.map(({ provisionCents }) => provisionCents)),
			balanceCents: sum(borne.map(({ balanceCents }) => balanceCents))
		}
	};
}

type Borne = Omit<Statement['tenants'][number], 'tenantName'>;

/** From the leases, measures and issued provisions as they are now. */
async function computed(
	reader: Pick<Tx, 'selectFrom'>,
	hub: string,
	{ site, year }: Row,
	costs: readonly { id: string; cents: number; building: string | null; isChargeable: boolean }[]
): Promise<Borne[]> {
	const stays = await staysOf(reader, hub, site, year);
	const settling = Map.groupBy(
		stays.filter(({ lease, settles, days }) => lease && settles && days),
		({ lease }) => lease as string
	);
	if (!settling.size) return [];
	const leases = await reader
		.selectFrom('leases')
		.select(['id', 'number', 'tenant'])
		.where('hub', '=', hub)
		.where('id', 'in', [...settling.keys()])
		.orderBy('number')
		.execute();
	const provisions = await reader
		.selectFrom('rentLines')
		.select(({ fn }) => ['lease', fn.sum<number>('netCents').as('cents')])
		.where('hub', '=', hub)
		.where('lease', 'in', [...settling.keys()])
		.where('ofWhat', '=', 'charges')
		.where('statement', 'is', null)
		.where('issuedAt', 'is not', null)
		.where('periodFrom', '>=', `${year}-01-01`)
		.where('periodFrom', '<=', `${year}-12-31`)
		.groupBy('lease')
		.execute();
	const paid = new Map(provisions.map(({ lease, cents }) => [lease, Number(cents)]));
	const borne = costs.map((cost) => ({ cost: cost.id, ...sharesOf(cost, stays) }));
	return leases.map(({ id, number, tenant }) => {
		const shares = borne.flatMap(({ cost, shares: all, whole }) =>
			all.filter(({ lease }) => lease === id).map(({ cents, weight }) => ({ cost, cents, weight: String(weight), whole: String(whole) }))
		);
		const own = settling.get(id) as Stay[];
		const shareCents = shares.reduce((sum, { cents }) => sum + cents, 0);
		const provisionCents = paid.get(id) ?? 0;
		return {
			lease: id,
			number,
			tenant,
			m2: own.reduce((sum, { size }) => sum + size, 0) / 100,
			days: Math.max(...own.map(({ days }) => days)),
			shareCents,
			provisionCents,
			balanceCents: shareCents - provisionCents,
			shares
		};
	});
}

/** As it was closed. */
async function kept(reader: Pick<Tx, 'selectFrom'>, hub: string, { id }: Row): Promise<Borne[]> {
	const rows = await reader
		.selectFrom('chargeBalances as b')
		.innerJoin('leases', (join) => join.onRef('leases.hub', '=', 'b.hub').onRef('leases.id', '=', 'b.lease'))
		.select(['b.lease', 'leases.number', 'leases.tenant', 'b.m2', 'b.days', 'b.shareCents', 'b.provisionCents', 'b.balanceCents'])
		.where('b.hub', '=', hub)
		.where('b.statement', '=', id)
		.orderBy('leases.number')
		.execute();
	const shares = await reader
		.selectFrom('chargeShares')
		.select(['lease', 'cost', 'cents', 'weight', 'whole'])
		.where('hub', '=', hub)
		.where('statement', '=', id)
		.execute();
	const of = Map.groupBy(shares, ({ lease }) => lease);
	return rows.map((row) => ({
		...row,
		shares: (of.get(row.lease) ?? []).map(({ cost, cents, weight, whole }) => ({
			cost,
			cents,
			weight: String(weight),
			whole: String(whole)
		}))
	}));
}

/** Freezes a statement, and puts what each tenant owes or gets back into its schedule. Nothing of it changes afterwards. */
export async function closeStatement(actor: Actor, { statement }: z.output<typeof StatementId>): Promise<z.output<typeof Id>> {
	authorize(mayBill(actor));
	const { hub } = actor;
	const now = today(await clockOf(hub));
	return transaction(async (tx) => {
		const row = await openOne(tx, hub, statement);
		if (now <= `${row.year}-12-31`) throw conflict('year_is_not_over');
		const { tenants, costs, totals } = await stated(tx, actor, row);
		if (!costs.length) throw conflict('statement_without_costs');
		const closedAt = new Date();
		await tx.updateTable('chargeStatements').set({ closedAt }).where('hub', '=', hub).where('id', '=', statement).execute();
		const balances = tenants.map(({ lease, days, m2, shareCents, provisionCents, balanceCents }) => ({
			hub,
			statement,
			lease,
			days,
			m2,
			shareCents,
			provisionCents,
			balanceCents
		}));
		if (balances.length) await insertMany(tx, 'chargeBalances', balances);
		const shares = tenants.flatMap(({ lease, shares: own }) => own.map((share) => ({ hub, statement, lease, ...share })));
		if (shares.length) await insertMany(tx, 'chargeShares', shares);
		const rented = await rentedOf(
			tx,
			hub,
			tenants.map(({ lease }) => lease)
		);
		const lines = tenants
			.filter(({ balanceCents }) => balanceCents)
			.map(({ lease, balanceCents }) => {
				const vatCase = rented.get(lease)?.vatOn(`${row.year}-12-31`) ?? 'exempt';
				const [from, until] = [`${row.year}-01-01`, `${row.year}-12-31`];
				return {
					hub,
					lease,
					statement,
					what: 'charges_balance',
					ofWhat: 'charges',
					periodFrom: from,
					periodUntil: until,
					fromDay: from,
					untilDay: until,
					dueOn: now,
					netCents: balanceCents,
					vatCase,
					vatRate: vatRates[vatCase],
					vatCents: vatOf(balanceCents, vatRates[vatCase])
				};
			});
		if (lines.length) await insertMany(tx, 'rentLines', lines);
		await record(tx, actor, 'charges.closed', statement, {
			year: [null, row.year],
			shares: [null, totals.shareCents],
			landlord: [null, totals.landlordCents]
		});
		return { id: statement };
	});
}

export const StatementSummary = z.object({
	id: z.uuid(),
	site: z.uuid(),
	siteName: z.string(),
	year: z.number(),
	costCents: z.number(),
	closedAt: z.date().nullable(),
	deadline: z.string(),
	isLate: z.boolean(),
	/** Sixty days or less before its deadline. */
	isSoon: z.boolean()
});

export async function listStatements(actor: Actor): Promise<{ items: z.output<typeof StatementSummary>[] }> {
	authorize(seesTerms(actor));
	const now = today(await clockOf(actor.hub));
	const rows = await db
		.selectFrom('chargeStatements as s')
		.innerJoin('sites', (join) => join.onRef('sites.hub', '=', 's.hub').onRef('sites.id', '=', 's.site'))
		.select((eb) => [
			's.id',
			's.site',
			'sites.name as siteName',
			's.year',
			's.closedAt',
			eb
				.selectFrom('chargeCosts as c')
				.select(({ fn }) => fn.coalesce(fn.sum<number>('c.cents'), eb.lit(0)).as('sum'))
				.whereRef('c.hub', '=', 's.hub')
				.whereRef('c.statement', '=', 's.id')
				.as('costCents')
		])
		.where('s.hub', '=', actor.hub)
		.orderBy('s.year', 'desc')
		.orderBy('sites.name')
		.execute();
	return {
		items: rows.map((row) => {
			const deadline = deadlineOf(row.year);
			const isOpen = row.closedAt === null;
			return {
				...row,
				costCents: Number(row.costCents),
				deadline,
				isLate: isOpen && now > deadline,
				isSoon: isOpen && now <= deadline && daysBetween(now, deadline) <= 60
			};
		})
	};
}
