import { sql } from 'kysely';
import { z } from 'zod';
import { firmNames } from '#ecosystem/firms.ts';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { refuse } from '#platform/refusal.ts';
import { idleState, stateOf, unitStates, uses, type ClaimKind, type UnitState } from '../choices.ts';
import { clockOf, daysBetween, today } from '../days.ts';
import { seesTenants, seesTerms } from '../policy.ts';

export const FindOccupancy = z.object({ from: z.iso.date(), until: z.iso.date() });
export const Occupancy = z.object({
	months: z.array(z.object({ month: z.string(), states: z.record(z.enum(unitStates), z.number()), total: z.number() }))
});
export type Occupancy = z.output<typeof Occupancy>;

const mostMonths = 400;
const hundredths = (value: number) => Math.round(value * 100) / 100;

function refuseTooLong({ from, until }: z.output<typeof FindOccupancy>) {
	if (until < from) throw refuse('until', 'ends_before_it_begins');
	if (daysBetween(from, until) > mostMonths * 31) throw refuse('until', 'too_long_a_time');
}

/** `moments`, noon of the 15th of each month, and `every` of them in a row. */
const moments = (timeZone: string, { from, until }: z.output<typeof FindOccupancy>) => sql`
	moments as (
		select row_number() over (order by m)::int as nth, to_char(m, 'YYYY-MM') as month, (m + interval '14 days')::date as day,
			(m + interval '14 days 12 hours') at time zone ${timeZone} as at
		from generate_series(date_trunc('month', ${from}::date::timestamp), ${until}::date::timestamp, interval '1 month') m
	), every as materialized (
		select array_agg(at order by nth) as at, array_agg(day order by nth) as days, count(*)::int as count from moments
	)`;

/** Units with their square metres, but not halls, which are counted by their rooms. */
const sized = (hub: string) => sql`
	sized as materialized (
		select u.id, u.floor, u.use, u.exists_from, u.exists_until, u.asked_rent_cents, coalesce(x.m2, 0) as m2 from units u
		left join (
			select distinct on (unit) unit, m2 from unit_measures where hub = ${hub} order by unit, measured_on desc, created_at desc
		) x on x.unit = u.id
		where u.hub = ${hub} and not exists (select from unit_halls h where h.hub = u.hub and h.unit = u.id)
	)`;

/** Whether a claim can hold at noon of the 15th on any clock: told sooner than its place among the moments, and false of most bookings. */
const lasts = sql`(
	extract(day from lower(c.during) at time zone 'UTC') between 13 and 16
	or lower_inf(c.during) or upper_inf(c.during) or upper(c.during) - lower(c.during) > interval '1 day'
)`;

/** Claims that hold at one of the moments, from the one after `before` to `last`. Most are bookings of hours, which hold at none. */
const met = (hub: string) => sql`
	met as materialized (
		select * from (
			select c.atom, c.kind, c.lease, c.holder,
				case when lower_inf(c.during) then 0 else width_bucket(lower(c.during) - interval '1 microsecond', (select at from every)) end as before,
				case when upper_inf(c.during) then (select count from every)
					else width_bucket(upper(c.during) - interval '1 microsecond', (select at from every)) end as last
			from claims c
			where c.hub = ${hub} and c.released_at is null and (c.expires_at is null or c.expires_at > now()) and c.kind <> 'absent'
				and ${lasts}
		) c where last > before
	)`;

/** The three, and `taken`: who has which unit at which moment. */
const monthly = (hub: string, timeZone: string, input: z.output<typeof FindOccupancy>) => sql`
	${moments(timeZone, input)}, ${sized(hub)}, ${met(hub)}, taken as materialized (
		select a.unit, nth, met.kind, met.lease, met.holder from met
		join unit_atoms a on a.hub = ${hub} and a.atom = met.atom and a.resource is null and a.unit in (select id from sized)
		cross join lateral generate_series(met.before + 1, met.last) nth
	)`;

const isCommon = sql`sized.use in ('shared', 'meeting', 'hall', 'parking')`;

