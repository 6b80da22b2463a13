import { sql } from 'kysely';
import { db, inHub } from '#platform/db.server.ts';
import { log } from '#platform/log.ts';
import type { Seen } from './attention.ts';

/** Days of which the ranking knows. */
export const rememberedDays = 90;
const staleAfterMs = 60_000;

type SeenByFirm = ReadonlyMap<string, Seen>;

const kept = new Map<string, { at: number; reading: Promise<SeenByFirm>; last: SeenByFirm | null }>();

/**
 * What was seen of each firm of the hub lately, and what was due to it. Kept in each process and read anew once a minute, beside the answers:
 * only the very first waits for it.
 */
export async function seenOf(hub: string, now = Date.now()): Promise<SeenByFirm> {
	const known = kept.get(hub);
	if (known && (now - known.at < staleAfterMs || !known.last)) return known.last ?? known.reading;
	const one = { at: now, reading: readSeen(hub), last: known?.last ?? null };
	kept.set(hub, one);
	one.reading.then(
		(read) => (one.last = read),
		(error) => {
			log.warn({ hub, error: String(error) }, 'exposure');
			if (!known) kept.delete(hub);
		}
	);
	return one.last ?? one.reading;
}

async function readSeen(hub: string): Promise<SeenByFirm> {
	const rows = await inHub(hub, () =>
		db
			.selectFrom('matchingExposure')
			.select(['firm', sql<number>`sum(attention)`.as('attention'), sql<number>`sum(due)`.as('due')])
			.where('hub', '=', hub)
			.where('day', '>', sql<string>`current_date - ${sql.lit(rememberedDays)}::int`)
			.groupBy('firm')
			.execute()
	);
	return new Map(rows.map(({ firm, attention, due }) => [firm, { attention, due }]));
}

/** For tests and the demo: the next answer reads what is written now. */
export const forgetSeen = () => kept.clear();
