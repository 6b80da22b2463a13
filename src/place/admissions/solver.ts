// Runs in a thread of its own: an optimum may take its time, and the site goes on meanwhile.
import { parentPort } from 'node:worker_threads';
import { optimum, type Optimum, type Problem } from './optimum.ts';

export interface Solved {
	best: Optimum;
	/** For each choice that was made, the best placement without it. */
	without: Pick<Optimum, 'points' | 'chosen'>[];
}
export type Heard = { progress: number } | { solved: Solved } | { trouble: string };

const port = parentPort!;
port.once('message', async (problem: Problem) => {
	const tell = (heard: Heard) => port.postMessage(heard);
	const until = Date.now() + problem.seconds * 1000;
	try {
		const best = await optimum(problem);
		tell({ progress: 50 });
		const without: Solved['without'] = [];
		for (const [nth, choice] of best.chosen.entries()) {
			const left = Math.max(1, Math.ceil((until - Date.now()) / 1000));
			const choices = problem.choices.map((one, at) => (at === choice ? { ...one, points: -1e9 } : one));
			const pins = problem.pins.map((pin) => pin.filter((one) => one !== choice)).filter((pin) => pin.length);
			const { points, chosen } = await optimum({ ...problem, choices, pins, seconds: left });
			without.push({ points, chosen });
			tell({ progress: 50 + Math.floor((49 * (nth + 1)) / best.chosen.length) });
		}
		tell({ solved: { best, without } });
	} catch (error) {
		tell({ trouble: error instanceof Error ? error.message : String(error) });
	}
});
