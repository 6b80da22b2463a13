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
	), every as (
		select array_agg(at order by nth) as at, array_agg(day order by nth) as days, count(*)::int as count from moments
	)`;

/** Units with their square metres, but not halls, which are counted by their rooms. */
const sized = (hub: string) => sql`
	sized as materialized (
		select u.id, u.floor, u.use, u.exists_from, u.exists_until, u.asked_rent_cents, coalesce(x.m2, 0) as m2 from units u
		left join lateral (
			select m2 from unit_measures x where x.hub = u.hub and x.unit = u.id order by measured_on desc, created_at desc limit 1
		) x on true
		where u.hub = ${hub} and not exists (select from unit_halls h where h.hub = u.hub and h.unit = u.id)
	)`;

/** Claims that hold at one of the moments, from the one after `before` to `last`. Most lie between two of them and are gone here: a booking takes hours. */
const met = (hub: string) => sql`
	met as materialized (
		select * from (
			select c.atom, c.kind, c.lease, c.holder,
				case when lower_inf(c.during) then 0 else width_bucket(lower(c.during) - interval '1 microsecond', every.at) end as before,
				case when upper_inf(c.during) then every.count else width_bucket(upper(c.during) - interval '1 microsecond', every.at) end as last
			from claims c, every
			where c.hub = ${hub} and c.released_at is null and (c.expires_at is null or c.expires_at > now())
		) c where last > before
	)`;

/** The three, and `taken`: who has which unit at which moment. */
const monthly = (hub: string, timeZone: string, input: z.output<typeof FindOccupancy>) => sql`
	${moments(timeZone, input)}, ${sized(hub)}, ${met(hub)}, taken as materialized (
		select a.unit, nth, met.kind, met.lease, met.holder from met
		join unit_atoms a on a.hub = ${hub} and a.atom = met.atom and a.resource is null and a.unit in (select id from sized)
		cross join lateral generate_series(met.before + 1, met.last) nth
	)`;

/** Square metres by state in the middle of each month. */
export async function findOccupancy(actor: Actor, input: z.output<typeof FindOccupancy>): Promise<Occupancy> {
	refuseTooLong(input);
	// Summed up by the moments between which they hold before any month is looked at: units times months would be hundreds of thousands.
	const { rows } = await sql<{ kind: ClaimKind | null; use: string; before: number; last: number; m2: number }>`
		with ${moments(await clockOf(actor.hub), input)}, ${sized(actor.hub)}, ${met(actor.hub)}, parts as (
			select met.kind, sized.use, met.before, met.last, sum(sized.m2) as m2
			from met join unit_atoms a on a.hub = ${actor.hub} and a.atom = met.atom join sized on sized.id = a.unit
			where met.kind <> 'absent' group by 1, 2, 3, 4
			union all
			select null, use, width_bucket(exists_from - 1, every.days),
				case when exists_until is null then every.count else width_bucket(exists_until - 1, every.days) end, sum(m2)
			from sized, every group by 1, 2, 3, 4
		)
		select parts.* from parts where last > before`.execute(db);
	const { rows: months } = await sql<{ month: string }>`with ${moments('UTC', input)} select month from moments order by nth`.execute(db);
	return {
		months: months.map(({ month }, nth) => {
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
	when sized.use in ('shared', 'meeting', 'hall', 'parking') then 'common' else 'free' end`;

/** Of one unit for a month: the step of its lease that holds then, before indexation and without franchise. */
const cents = sql`case
	when taken.kind = 'lease' then coalesce(step.rent_cents, l.rent_cents) / 12.0 * case coalesce(t.rent_basis, 'surface')
		when 'surface' then lu.m2 when 'unit' then 1 else lu.m2 / nullif((select sum(m2) from lease_units o where o.hub = lu.hub and o.lease = lu.lease), 0) end
	when taken.kind is null and sized.use not in ('shared', 'meeting', 'hall', 'parking') then sized.asked_rent_cents * sized.m2 / 12.0 end`;

const joined = (hub: string) => sql`from moments
	join sized on sized.exists_from <= moments.day and (sized.exists_until is null or sized.exists_until > moments.day)
	left join taken on taken.unit = sized.id and taken.nth = moments.nth
	left join leases l on l.hub = ${hub} and l.id = taken.lease
	left join lease_terms t on t.hub = ${hub} and t.lease = taken.lease
	left join lease_units lu on lu.hub = ${hub} and lu.lease = taken.lease and lu.unit = sized.id
	left join lateral (
		select s.rent_cents from lease_steps s where s.hub = ${hub} and s.lease = taken.lease and s.from_day <= moments.day order by s.from_day desc limit 1
	) step on true`;

/** Square metres and rents by month, floor, use and state: what the pictures of the place are summed up from. */
export async function findLetting(actor: Actor, input: z.output<typeof FindOccupancy>): Promise<{ items: Cell[] }> {
	refuseTooLong(input);
	const timeZone = await clockOf(actor.hub);
	const { rows } = await sql<Cell>`
		with ${monthly(actor.hub, timeZone, input)}
		select moments.month, sized.floor, sized.use, ${state(today(timeZone))} as state, count(*) as units, sum(sized.m2) as m2, round(sum(${cents}))::float as cents
		${joined(actor.hub)}
		where taken.kind is distinct from 'absent'
		group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(db);
	return { items: rows.map((row) => ({ ...row, m2: hundredths(row.m2), cents: seesTerms(actor) ? row.cents : null })) };
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
