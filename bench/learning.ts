// `npm run bench -- learning`: a simulated hub whose truth is known. Does the ranking come nearer to it, and does a useless signal stay useless?
import { parseArgs } from 'node:util';
import { simulate, simulated, startsFrom, truth, type Round } from '#matching/learning/simulation.ts';

const { values } = parseArgs({
	options: {
		seeds: { type: 'string', default: '8' },
		rounds: { type: 'string', default: '10' },
		needs: { type: 'string', default: '40' },
		offers: { type: 'string', default: '30' }
	}
});
const say = (line: string) => void process.stdout.write(`${line}\n`);

const runs: Round[][] = [];
const started = performance.now();
for (let seed = 1; seed <= Number(values.seeds); seed++)
	runs.push(simulate(seed, { rounds: Number(values.rounds), needs: Number(values.needs), offers: Number(values.offers) }));

const over = (round: number, read: (one: Round) => number) => runs.map((run) => read(run[round] as Round));
const mean = (list: number[]) => list.reduce((total, one) => total + one, 0) / list.length;
/** Mean and its standard error over the seeds. */
const told = (list: number[], digits: number) => {
	const sd = Math.sqrt(mean(list.map((one) => (one - mean(list)) ** 2)) / Math.max(1, list.length - 1));
	return `${mean(list).toFixed(digits)} ± ${sd.toFixed(digits)}`.padStart(14);
};

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
