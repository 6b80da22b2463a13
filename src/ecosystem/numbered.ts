import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import type { Nomenclature } from './activities/activities.ts';
import type { SizeClass } from './activities/firms.ts';

/** Organisations that have a SIREN, with what the register of companies may know of them too, in the order of their names. */
export const firmsWithSiren = (actor: Actor) =>
	db
		.selectFrom('organisations')
		.select(['id', 'slug', 'name', 'legalName', 'siret', 'activityCode', 'activityNomenclature', 'sizeClass', 'founded'])
		.select(['street', 'postcode', 'commune', 'communeName'])
		.select(sql<string>`siren`.as('siren'))
		.where('hub', '=', actor.hub)
		.where('archivedAt', 'is', null)
		.where('siren', 'is not', null)
		.orderBy('name')
		.orderBy('id')
		.$narrowType<{ sizeClass: SizeClass | null; activityNomenclature: Nomenclature | null }>()
		.execute();

/** The same as a query, for what is joined to them. */
export const numberedFirms = (hub: string): RawBuilder<{ id: string; siren: string; name: string }> => sql`
	select id, siren, name from organisations where hub = ${hub} and archived_at is null and siren is not null`;
