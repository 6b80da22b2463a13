import { sql } from 'kysely';
import { z } from 'zod';
import { firmNames } from '#ecosystem/firms.ts';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { authorize } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { commonUses, leaseKinds, uses } from '../choices.ts';
import { clockOf, today } from '../days.ts';
import { seesTenants, seesTerms } from '../policy.ts';

export const ListRentRoll = z.object({
	/** Leases that run on this day or begin after it; today without one. */
	on: z.iso.date().optional(),
	/** Only those whose last day lies in this year; `open` for those without one. */
	ends: z.union([z.literal('open'), z.string().regex(/^\d{4}$/)]).optional(),
	q: text(100).default('')
});
export const RentRollRow = z.object({
	lease: z.uuid(),
	number: z.string(),
	kind: z.enum(leaseKinds),
	tenant: z.object({ name: z.string(), slug: z.string() }).nullable(),
	units: z.array(z.string()),
	m2: z.number(),
	startsOn: z.string(),
	endsOn: z.string().nullable(),
	/** Of a year, on the day asked for or the first of a lease to come: contracted, before indexation and without franchise. */
	yearCents: z.number(),
	depositCents: z.number(),
	runs: z.boolean()
});
export type RentRollRow = z.output<typeof RentRollRow>;

/** Every lease that runs or will, with what it brings in. */
export async function listRentRoll(actor: Actor, { on, ends, q }: z.output<typeof ListRentRoll>): Promise<{ items: RentRollRow[] }> {
	authorize(seesTerms(actor));
	const day = on ?? today(await clockOf(actor.hub));
	const { rows } = await sql<Omit<RentRollRow, 'tenant'> & { tenant: string }>`
		select l.id as lease, l.number, l.kind, l.tenant, l.starts_on, l.ends_on, l.deposit_cents, l.starts_on <= ${day}::date as runs, lu.units, lu.m2,
			round(coalesce(step.rent_cents, l.rent_cents) * case coalesce(t.rent_basis, 'surface') when 'surface' then lu.m2 when 'unit' then cardinality(lu.units) else 1 end)::float as year_cents
		from leases l
		cross join lateral (
			select array_agg(u.number order by u.number) as units, sum(x.m2) as m2 from lease_units x join units u on u.hub = x.hub and u.id = x.unit
			where x.hub = l.hub and x.lease = l.id
		) lu
		left join lease_terms t on t.hub = l.hub and t.lease = l.id
		left join lateral (
			select s.rent_cents from lease_steps s where s.hub = l.hub and s.lease = l.id and s.from_day <= greatest(${day}::date, l.starts_on) order by s.from_day desc limit 1
		) step on true
		where l.hub = ${actor.hub} and exists (
			select from claims c where c.hub = l.hub and c.lease = l.id and c.released_at is null and upper(c.during) is distinct from lower(c.during)
				and (upper_inf(c.during) or upper(c.during) > ${day}::date)
		)
		order by l.ends_on nulls last, l.number`.execute(db);
	const names = await firmNames(
		actor,
		rows.map(({ tenant }) => tenant)
	);
	const like = q.toLowerCase();
	const items = rows
		.filter(({ endsOn }) => !ends || (ends === 'open' ? endsOn === null : endsOn?.startsWith(ends)))
		.map((row) => ({ ...row, tenant: names.get(row.tenant) ?? null }))
		.filter(({ number, tenant, units }) => `${number} ${tenant?.name ?? ''} ${units.join(' ')}`.toLowerCase().includes(like));
	return { items };
}

export const ListVacancies = z.object({ on: z.iso.date().optional(), q: text(100).default('') });
export const VacancyRow = z.object({
	unit: z.uuid(),
	number: z.string(),
	name: z.string(),
	floorName: z.string(),
	building: z.string(),
	use: z.enum(uses),
	m2: z.number(),
	/** The first day of its being free. */
	since: z.string(),
	days: z.number(),
	/** The day somebody has it again; none when nobody has asked for it. */
	until: z.string().nullable(),
	/** What a month of it being free costs at the rent asked, and what it has cost since. */
	monthCents: z.number().nullable(),
	sinceCents: z.number().nullable()
});
export type VacancyRow = z.output<typeof VacancyRow>;

