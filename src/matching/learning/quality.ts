import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { authorize } from '#platform/refusal.ts';
import { findHub } from '#ecosystem/hubs.ts';
import { baseOf, mayTune, rankingOf, soundWeights, type Weights } from '../weights.ts';
import { dice } from './dice.ts';
import { learnables, type Learnable } from './features.ts';
import { learn, type Case } from './learner.ts';
import { casesOf, leastOutcomes } from './learning.ts';

/** Places at which an offer was shown when it was introduced; `picked` was found by somebody, past the ranking. */
export const rankBands = ['1', '2', '3', '4-10', 'later', 'picked'] as const;
export type RankBand = (typeof rankBands)[number];

/** How far introductions came: for each step, those of which it is known and those that took it. */
export const steps = ['decided', 'accepted', 'met_known', 'met', 'useful_known', 'useful'] as const;
export type Step = (typeof steps)[number];

const ofBand: Record<RankBand, string> = {
	'1': 'l.rank = 1',
	'2': 'l.rank = 2',
	'3': 'l.rank = 3',
	'4-10': 'l.rank between 4 and 10',
	later: 'l.rank > 10',
	picked: 'l.rank is null'
};
const ofStep: Record<Step, string> = {
	decided: 'l.accepted is not null',
	accepted: 'l.accepted',
	met_known: 'l.accepted and l.met is not null',
	met: 'l.accepted and l.met',
	useful_known: 'l.useful is not null',
	useful: 'l.useful'
};

export const LessonFilter = z.object({
	rank: z.enum(rankBands).optional(),
	/** In which it began, on the hub's clock. */
	month: z
		.string()
		.regex(/^2\d{3}-(?:0[1-9]|1[0-2])$/)
		.optional(),
	reached: z.enum(steps).optional()
});

/** Of introductions in a query: those that are counted under this rank, month and step. */
export const countedUnder = ({ rank, month, reached }: z.output<typeof LessonFilter>, timeZone: string) =>
	sql<boolean>`exists (select from matching_lessons l where l.hub = introductions.hub and l.introduction = introductions.id
		and ${sql.raw(rank ? ofBand[rank] : 'true')} and ${sql.raw(reached ? ofStep[reached] : 'true')}
		and ${month ? sql`to_char(l.started_at at time zone ${timeZone}, 'YYYY-MM') = ${month}` : sql`true`})`;

export interface Share {
	yes: number;
	of: number;
	/** Null where nothing is known; with the bounds between which it lies nineteen times in twenty. */
	share: number | null;
	low: number;
	high: number;
}

/** Wilson's bounds of a share: they hold for few cases too, and for none out of five. */
export function shareOf(yes: number, of: number): Share {
	if (!of) return { yes, of, share: null, low: 0, high: 1 };
	const z2 = 1.96 ** 2;
	const share = yes / of;
	const middle = (share + z2 / (2 * of)) / (1 + z2 / of);
	const reach = (1.96 / (1 + z2 / of)) * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of));
	return { yes, of, share, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}

export interface QualityLine {
	/** A band of ranks, or a month. */
	key: string;
	accepted: Share;
	met: Share;
	useful: Share;
}

export interface Quality {
	byRank: QualityLine[];
	/** The last twelve in which something began. */
	byMonth: QualityLine[];
	/** How well these weights would have told, in the hub's own past, those who accepted from those who declined; null where too few did either. */
	past: { weights: 'sound' | 'now' | 'learned'; auc: number; low: number; high: number; rank: number }[] | null;
	declined: number;
	accepted: number;
}

/** Fewer of either kind tell nothing. */
export const leastOfEach = 5;

