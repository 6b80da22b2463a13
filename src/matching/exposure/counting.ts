import { sql } from 'kysely';
import { db, inHub } from '#platform/db.server.ts';
import { log } from '#platform/log.ts';
import { firstRanks, shareOut, type Candidate } from './attention.ts';

interface Count {
	firm: string;
	shown: number;
	attention: number;
	due: number;
}

/** By hub, day and offer: what was shown since it was last written. */
let counted = new Map<string, Map<string, Map<string, Count>>>();
let timer: NodeJS.Timeout | undefined;
let writing: Promise<void> = Promise.resolve();

export const flushEverySeconds = 5;

/**
 * Counts who was shown in an answer. Nothing of it is written here: the counts of this process are added to the table every few seconds, so that
 * an answer waits for no transaction. Of the answer nothing else is kept.
 */
export function countShown(hub: string, candidates: readonly Candidate[], now = new Date()) {
	const day = now.toISOString().slice(0, 10);
	for (const { offer, firm, rank, attention, due } of shareOut(candidates))
		if (attention || due) add(hub, day, offer, { firm, shown: rank !== null && rank <= firstRanks ? 1 : 0, attention, due });
	timer ??= setTimeout(() => void flushShown(), flushEverySeconds * 1000).unref();
}

function add(hub: string, day: string, offer: string, more: Count) {
	const days = at(counted, hub, () => new Map<string, Map<string, Count>>());
	const one = at(
		at(days, day, () => new Map<string, Count>()),
		offer,
		() => ({ firm: more.firm, shown: 0, attention: 0, due: 0 })
	);
	one.shown += more.shown;
	one.attention += more.attention;
	one.due += more.due;
}

function at<K, V>(map: Map<K, V>, key: K, make: () => V): V {
	const known = map.get(key);
	if (known !== undefined) return known;
	const made = make();
	map.set(key, made);
	return made;
}

/** Adds what was counted to what all processes wrote; what cannot be written now is kept for the next time. */
export function flushShown(): Promise<void> {
	clearTimeout(timer);
	timer = undefined;
	const taken = counted;
	counted = new Map();
	writing = writing.then(async () => {
		for (const [hub, days] of taken)
			for (const [day, offers] of days)
				try {
					await inHub(hub, () => write(hub, day, offers));
				} catch (error) {
					log.warn({ hub, error: String(error) }, 'exposure');
					// A day later is as good as never: the database was away for long.
					if (day >= new Date(Date.now() - 86_400_000).toISOString().slice(0, 10))
						for (const [offer, count] of offers) add(hub, day, offer, count);
				}
	});
	return writing;
}

const rowsAtOnce = 2000;

async function write(hub: string, day: string, offers: ReadonlyMap<string, Count>) {
	// In one order everywhere, so that two processes never wait for each other in a circle.
	const all = [...offers].sort(([a], [b]) => (a < b ? -1 : 1));
	for (let from = 0; from < all.length; from += rowsAtOnce) {
		const rows = all.slice(from, from + rowsAtOnce);
		const column = <T>(read: (one: [string, Count]) => T) => sql.val(rows.map(read));
		await sql`insert into matching_exposure as e (hub, day, offer, firm, shown, attention, due)
			select ${hub}, ${day}::date, * from unnest(${column(([offer]) => offer)}::uuid[], ${column(([, { firm }]) => firm)}::uuid[],
				${column(([, { shown }]) => shown)}::int[], ${column(([, { attention }]) => attention)}::float8[], ${column(([, { due }]) => due)}::float8[])
			on conflict (hub, day, offer) do update set shown = e.shown + excluded.shown, attention = e.attention + excluded.attention,
				due = e.due + excluded.due, firm = excluded.firm`.execute(db);
	}
}
