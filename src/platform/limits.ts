import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { db } from './db.server.ts';
import { job } from './jobs.ts';
import { Refusal } from './refusal.ts';

export interface Limit {
	/** Hits allowed in each window. */
	max: number;
	/** Length of the window, which begins with its first hit. */
	seconds: number;
}

export interface Allowance {
	limit: number;
	remaining: number;
	/** Seconds until the window is over. */
	reset: number;
}

// An address or an e-mail is counted without being kept.
const hashed = (bucket: string) => createHash('sha256').update(bucket).digest('base64url');

/** Counts one hit in `bucket`, for every process of the installation at once, and refuses the one that is too many. */
export async function limit(bucket: string, { max, seconds }: Limit): Promise<Allowance> {
	const isOver = sql<boolean>`rate_limits.window_start <= now() - make_interval(secs => ${seconds})`;
	const { hits, reset } = await db
		.insertInto('rateLimits')
		.values({ bucket: hashed(bucket), windowStart: sql<Date>`now()`, hits: 1 })
		.onConflict((on) =>
			on.column('bucket').doUpdateSet({
				// Past the limit the count stands still, so that what is given back is soon felt.
				hits: sql<number>`case when ${isOver} then 1 else least(rate_limits.hits, ${max}) + 1 end`,
				windowStart: sql<Date>`case when ${isOver} then now() else rate_limits.window_start end`
			})
		)
		.returning(['hits', sql<number>`ceil(extract(epoch from window_start - now()) + ${seconds}::int)::int`.as('reset')])
		.executeTakeFirstOrThrow();
	if (hits > max) throw new Refusal('too_many_requests', { status: 429, params: { seconds: Math.max(1, reset), limit: max } });
	return { limit: max, remaining: max - hits, reset };
}

/** Takes one hit back: a sign-in that succeeded counts against nobody. */
export const giveBack = (bucket: string) =>
	db
		.updateTable('rateLimits')
		.set({ hits: sql<number>`greatest(hits - 1, 0)` })
		.where('bucket', '=', hashed(bucket))
		.execute();

/** Windows are at most a day long, so what is older counts nothing. */
export const sweepLimits = job(
	'limits.sweep',
	async () => {
		await db
			.deleteFrom('rateLimits')
			.where('windowStart', '<', sql<Date>`now() - interval '1 day'`)
			.execute();
	},
	{ every: '17 * * * *' }
);
