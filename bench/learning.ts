// `npm run bench -- learning`: simulated hubs whose truth is known. Does the ranking come nearer to it, and does a useless signal stay useless? Are
// new firms seen sooner where they are lifted, and what does that cost?
import { parseArgs } from 'node:util';
import { simulateExposure, type Outcome } from '#matching/exposure/simulation.ts';
import { simulate, simulated, startsFrom, truth, type Round } from '#matching/learning/simulation.ts';
import { soundBalance } from '#matching/weights.ts';

const { values } = parseArgs({
	options: {
		seeds: { type: 'string', default: '8' },
		rounds: { type: 'string', default: '10' },
		needs: { type: 'string', default: '40' },
		offers: { type: 'string', default: '30' }
	}
});
const say = (line: string) => void process.stdout.write(`${line}\n`);

const mean = (list: number[]) => list.reduce((total, one) => total + one, 0) / list.length;
/** Mean and its standard error over the seeds. */
const told = (list: number[], digits: number) => {
	const sd = Math.sqrt(mean(list.map((one) => (one - mean(list)) ** 2)) / Math.max(1, list.length - 1));
	return `${mean(list).toFixed(digits)} ± ${(sd / Math.sqrt(list.length)).toFixed(digits)}`.padStart(14);
};

const runs: Round[][] = [];
const started = performance.now();
for (let seed = 1; seed <= Number(values.seeds); seed++)
	runs.push(simulate(seed, { rounds: Number(values.rounds), needs: Number(values.needs), offers: Number(values.offers) }));

const over = (round: number, read: (one: Round) => number) => runs.map((run) => read(run[round] as Round));
say(`${values.seeds} hubs, ${values.needs} needs a round, ${values.offers} offers a need, the first 3 introduced.`);
say('Regret: percentage points of useful introductions lost against the best choice.\n');
say(`round  outcomes ${['defaults', 'learned', 'oracle'].map((name) => name.padStart(14)).join('')}`);
for (let round = 0; round < Number(values.rounds); round++)
	say(
		`${String(round + 1).padStart(5)}${String(runs[0]?.[round]?.outcomes ?? 0).padStart(10)} ${(['defaults', 'learned', 'oracle'] as const)
			.map((policy) =>
				told(
					over(round, ({ regret }) => regret[policy]),
					2
				)
			)
			.join('')}`
	);
const last = Number(values.rounds) - 1;
const share = (weights: Record<string, number>, signal: string) =>
	weights[signal]! / Object.values(weights).reduce((total, one) => total + one, 0);
say('\nsignal       share at first   in truth   learned multiplier');
for (const signal of simulated)
	say(
		`${signal.padEnd(12)} ${`${(100 * share(startsFrom, signal)).toFixed(0)} %`.padStart(13)} ${`${(100 * share(truth, signal)).toFixed(0)} %`.padStart(10)} ${told(
			over(last, ({ times }) => times[signal]),
			2
		).padStart(20)}`
	);
say(`\n${((performance.now() - started) / 1000).toFixed(1)} s`);

const regret = (policy: 'defaults' | 'learned') => mean(over(last, (one) => one.regret[policy]));
const useless = mean(over(last, ({ times }) => times.useless));
if (!(regret('learned') < regret('defaults')) || !(useless < 1)) {
	say('Learning did not help.');
	process.exitCode = 1;
}

const year = { days: 365, needs: 3, firms: 90, newEvery: 10 };
const seeds = Array.from({ length: Number(values.seeds) }, (_, nth) => nth + 1);
say(
	`\n${values.seeds} hubs for a year, ${year.needs} needs a day, ${year.firms} firms that offer much the same and a new one every ${year.newEvery} days.`
);
say('Wait: days until a new firm that is as good as others stands among the first three (median); loss: points of true worth');
say('by which the three introduced fall short of the three best; passed by: most points by which somebody better was passed.\n');
say(`points at most ${['wait', 'never, %', 'regret', 'loss', 'Gini', 'misplaced', 'passed by'].map((name) => name.padStart(14)).join('')}`);
const balanced = new Map<number, Outcome[]>();
for (const balance of [0, 1, 2, 5, 10]) {
	const list = seeds.map((seed) => simulateExposure(seed, balance, year));
	balanced.set(balance, list);
	const column = (read: (one: Outcome) => number, digits: number) => told(list.map(read), digits);
	say(
		`${String(balance).padStart(14)} ${[
			column(waitOf, 1),
			column(({ neverFirst3 }) => 100 * neverFirst3, 0),
			column(({ regret }) => regret, 2),
			column(({ shortfall }) => shortfall, 2),
			column(({ gini }) => gini, 2),
			column(({ misplaced }) => misplaced, 2),
			Math.max(...list.map(({ passedBy }) => passedBy))
				.toFixed(2)
				.padStart(14)
		].join('')}`
	);
}

/** Half of them still waiting at the end of the year counts as a year. */
function waitOf({ waitFirst3 }: Outcome) {
	return waitFirst3 ?? year.days;
}
const under = (balance: number, read: (one: Outcome) => number) => mean((balanced.get(balance) ?? []).map(read));
const mostLoss = 0.5;
const isSooner = under(soundBalance, waitOf) < under(0, waitOf) && under(10, waitOf) < under(soundBalance, waitOf);
const isCheap = under(soundBalance, ({ regret }) => regret) < under(0, ({ regret }) => regret) + mostLoss;
const isBounded = [...balanced].every(([balance, list]) => list.every(({ passedBy }) => passedBy <= balance));
if (!isSooner || !isCheap || !isBounded) {
	say('The lift did not do what it is for.');
	process.exitCode = 1;
}