/** How many moments a unit is there before, and at the last of them. */
const existence = sql`
	width_bucket(exists_from - 1, (select days from every)) as before,
	case when exists_until is null then (select count from every) else width_bucket(exists_until - 1, (select days from every)) end as last`;

const monthsOf = async (input: z.output<typeof FindOccupancy>) => {
	const { rows } = await sql<{ month: string }>`with ${moments('UTC', input)} select month from moments order by nth`.execute(db);
	return rows.map(({ month }) => month);
};

/** Square metres by state in the middle of each month. */
export async function findOccupancy(actor: Actor, input: z.output<typeof FindOccupancy>): Promise<Occupancy> {
	refuseTooLong(input);
	const timeZone = await clockOf(actor.hub);
	// Summed up by the moments between which they hold before any month is looked at: units times months would be hundreds of thousands.
	const { rows } = await sql<{ kind: ClaimKind | null; use: string; before: number; last: number; m2: number }>`
		with ${moments(timeZone, input)}, ${sized(actor.hub)}, ${met(actor.hub)}, parts as (
			select met.kind, sized.use, met.before, met.last, sum(sized.m2) as m2
			from met join unit_atoms a on a.hub = ${actor.hub} and a.atom = met.atom join sized on sized.id = a.unit
			group by 1, 2, 3, 4
			union all
			select null, use, ${existence}, sum(m2) from sized group by 1, 2, 3, 4
		)
		select parts.* from parts where last > before`.execute(db);
	const months = await monthsOf(input);
	return {
		months: months.map((month, nth) => {
			const states = Object.fromEntries(unitStates.map((state) => [state, 0])) as Record<UnitState, number>;
			for (const { kind, use, before, last, m2 } of rows) {
				if (before > nth || last <= nth) continue;
				const idle = idleState(use) === 'bookable' ? 'common' : idleState(use);
				states[kind ? stateOf[kind] : idle] += m2;
				// What somebody has is not idle.
				if (kind) states[idle] -= m2;
			}
			for (const state of unitStates) states[state] = hundredths(states[state]);
			return { month, states, total: hundredths(Object.values(states).reduce((sum, m2) => sum + m2, 0)) };
		})
	};
}

/** What counts as what in the figures: `committed` is signed and begins after today. */
export const lettingStates = ['let', 'committed', 'held', 'free', 'works', 'in_use', 'common'] as const;
export type LettingState = (typeof lettingStates)[number];

const Cell = z.object({
	month: z.string(),
	floor: z.uuid(),
	use: z.enum(uses),
	state: z.enum(lettingStates),
	units: z.number(),
	m2: z.number(),
	/** A month's rent: contracted for what is let or committed, asked for what is free; null for who may not see it. */
	cents: z.number().nullable()
});
export type Cell = z.output<typeof Cell>;
export const Letting = z.object({ items: z.array(Cell) });

const state = (now: string) => sql`case
	when taken.kind = 'lease' and l.starts_on > ${now}::date then 'committed'
	when taken.kind = 'lease' then 'let'
	when taken.kind = 'hold' then 'held'
	when taken.kind in ('works', 'maintenance') then 'works'
	when taken.kind is not null then 'in_use'
	when ${isCommon} then 'common' else 'free' end`;

/** Of one unit for a month: the step of its lease that holds then, before indexation and without franchise. */
const cents = sql`case
	when taken.kind = 'lease' then coalesce(step.rent_cents, l.rent_cents) / 12.0 * case coalesce(t.rent_basis, 'surface')
		when 'surface' then lu.m2 when 'unit' then 1 else lu.m2 / nullif((select sum(m2) from lease_units o where o.hub = lu.hub and o.lease = lu.lease), 0) end
	when taken.kind is null and not ${isCommon} then sized.asked_rent_cents * sized.m2 / 12.0 end`;

