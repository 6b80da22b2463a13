import { sql } from 'kysely';
import { firmsNamed } from '#ecosystem/firms.ts';

/** That the number of a lease or the name of its tenant holds these words. */
export async function speaksOf(hub: string, words: string, table = 'leases') {
	const firms = await firmsNamed(hub, words);
	const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`;
	return sql<boolean>`(${sql.ref(`${table}.number`)} ilike ${like} or ${sql.ref(`${table}.tenant`)} = any(${firms}::uuid[]))`;
}
