import { z } from 'zod';
import { refuse } from '#platform/refusal.ts';
import { uses } from '../choices.ts';
import { areaOf, type Point } from '../polygons.ts';
import type { Drawing } from './drawings.ts';

/**
 * GeoJSON (RFC 7946) speaks of degrees on the globe; a floor is drawn in metres on its own grid. So the coordinates here are metres, x to the
 * right and y upwards from the upper left corner of the grid, and a member of the collection says so.
 */
const note = { coordinates: 'metres on the grid of the floor: x to the right, y upwards' };

export const Feature = z.object({
	type: z.literal('Feature'),
	properties: z.record(z.string(), z.unknown()),
	geometry: z.object({ type: z.string(), coordinates: z.unknown() })
});
export const Collection = z.object({
	type: z.literal('FeatureCollection'),
	km0: z.record(z.string(), z.unknown()),
	features: z.array(Feature)
});

const up = (points: readonly Point[]): Point[] => points.map(([x, y]) => [x, y === 0 ? 0 : -y]);
const closed = (points: readonly Point[]) => [...up(points), ...up(points.slice(0, 1))];

const polygon = (shape: readonly Point[], properties: Record<string, unknown>) => ({
	type: 'Feature' as const,
	properties,
	geometry: { type: 'Polygon', coordinates: [closed(shape)] }
});

export interface SaidRoom {
	number: string;
	name: string;
	use: string | null;
	people: number | null;
	shape: Point[];
	layer?: string;
}

export function asGeoJson(
	outline: readonly Point[],
	rooms: readonly SaidRoom[],
	lines: readonly Point[][] = []
): z.output<typeof Collection> {
	return {
		type: 'FeatureCollection',
		km0: note,
		features: [
			polygon(outline, { kind: 'floor', m2: Math.round(areaOf(outline as Point[]) * 100) / 100 }),
			...rooms.map(({ number, name, use, people, shape, layer }) =>
				polygon(shape, { number, name, use, people, m2: Math.round(areaOf(shape) * 100) / 100, ...(layer ? { layer } : {}) })
			),
			...lines.map((line) => ({
				type: 'Feature' as const,
				properties: {},
				geometry: { type: 'LineString', coordinates: up(line) }
			}))
		]
	};
}

export const drawingAsGeoJson = ({ outline, units }: Pick<Drawing, 'outline' | 'units'>) => asGeoJson(outline, units);

const Position = z.tuple([z.number(), z.number()]).rest(z.unknown());
const Rings = z.array(z.array(Position).min(4)).min(1);
const Read = z.object({
	type: z.literal('FeatureCollection'),
	km0: z.unknown().optional(),
	features: z
		.array(
			z.object({
				properties: z.record(z.string(), z.unknown()).nullish(),
				geometry: z
					.discriminatedUnion('type', [
						z.object({ type: z.literal('Polygon'), coordinates: Rings }),
						z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(Rings) }),
						z.object({ type: z.literal('LineString'), coordinates: z.array(Position).min(2) }),
						z.object({ type: z.literal('MultiLineString'), coordinates: z.array(z.array(Position).min(2)) }),
						z.object({ type: z.literal('Point'), coordinates: Position })
					])
					.nullable()
			})
		)
		.max(60_000)
});

export interface ReadRoom {
	number: string;
	name: string;
	use: (typeof uses)[number] | null;
	people: number | null;
	shape: Point[];
	layer: string;
	hasHoles: boolean;
}

/** Rooms and lines of a collection, with y downwards as floors have it. */
export function readGeoJson(text: string): { rooms: ReadRoom[]; lines: Point[][] } {
	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch {
		throw refuse('content', 'geojson_unreadable');
	}
	const read = Read.safeParse(parsed);
	if (!read.success) throw refuse('content', 'geojson_unreadable');
	const rooms: ReadRoom[] = [];
	const lines: Point[][] = [];
	const flat = (points: z.output<typeof Position>[]) => up(points.map(([x, y]): Point => [x, y]));
	for (const { geometry, properties } of read.data.features) {
		if (!geometry || geometry.type === 'Point' || properties?.kind === 'floor') continue;
		if (geometry.type === 'LineString') lines.push(flat(geometry.coordinates));
		else if (geometry.type === 'MultiLineString') lines.push(...geometry.coordinates.map(flat));
		else
			for (const [outer = [], ...holes] of geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates)
				rooms.push({ ...saidBy(properties ?? {}), shape: flat(outer).slice(0, -1), hasHoles: holes.length > 0 });
	}
	if (!rooms.length && !lines.length) throw refuse('content', 'geojson_empty');
	const all = rooms.flatMap(({ shape }) => shape);
	const spread = (axis: 0 | 1) =>
		all.reduce((most, point) => Math.max(most, point[axis]), -Infinity) -
		all.reduce((least, point) => Math.min(least, point[axis]), Infinity);
	if (read.data.km0 === undefined && all.length && Math.max(spread(0), spread(1)) < 0.1) throw refuse('content', 'geojson_in_degrees');
	return { rooms, lines };
}

function saidBy({ number, name, use, people, layer }: Record<string, unknown>) {
	const text = (value: unknown, longest: number) =>
		typeof value === 'string' || typeof value === 'number'
			? String(value)
					.replace(/\p{Cc}/gu, ' ')
					.trim()
					.slice(0, longest)
			: '';
	const count = Number(people);
	return {
		number: text(number, 20),
		name: text(name, 120),
		use: uses.find((known) => known === use) ?? null,
		people:
			people !== null && people !== undefined && people !== '' && Number.isInteger(count) && count >= 0 && count <= 10_000 ? count : null,
		layer: text(layer, 200)
	};
}
