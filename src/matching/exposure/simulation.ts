// A hub whose truth is known, to which new firms come: how long do they wait to be seen, and what does it cost to let them be?
import { dice } from '../learning/dice.ts';
import { firstRanks, gini, liftOf, medianWait, misplaced, shareOut, type Seen } from './attention.ts';

export interface SimulatedHub {
	days: number;
	/** Asked a day. */
	needs: number;
	/** There from the first day. */
	firms: number;
	/** Days between two that come. */
	newEvery: number;
}

export interface Outcome {
	/** Days before a new firm stood among the first three; Kaplan and Meier's median. */
	waitFirst3: number | null;
	/** Days before it stood among the first ten. */
	waitFirst10: number | null;
	/** Share of new firms never among the first three. */
	neverFirst3: number;
	/** Percentage points of useful introductions lost against the best choice. */
	regret: number;
	/** By how many points of true worth the three introduced fall short of the three best. */
	shortfall: number;
	gini: number;
	misplaced: number;
	/** The most points by which somebody better was passed. */
	passedBy: number;
}

interface Firm {
	id: string;
	/** One of a few, in each of which many firms offer much the same. */
	trade: number;
	/** 0 to 1. */
	good: number;
	came: number;
	introduced: number;
	useful: number;
	seen: Seen;
	first3: number | null;
	first10: number | null;
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const introduced = 3;
const rememberedDays = 90;

const trades = 3;
/** Points that a past gives at most, and the share of introductions that is useful as a rule. */
const [most, usual] = [6, 0.7];

/**
 * Plays a hub day by day with this balance. Who has a past gains points by it and who has none gains nothing, so that those who are known stay
 * ahead of new ones that are as good.
 */
export function simulateExposure(seed: number, balance: number, { days, needs, firms, newEvery }: SimulatedHub): Outcome {
	const die = dice(seed);
	const all: Firm[] = [];
	const come = (day: number) =>
		all.push({
			id: `${all.length}`,
			trade: Math.floor(trades * die()),
			good: die(),
			came: day,
			introduced: 0,
			useful: 0,
			seen: { attention: 0, due: 0 },
			first3: null,
			first10: null
		});
	for (let nth = 0; nth < firms; nth++) come(0);
	let [missed, short, asked, passedBy] = [0, 0, 0, 0];
	const total = new Map<string, Seen>();
	for (let day = 1; day <= days; day++) {
		if (day % newEvery === 0) come(day);
		// What lies back fades as a window of ninety days would have it.
		for (const firm of all)
			firm.seen = { attention: firm.seen.attention * (1 - 1 / rememberedDays), due: firm.seen.due * (1 - 1 / rememberedDays) };
		for (let nth = 0; nth < needs; nth++) {
			const trade = Math.floor(trades * die());
			const judged = all
				.filter((firm) => firm.trade === trade)
				.map((firm) => {
					// Needs of one trade differ, and so does who suits them.
					const worth = 60 + 15 * firm.good + 8 * die();
					const haze = 4 * (die() - 0.5);
					const past = firm.introduced ? (most * (firm.useful + usual * 6)) / (firm.introduced + 6) - (most * usual) / 2 : 0;
					return { firm, worth, points: Math.min(100, worth + haze + past) };
				});
			const lifted = judged
				.map((one) => ({ ...one, score: one.points + Math.min(100 - one.points, liftOf(one.firm.seen, balance)) }))
				.sort((a, b) => b.score - a.score);
			for (const [at, one] of lifted.entries())
				for (const below of lifted.slice(at + 1, at + 12)) passedBy = Math.max(passedBy, below.points - one.points);

			const shared = shareOut(lifted.map(({ firm, points }, at) => ({ offer: firm.id, firm: firm.id, points, rank: at + 1 })));
			for (const [at, { firm }] of lifted.entries()) {
				const { attention = 0, due = 0 } = shared[at] ?? {};
				firm.seen = { attention: firm.seen.attention + attention, due: firm.seen.due + due };
				const before = total.get(firm.id) ?? { attention: 0, due: 0 };
				total.set(firm.id, { attention: before.attention + attention, due: before.due + due });
				if (at < introduced) firm.first3 ??= day - firm.came;
				if (at < firstRanks) firm.first10 ??= day - firm.came;
			}
			const useful = (one: { worth: number }) => logistic((one.worth - 72) / 8);
			const mean = (list: { worth: number }[], of: (one: { worth: number }) => number) =>
				list.reduce((sum, one) => sum + of(one), 0) / (list.length || 1);
			const best = judged.toSorted((a, b) => b.worth - a.worth).slice(0, introduced);
			const chosen = lifted.slice(0, introduced);
			missed += mean(best, useful) - mean(chosen, useful);
			short += mean(best, ({ worth }) => worth) - mean(chosen, ({ worth }) => worth);
			asked++;
			for (const one of chosen) {
				one.firm.introduced++;
				if (die() < useful(one)) one.firm.useful++;
			}
		}
	}
	const newcomers = all.filter(({ came, good }) => came > 0 && good >= 0.6);
	const wait = (of: 'first3' | 'first10') =>
		medianWait(newcomers.map((firm) => ({ days: firm[of] ?? days - firm.came, isOver: firm[of] !== null })));
	return {
		waitFirst3: wait('first3'),
		waitFirst10: wait('first10'),
		neverFirst3: newcomers.filter(({ first3 }) => first3 === null).length / newcomers.length,
		regret: (100 * missed) / asked,
		shortfall: short / asked,
		gini: gini(all.map(({ id }) => total.get(id)?.attention ?? 0)),
		misplaced: misplaced([...total.values()]),
		passedBy
	};
}
