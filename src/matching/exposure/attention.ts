/** Ranks below the tenth are hardly looked at. */
export const firstRanks = 10;

/** What a rank is worth, as DCG discounts it: 1 for the first, 0.29 for the tenth. */
export const attentionAt = (rank: number) => (rank > firstRanks ? 0 : 1 / Math.log2(rank + 1));

/** What was seen of an offer or a firm, and what was due to it. */
export interface Seen {
	attention: number;
	due: number;
}

/** Of the first one's points, below which nothing is due. */
const leastDue = 0.5;

/** Shares `attention` out among offers by their points beyond half of the best one's. */
export function dues(points: readonly number[], attention: number): number[] {
	const least = leastDue * Math.max(0, ...points);
	const beyond = points.map((one) => Math.max(0, one - least));
	const total = beyond.reduce((sum, one) => sum + one, 0);
	return beyond.map((one) => (total ? (attention * one) / total : 0));
}

/** An offer of the hub that came into question for an answer. */
export interface Candidate {
	offer: string;
	firm: string;
	/** Without what it gained for being little seen. */
	points: number;
	/** At which it was shown, from 1; null where it was not. */
	rank: number | null;
}

/** What an answer gives to each candidate, and what was due to it: together the same. */
export function shareOut(candidates: readonly Candidate[]): (Candidate & Seen)[] {
	const given = candidates.map(({ rank }) => (rank === null ? 0 : attentionAt(rank)));
	const owing = dues(
		candidates.map(({ points }) => points),
		given.reduce((sum, one) => sum + one, 0)
	);
	return candidates.map((one, nth) => ({ ...one, attention: given[nth] ?? 0, due: owing[nth] ?? 0 }));
}

/** First places that everybody is taken to have had, and to have been due: without them one answer would decide. */
const worth = 1;

/** 0 for who was seen as much as was due, or never came into question; towards 1 the more is owed. */
export const owed = ({ attention, due }: Seen) => Math.max(0, 1 - (attention + worth) / (due + worth));

/** Points that a firm gains which was seen less than was due: at most the hub's balance. */
export const liftOf = (seen: Seen | undefined, balance: number) => (seen ? balance * owed(seen) : 0);

/** Gini's coefficient: 0 where all have the same, towards 1 where one has everything. */
export function gini(amounts: readonly number[]): number {
	const total = amounts.reduce((sum, one) => sum + one, 0);
	if (!total) return 0;
	const sorted = amounts.toSorted((a, b) => a - b);
	const weighed = sorted.reduce((sum, one, nth) => sum + (2 * (nth + 1) - sorted.length - 1) * one, 0);
	return weighed / (sorted.length * total);
}

/** Hoover's index between what was given and what was due: the share that would have to go to somebody else. */
export function misplaced(list: readonly Seen[]): number {
	const given = list.reduce((sum, { attention }) => sum + attention, 0);
	const owing = list.reduce((sum, { due }) => sum + due, 0);
	if (!given || !owing) return 0;
	return list.reduce((sum, { attention, due }) => sum + Math.abs(attention / given - due / owing), 0) / 2;
}

/** Lorenz's curve in steps of a twentieth: what share of all the least seen have together. */
export function lorenz(amounts: readonly number[]): number[] {
	const sorted = amounts.toSorted((a, b) => a - b);
	const total = sorted.reduce((sum, one) => sum + one, 0);
	const upTo = [0];
	for (const one of sorted) upTo.push((upTo.at(-1) ?? 0) + one);
	return Array.from({ length: 21 }, (_, step) => {
		const at = (step / 20) * sorted.length;
		const [low, part] = [Math.floor(at), at % 1];
		const [from = 0, to = from] = [upTo[low], upTo[low + 1]];
		return total ? (from + part * (to - from)) / total : step / 20;
	});
}

/** Kaplan and Meier's median of a wait: who still waits counts as long as they have. Null while fewer than half are through. */
export function medianWait(waits: readonly { days: number; isOver: boolean }[]): number | null {
	const sorted = waits.toSorted((a, b) => a.days - b.days);
	let waiting = 1;
	for (const days of new Set(sorted.map((one) => one.days))) {
		const left = sorted.filter((one) => one.days >= days).length;
		waiting *= 1 - sorted.filter((one) => one.isOver && one.days === days).length / left;
		if (waiting <= 0.5) return days;
	}
	return null;
}
