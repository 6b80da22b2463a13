// Shapes as sums and lines, without anything that a browser would have to load for it.

/** [x, y] in metres on the floor's own grid. */
export type Point = [number, number];
/** A closed line without repeating its first point. */
export type Ring = Point[];

const millimetre = (value: number) => Math.round(value * 1000) / 1000;

/** To the millimetre, points that stand on one another only once. */
export function tidied(points: Point[]): Ring {
	const ring = points.map(([x, y]): Point => [millimetre(x), millimetre(y)]);
	return ring.filter(([x, y], at) => {
		const [nextX, nextY] = ring[(at + 1) % ring.length] as Point;
		return x !== nextX || y !== nextY;
	});
}

/** In square metres, whichever way round it was drawn (Gauss's shoelace formula). */
export function areaOf(ring: Ring): number {
	const twice = ring.reduce((sum, [x, y], at) => {
		const [nextX, nextY] = ring[(at + 1) % ring.length] as Point;
		return sum + x * nextY - nextX * y;
	}, 0);
	return Math.abs(twice) / 2;
}

export function crossesItself(ring: Ring): boolean {
	const count = ring.length;
	for (let one = 0; one < count; one++)
		for (let other = one + 1; other < count; other++) {
			const areNeighbours = other === one + 1 || (one === 0 && other === count - 1);
			if (!areNeighbours && meet(corner(ring, one), corner(ring, one + 1), corner(ring, other), corner(ring, other + 1))) return true;
			if (areNeighbours && foldsBack(ring, other === one + 1 ? other : one)) return true;
		}
	return false;
}

export const corner = (ring: Ring, at: number) => ring[at % ring.length] as Point;

/** Which side of the line a→b the point lies on; 0 when it lies on the line. */
export const turn = ([ax, ay]: Point, [bx, by]: Point, [x, y]: Point) => {
	const side = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
	return Math.abs(side) < 1e-9 ? 0 : Math.sign(side);
};

export function meet(a: Point, b: Point, c: Point, d: Point): boolean {
	const [abc, abd, cda, cdb] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
	if (abc !== abd && cda !== cdb) return true;
	const lies = (p: Point, [x1, y1]: Point, [x2, y2]: Point) =>
		p[0] >= Math.min(x1, x2) && p[0] <= Math.max(x1, x2) && p[1] >= Math.min(y1, y2) && p[1] <= Math.max(y1, y2);
	return (abc === 0 && lies(c, a, b)) || (abd === 0 && lies(d, a, b)) || (cda === 0 && lies(a, c, d)) || (cdb === 0 && lies(b, c, d));
}

/** The line goes back over itself at this corner. */
function foldsBack(ring: Ring, at: number): boolean {
	const before = corner(ring, at + ring.length - 1);
	const here = corner(ring, at);
	const after = corner(ring, at + 1);
	const forth = [here[0] - before[0], here[1] - before[1]] as const;
	const back = [after[0] - here[0], after[1] - here[1]] as const;
	return turn(before, here, after) === 0 && forth[0] * back[0] + forth[1] * back[1] < 0;
}

export function boxOf(ring: Ring) {
	const xs = ring.map(([x]) => x);
	const ys = ring.map(([, y]) => y);
	return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

/** Where a label stands: the middle of the widest part of the line half-way down, so that it lies inside of an L too. */
export function labelPoint(ring: Ring): { x: number; y: number; width: number } {
	const { left, top, right, bottom } = boxOf(ring);
	let best = { x: (left + right) / 2, y: (top + bottom) / 2, width: 0 };
	for (const part of [0.5, 0.35, 0.65, 0.2, 0.8]) {
		const y = top + (bottom - top) * part;
		const cuts = ring
			.flatMap(([x1, y1], at) => {
				const [x2, y2] = corner(ring, at + 1);
				return y1 <= y !== y2 <= y ? [x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)] : [];
			})
			.sort((a, b) => a - b);
		for (let at = 0; at + 1 < cuts.length; at += 2) {
			const [from, to] = [cuts[at] as number, cuts[at + 1] as number];
			if (to - from > best.width * 1.2) best = { x: (from + to) / 2, y, width: to - from };
		}
	}
	return best;
}

/** A rectangle, as most rooms are. */
export const rectangle = (x: number, y: number, width: number, depth: number): Ring => [
	[x, y],
	[x + width, y],
	[x + width, y + depth],
	[x, y + depth]
];

/** Whether a point lies within a ring (a ray to the right crosses its line an odd number of times); its line itself may count either way. */
export const contains = (ring: Ring, [x, y]: Point): boolean =>
	ring.filter(([x1, y1], at) => {
		const [x2, y2] = corner(ring, at + 1);
		return y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1;
	}).length %
		2 ===
	1;

/** Whether two rooms share a metre of wall, which may be half a metre thick. */
export const shareWall = (one: Ring, other: Ring): boolean =>
	one.some((a, nth) => {
		const b = corner(one, nth + 1);
		const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
		const along = ([x, y]: Point) => ((x - a[0]) * (b[0] - a[0]) + (y - a[1]) * (b[1] - a[1])) / length;
		const away = ([x, y]: Point) => Math.abs((x - a[0]) * (b[1] - a[1]) - (y - a[1]) * (b[0] - a[0])) / length;
		return other.some((c, at) => {
			const d = corner(other, at + 1);
			if (away(c) > 0.5 || away(d) > 0.5) return false;
			const [from, to] = [along(c), along(d)].sort((first, second) => first - second) as [number, number];
			return Math.min(to, length) - Math.max(from, 0) >= 1;
		});
	});

/** A ring as SVG writes its corners. */
export const pointsOf = (ring: readonly (readonly [number, number])[]) => ring.map(([x, y]) => `${x},${y}`).join(' ');
