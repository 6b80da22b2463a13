import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#platform/actor.ts';
import type { WaitingRow } from '#ecosystem/waiting.ts';
import { mayBill } from './schedule.ts';

/**
 * Sites and years that ended, in which somebody paid provisions for charges, and whose statement is not closed: tenants have it before 30 September
 * (Code de commerce, art. R145-36). It is the year before that counts; of earlier ones, only those that were begun.
 */
export const openStatements = (hub: string) => sql<{
	site: string;
	siteName: string;
	year: number;
	statement: string | null;
	due: string;
}>`(
	select w.site, s.name as site_name, w.year, c.id as statement, make_date(w.year + 1, 9, 30)::text as due
	from (
		select distinct b.site, y.year
		from hubs h
		cross join lateral (select extract(year from now() at time zone h.time_zone)::int - 1 as year) as y
		join leases l on l.hub = h.id and l.state in ('signed', 'running', 'ended') and l.starts_on <= make_date(y.year, 12, 31)
			and (l.ends_on is null or l.ends_on >= make_date(y.year, 1, 1))
		join lease_terms t on t.hub = l.hub and t.lease = l.id and t.charges = 'provision'
		join lease_units lu on lu.hub = l.hub and lu.lease = l.id
		join units u on u.hub = lu.hub and u.id = lu.unit
		join floors f on f.hub = u.hub and f.id = u.floor
		join buildings b on b.hub = f.hub and b.id = f.building
		where h.id = ${hub}
		union
		select c.site, c.year from charge_statements c join hubs h on h.id = c.hub
		where c.hub = ${hub} and c.closed_at is null and c.year < extract(year from now() at time zone h.time_zone)::int
	) as w
	join sites s on s.hub = ${hub} and s.id = w.site
	left join charge_statements c on c.hub = ${hub} and c.site = w.site and c.year = w.year
	where c.closed_at is null
)`;

/** From the first day after the year on it waits for who keeps the books or runs the place. */
export const waitingStatements = (actor: Actor): RawBuilder<WaitingRow> => sql`
	select 'charges_due', o.site || '.' || o.year, make_date(o.year + 1, 1, 1)::timestamptz, o.due::date::timestamptz, null::uuid, null::uuid, null::uuid,
		o.site_name || ' ' || o.year, coalesce(o.statement::text, '')
	from ${openStatements(actor.hub)} as o where ${mayBill(actor)}`;
