import { sql } from 'kysely';
import { z } from 'zod';
import { firmNames, firmNumbers } from '#ecosystem/firms.ts';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { authorize } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { clockOf, today } from '../days.ts';
import { speaksOf } from '../leases/search.ts';
import { seesTerms } from '../policy.ts';

export const ListRoll = PageInput.extend({
	/** This year if left out; the schedule is written from last year to next year. */
	year: z.number().int().min(2000).max(2200).optional(),
	q: text(200).default('')
});

export const RollRow = z.object({
	lease: z.uuid(),
	number: z.string(),
	kind: z.string(),
	tenant: z.uuid(),
	tenantName: z.string(),
	tenantSlug: z.string(),
	siren: z.string().nullable(),
	units: z.array(z.string()),
	m2: z.number(),
	startsOn: z.string(),
	endsOn: z.string().nullable(),
	/** For the periods of the year, without tax: rent as it is paid, with its smoothing and franchise. */
	rentCents: z.number(),
	chargesCents: z.number(),
	/** Differences of the index, and corrections. */
	differenceCents: z.number(),
	netCents: z.number(),
	vatCents: z.number(),
	totalCents: z.number(),
	/** Of the total, what was issued. */
	issuedCents: z.number(),
	/** Deposits asked for, given back, and their interest: outside of the total. */
	depositCents: z.number()
});
export type RollRow = z.output<typeof RollRow>;

const rollOf = (hub: string, year: number) => sql<Omit<RollRow, 'tenantName' | 'tenantSlug' | 'siren'>>`(
	select l.id as lease, l.number, l.kind, l.tenant, l.starts_on, l.ends_on, array_remove(array_agg(distinct u.number), null) as units,
		coalesce((select sum(lu.m2) from lease_units lu where lu.hub = l.hub and lu.lease = l.id), 0)::float as m2,
		s.rent_cents, s.charges_cents, s.difference_cents, s.net_cents, s.vat_cents, s.net_cents + s.vat_cents as total_cents, s.issued_cents, s.deposit_cents
	from (
		select lease,
			coalesce(sum(net_cents) filter (where what in ('rent', 'smoothing', 'franchise')), 0)::bigint as rent_cents,
			coalesce(sum(net_cents) filter (where what in ('charges', 'charges_balance')), 0)::bigint as charges_cents,
			coalesce(sum(net_cents) filter (where what in ('indexation', 'correction') and of_what not like 'deposit%'), 0)::bigint as difference_cents,
			coalesce(sum(net_cents) filter (where of_what not like 'deposit%'), 0)::bigint as net_cents,
			coalesce(sum(vat_cents) filter (where of_what not like 'deposit%'), 0)::bigint as vat_cents,
			coalesce(sum(net_cents + vat_cents) filter (where of_what not like 'deposit%' and issued_at is not null), 0)::bigint as issued_cents,
			coalesce(sum(net_cents) filter (where of_what like 'deposit%'), 0)::bigint as deposit_cents
		from rent_lines where hub = ${hub} and from_day between make_date(${year}, 1, 1) and make_date(${year}, 12, 31) group by lease
	) as s
	join leases l on l.hub = ${hub} and l.id = s.lease
	left join lease_units lu on lu.hub = l.hub and lu.lease = l.id left join units u on u.hub = lu.hub and u.id = lu.unit
	group by l.hub, l.id, s.rent_cents, s.charges_cents, s.difference_cents, s.net_cents, s.vat_cents, s.issued_cents, s.deposit_cents
)`;

async function matching(hub: string, { year, q }: { year?: number; q: string }) {
	const query = db.selectFrom(rollOf(hub, year ?? Number(today(await clockOf(hub)).slice(0, 4))).as('roll'));
	return q ? query.where(await speaksOf(hub, q, 'roll')) : query;
}

/** What each lease owes for the periods of a year, by its number. */
export async function listRoll(actor: Actor, { cursor, limit, ...filter }: z.output<typeof ListRoll>): Promise<Page<RollRow>> {
	authorize(seesTerms(actor));
	const { items, ...rest } = await cursorPage(
		(await matching(actor.hub, filter)).selectAll(),
		[
			['number', 'asc'],
			['lease', 'asc']
		],
		{ cursor, limit }
	);
	const tenants = items.map(({ tenant }) => tenant);
	const [names, numbers] = [await firmNames(actor, tenants), await firmNumbers(actor.hub, tenants)];
	return {
		...rest,
		items: items.map((row) => ({
			...row,
			tenantName: names.get(row.tenant)?.name ?? '',
			tenantSlug: names.get(row.tenant)?.slug ?? '',
			siren: numbers.get(row.tenant)?.siren ?? null
		}))
	};
}

/** Of all leases that a roll holds. */
export async function sumRoll(actor: Actor, filter: { year?: number; q: string }) {
	authorize(seesTerms(actor));
	const sum = (column: string) => sql<number>`coalesce(sum(${sql.ref(column)}), 0)::bigint`;
	return (await matching(actor.hub, filter))
		.select([
			sql<number>`count(*)::int`.as('count'),
			sum('net_cents').as('netCents'),
			sum('vat_cents').as('vatCents'),
			sum('total_cents').as('totalCents'),
			sum('issued_cents').as('issuedCents')
		])
		.executeTakeFirstOrThrow();
}
