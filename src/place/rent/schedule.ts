import { sql } from 'kysely';
import { z } from 'zod';
import { firmNames, firmNumbers } from '#ecosystem/firms.ts';
import { actsFor, has, type Actor } from '#platform/actor.ts';
import { acrossHubs, db, inHub, transaction, type Tx } from '#platform/db.server.ts';
import { job } from '#platform/jobs.ts';
import { follow, record } from '#platform/journal.ts';
import { insertMany } from '#platform/many.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { authorize, conflict, refuse } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { clockOf, today } from '../days.ts';
import { speaksOf } from '../leases/search.ts';
import { seesTerms } from '../policy.ts';
import { vatCases, vatRates, type VatCase } from './choices.ts';
import { depositsOf, interestOf, linesOf, periodsOf, type Line, type Owed, type Rented, type Revision } from './due.ts';
import { termsOf } from './terms.ts';

/** Issues rent, confirms revisions and closes statements: who runs the place or keeps its books. */
export const mayBill = (actor: Actor) => has(actor, 'site_manager', 'accountant');

/** States of a lease that ask for money. */
const paying = ['signed', 'running', 'ended'];

/** From the first day of last year to the last of next year: what is written down ahead, and anew with each change. */
export const windowAround = (day: string) => ({
	from: `${Number(day.slice(0, 4)) - 1}-01-01`,
	until: `${Number(day.slice(0, 4)) + 1}-12-31`
});

/** All that the rent of leases is made from, as it stands now. */
export async function rentedOf(reader: Pick<Tx, 'selectFrom'>, hub: string, leases: readonly string[]): Promise<Map<string, Rented>> {
	if (!leases.length) return new Map();
	const rows = await reader
		.selectFrom('leases')
		.select(['id', 'kind', 'startsOn', 'endsOn', 'rentCents', 'depositCents'])
		.where('hub', '=', hub)
		.where('id', 'in', leases)
		.execute();
	const units = await reader
		.selectFrom('leaseUnits')
		.innerJoin('units', (join) => join.onRef('units.hub', '=', 'leaseUnits.hub').onRef('units.id', '=', 'leaseUnits.unit'))
		.innerJoin('floors', (join) => join.onRef('floors.hub', '=', 'units.hub').onRef('floors.id', '=', 'units.floor'))
		.innerJoin('buildings', (join) => join.onRef('buildings.hub', '=', 'floors.hub').onRef('buildings.id', '=', 'floors.building'))
		.select(['leaseUnits.lease', 'leaseUnits.m2', 'buildings.vatOptionSince'])
		.where('leaseUnits.hub', '=', hub)
		.where('leaseUnits.lease', 'in', leases)
		.orderBy('units.number')
		.execute();
	const revisions = await reader
		.selectFrom('rentRevisions')
		.select(['lease', 'effectiveOn', 'targetHundredths', 'provisionalHundredths', 'referenceHundredths'])
		.where('hub', '=', hub)
		.where('lease', 'in', leases)
		.orderBy('effectiveOn')
		.execute();
	const rates = await reader
		.selectFrom('depositRates')
		.select(['fromDay as from', 'rate'])
		.where('hub', '=', hub)
		.orderBy('fromDay')
		.execute();
	const terms = await termsOf(hub, leases, reader);
	const [unitsOf, revisionsOf] = [Map.groupBy(units, ({ lease }) => lease), Map.groupBy(revisions, ({ lease }) => lease)];
	return new Map(
		rows.map(({ id, kind, ...lease }) => {
			const own = terms.get(id) as Rented['terms'];
			const let_ = unitsOf.get(id) ?? [];
			const vatOn = (day: string): VatCase => {
				if (own.vatCase !== 'as_building') return own.vatCase;
				if (kind === 'service') return 'by_right';
				return let_.length > 0 && let_.every(({ vatOptionSince }) => vatOptionSince && vatOptionSince <= day) ? 'option' : 'exempt';
			};
			const made = (revisionsOf.get(id) ?? []).map(
				({ effectiveOn, targetHundredths, provisionalHundredths, referenceHundredths }): Revision => ({
					effectiveOn,
					hundredths: targetHundredths ?? (provisionalHundredths as number),
					referenceHundredths
				})
			);
			// What is no commercial lease is held by nothing of its chapter.
			const interest = kind === 'commercial' ? rates : [];
			return [id, { ...lease, units: let_.map(({ m2 }) => m2), terms: own, revisions: made, interest, vatOn }];
		})
	);
}

/**
 * Writes the schedule of a lease anew. Issued lines stay as they are; where they no longer say what is owed for their period, one line of
 * difference for each makes up for it, and is written anew itself until it is issued.
 */
