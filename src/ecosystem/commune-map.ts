import { commune, communesOfAlsace, distanceKm, type Point } from './geography/communes.ts';
import { frame, hull, outline, type Frame } from './geography/map.ts';

export interface Circle {
	value: string;
	name: string;
	count: number;
	x: number;
	y: number;
	r: number;
	/** Whether there is room for the name beside it. */
	isNamed: boolean;
}

export interface Drawing {
	width: number;
	height: number;
	/** The ground that the communes of Alsace cover; empty for a hub elsewhere. */
	ground: string;
	circles: Circle[];
	/** Organisations that lie outside the drawing, or nobody knows where. */
	off: number;
}

interface Place {
	value: string;
	name: string;
	count: number;
	lat: number | null;
	lon: number | null;
}

const alsace = communesOfAlsace.flatMap(({ point }) => (point ? [point] : []));
const alsatian = { hull: hull(alsace), codes: new Set(communesOfAlsace.map(({ code }) => code)) };
/** As far as the drawing reaches round the hub, in kilometres, where it does not lie in Alsace. */
const reach = 120;
const width = 320;
/** The largest circle stands for at least so many, lest one or two look like a crowd. */
const fewest = 12;
/** So many of the largest are named even where small circles lie under the name. */
const alwaysNamed = 4;

/** The communes that have organisations, as circles whose area grows with their number. */
export function drawCommunes(places: Place[], hubCommune: string | null): Drawing {
	const placed = places.flatMap(({ lat, lon, ...place }) => (lat === null || lon === null ? [] : [{ ...place, point: { lat, lon } }]));
	const home = hubCommune ? commune(hubCommune)?.point : undefined;
	const inAlsace = hubCommune === null ? false : alsatian.codes.has(hubCommune);
	const centre = home ?? placed[0]?.point;
	const shown = inAlsace
		? placed.filter(({ point }) => isBeside(point))
		: placed.filter(({ point }) => centre !== undefined && distanceKm(centre, point) <= reach);
	const framed = frame([...(inAlsace ? [...alsace, ...corners] : []), ...shown.map(({ point }) => point)], width, 14);
	return {
		width,
		height: Number.isFinite(framed.height) ? Math.max(160, framed.height) : 160,
		ground: inAlsace ? outline(alsatian.hull, framed) : '',
		circles: withNames(shown.map(circle(framed, Math.max(fewest, ...shown.map(({ count }) => count))))),
		off: places.reduce((sum, { count }) => sum + count, 0) - shown.reduce((sum, { count }) => sum + count, 0)
	};
}

/** Where one organisation lies, in the same drawing. */
export const drawPoint = (name: string, { lat, lon }: { lat: number | null; lon: number | null }, hubCommune: string | null) => {
	const drawing = drawCommunes([{ value: '', name, count: 1, lat, lon }], hubCommune);
	return drawing.circles.length ? drawing : null;
};

/** Basel and Lörrach in the south, Karlsruhe in the north, Freiburg and Offenburg in the east, Belfort and Saint-Dié in the west. */
const corners: Point[] = [
	{ lat: 47.4, lon: 6.8 },
	{ lat: 49.1, lon: 8.45 }
];
const isBeside = ({ lat, lon }: Point) => lat >= corners[0].lat && lat <= corners[1].lat && lon >= corners[0].lon && lon <= corners[1].lon;

const circle =
	({ place }: Frame, most: number) =>
	({ value, name, count, point }: { value: string; name: string; count: number; point: Point }): Circle => ({
		value,
		name,
		count,
		...place(point),
		r: Math.round((3.5 + 14 * Math.sqrt(count / most)) * 10) / 10,
		isNamed: false
	});

/** Names the largest where no other name or circle is in the way; small circles are drawn last, so that none hides another. */
function withNames(circles: Circle[]): Circle[] {
	const bySize = circles.toSorted((one, other) => other.r - one.r);
	const taken: { left: number; right: number; top: number; bottom: number }[] = [];
	return bySize.map((each, nth) => {
		const box = { left: each.x + each.r, right: each.x + each.r + 6 * each.name.length + 6, top: each.y - 7, bottom: each.y + 7 };
		const free =
			box.right < width &&
			taken.every((other) => box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom) &&
			(nth < alwaysNamed || bySize.every((other) => other === each || !touches(other, box)));
		if (free && taken.length < 10) {
			taken.push(box);
			return { ...each, isNamed: true };
		}
		return each;
	});
}

const touches = ({ x, y, r }: Circle, { left, right, top, bottom }: { left: number; right: number; top: number; bottom: number }) =>
	Math.hypot(x - Math.min(Math.max(x, left), right), y - Math.min(Math.max(y, top), bottom)) < r && r > 5;
