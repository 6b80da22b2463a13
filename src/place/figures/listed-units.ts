import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { text } from '#platform/shapes.ts';
import { measureKinds, uses } from '../choices.ts';

export const ListUnits = z.object({ use: z.enum(uses).optional(), q: text(100).default('') });
export const ListedUnit = z.object({
	id: z.uuid(),
	number: z.string(),
	name: z.string(),
	site: z.string(),
	building: z.string(),
	floorName: z.string(),
	level: z.number(),
	use: z.enum(uses),
	m2: z.number().nullable(),
	/** Of which kind, of several that may have been measured, the latest is. */
	measure: z.enum(measureKinds).nullable(),
	people: z.number().nullable(),
	safetyPeople: z.number().nullable(),
	zone: z.string(),
	isAccessible: z.boolean(),
	equipment: z.array(z.string()),
	askedRentCents: z.number().nullable(),
	existsFrom: z.string(),
	existsUntil: z.string().nullable()
});
export type ListedUnit = z.output<typeof ListedUnit>;

/** Every unit there is or was, floor by floor. */
export async function listUnits(actor: Actor, { use, q }: z.output<typeof ListUnits>): Promise<{ items: ListedUnit[] }> {
	const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
	const { rows } = await sql<ListedUnit>`
		select u.id, u.number, u.name, s.name as site, b.name as building, f.name as floor_name, f.level, u.use, x.m2, x.kind as measure, u.people,
			u.safety_people, u.zone, u.is_accessible, u.equipment, u.asked_rent_cents, u.exists_from, u.exists_until
		from units u
		join floors f on f.hub = u.hub and f.id = u.floor
		join buildings b on b.hub = f.hub and b.id = f.building
		join sites s on s.hub = b.hub and s.id = b.site
		left join lateral (
			select m2, kind from unit_measures m where m.hub = u.hub and m.unit = u.id order by measured_on desc, created_at desc limit 1
		) x on true
		where u.hub = ${actor.hub} and (${use ?? null}::text is null or u.use = ${use ?? null}::text)
			and (without_accents(u.number || ' ' || u.name || ' ' || u.zone || ' ' || array_to_string(u.equipment, ' ')) ilike without_accents(${like}))
		order by s.name, b.created_at, f.level, u.number, u.exists_from`.execute(db);
	return { items: rows };
}