export async function quality(actor: Actor): Promise<Quality> {
	authorize(mayTune(actor));
	const timeZone = (await findHub(actor.hub))?.timeZone ?? 'UTC';
	const counts = steps.map((step) => sql<number>`count(*) filter (where ${sql.raw(ofStep[step])})`.as(step));
	const band = sql<string>`case ${sql.join(
		rankBands.map((one) => sql`when ${sql.raw(ofBand[one])} then ${sql.lit(one)}`),
		sql` `
	)} end`;
	const month = sql<string>`to_char(l.started_at at time zone ${sql.lit(timeZone)}, 'YYYY-MM')`;
	const lines = (key: ReturnType<typeof sql<string>>) =>
		db
			.selectFrom('matchingLessons as l')
			.select(key.as('key'))
			.select(counts)
			.where('l.hub', '=', actor.hub)
			.groupBy(key)
			.orderBy('key', 'desc')
			.execute();
	const [ranks, months, cases, base, { weights }] = await Promise.all([
		lines(band),
		lines(month),
		casesOf(actor.hub),
		baseOf(actor.hub),
		rankingOf(actor.hub)
	]);
	type Counted = { key: string } & Record<string, unknown>;
	const line = (row: Counted): QualityLine => {
		// The naming of columns writes `metKnown`.
		const count = (step: string) => Number(row[step] ?? 0);
		return {
			key: row.key,
			accepted: shareOf(count('accepted'), count('decided')),
			met: shareOf(count('met'), count('metKnown')),
			useful: shareOf(count('useful'), count('usefulKnown'))
		};
	};
	const byRank = new Map(ranks.map((row) => [row.key, row as Counted]));
	const declined = cases.filter(({ level }) => level === 0).length;
	const accepted = cases.length - declined;
	return {
		byRank: rankBands.map((key) => line(byRank.get(key) ?? { key })),
		byMonth: months
			.slice(0, 12)
			.map((row) => line(row as Counted))
			.reverse(),
		past: Math.min(declined, accepted) < leastOfEach ? null : replayed(cases, base, weights),
		declined,
		accepted
	};
}

const folds = 5;
const draws = 300;

/** The learned weights are tried on cases that they were not learned from, or they would know the answers. */
function replayed(cases: readonly Case<Learnable>[], base: Weights, now: Weights): NonNullable<Quality['past']> {
	const timesOf = (weights: Weights) => learnables.map((signal) => (base[signal] ? weights[signal] / base[signal] : 0));
	const scores = (times: (nth: number) => readonly number[]) =>
		cases.map(({ points }, nth) => learnables.reduce((sum, signal, at) => sum + (points[signal] ?? 0) * (times(nth)[at] ?? 1), 0));
	const learnedBy = Array.from({ length: folds }, (_, fold) => {
		const found = learn(cases.length < leastOutcomes ? [] : cases.filter((_, nth) => nth % folds !== fold), learnables);
		return learnables.map((signal) => found[signal].times);
	});
	const isGood = cases.map(({ level }) => level > 0);
	const [sound, today] = [timesOf(soundWeights), timesOf(now)];
	return [
		{
			weights: 'sound' as const,
			...toldApart(
				scores(() => sound),
				isGood
			)
		},
		{
			weights: 'now' as const,
			...toldApart(
				scores(() => today),
				isGood
			)
		},
		{
			weights: 'learned' as const,
			...toldApart(
				scores((nth) => learnedBy[nth % folds] ?? []),
				isGood
			)
		}
	];
}

/**
 * The chance that who accepted stood above who declined, with the bounds of 300 redrawn pasts, and the mean place of those who accepted among
 * all, in percent from the top.
 */
function toldApart(scores: readonly number[], isGood: readonly boolean[]) {
	const good = scores.filter((_, nth) => isGood[nth]);
	const bad = scores.filter((_, nth) => !isGood[nth]);
	const die = dice(1);
	const redrawn = (list: readonly number[]) => list.map(() => list[Math.floor(die() * list.length)] as number);
	const drawn = Array.from({ length: draws }, () => auc(redrawn(good), redrawn(bad))).sort((a, b) => a - b);
	const above = good.map((one) => scores.filter((other) => other > one).length / scores.length);
	return {
		auc: auc(good, bad),
		low: drawn[Math.floor(0.025 * draws)] ?? 0,
		high: drawn[Math.floor(0.975 * draws)] ?? 1,
		rank: 100 * (above.reduce((sum, one) => sum + one, 0) / above.length)
	};
}

/** Share of pairs in the right order, ties half: from the sum of ranks. */
export function auc(good: readonly number[], bad: readonly number[]): number {
	const sorted = bad.toSorted((a, b) => a - b);
	const below = (x: number, isUpTo: boolean) => {
		let [from, to] = [0, sorted.length];
		while (from < to) {
			const middle = (from + to) >> 1;
			const one = sorted[middle] as number;
			if (isUpTo ? one <= x : one < x) from = middle + 1;
			else to = middle;
		}
		return from;
	};
	return good.reduce((sum, one) => sum + (below(one, false) + below(one, true)) / 2, 0) / (good.length * bad.length);
}