/** What could be let on a day and is not, since when, and what that costs at the rent asked. */
export async function listVacancies(actor: Actor, { on, q }: z.output<typeof ListVacancies>): Promise<{ items: VacancyRow[] }> {
	authorize(seesTerms(actor));
	const timeZone = await clockOf(actor.hub);
	const day = on ?? today(timeZone);
	const { rows } = await sql<VacancyRow>`
		select u.id as unit, u.number, u.name, f.name as floor_name, b.name as building, u.use, x.m2,
			greatest(u.exists_from, past.day)::text as since, ${day}::date - greatest(u.exists_from, past.day) + 1 as days, next.day::text as until,
			round(u.asked_rent_cents * x.m2 / 12)::float as month_cents,
			round(u.asked_rent_cents * x.m2 / 365 * (${day}::date - greatest(u.exists_from, past.day) + 1))::float as since_cents
		from units u
		join floors f on f.hub = u.hub and f.id = u.floor
		join buildings b on b.hub = f.hub and b.id = f.building
		join unit_atoms a on a.hub = u.hub and a.unit = u.id and a.resource is null
		cross join lateral (select (${day}::date::timestamp + interval '12 hours') at time zone ${timeZone} as noon) at
		cross join lateral (
			select coalesce(sum(m2), 0) as m2 from (select m2 from unit_measures m where m.hub = u.hub and m.unit = u.id order by measured_on desc, created_at desc limit 1) m
		) x
		left join lateral (
			select (max(upper(c.during)) at time zone ${timeZone})::date as day from claims c
			where c.hub = a.hub and c.atom = a.atom and c.released_at is null and upper(c.during) <= at.noon
		) past on true
		left join lateral (
			select (min(lower(c.during)) at time zone ${timeZone})::date as day from claims c
			where c.hub = a.hub and c.atom = a.atom and c.released_at is null and lower(c.during) > at.noon and (c.expires_at is null or c.expires_at > now())
		) next on true
		where u.hub = ${actor.hub} and u.use <> all(${[...commonUses]}::text[])
			and u.exists_from <= ${day}::date and (u.exists_until is null or u.exists_until > ${day}::date)
			and not exists (select from unit_halls h where h.hub = u.hub and h.unit = u.id)
			and not exists (
				select from claims c where c.hub = a.hub and c.atom = a.atom and c.released_at is null and c.during @> at.noon and (c.expires_at is null or c.expires_at > now())
			)
		order by month_cents desc nulls last, u.number`.execute(db);
	const like = q.toLowerCase();
	return { items: rows.filter(({ number, name }) => `${number} ${name}`.toLowerCase().includes(like)) };
}

export const ListMoves = z.object({
	year: z
		.string()
		.regex(/^\d{4}$/)
		.optional(),
	way: z.enum(['in', 'out']).optional(),
	q: text(100).default('')
});
export const MoveRow = z.object({
	day: z.string(),
	way: z.enum(['in', 'out']),
	firm: z.object({ name: z.string(), slug: z.string() }).nullable(),
	units: z.array(z.string()),
	m2: z.number()
});
export type MoveRow = z.output<typeof MoveRow>;

/** Firms by the first day on which they had anything here, and by the last after which they have nothing. */
export async function listMoves(actor: Actor, { year, way, q }: z.output<typeof ListMoves>): Promise<{ items: MoveRow[] }> {
	authorize(seesTenants(actor));
	const { rows } = await sql<Omit<MoveRow, 'firm'> & { firm: string }>`
		with runs as (
			select l.tenant, l.starts_on, coalesce(l.ends_on, 'infinity'::date) as ends_on, lu.units, lu.m2
			from leases l cross join lateral (
				select array_agg(u.number order by u.number) as units, sum(x.m2) as m2 from lease_units x join units u on u.hub = x.hub and u.id = x.unit
				where x.hub = l.hub and x.lease = l.id
			) lu
			where l.hub = ${actor.hub} and exists (select from claims c where c.hub = l.hub and c.lease = l.id and c.released_at is null)
		)
		select starts_on::text as day, 'in' as way, tenant as firm, units, m2 from runs one
			where not exists (select from runs o where o.tenant = one.tenant and o.starts_on < one.starts_on and o.ends_on >= one.starts_on - 1)
				and not exists (select from runs o where o.tenant = one.tenant and o.starts_on = one.starts_on and o.units < one.units)
		union all
		select (ends_on + 1)::text, 'out', tenant, units, m2 from runs one
			where ends_on <> 'infinity' and not exists (select from runs o where o.tenant = one.tenant and o.ends_on > one.ends_on and o.starts_on <= one.ends_on + 1)
				and not exists (select from runs o where o.tenant = one.tenant and o.ends_on = one.ends_on and o.units < one.units)
		order by day, way`.execute(db);
	const names = await firmNames(
		actor,
		rows.map(({ firm }) => firm)
	);
	const like = q.toLowerCase();
	const items = rows
		.filter((row) => (!year || row.day.startsWith(year)) && (!way || row.way === way))
		.map((row) => ({ ...row, firm: names.get(row.firm) ?? null }))
		.filter(({ firm, units }) => `${firm?.name ?? ''} ${units.join(' ')}`.toLowerCase().includes(like));
	return { items };
}
