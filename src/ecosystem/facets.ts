import { sql, type SelectQueryBuilder } from 'kysely';
import { db } from '#platform/db.server.ts';
import type { DB } from '#platform/schema.ts';
import { areaOf } from './whereabouts.ts';

/** The technologies, sectors and areas of a list, in one query. */
export async function facetsOf<T extends 'needs' | 'offers'>(table: T, rows: SelectQueryBuilder<DB, T | 'organisations', object>) {
	const { technologies, sectors, places } = await db
		.with(
			(cte) => cte('listed').materialized(),
			() =>
				rows
					.clearSelect()
					.select([
						sql<string[]>`${sql.table(table)}.technologies`.as('technologies'),
						sql<string[]>`${sql.table(table)}.sectors`.as('sectors'),
						sql<string>`organisations.country`.as('country'),
						sql<string | null>`organisations.commune`.as('commune'),
						sql<string>`organisations.postcode`.as('postcode')
					])
		)
		.selectNoFrom([
			sql<string[]>`array(select concept from listed, unnest(listed.technologies) as concept group by concept)`.as('technologies'),
			sql<string[]>`array(select concept from listed, unnest(listed.sectors) as concept group by concept)`.as('sectors'),
			sql<[string, string | null, string][]>`(
				select coalesce(json_agg(json_build_array(country, commune, postcode)), '[]')
				from (select country, left(commune, 3) as commune, left(postcode, 3) as postcode from listed group by 1, 2, 3) as place
			)`.as('places')
		])
		.executeTakeFirstOrThrow();
	const areas = places.map(([country, commune, postcode]) =>
		areaOf({ country, commune: commune && `${commune}00`, postcode: `${postcode}00` })
	);
	return { technologies, sectors, areas: [...new Set(areas)] };
}
