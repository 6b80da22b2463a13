import { telling } from '../experience.ts';
import type { Match } from '../fit.ts';
import type { Signal, Weights } from '../weights.ts';
import { signals } from '../weights.ts';
import type { Case } from './learner.ts';

/**
 * What the ranking may learn from: the points of these reasons, and nothing else of a firm or a person. Not the language, which can stand for
 * where somebody comes from; not experience, which is made from the same outcomes.
 */
export const learnable = {
	words: ['reason_words', 'reason_words_near'],
	concepts: ['reason_concept', 'reason_concept_near', 'reason_concept_across', 'reason_concept_near_across'],
	meaning: ['reason_meaning'],
	sector: ['reason_sector'],
	distance: ['reason_distance', 'reason_same_commune'],
	budget: ['reason_budget', 'reason_budget_close', 'reason_free', 'reason_price_open'],
	dates: ['reason_dates', 'reason_dates_open'],
	size: ['reason_size'],
	presence: ['reason_on_site'],
	maturity: ['reason_maturity', 'reason_maturity_unsaid', 'reason_proven'],
	capacity: ['reason_capacity']
} as const satisfies Partial<Record<Signal, readonly string[]>>;
export type Learnable = keyof typeof learnable;
export const learnables = Object.keys(learnable) as Learnable[];

const signalOf = new Map<string, Learnable>(
	learnables.flatMap((signal) => learnable[signal].map((code): [string, Learnable] => [code, signal]))
);

/** What came of an introduction, as far as it says whether the two fitted. */
export interface Outcome {
	startedAs: string;
	rank: number | null;
	reasons: Match | null;
	reason: string | null;
	accepted: boolean | null;
	met: boolean | null;
	useful: boolean | null;
	result: boolean;
	isOver: boolean;
}

/** How far it came, from 0 (declined for what it is) to 4; null where it says nothing of the fit: no answer, no time, an old acquaintance. */
export function levelOf(one: Outcome): { level: number; isOpen: boolean } | null {
	if (one.accepted === null) return null;
	if (!one.accepted) return (telling as readonly string[]).includes(one.reason ?? '') ? { level: 0, isOpen: false } : null;
	if (one.result) return { level: 4, isOpen: false };
	if (one.useful) return { level: 3, isOpen: !one.isOver };
	if (one.useful === false) return { level: 2, isOpen: false };
	if (one.met) return { level: 2, isOpen: true };
	return { level: 1, isOpen: one.met !== false };
}

const total = (weights: Weights) => signals.reduce((sum, signal) => sum + weights[signal], 0);

/** An outcome as a case to learn from: its points as they would have been under `base`, had the weights not been others then. */
export function caseOf(one: Outcome, then: Weights, base: Weights): Case<Learnable> | null {
	const said = levelOf(one);
	if (!said || !one.reasons) return null;
	const points: Partial<Record<Learnable, number>> = {};
	for (const reason of one.reasons.reasons) {
		const signal = signalOf.get(reason.code);
		if (signal) points[signal] = (points[signal] ?? 0) + reason.points;
	}
	for (const signal of learnables) {
		const were = then[signal] / total(then);
		if (points[signal] && were > 0) points[signal] *= base[signal] / total(base) / were;
	}
	return { points, ...said, rank: one.rank, isAskedByFirm: one.startedAs !== 'staff' };
}
