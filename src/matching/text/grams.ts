/** How many lists the index of trigrams has; two trigrams that fall in one list are taken for the same. */
export const gramLists = 1 << 15;

/** The lists a term's trigrams fall in, each once; the term's edges count as letters. */
export function gramsOf(term: string): number[] {
	const found: number[] = [];
	let before = edge;
	let here = edge;
	for (let at = 0; at <= term.length; at++) {
		const next = at < term.length ? term.charCodeAt(at) : edge;
		if (at > 0) {
			const list = (Math.imul(before, 0x9e3779b1) ^ Math.imul(here, 0x85ebca77) ^ Math.imul(next, 0xc2b2ae3d)) >>> 17;
			if (!found.includes(list)) found.push(list);
		}
		before = here;
		here = next;
	}
	return found;
}

const edge = 95;

/** Whether a term may stand for another that is spelt nearly alike: numbers and tags may not. */
export const mayResemble = (term: string) => term.length < 40 && !/[\d:]/.test(term);

/** Letters to add, drop, change or swap with their neighbour to make one word of the other; `most` + 1 when it takes more. */
export function misspellings(one: string, other: string, most: number) {
	if (Math.abs(one.length - other.length) > most) return most + 1;
	let earlier: number[] = [];
	let above = Array.from({ length: other.length + 1 }, (_, at) => at);
	for (let row = 1; row <= one.length; row++) {
		const line = [row];
		for (let column = 1; column <= other.length; column++) {
			const same = one[row - 1] === other[column - 1];
			let cost = Math.min(above[column] + 1, line[column - 1] + 1, above[column - 1] + (same ? 0 : 1));
			if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1])
				cost = Math.min(cost, earlier[column - 2] + 1);
			line.push(cost);
		}
		if (Math.min(...line) > most) return most + 1;
		earlier = above;
		above = line;
	}
	return above[other.length];
}
