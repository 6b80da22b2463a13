// How much each signal should count, from what became of introductions: an ordinal logistic model of how far they came, held near the
// weights that people set. Plain arithmetic, the same on every machine.

/** How far an introduction came: declined for what it is, accepted, met, found useful, made into an order or a project. */
export const levels = 5;

export interface Case<S extends string> {
	/** Points that each signal gave. */
	points: Readonly<Partial<Record<S, number>>>;
	/** 0 to 4. */
	level: number;
	/** It may still come further. */
	isOpen: boolean;
	/** Place at which it was shown; null where somebody picked it by hand. */
	rank: number | null;
	/** One of the firms asked, and only the other had to say yes. */
	isAskedByFirm: boolean;
}

export interface Learned {
	/** What the weight is multiplied by: between a half and two. */
	times: number;
	/** Where it lies, nineteen times in twenty. */
	low: number;
	high: number;
}

/** No weight is more than doubled or halved, whatever the past says. */
export const mostTimes = 2;

const prior = {
	/** Of the logarithm of a multiplier: two in three stay within a fifth. */
	times: 0.2,
	/** Ten points more make success this much likelier, on the scale of log odds. */
	slope: { mean: Math.log(0.5), sd: 0.5 },
	/** Nobody knows how much the place in a list persuades by itself; little, and less further down. */
	rank: 0.3,
	aside: 1,
	firstCut: { mean: -1.5, sd: 2 },
	gap: { mean: Math.log(1), sd: 1 }
};

const cuts = levels - 1;
/** Rank, picked by hand, asked by a firm. */
const besides = 3;
const logistic = (x: number) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

/**
 * The multipliers of `signals` that best explain these cases without leaving the prior further than they must. What is not known stays at one:
 * a signal that tells good from bad by nothing, and every signal while there are few cases.
 */
export function learn<S extends string>(cases: readonly Case<S>[], signals: readonly S[]): Record<S, Learned> {
	const model = modelOf(cases, signals);
	const start = model.start();
	const best = climb(start, model.gradient, model.value);
	const spread = variances(best, model.gradient);
	return Object.fromEntries(
		signals.map((signal, nth) => {
			const [log, sd] = [best[nth] ?? 0, Math.sqrt(spread[nth] ?? prior.times ** 2)];
			const times = (x: number) => Math.min(mostTimes, Math.max(1 / mostTimes, Math.exp(x)));
			return [signal, { times: times(log), low: times(log - 1.96 * sd), high: times(log + 1.96 * sd) }];
		})
	) as Record<S, Learned>;
}

function modelOf<S extends string>(cases: readonly Case<S>[], signals: readonly S[]) {
	const many = signals.length;
	const at = { slope: many, besides: many + 1, cuts: many + 1 + besides };
	const size = at.cuts + cuts;
	const meanOf = (signal: S) => cases.reduce((sum, { points }) => sum + (points[signal] ?? 0), 0) / (cases.length || 1);
	const means = signals.map(meanOf);
	// Only how a case differs from the usual one can tell anything.
	const rows = cases.map(({ points, ...one }) => ({
		...one,
		x: signals.map((signal, nth) => ((points[signal] ?? 0) - (means[nth] ?? 0)) / 10),
		aside: [one.rank === null ? 0 : Math.log(one.rank), one.rank === null ? 1 : 0, one.isAskedByFirm ? 1 : 0]
	}));

	const priors: [mean: number, sd: number][] = [
		...signals.map((): [number, number] => [0, prior.times]),
		[prior.slope.mean, prior.slope.sd],
		[0, prior.rank],
		[0, prior.aside],
		[0, prior.aside],
		[prior.firstCut.mean, prior.firstCut.sd],
		...Array.from({ length: cuts - 1 }, (): [number, number] => [prior.gap.mean, prior.gap.sd])
	];

	function read(p: readonly number[]) {
		const times = signals.map((_, nth) => Math.exp(p[nth] ?? 0));
		const slope = Math.exp(p[at.slope] ?? 0);
		const aside = p.slice(at.besides, at.besides + besides);
		const bounds = [p[at.cuts] ?? 0];
		for (let k = 1; k < cuts; k++) bounds.push((bounds[k - 1] ?? 0) + Math.exp(p[at.cuts + k] ?? 0));
		return { times, slope, aside, bounds };
	}

	/** Chance to come at least as far as `level`. */
	const reaches = (eta: number, level: number, bounds: readonly number[]) =>
		level <= 0 ? 1 : level > cuts ? 0 : logistic(eta - (bounds[level - 1] ?? 0));

	const etaOf = (row: (typeof rows)[number], { times, slope, aside }: ReturnType<typeof read>) =>
		slope * row.x.reduce((sum, x, nth) => sum + x * (times[nth] ?? 1), 0) +
		row.aside.reduce((sum, x, nth) => sum + x * (aside[nth] ?? 0), 0);

	const value = (p: readonly number[]) => {
		const now = read(p);
		let total = 0;
		for (const row of rows) {
			const eta = etaOf(row, now);
			const above = row.isOpen ? 0 : reaches(eta, row.level + 1, now.bounds);
			total += Math.log(Math.max(1e-12, reaches(eta, row.level, now.bounds) - above));
		}
		for (const [nth, [mean, sd]] of priors.entries()) total -= ((p[nth] ?? 0) - mean) ** 2 / (2 * sd * sd);
		return total;
	};

	const gradient = (p: readonly number[]) => {
		const now = read(p);
		const slopes = new Array<number>(size).fill(0);
		const ofBounds = new Array<number>(cuts).fill(0);
		for (const row of rows) {
			const eta = etaOf(row, now);
			const from = reaches(eta, row.level, now.bounds);
			const above = row.isOpen ? 0 : reaches(eta, row.level + 1, now.bounds);
			const chance = Math.max(1e-12, from - above);
			const [a, b] = [from * (1 - from), above * (1 - above)];
			const ofEta = (a - b) / chance;
			if (row.level > 0) ofBounds[row.level - 1] = (ofBounds[row.level - 1] ?? 0) - a / chance;
			if (!row.isOpen && row.level < cuts) ofBounds[row.level] = (ofBounds[row.level] ?? 0) + b / chance;
			let whole = 0;
			for (let nth = 0; nth < many; nth++) {
				const part = now.slope * (row.x[nth] ?? 0) * (now.times[nth] ?? 1);
				whole += part;
				slopes[nth] = (slopes[nth] ?? 0) + ofEta * part;
			}
			slopes[at.slope] = (slopes[at.slope] ?? 0) + ofEta * whole;
			for (let nth = 0; nth < besides; nth++) slopes[at.besides + nth] = (slopes[at.besides + nth] ?? 0) + ofEta * (row.aside[nth] ?? 0);
		}
		// Each cut stands on those below it.
		for (let k = 0; k < cuts; k++) {
			const ofThis = ofBounds.slice(k).reduce((sum, one) => sum + one, 0);
			slopes[at.cuts + k] = ofThis * (k === 0 ? 1 : Math.exp(p[at.cuts + k] ?? 0));
		}
		return slopes.map((one, nth) => one - ((p[nth] ?? 0) - (priors[nth]?.[0] ?? 0)) / (priors[nth]?.[1] ?? 1) ** 2);
	};

	return { start: () => priors.map(([mean]) => mean), value, gradient };
}

