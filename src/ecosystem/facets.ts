import { sql, type SelectQueryBuilder } from 'kysely';
import { db } from '#platform/db.server.ts';
import type { DB } from '#platform/schema.ts';
import { areaOf } from './whereabouts.ts';

interface Rows {
	technologies: string[];
	sectors: string[];
	country: string;
	commune: string | null;
	postcode: string;
}

/** The technologies, sectors and areas of a list, in one query. */
export async function facetsOf<T extends 'needs' | 'offers'>(rows: SelectQueryBuilder<DB, T | 'organisations', Rows>) {
	const found = await db
		.with('listed', () => rows)
		.selectFrom('listed')
		.select([
			sql<string[]>`(select coalesce(array_agg(distinct concept), '{}') from listed, unnest(listed.technologies) as concept)`.as(
				'technologies'
			),
			sql<string[]>`(select coalesce(array_agg(distinct concept), '{}') from listed, unnest(listed.sectors) as concept)`.as('sectors'),
			sql<
				[string, string | null, string][]
			>`(select coalesce(json_agg(distinct jsonb_build_array(country, left(commune, 3), left(postcode, 3))), '[]') from listed)`.as(
				'places'
			)
		])
		.limit(1)
		.executeTakeFirst();
	const { technologies = [], sectors = [], places = [] } = found ?? {};
	const areas = places.map(([country, commune, postcode]) =>
		areaOf({ country, commune: commune && `${commune}00`, postcode: `${postcode}00` })
	);
	return { technologies, sectors, areas: [...new Set(areas)] };
}
