// A hub whose truth is known: what makes offers useful is written here, so that one can see whether learning finds it.
import { dice } from './dice.ts';
import { learn, type Case } from './learner.ts';

export const simulated = ['subject', 'near', 'price', 'proven', 'useless'] as const;
export type Simulated = (typeof simulated)[number];
type Weights = Record<Simulated, number>;

/** What the hub starts from, and what is true: price counts more than thought, nearness less, and one signal tells nothing at all. */
export const startsFrom: Weights = { subject: 50, near: 18, price: 10, proven: 8, useless: 14 };
export const truth: Weights = { subject: 50, near: 9, price: 20, proven: 8, useless: 0 };

export interface Round {
	/** How much less likely a useful introduction is than with the best choice, in percent. */
	regret: Record<'defaults' | 'learned' | 'oracle', number>;
	times: Record<Simulated, number>;
	outcomes: number;
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const scored = (values: Weights, weights: Weights) => {
	const total = simulated.reduce((sum, signal) => sum + weights[signal], 0);
	return Object.fromEntries(simulated.map((signal) => [signal, (100 * values[signal] * weights[signal]) / total])) as Weights;
};
const sum = (points: Weights) => simulated.reduce((total, signal) => total + points[signal], 0);

/** So many rounds of needs: offers are ranked, the first three are introduced, what becomes of them teaches the next round. */
export function simulate(seed: number, { rounds, needs, offers }: { rounds: number; needs: number; offers: number }): Round[] {
	const die = dice(seed);
	const cases: Case<Simulated>[] = [];
	const told: Round[] = [];
	let times = Object.fromEntries(simulated.map((signal) => [signal, 1])) as Weights;
	const shown = 3;
	for (let round = 0; round < rounds; round++) {
		const weights = Object.fromEntries(simulated.map((signal) => [signal, startsFrom[signal] * times[signal]])) as Weights;
		const missed = { defaults: 0, learned: 0, oracle: 0 };
		for (let need = 0; need < needs; need++) {
			const all = Array.from(
				{ length: offers },
				() => Object.fromEntries(simulated.map((signal) => [signal, signal === 'subject' ? 0.3 + 0.7 * die() : die()])) as Weights
			);
			// Ten points of true worth make success twice as likely, roughly.
			const useful = (values: Weights) => logistic((sum(scored(values, truth)) - 65) / 10);
			const first = (by: Weights) => all.toSorted((a, b) => sum(scored(b, by)) - sum(scored(a, by))).slice(0, shown);
			const mean = (list: Weights[]) => list.reduce((total, one) => total + useful(one), 0) / shown;
			const best = mean(all.toSorted((a, b) => useful(b) - useful(a)).slice(0, shown));
			missed.defaults += best - mean(first(startsFrom));
			missed.learned += best - mean(first(weights));
			missed.oracle += best - mean(first(truth));
			for (const [place, values] of first(weights).entries()) {
				const eta = (sum(scored(values, truth)) - 65) / 10 - 0.15 * Math.log(place + 1);
				const luck = Math.log(1 / (1 - die()) - 1 + 1e-9);
				// The higher its worth and its luck, the further it comes.
				const level = [-1.2, -0.2, 0.6, 1.6].filter((cut) => eta + luck > cut).length;
				cases.push({ points: scored(values, startsFrom), level, isOpen: false, rank: place + 1, isAskedByFirm: false });
			}
		}
		const percent = (share: number) => (100 * share) / needs;
		told.push({
			regret: { defaults: percent(missed.defaults), learned: percent(missed.learned), oracle: percent(missed.oracle) },
			times,
			outcomes: cases.length
		});
		const found = learn(cases, simulated);
		times = Object.fromEntries(simulated.map((signal) => [signal, found[signal].times])) as Weights;
	}
	return told;
}