type Gradient = (p: readonly number[]) => number[];

/** Newton’s steps, shortened until they climb. */
function climb(start: readonly number[], gradient: Gradient, value: (p: readonly number[]) => number): number[] {
	let here = [...start];
	let height = value(here);
	for (let step = 0; step < 60; step++) {
		const slope = gradient(here);
		if (Math.max(...slope.map(Math.abs)) < 1e-6) break;
		const curved = curvature(here, gradient);
		let isHigher = false;
		for (let damp = 1e-6; damp < 1e8 && !isHigher; damp *= 10) {
			const way = solve(
				curved.map((row, nth) => row.map((x, col) => x + (nth === col ? damp : 0))),
				slope
			);
			const next = way && here.map((x, nth) => x + Math.max(-1, Math.min(1, way[nth] ?? 0)));
			const there = next ? value(next) : -Infinity;
			if (next && there > height) {
				isHigher = true;
				[here, height] = [next, there];
			}
		}
		if (!isHigher) break;
	}
	return here;
}

/** How sharply the height falls off in each pair of directions. */
function curvature(p: readonly number[], gradient: Gradient): number[][] {
	const reach = 1e-4;
	const rows = p.map((_, nth) => {
		const moved = (by: number) => gradient(p.map((x, col) => (col === nth ? x + by : x)));
		const [up, down] = [moved(reach), moved(-reach)];
		return up.map((x, col) => -(x - (down[col] ?? 0)) / (2 * reach));
	});
	return rows.map((row, nth) => row.map((x, col) => (x + (rows[col]?.[nth] ?? 0)) / 2));
}

function variances(p: readonly number[], gradient: Gradient): number[] {
	const curved = curvature(p, gradient);
	return p.map((_, nth) => {
		const one = solve(
			curved,
			p.map((_, col) => (col === nth ? 1 : 0))
		)?.[nth];
		return one && one > 0 ? one : 0;
	});
}

/** x with A x = b, or null where A is not positive definite: Cholesky. */
function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] | null {
	const n = b.length;
	const low = a.map((row) => [...row]);
	const at = (i: number, j: number) => low[i]?.[j] ?? 0;
	for (let j = 0; j < n; j++) {
		let whole = at(j, j);
		for (let k = 0; k < j; k++) whole -= at(j, k) ** 2;
		if (!(whole > 1e-12)) return null;
		const root = Math.sqrt(whole);
		(low[j] as number[])[j] = root;
		for (let i = j + 1; i < n; i++) {
			let rest = at(i, j);
			for (let k = 0; k < j; k++) rest -= at(i, k) * at(j, k);
			(low[i] as number[])[j] = rest / root;
		}
	}
	const x = [...b];
	for (let i = 0; i < n; i++) {
		for (let k = 0; k < i; k++) x[i] = (x[i] ?? 0) - at(i, k) * (x[k] ?? 0);
		x[i] = (x[i] ?? 0) / at(i, i);
	}
	for (let i = n - 1; i >= 0; i--) {
		for (let k = i + 1; k < n; k++) x[i] = (x[i] ?? 0) - at(k, i) * (x[k] ?? 0);
		x[i] = (x[i] ?? 0) / at(i, i);
	}
	return x;
}
