// What the editor does to a drawing, as functions of the drawing: every step can be taken back by keeping the one before.
import { areaOf, boxOf, contains, corner, labelPoint, meet, tidied, type Point, type Ring } from '../rings.ts';

export interface Room {
	/** Within the editor. */
	key: string;
	/** Of a unit that is saved. */
	id?: string;
	number: string;
	name: string;
	use: string;
	people: number | null;
	shape: Ring;
	origins: string[];
	/** Somebody has it from that day on: its walls stay. */
	isTaken?: boolean;
}

export type Line = [Point, Point];

export const keysOf = (rooms: readonly Room[]): ReadonlySet<string> => new Set(rooms.map(({ key }) => key));

/** The same room as one that no unit stands for yet. */
export const unsaved = ({ id: _, ...room }: Room): Room => room;

const minus = ([ax, ay]: Point, [bx, by]: Point): Point => [ax - bx, ay - by];
const plus = ([ax, ay]: Point, [bx, by]: Point): Point => [ax + bx, ay + by];
const times = ([x, y]: Point, by: number): Point => [x * by, y * by];
const dot = ([ax, ay]: Point, [bx, by]: Point) => ax * bx + ay * by;
const cross = ([ax, ay]: Point, [bx, by]: Point) => ax * by - ay * bx;

export const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1]);
export const edgesOf = (ring: Ring): Line[] => ring.map((point, at): Line => [point, corner(ring, at + 1)]);

/** The point of a line that is nearest to another. */
export function nearestOn([a, b]: Line, point: Point): Point {
	const along = minus(b, a);
	const length = dot(along, along);
	if (length === 0) return a;
	const part = Math.min(1, Math.max(0, dot(minus(point, a), along) / length));
	return plus(a, times(along, part));
}

export type Snapped = { point: Point; to: 'corner' | 'edge' | 'square' | 'grid' | 'nothing' };

interface Around {
	corners: readonly Point[];
	edges: readonly Line[];
	/** Metres between two lines of the grid; 0 for none. */
	grid: number;
	/** How near is near, in metres. */
	reach: number;
	/** Corners before and after the one that is set: it stands square to them where it nearly does. */
	beside?: readonly Point[];
}

/** Where somebody who pointed about here meant: a corner before an edge, an edge before a right angle, that before the grid. */
export function snap(point: Point, { corners, edges, grid, reach, beside = [] }: Around): Snapped {
	const near = (candidates: Iterable<Point>, within: number) => {
		let best: Point | undefined;
		for (const candidate of candidates) if (distance(candidate, point) <= (best ? distance(best, point) : within)) best = candidate;
		return best;
	};
	const atCorner = near(corners, reach);
	if (atCorner) return { point: atCorner, to: 'corner' };

	const square: Point = [...point];
	const axes = new Set<0 | 1>();
	for (const axis of [0, 1] as const)
		for (const other of beside)
			if (Math.abs(point[axis] - other[axis]) <= reach) {
				square[axis] = other[axis];
				axes.add(axis);
			}
	const isSquare = axes.size > 0;
	const atEdge = near(
		edges.map((edge) => nearestOn(edge, point)),
		reach
	);
	if (atEdge) {
		// On the wall and square to the corner before it, where a wall can be both.
		const both =
			isSquare &&
			edges
				.map((edge) => nearestOn(edge, square))
				.find((on) => distance(on, point) <= 2 * reach && [...axes].every((axis) => Math.abs(on[axis] - square[axis]) < 1e-6));
		return both ? { point: tidy(both), to: 'square' } : { point: tidy(atEdge), to: 'edge' };
	}
	if (isSquare) {
		const onGrid = square.map((value, axis) => (value === point[axis] && grid ? Math.round(value / grid) * grid : value)) as Point;
		return { point: tidy(onGrid), to: 'square' };
	}
	if (grid) return { point: tidy([Math.round(point[0] / grid) * grid, Math.round(point[1] / grid) * grid]), to: 'grid' };
	return { point: tidy(point), to: 'nothing' };
}

const tidy = ([x, y]: Point): Point => [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000];

/**
 * A traced shape with right angles: each edge lies along or across the way that most of its length runs, and keeps its middle. Null where that
 * leaves no shape.
 */