export async function reschedule(tx: Tx, hub: string, lease: string) {
	const row = await tx.selectFrom('leases').select('state').where('hub', '=', hub).where('id', '=', lease).forUpdate().executeTakeFirst();
	const [rented] = (await rentedOf(tx, hub, [lease])).values();
	if (!row || !rented) return;
	const now = today(await clockOf(hub, tx));
	await tx
		.deleteFrom('rentLines')
		.where('hub', '=', hub)
		.where('lease', '=', lease)
		.where('issuedAt', 'is', null)
		.where('statement', 'is', null)
		.execute();
	const issued = await tx
		.selectFrom('rentLines')
		.select(['ofWhat', 'periodFrom', 'periodUntil', 'fromDay', 'untilDay', 'vatCase', 'netCents', 'vatCents', 'issuedAt'])
		.where('hub', '=', hub)
		.where('lease', '=', lease)
		.where('issuedAt', 'is not', null)
		.where('statement', 'is', null)
		.execute();
	if (!paying.includes(row.state) && !issued.length) return;
	const { from, until } = windowAround(now);
	const owes = paying.includes(row.state);
	const done = [...Map.groupBy(issued, (line) => `${line.ofWhat} ${line.periodFrom} ${line.periodUntil}`).values()];
	const periods = issued
		.filter(({ ofWhat }) => !ofWhat.startsWith('deposit'))
		.map(({ periodFrom, periodUntil }) => ({ from: periodFrom, until: periodUntil }));
	const deposits = owes ? depositsOf(rented) : [];
	const isDone = (line: Line) => issued.some(({ ofWhat, periodFrom }) => ofWhat === line.what && periodFrom === line.periodFrom);
	const ahead = owes ? periodsOf(rented, from, until, periods).flatMap((period) => linesOf(rented, period)) : [];
	const years = [...new Set([from, now, until].map((day) => day.slice(0, 4)))];
	const interest = owes ? years.flatMap((year) => interestOf(rented, year) ?? []) : [];
	const within = [...deposits, ...interest].filter((line) => line.dueOn >= from && line.dueOn <= until && !isDone(line));
	const planned = [...ahead, ...within];

	const revised = await tx
		.selectFrom('rentRevisions')
		.select(['effectiveOn', sql<Date>`coalesce(settled_at, confirmed_at)`.as('at')])
		.where('hub', '=', hub)
		.where('lease', '=', lease)
		.execute();
	const nowOwed = (what: string, period: { from: string; until: string }): Line | undefined =>
		!owes
			? undefined
			: what === 'deposit'
				? deposits.find(({ periodFrom }) => periodFrom === period.from)
				: what === 'deposit_interest'
					? (interestOf(rented, period.from.slice(0, 4)) ?? undefined)
					: linesOf(rented, { ...period, nth: 0 }).find((line) => line.what === what);
	const differences = done.flatMap((lines) => {
		const [first] = lines as [(typeof issued)[number]];
		const period = { from: first.periodFrom, until: first.periodUntil };
		return difference(first, lines, nowOwed(first.ofWhat, period), period);
	});
	// A period that was issued without charges may have come to owe some.
	const forgotten = [...new Map(periods.map((period) => [`${period.from} ${period.until}`, period])).values()].flatMap((period) =>
		(['rent', 'smoothing', 'franchise', 'charges'] as const)
			.filter(
				(what) => !issued.some((line) => line.ofWhat === what && line.periodFrom === period.from && line.periodUntil === period.until)
			)
			.flatMap((what) => {
				const line = nowOwed(what, period);
				return line ? difference({ ...line, ofWhat: what }, [], line, period) : [];
			})
	);
	function difference(
		{ ofWhat, fromDay, untilDay, vatCase }: { ofWhat: string; fromDay: string; untilDay: string; vatCase: string },
		lines: typeof issued,
		line: Line | undefined,
		period: { from: string; until: string }
	) {
		const sum = (key: 'netCents' | 'vatCents') => lines.reduce((all, one) => all + one[key], 0);
		const netCents = (line?.netCents ?? 0) - sum('netCents');
		const vatCents = (line?.vatCents ?? 0) - sum('vatCents');
		if (!netCents && !vatCents) return [];
		const isIndex = revised.some(
			({ effectiveOn, at }) => effectiveOn <= period.until && lines.some(({ issuedAt }) => (issuedAt as Date) < at)
		);
		const of = line?.vatCase ?? (vatCase as VatCase);
		return [
			{
				what: isIndex && ofWhat !== 'charges' ? 'indexation' : 'correction',
				ofWhat,
				periodFrom: period.from,
				periodUntil: period.until,
				fromDay: line?.fromDay ?? fromDay,
				untilDay: line?.untilDay ?? untilDay,
				dueOn: now,
				netCents,
				vatCase: of,
				vatRate: vatRates[of],
				vatCents
			}
		];
	}
	const rows = [...planned.map((line) => ({ ...line, ofWhat: line.what as Owed })), ...differences, ...forgotten];
	if (rows.length)
		await insertMany(
			tx,
			'rentLines',
			rows.map((line) => ({ hub, lease, ...line }))
		);
}