const joined = (hub: string) => sql`from moments
	join sized on sized.exists_from <= moments.day and (sized.exists_until is null or sized.exists_until > moments.day)
	left join taken on taken.unit = sized.id and taken.nth = moments.nth
	left join leases l on l.hub = ${hub} and l.id = taken.lease
	left join lease_terms t on t.hub = ${hub} and t.lease = taken.lease
	left join lease_units lu on lu.hub = ${hub} and lu.lease = taken.lease and lu.unit = sized.id
	left join lateral (
		select s.rent_cents from lease_steps s where s.hub = ${hub} and s.lease = taken.lease and s.from_day <= moments.day order by s.from_day desc limit 1
	) step on true`;

interface Part {
	floor: string;
	use: Cell['use'];
	state: LettingState;
	before: number;
	last: number;
	units: number;
	m2: number;
	cents: number | null;
}

/** Square metres and rents by month, floor, use and state: what the pictures of the place are summed up from. */
export async function findLetting(actor: Actor, input: z.output<typeof FindOccupancy>): Promise<{ items: Cell[] }> {
	refuseTooLong(input);
	const timeZone = await clockOf(actor.hub);
	// By what changes, as above: a lease, or a step of its rent, is one line for all its months, and takes as much from what its unit is while idle.
	const { rows } = await sql<Part>`
		with ${moments(timeZone, input)}, ${sized(actor.hub)}, ${met(actor.hub)}, owned as materialized (
			select sized.*, met.kind, met.lease, met.before, met.last from met
			join unit_atoms a on a.hub = ${actor.hub} and a.atom = met.atom and a.resource is null
			join sized on sized.id = a.unit
		), steps as materialized (
			select lease, rent_cents, width_bucket(from_day - 1, (select days from every)) as before,
				coalesce(width_bucket(lead(from_day) over (partition by lease order by from_day) - 1, (select days from every)), (select count from every)) as last
			from lease_steps where hub = ${actor.hub}
		), first_steps as materialized (
			select lease, min(before) as before from steps group by lease
		), rents as (
			select owned.*, l.rent_cents, coalesce(f.before, (select count from every)) as from_step, l.starts_on, t.rent_basis, lu.m2 as let_m2
			from owned
			left join leases l on l.hub = ${actor.hub} and l.id = owned.lease
			left join lease_terms t on t.hub = ${actor.hub} and t.lease = owned.lease
			left join lease_units lu on lu.hub = ${actor.hub} and lu.lease = owned.lease and lu.unit = owned.id
			left join first_steps f on f.lease = owned.lease
		), stepped as (
			select floor, use, kind, lease, starts_on, rent_basis, let_m2, m2, rent_cents, before, least(last, from_step) as last from rents
			union all
			select r.floor, r.use, r.kind, r.lease, r.starts_on, r.rent_basis, r.let_m2, r.m2, s.rent_cents, greatest(r.before, s.before), least(r.last, s.last)
			from rents r join steps s on s.lease = r.lease
		), parts as (
			select floor, use, case
					when kind = 'lease' and starts_on > ${today(timeZone)}::date then 'committed' when kind = 'lease' then 'let' when kind = 'hold' then 'held'
					when kind in ('works', 'maintenance') then 'works' else 'in_use' end as state,
				before, last, count(*) as units, sum(m2) as m2, sum(rent_cents / 12.0 * case coalesce(rent_basis, 'surface')
					when 'surface' then let_m2 when 'unit' then 1
					else let_m2 / nullif((select sum(m2) from lease_units o where o.hub = ${actor.hub} and o.lease = stepped.lease), 0) end) as cents
			from stepped where last > before group by 1, 2, 3, 4, 5
			union all
			select floor, use, case when ${isCommon} then 'common' else 'free' end, before, last, -count(*), -sum(m2),
				-sum(case when not ${isCommon} then asked_rent_cents * m2 / 12.0 end)
			from owned sized group by 1, 2, 3, 4, 5
			union all
			select floor, use, case when ${isCommon} then 'common' else 'free' end, ${existence}, count(*), sum(m2),
				sum(case when not ${isCommon} then asked_rent_cents * m2 / 12.0 end)
			from sized group by 1, 2, 3, 4, 5
		)
		select floor, use, state, before, last, units::int, m2, cents::float from parts where last > before order by floor, use, state`.execute(db);
	const months = await monthsOf(input);
	const isTold = seesTerms(actor);
	const items: Cell[] = [];
	for (const parts of Map.groupBy(rows, ({ floor, use, state }) => `${floor} ${use} ${state}`).values()) {
		const [{ floor, use, state }] = parts as [Part];
		const hasRent = isTold && (state === 'let' || state === 'committed' || state === 'free');
		const changes = Array.from({ length: months.length + 1 }, () => ({ units: 0, m2: 0, cents: 0 }));
		for (const { before, last, units, m2, cents } of parts)
			for (const [at, sign] of [[before, 1] as const, [last, -1] as const]) {
				const change = changes[at] as (typeof changes)[number];
				change.units += sign * units;
				change.m2 += sign * m2;
				change.cents += sign * (cents ?? 0);
			}
		const now = { units: 0, m2: 0, cents: 0 };
		for (const [nth, month] of months.entries()) {
			const change = changes[nth] as (typeof changes)[number];
			now.units += change.units;
			now.m2 += change.m2;
			now.cents += change.cents;
			if (now.units)
				items.push({ month, floor, use, state, units: now.units, m2: hundredths(now.m2), cents: hasRent ? Math.round(now.cents) : null });
		}
	}
	return { items: items.sort((a, b) => a.month.localeCompare(b.month)) };
}

