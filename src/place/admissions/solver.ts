// Runs in a thread of its own: an optimum may take its time, and the site goes on meanwhile.
import { parentPort } from 'node:worker_threads';
import { optimum, type Optimum, type Problem } from './optimum.ts';

export interface Solved {
	best: Optimum;
	/** For each chosen pair, what the best placement without it is worth. */
	without: number[];
}
export type Heard = { progress: number } | { solved: Solved } | { trouble: string };

const port = parentPort!;
port.once('message', async (problem: Problem) => {
	const tell = (heard: Heard) => port.postMessage(heard);
	const until = Date.now() + problem.seconds * 1000;
	try {
		const best = await optimum(problem);
		tell({ progress: 50 });
		const without: number[] = [];
		for (const [nth, pair] of best.chosen.entries()) {
			const left = Math.max(1, Math.ceil((until - Date.now()) / 1000));
			const pairs = problem.pairs.map((one, at) => (at === pair ? { ...one, points: -1e9 } : one));
			const other = await optimum({ ...problem, pairs, pins: problem.pins.filter((pin) => pin !== pair), seconds: left });
			without.push(other.points);
			tell({ progress: 50 + Math.floor((49 * (nth + 1)) / best.chosen.length) });
		}
		tell({ solved: { best, without } });
	} catch (error) {
		tell({ trouble: error instanceof Error ? error.message : String(error) });
	}
});
