import { sql } from 'kysely';
import { firmNames } from '#ecosystem/firms.ts';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { stateOf, type ClaimKind, type UnitState } from './choices.ts';
import { dayOf } from './days.ts';
import { seesTenants, seesTerms } from './policy.ts';

/** A stretch of time as a slider reads it: first and last day as numbers, without an end of either side infinite. */
export interface Stretch {
	from: number;
	until: number;
	state: UnitState;
	holder: { name: string; slug: string } | null;
	rentCents: number | null;
	/** Of claims that begin or end within a day: whether it is this very moment. */
	isNow: boolean;
}

/** Claims as they are told, with their first and last day as numbers. */
const told = (timeZone: string) => sql`string_agg(concat_ws(',',
	coalesce((lower(c.during) at time zone ${timeZone})::date - date '1970-01-01', '-Infinity'::float),
	coalesce(((upper(c.during) - interval '1 microsecond') at time zone ${timeZone})::date - date '1970-01-01', 'Infinity'::float),
	c.kind, coalesce(c.holder::text, ''), coalesce(l.rent_cents::text, ''), (c.during @> now())::int),
	';' order by lower(c.during) nulls first, upper(c.during), c.kind)`;

/** Some units with their atoms. */
const own = (hub: string, units: string[]) => sql`
	own as materialized (
		select a.unit, a.atom from unit_atoms a where a.hub = ${hub} and a.unit = any(${units}::uuid[]) and a.resource is null
	)`;

/** Claims atom by atom. Joined freely, all claims of the hub would be read to find those of a floor. */
const claimsOf = (hub: string, time: ReturnType<typeof sql>) => sql`
	cross join lateral (
		select * from claims c
		where c.hub = ${hub} and c.atom = own.atom and c.released_at is null and (c.expires_at is null or c.expires_at > now()) and ${time}
		offset 0
	) c`;

const midnight = (day: ReturnType<typeof sql>, timeZone: string) => sql`(${day}::timestamp at time zone ${timeZone})`;

/** Who had each unit, has it and will have it, or only what has not ended before a day. One line of the database for each: a floor has thousands of claims. */
export async function allStretches(
	actor: Actor,
	timeZone: string,
	units: string[],
	since: string | null = null
): Promise<Map<string, Stretch[]>> {
	if (!units.length) return new Map();
	const { rows } = await sql<{ unit: string; claims: string }>`
		with ${own(actor.hub, units)}
		select own.unit, ${told(timeZone)} as claims
		from own ${claimsOf(actor.hub, since === null ? sql`true` : sql`c.during && tstzrange(${midnight(sql`${since}::date`, timeZone)}, null)`)}
		left join leases l on l.hub = ${actor.hub} and l.id = c.lease
		group by own.unit`.execute(db);
	return stretchesFrom(actor, rows);
}

/** The same for one day alone, with the first day from it on which nobody has a unit: neither past nor future is read. */
export async function stretchesOn(actor: Actor, timeZone: string, day: string, units: string[]) {
	const stretches = new Map<string, Stretch[]>();
	const freeFrom = new Map<string, string | null>();
	if (!units.length) return { stretches, freeFrom };
	const within = (day: ReturnType<typeof sql>) =>
		sql`c.during && tstzrange(${midnight(day, timeZone)}, ${midnight(sql`(${day} + 1)`, timeZone)})`;
	const dayAfterAll = sql`((max(coalesce(upper(c.during), 'infinity')) - interval '1 microsecond') at time zone ${timeZone})::date + 1 as day`;
	const { rows } = await sql<{ unit: string; claims: string; free: string }>`
		with recursive ${own(actor.hub, units)}, today as materialized (
			select own.unit, ${told(timeZone)} as claims, ${dayAfterAll}
			from own ${claimsOf(actor.hub, within(sql`${day}::date`))}
			left join leases l on l.hub = ${actor.hub} and l.id = c.lease
			group by own.unit
		), free as (
			select unit, day from today
			union all
			select free.unit, after.day from free
			cross join lateral (
				select ${dayAfterAll} from own ${claimsOf(actor.hub, within(sql`free.day`))}
				where own.unit = free.unit and isfinite(free.day)
			) after where after.day is not null
		)
		select today.unit, today.claims, (select max(free.day) from free where free.unit = today.unit)::text as free from today`.execute(db);
	for (const { unit, free } of rows) freeFrom.set(unit, free === 'infinity' ? null : free);
	return { stretches: await stretchesFrom(actor, rows), freeFrom };
}

async function stretchesFrom(actor: Actor, rows: { unit: string; claims: string }[]): Promise<Map<string, Stretch[]>> {
	const split = rows.map(({ unit, claims }) => ({ unit, claims: claims.split(';').map((claim) => claim.split(',')) }));
	const holders = new Set(split.flatMap(({ claims }) => claims.map(([, , , holder = '']) => holder)).filter(Boolean));
	const names =
		seesTenants(actor) && holders.size ? await firmNames(actor, [...holders]) : new Map<string, { name: string; slug: string }>();
	const isTold = seesTerms(actor);
	const stretches = new Map<string, Stretch[]>();
	for (const { unit, claims } of split) {
		const own: Stretch[] = [];
		for (const [from, until, kind, holder = '', rent, isNow] of claims) {
			const one = {
				from: Number(from),
				until: Number(until),
				state: stateOf[kind as ClaimKind],
				holder: names.get(holder) ?? null,
				rentCents: isTold && rent ? Number(rent) : null,
				isNow: isNow === '1'
			};
			// A hall is claimed atom by atom.
			const before = own.at(-1);
			if (before && before.from === one.from && before.until === one.until && before.state === one.state) continue;
			own.push(one);
		}
		stretches.set(unit, own);
	}
	return stretches;
}

/** The first day from one on which none of these holds; null when that is never. */
export function firstFree(stretches: readonly Stretch[], day: number): string | null {
	let at = day;
	for (const { from, until } of stretches) {
		if (from > at) break;
		if (until >= at) at = until + 1;
	}
	return Number.isFinite(at) ? dayOf(at) : null;
}
