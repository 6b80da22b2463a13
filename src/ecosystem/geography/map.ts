import type { Point } from './communes.ts';

export type Frame = { width: number; height: number; place: (point: Point) => { x: number; y: number } };

const tenth = (value: number) => Math.round(value * 10) / 10;

/** Degrees to the units of a drawing: equirectangular, with longitudes shortened for the latitude in the middle. */
export function frame(points: Point[], width: number, margin = 10): Frame {
	const lats = points.map(({ lat }) => lat);
	const lons = points.map(({ lon }) => lon);
	const [south, north, west, east] = [Math.min(...lats), Math.max(...lats), Math.min(...lons), Math.max(...lons)];
	const shortening = Math.cos((((south + north) / 2) * Math.PI) / 180);
	const scale = (width - 2 * margin) / ((east - west) * shortening || 1);

	return {
		width,
		height: tenth((north - south) * scale + 2 * margin),
		place: ({ lat, lon }) => ({ x: tenth(margin + (lon - west) * shortening * scale), y: tenth(margin + (north - lat) * scale) })
	};
}

/**
 * The hull of points, followed closely from north to south: the westernmost and the easternmost point of each band.
 * It is no border: it only shows where the communes are.
 */
export function hull(points: Point[], bands = 26): Point[] {
	const byLatitude = points.toSorted((one, other) => other.lat - one.lat);
	const [north, south] = [byLatitude[0], byLatitude[byLatitude.length - 1]];
	const height = (north.lat - south.lat) / bands;
	const rows = [...Map.groupBy(byLatitude, ({ lat }) => Math.min(bands - 1, Math.floor((north.lat - lat) / height))).values()];
	const west = rows.map((row) => row.reduce((one, other) => (other.lon < one.lon ? other : one)));
	const east = rows.map((row) => row.reduce((one, other) => (other.lon > one.lon ? other : one)));
	return [...new Set([north, ...east, south, ...west.reverse()])];
}

export const outline = (points: Point[], { place }: Frame) =>
	`M${points
		.map(place)
		.map(({ x, y }) => `${x} ${y}`)
		.join('L')}Z`;