/** Whatever happens to a lease, its schedule follows in the same transaction. */
follow(async (tx, hub, lines) => {
	const leases = new Set(lines.filter(({ what }) => what.startsWith('lease.')).map(({ record: id }) => id));
	for (const lease of [...leases].sort()) await reschedule(tx, hub, lease);
});

/** With each month the schedule reaches further. */
export const writeAhead = job(
	'rent.write_ahead',
	async () => {
		const hubs = await acrossHubs(() => db.selectFrom('hubs').select('id').execute());
		for (const { id: hub } of hubs)
			await inHub(hub, async () => {
				const leases = await db
					.selectFrom('leases')
					.select('id')
					.where('hub', '=', hub)
					.where('state', 'in', paying)
					.orderBy('id')
					.execute();
				for (const { id } of leases) await transaction((tx) => reschedule(tx, hub, id));
			});
	},
	{ every: '20 2 1 * *' }
);

export const lineKinds = [
	'rent',
	'smoothing',
	'franchise',
	'charges',
	'deposit',
	'deposit_interest',
	'indexation',
	'correction',
	'charges_balance'
] as const;

export const RentLine = z.object({
	id: z.uuid(),
	lease: z.uuid(),
	number: z.string(),
	tenant: z.uuid(),
	tenantName: z.string(),
	tenantSlug: z.string(),
	/** As its contract and its invoices name it. */
	legalName: z.string(),
	siren: z.string().nullable(),
	vatNumber: z.string().nullable(),
	leaseKind: z.string(),
	units: z.array(z.string()),
	what: z.enum(lineKinds),
	/** What a difference is of. */
	ofWhat: z.string(),
	fromDay: z.string(),
	untilDay: z.string(),
	dueOn: z.string(),
	netCents: z.number(),
	vatCase: z.enum(vatCases),
	/** Hundredths of a percent. */
	vatRate: z.number(),
	vatCents: z.number(),
	totalCents: z.number(),
	issuedAt: z.date().nullable()
});
export type RentLine = z.output<typeof RentLine>;

const filters = {
	q: text(200).default(''),
	/** Due from this day, and until that one. */
	from: z.iso.date().optional(),
	until: z.iso.date().optional(),
	what: z.enum(lineKinds).optional(),
	state: z.enum(['all', 'open', 'issued']).default('all'),
	lease: z.uuid().optional()
};
export const ListRent = PageInput.extend(filters);
type Filter = Omit<z.output<typeof ListRent>, 'limit' | 'cursor'>;

/** What is owed by leases, next due first. */
export async function listRent(actor: Actor, { limit, cursor, ...filter }: z.output<typeof ListRent>): Promise<Page<RentLine>> {
	authorize(seesTerms(actor));
	if (filter.from && filter.until && filter.until < filter.from) throw refuse('until', 'ends_before_it_begins');
	return pageOfLines(actor, await filtered(actor.hub, filter), { limit, cursor });
}

export const RentTotals = z.object({ count: z.number(), netCents: z.number(), vatCents: z.number(), totalCents: z.number() });

export async function sumRent(actor: Actor, filter: Filter): Promise<z.output<typeof RentTotals>> {
	authorize(seesTerms(actor));
	const lines = (await filtered(actor.hub, filter)).select(['rentLines.netCents', 'rentLines.vatCents']);
	const { rows } = await sql<{ count: number; net: number; vat: number }>`
		select count(*) as count, coalesce(sum(net_cents), 0)::bigint as net, coalesce(sum(vat_cents), 0)::bigint as vat from (${lines}) as lines`.execute(
		db
	);
	const { count, net, vat } = rows[0] as (typeof rows)[number];
	return { count, netCents: net, vatCents: vat, totalCents: net + vat };
}

export const ListDue = PageInput.extend({ organisation: z.uuid(), from: z.iso.date().optional(), until: z.iso.date().optional() });

/** What a tenant owes and owed, for who acts for it or sees the terms of leases. */
export async function listDue(actor: Actor, { organisation, from, until, ...page }: z.output<typeof ListDue>): Promise<Page<RentLine>> {
	authorize(seesTerms(actor) || actsFor(actor, organisation));
	const lines = await filtered(actor.hub, { q: '', state: 'all', from, until });
	return pageOfLines(actor, lines.where('leases.tenant', '=', organisation), page);
}

