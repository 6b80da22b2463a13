import type { db } from '#platform/db.server.ts';

/** Values by quarter, in hundredths, with the day on which each was published. */
export async function indexValues(reader: Pick<typeof db, 'selectFrom'>, hub: string, kind: string) {
	const rows = await reader
		.selectFrom('rentIndices')
		.select(['quarter', 'hundredths', 'publishedOn'])
		.where('hub', '=', hub)
		.where('kind', '=', kind)
		.orderBy('quarter')
		.execute();
	return new Map(rows.map(({ quarter, ...row }) => [quarter, row]));
}
