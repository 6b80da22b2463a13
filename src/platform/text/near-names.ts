import { folded } from './folded.ts';
import { likelySame, nameKey, nameSimilarity } from './similar.ts';

/** Pairs of neighbouring letters. */
function pairsOf(name: string): Set<string> {
	const letters = (nameKey(name) || folded(name)).replaceAll(' ', '');
	const pairs = new Set<string>();
	for (let at = 0; at + 1 < letters.length; at++) pairs.add(letters.slice(at, at + 2));
	return pairs;
}

/** So many of the letters of the shorter name are in the longer one, or the names are not compared at all. */
const worthALook = 0.55;

/**
 * Names of one place, to be asked which of them are much like another. Comparing each with each would take minutes for a town of thousands:
 * only those that share their letters are compared.
 */
export class NearNames<T> {
	private readonly all: { name: string; pairs: number; of: T }[] = [];
	private readonly holding = new Map<string, number[]>();

	add(names: readonly string[], of: T) {
		for (const name of names.filter(Boolean)) {
			const pairs = pairsOf(name);
			const at = this.all.push({ name, pairs: pairs.size, of }) - 1;
			for (const pair of pairs) {
				const holders = this.holding.get(pair);
				if (holders) holders.push(at);
				else this.holding.set(pair, [at]);
			}
		}
	}

	/** The nearest first, at most five. */
	near(names: readonly string[]): T[] {
		return this.nearest(names)
			.slice(0, 5)
			.map(({ of }) => of);
	}

	/** All that are much alike, with how much, the nearest first. */
	nearest(names: readonly string[]): { of: T; closeness: number }[] {
		const found = new Map<T, number>();
		for (const name of names.filter(Boolean)) {
			const pairs = pairsOf(name);
			const shared = new Map<number, number>();
			for (const pair of pairs) for (const at of this.holding.get(pair) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1);
			for (const [at, count] of shared) {
				const other = this.all[at];
				if (!other || count < worthALook * Math.min(pairs.size, other.pairs)) continue;
				const closeness = nameSimilarity(name, other.name);
				if (closeness >= likelySame) found.set(other.of, Math.max(closeness, found.get(other.of) ?? 0));
			}
		}
		return [...found].map(([of, closeness]) => ({ of, closeness })).sort((one, other) => other.closeness - one.closeness);
	}
}