export const ListMonth = z.object({
	/** Any day of the month. */
	month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
	state: z.enum(lettingStates).optional(),
	use: z.enum(uses).optional(),
	floor: z.uuid().optional(),
	q: z.string().trim().max(100).default('')
});
export const MonthRow = z.object({
	unit: z.uuid(),
	number: z.string(),
	name: z.string(),
	floorName: z.string(),
	building: z.string(),
	use: z.enum(uses),
	m2: z.number(),
	state: z.enum(lettingStates),
	lease: z.string().nullable(),
	holder: z.object({ name: z.string(), slug: z.string() }).nullable(),
	cents: z.number().nullable()
});
export type MonthRow = z.output<typeof MonthRow>;

/** The units behind a month of the figures, one by one. */
export async function listMonth(actor: Actor, { month, q, ...wanted }: z.output<typeof ListMonth>): Promise<{ items: MonthRow[] }> {
	const timeZone = await clockOf(actor.hub);
	const { rows } = await sql<Omit<MonthRow, 'holder'> & { floor: string; holder: string | null }>`
		with ${monthly(actor.hub, timeZone, { from: `${month}-01`, until: `${month}-01` })}
		select sized.id as unit, u.number, u.name, sized.floor, f.name as floor_name, b.name as building, sized.use, sized.m2,
			${state(today(timeZone))} as state, l.number as lease, coalesce(taken.holder, l.tenant) as holder, round(${cents})::float as cents
		${joined(actor.hub)}
		join units u on u.hub = ${actor.hub} and u.id = sized.id
		join floors f on f.hub = u.hub and f.id = u.floor
		join buildings b on b.hub = f.hub and b.id = f.building
		where taken.kind is distinct from 'absent'
		order by b.created_at, f.level, u.number`.execute(db);
	const like = q.toLowerCase();
	const shown = rows.filter(
		(row) =>
			(!wanted.state || row.state === wanted.state) &&
			(!wanted.use || row.use === wanted.use) &&
			(!wanted.floor || row.floor === wanted.floor)
	);
	const names = seesTenants(actor)
		? await firmNames(
				actor,
				shown.flatMap(({ holder }) => holder ?? [])
			)
		: new Map<string, { name: string; slug: string }>();
	const isTold = seesTerms(actor);
	const items = shown.map(({ holder, floor: _, ...row }) => ({
		...row,
		m2: hundredths(row.m2),
		lease: isTold ? row.lease : null,
		holder: (holder && names.get(holder)) || null,
		cents: isTold ? row.cents : null
	}));
	return { items: items.filter(({ number, name, holder }) => `${number} ${name} ${holder?.name ?? ''}`.toLowerCase().includes(like)) };
}
