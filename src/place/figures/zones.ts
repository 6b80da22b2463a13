import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';

export const Zone = z.object({
	zone: z.string(),
	floors: z.array(z.string()),
	units: z.number(),
	m2: z.number(),
	/** Who works or sits there, as far as it is said. */
	people: z.number(),
	/** How many may be there when the alarm rings: the sum of its units, those without a number left out. */
	allowed: z.number(),
	/** Units of the zone of which nobody said how many it takes. */
	unsaid: z.number(),
	isOver: z.boolean()
});
export type Zone = z.output<typeof Zone>;

/** Safety zones with the people allowed in them against those that their units are made for. Halls are counted by their rooms. */
export async function listZones(actor: Actor): Promise<{ items: Zone[] }> {
	const { rows } = await sql<Omit<Zone, 'isOver'>>`
		select coalesce(nullif(u.zone, ''), b.name) as zone, array_agg(distinct f.name) as floors, count(*) as units, round(sum(coalesce(x.m2, 0))::numeric, 2)::float as m2,
			coalesce(sum(u.people), 0) as people, coalesce(sum(u.safety_people), 0) as allowed, count(*) filter (where u.safety_people is null) as unsaid
		from units u
		join floors f on f.hub = u.hub and f.id = u.floor
		join buildings b on b.hub = f.hub and b.id = f.building
		left join lateral (
			select m2 from unit_measures m where m.hub = u.hub and m.unit = u.id order by measured_on desc, created_at desc limit 1
		) x on true
		where u.hub = ${actor.hub} and u.exists_from <= current_date and (u.exists_until is null or u.exists_until > current_date)
			and not exists (select from unit_halls h where h.hub = u.hub and h.unit = u.id)
		group by 1 order by 1`.execute(db);
	return { items: rows.map((row) => ({ ...row, isOver: row.people > row.allowed })) };
}