async function filtered(hub: string, { q, from, until, what, state, lease }: Filter) {
	let query = db
		.selectFrom('rentLines')
		.innerJoin('leases', (join) => join.onRef('leases.hub', '=', 'rentLines.hub').onRef('leases.id', '=', 'rentLines.lease'))
		.where('rentLines.hub', '=', hub);
	if (lease) query = query.where('rentLines.lease', '=', lease);
	if (from) query = query.where('rentLines.dueOn', '>=', from);
	if (until) query = query.where('rentLines.dueOn', '<=', until);
	if (what) query = query.where('rentLines.what', '=', what);
	if (state !== 'all') query = query.where('rentLines.issuedAt', state === 'open' ? 'is' : 'is not', null);
	return q ? query.where(await speaksOf(hub, q)) : query;
}

const unitsOfLease = sql<string[]>`array(select u.number from lease_units lu join units u on u.hub = lu.hub and u.id = lu.unit
	where lu.hub = leases.hub and lu.lease = leases.id order by u.number)`;

async function pageOfLines(actor: Actor, query: Awaited<ReturnType<typeof filtered>>, page: { limit: number; cursor?: string }) {
	const { items, ...rest } = await cursorPage(
		query.select([
			'rentLines.id',
			'rentLines.lease',
			'leases.number',
			'leases.tenant',
			'leases.kind as leaseKind',
			unitsOfLease.as('units'),
			'rentLines.what',
			'rentLines.ofWhat',
			'rentLines.fromDay',
			'rentLines.untilDay',
			'rentLines.dueOn',
			'rentLines.netCents',
			'rentLines.vatCase',
			'rentLines.vatRate',
			'rentLines.vatCents',
			'rentLines.issuedAt'
		]),
		[
			['dueOn', 'asc'],
			['number', 'asc'],
			['id', 'asc']
		],
		page
	);
	const tenants = items.map(({ tenant }) => tenant);
	const [names, numbers] = [await firmNames(actor, tenants), await firmNumbers(actor.hub, tenants)];
	return {
		...rest,
		items: items.map((row) => ({
			...row,
			legalName: numbers.get(row.tenant)?.legalName || (names.get(row.tenant)?.name ?? ''),
			siren: numbers.get(row.tenant)?.siren ?? null,
			vatNumber: numbers.get(row.tenant)?.vat ?? null,
			what: row.what as RentLine['what'],
			vatCase: row.vatCase as VatCase,
			tenantName: names.get(row.tenant)?.name ?? '',
			tenantSlug: names.get(row.tenant)?.slug ?? '',
			totalCents: row.netCents + row.vatCents
		}))
	};
}

/** All lines due within these days, of one lease if it is named: for papers, whose makers have checked who may read them. */
export async function linesDue(actor: Actor, filter: { from: string; until: string; lease?: string }): Promise<RentLine[]> {
	const lines: RentLine[] = [];
	const query = await filtered(actor.hub, { q: '', state: 'all', ...filter });
	for (let cursor: string | undefined, isOver = false; !isOver;) {
		const page = await pageOfLines(actor, query, { limit: 100, cursor });
		lines.push(...page.items);
		cursor = page.next ?? undefined;
		isOver = !cursor;
	}
	return lines;
}

export const IssueRent = z.object({
	/** Everything due until this day. */
	until: z.iso.date(),
	lease: z.uuid().nullish()
});
export const Issued = z.object({ count: z.number(), totalCents: z.number() });

/** Freezes what is due until a day, ready for invoices: from then on it changes by lines of difference only. Each line is issued once. */
export async function issueRent(actor: Actor, { until, lease }: z.output<typeof IssueRent>): Promise<z.output<typeof Issued>> {
	authorize(mayBill(actor));
	if (until > windowAround(today(await clockOf(actor.hub))).until) throw refuse('until', 'too_far_ahead');
	return transaction(async (tx) => {
		const lines = await tx
			.updateTable('rentLines')
			.set({ issuedAt: sql`now()` })
			.where('hub', '=', actor.hub)
			.where('issuedAt', 'is', null)
			.where('dueOn', '<=', until)
			.$if(Boolean(lease), (query) => query.where('lease', '=', lease as string))
			.returning(['lease', 'netCents', 'vatCents'])
			.execute();
		if (!lines.length) throw conflict('nothing_to_issue');
		const totalCents = lines.reduce((sum, { netCents, vatCents }) => sum + netCents + vatCents, 0);
		for (const [id, own] of Map.groupBy(lines, (line) => line.lease))
			await record(tx, actor, 'rent.issued', id, { until: [null, until], lines: [0, own.length] });
		return { count: lines.length, totalCents };
	});
}
