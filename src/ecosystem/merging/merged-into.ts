import { sql } from 'kysely';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { visibleTo } from '../policy.ts';

/** The address of the record that this one became part of, if it did and the actor may see that one. */
export async function addressSince(actor: Actor, address: string): Promise<string | null> {
	const { rows } = await sql<{ id: string }>`with recursive led as (
			select o.hub, o.id, o.merged_into, 0 as steps from organisations o
			where o.hub = ${actor.hub} and o.slug = ${address} and o.merged_into is not null
			union all
			select o.hub, o.id, o.merged_into, led.steps + 1 from led join organisations o on o.hub = led.hub and o.id = led.merged_into
			where led.steps < 50
		)
		select id from led where merged_into is null`.execute(db);
	if (!rows[0]) return null;
	const there = await db
		.selectFrom('organisations')
		.select('slug')
		.where('hub', '=', actor.hub)
		.where('id', '=', rows[0].id)
		.where(visibleTo(actor))
		.executeTakeFirst();
	return there?.slug ?? null;
}

/** The records that were merged into this one, at first or second hand. */
export async function mergedInto(hub: string, organisation: string): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`with recursive merged as (
			select o.id from organisations o where o.hub = ${hub} and o.merged_into = ${organisation}
			union
			select o.id from organisations o join merged on o.hub = ${hub} and o.merged_into = merged.id
		) select id from merged`.execute(db);
	return rows.map(({ id }) => id);
}