export function straightened(ring: Ring): Ring | null {
	const edges = edgesOf(ring).filter(([a, b]) => distance(a, b) > 0);
	if (edges.length < 4) return null;
	// Directions a quarter turn apart are one: four times the angle makes them so.
	const sum = edges.reduce<Point>(
		([x, y], [a, b]) => {
			const [dx, dy] = minus(b, a);
			const four = 4 * Math.atan2(dy, dx);
			const weight = Math.hypot(dx, dy);
			return [x + weight * Math.cos(four), y + weight * Math.sin(four)];
		},
		[0, 0]
	);
	const tilt = Math.atan2(sum[1], sum[0]) / 4;
	// Nearly level is level: nobody traces a building that leans by a degree.
	const angle = Math.abs(tilt) < Math.PI / 120 ? 0 : tilt;
	const turned = (by: number) => {
		const [c, s] = [Math.cos(by), Math.sin(by)];
		return ([x, y]: Point): Point => [c * x - s * y, s * x + c * y];
	};
	const flat = ring.map(turned(-angle));
	interface Wall {
		isAlong: boolean;
		at: number;
		length: number;
	}
	const walls: Wall[] = [];
	for (const [a, b] of edgesOf(flat)) {
		const [dx, dy] = minus(b, a);
		const length = Math.hypot(dx, dy);
		if (length === 0) continue;
		const isAlong = Math.abs(dx) >= Math.abs(dy);
		const wall = { isAlong, at: isAlong ? (a[1] + b[1]) / 2 : (a[0] + b[0]) / 2, length };
		const last = walls.at(-1);
		if (last?.isAlong === isAlong) join(last, wall);
		else walls.push(wall);
	}
	const [first, last] = [walls[0], walls.at(-1)];
	if (first && last && walls.length > 1 && first.isAlong === last.isAlong) {
		join(first, last);
		walls.pop();
	}
	if (walls.length < 4) return null;
	const corners = walls.map((wall, at): Point => {
		const before = walls[(at + walls.length - 1) % walls.length] as Wall;
		return wall.isAlong ? [before.at, wall.at] : [wall.at, before.at];
	});
	const square = tidied(corners.map(turned(angle)));
	return square.length >= 4 && areaOf(square) >= 0.1 ? square : null;

	function join(one: Wall, other: Wall) {
		one.at = (one.at * one.length + other.at * other.length) / (one.length + other.length);
		one.length += other.length;
	}
}

/** The two parts of a shape to both sides of a line, which is drawn on to the walls it points at. Null where it parts nothing. */
export function split(ring: Ring, [from, to]: Line): [Ring, Ring] | null {
	const along = minus(to, from);
	const length = Math.hypot(...along);
	if (length === 0) return null;
	// Where the line meets the walls: how far along it, on which wall. A corner that lies on it belongs to the wall that begins there.
	const side = (point: Point) => {
		const off = cross(along, minus(point, from)) / length;
		return Math.abs(off) < 1e-6 ? 0 : off;
	};
	const cuts = edgesOf(ring)
		.flatMap(([a, b], wall) => {
			const [sa, sb] = [side(a), side(b)];
			if (sa === 0) return [{ wall, point: a, at: dot(minus(a, from), along) }];
			if (sb === 0 || sa > 0 === sb > 0) return [];
			const point = tidy(plus(a, times(minus(b, a), sa / (sa - sb))));
			return [{ wall, point, at: dot(minus(point, from), along) }];
		})
		.sort((a, b) => a.at - b.at);
	const middle = dot(along, along) / 2;
	const chords = cuts.slice(1).flatMap((there, nth) => {
		const here = cuts[nth]!;
		const inside: Point = times(plus(here.point, there.point), 0.5);
		return distance(here.point, there.point) > 0.001 && contains(ring, inside) && !isWall(ring, here.point, there.point)
			? [{ here, there }]
			: [];
	});
	const off = ({ here, there }: (typeof chords)[number]) => Math.max(here.at - middle, middle - there.at, 0);
	const [chord] = chords.toSorted((a, b) => off(a) - off(b));
	if (!chord) return null;
	const [first, second] = [chord.here, chord.there].toSorted((a, b) => a.wall - b.wall) as [typeof chord.here, typeof chord.here];
	const between = ring.slice(first.wall + 1, second.wall + 1);
	const around = [...ring.slice(second.wall + 1), ...ring.slice(0, first.wall + 1)];
	const parts = [
		[first.point, ...between, second.point],
		[second.point, ...around, first.point]
	].map((part) => tidied(part)) as [Ring, Ring];
	return parts.every((part) => part.length >= 3 && areaOf(part) >= 0.1) ? parts : null;
}

const isWall = (ring: Ring, a: Point, b: Point) =>
	edgesOf(ring).some((edge) => [a, b].every((point) => distance(nearestOn(edge, point), point) < 1e-6));

/** One shape out of two that share walls. Null where they share none, or where a hole would be left. */
export function merged(one: Ring, other: Ring): Ring | null {
	const clockwise = (ring: Ring) => (edgesOf(ring).reduce((sum, [a, b]) => sum + cross(a, b), 0) < 0 ? ring.toReversed() : ring);
	const rings = [clockwise(one), clockwise(other)];
	const corners = rings.flat();
	// Each wall in pieces, from one corner of either room to the next that stands on it.
	const pieces = rings.map((ring) =>
		edgesOf(ring).flatMap(([a, b]) => {
			const on = corners
				.filter((point) => distance(nearestOn([a, b], point), point) < 0.005 && distance(point, a) > 0.005 && distance(point, b) > 0.005)
				.toSorted((p, q) => distance(a, p) - distance(a, q));
			return [a, ...on].map((point, at): Line => [point, on[at] ?? b]).filter(([p, q]) => distance(p, q) > 0.005);
		})
	) as [Line[], Line[]];
	const same = (p: Point, q: Point) => distance(p, q) <= 0.005;
	const isShared = ([a, b]: Line, walls: Line[]) => walls.some(([c, d]) => same(a, d) && same(b, c));
	const left = [...pieces[0].filter((wall) => !isShared(wall, pieces[1])), ...pieces[1].filter((wall) => !isShared(wall, pieces[0]))];
	if (left.length === pieces[0].length + pieces[1].length) return null;
	const ring: Ring = [];
	let at = left.shift();
	while (at) {
		ring.push(at[0]);
		const end = at[1];
		const next = left.findIndex(([from]) => same(from, end));
		at = next < 0 ? undefined : left.splice(next, 1)[0];
	}
	if (left.length) return null;
	const whole = withoutIdle(tidied(ring));
	return whole.length >= 3 && Math.abs(areaOf(whole) - areaOf(one) - areaOf(other)) < 0.05 ? whole : null;
}

/** Without corners at which the wall goes straight on. */
function withoutIdle(ring: Ring): Ring {
	return ring.filter((point, at) => {
		const [before, after] = [corner(ring, at + ring.length - 1), corner(ring, at + 1)];
		return Math.abs(cross(minus(point, before), minus(after, point))) > 1e-4 * Math.max(1, distance(before, after));
	});
}

export const moved = (ring: Ring, by: Point): Ring => ring.map((point) => tidy(plus(point, by)));

/** Copies of rooms, one after another in a direction, each row as far on as the rooms together are wide or deep. */
export function duplicated(rooms: readonly Room[], count: number, way: 'right' | 'down', newKey: () => string): Room[] {
	const { left, top, right, bottom } = boxOf(rooms.flatMap(({ shape }) => shape));
	const step: Point = way === 'right' ? [right - left, 0] : [0, bottom - top];
	return Array.from({ length: count }, (_, nth) =>
		rooms.map(({ name, use, people, shape }) => ({
			key: newKey(),
			number: '',
			name,
			use,
			people,
			shape: moved(shape, times(step, nth + 1)),
			origins: []
		}))
	).flat();
}

/** Rooms in the order in which somebody reads a plan: row by row from above, each from the left. */
export function inReadingOrder<T extends { shape: Ring }>(rooms: readonly T[]): T[] {
	const placed = rooms
		.map((room) => ({ room, box: boxOf(room.shape) }))
		.toSorted((a, b) => a.box.top - b.box.top || a.box.left - b.box.left);
	const rows: (typeof placed)[] = [];
	for (const one of placed) {
		const row = rows.find(([first]) => first && one.box.top < (first.box.top + first.box.bottom) / 2);
		if (row) row.push(one);
		else rows.push([one]);
	}
	return rows.flatMap((row) => row.toSorted((a, b) => a.box.left - b.box.left).map(({ room }) => room));
}

/** `1-01`, `1-02` … in reading order for rooms of these keys, leaving out the numbers of all others. */
export function numbered(rooms: readonly Room[], prefix: string, keys: ReadonlySet<string>): Room[] {
	const used = new Set(rooms.filter(({ key }) => !keys.has(key)).map(({ number }) => number));
	const given = new Map<string, string>();
	let next = 0;
	const number = () => `${prefix}${String(++next).padStart(2, '0')}`;
	for (const { key } of inReadingOrder(rooms.filter(({ key }) => keys.has(key)))) {
		let candidate = number();
		while (used.has(candidate)) candidate = number();
		given.set(key, candidate);
	}
	return rooms.map((room) => ({ ...room, number: given.get(room.key) ?? room.number }));
}

/** What the numbers of a floor begin with: what most of them do, or its level. */
export function usualPrefix(numbers: readonly string[], level: number): string {
	const counts = new Map<string, number>();
	for (const number of numbers) {
		const prefix = /^(.*?)\d+$/.exec(number)?.[1];
		if (prefix !== undefined) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
	}
	return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? `${level}-`;
}

/** Rooms that lie over one another or cross themselves, by key: what the server would refuse, told while drawing. */
export function crossings(rooms: readonly Room[]): Map<string, string> {
	const found = new Map<string, string>();
	for (const [nth, one] of rooms.entries())
		for (const other of rooms.slice(0, nth)) {
			const [a, b] = [boxOf(one.shape), boxOf(other.shape)];
			if (a.left >= b.right - 0.01 || b.left >= a.right - 0.01 || a.top >= b.bottom - 0.01 || b.top >= a.bottom - 0.01) continue;
			if (liesOver(one.shape, other.shape)) found.set(one.key, other.number || '?');
		}
	return found;
}

function liesOver(one: Ring, other: Ring): boolean {
	const inner = (ring: Ring) => edgesOf(ring).map(([a, b]): Point => times(plus(a, b), 0.5));
	const within = (ring: Ring, point: Point) =>
		contains(ring, point) && edgesOf(ring).every((edge) => distance(nearestOn(edge, point), point) > 0.01);
	const points = (ring: Ring): Point[] => [...ring, ...inner(ring), middleOf(ring)];
	if (points(one).some((point) => within(other, point)) || points(other).some((point) => within(one, point))) return true;
	return edgesOf(one).some(([a, b]) => edgesOf(other).some(([c, d]) => properly(a, b, c, d)));
}

const middleOf = (ring: Ring): Point => {
	const { x, y } = labelPoint(ring);
	return [x, y];
};

/** Two walls cross in their middle, and do not only touch. */
function properly(a: Point, b: Point, c: Point, d: Point): boolean {
	if (!meet(a, b, c, d)) return false;
	const ends = [
		distance(nearestOn([c, d], a), a),
		distance(nearestOn([c, d], b), b),
		distance(nearestOn([a, b], c), c),
		distance(nearestOn([a, b], d), d)
	];
	return ends.every((gap) => gap > 0.01);
}

const told = ({ number, name, use, people, shape }: Room) => JSON.stringify([number, name, use, people, shape]);

/**
 * What two people made of one floor, put together: what I changed stands as I drew it, all else as the other did. A unit that the other removed
 * and I changed becomes a new one.
 */
export function rebased(base: readonly Room[], mine: readonly Room[], theirs: readonly Room[]): Room[] {
	const before = new Map(base.map((room) => [room.id, room]));
	const now = new Map(theirs.map((room) => [room.id, room]));
	const kept = mine.flatMap((room): Room[] => {
		const origins = room.origins.filter((origin) => now.has(origin));
		if (!room.id) return [{ ...room, origins }];
		const was = before.get(room.id);
		const there = now.get(room.id);
		if (was && told(was) === told(room)) return there ? [there] : [];
		if (there) return [{ ...room, isTaken: there.isTaken ?? false }];
		return [{ ...unsaved(room), origins }];
	});
	// What the other saved comes first: where two have one number, it is mine that is asked about.
	return [...kept.filter(({ id }) => id), ...theirs.filter(({ id }) => !before.has(id)), ...kept.filter(({ id }) => !id)];
}

/** Metres and square metres of what is drawn. */
export const lengthOf = (points: readonly Point[]) =>
	points.slice(1).reduce((sum, point, at) => sum + distance(points[at] as Point, point), 0);

export const isRectangle = (ring: Ring) =>
	ring.length === 4 && edgesOf(ring).every(([[ax, ay], [bx, by]]) => Math.abs(ax - bx) < 1e-6 || Math.abs(ay - by) < 1e-6);
