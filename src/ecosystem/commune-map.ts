import { commune, communesOfAlsace, distanceKm, type Point } from './geography/communes.ts';
import { frame, hull, outline, type Frame } from './geography/map.ts';

export interface Circle {
	value: string;
	name: string;
	count: number;
	x: number;
	y: number;
	r: number;
	/** On which side there is room for its name. */
	named: 'left' | 'right' | null;
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
	const framed = frame([...(centre ? around(centre) : []), ...shown.map(({ point }) => point)], width, 26);
	return {
		width,
		height: Number.isFinite(framed.height) ? Math.max(160, framed.height) : 160,
		ground: inAlsace ? outline(alsatian.hull, framed) : '',
		circles: withNames(shown.map(circle(framed, Math.max(fewest, ...shown.map(({ count }) => count))))),
		off: places.reduce((sum, { count }) => sum + count, 0) - shown.reduce((sum, { count }) => sum + count, 0)
	};
}

/** Where one organisation lies, beside the commune of the hub. */
export const drawPoint = (name: string, { lat, lon }: { lat: number | null; lon: number | null }, hubCommune: string | null) => {
	const home = hubCommune ? commune(hubCommune) : undefined;
	// Of an organisation in the hub's own commune the address says as much.
	if (home?.name === name) return null;
	const hub = home?.point ? [{ value: 'hub', name: home.name, count: 0, ...home.point }] : [];
	const drawing = drawCommunes([{ value: '', name, count: 1, lat, lon }, ...hub], hubCommune);
	return drawing.circles.length > hub.length ? drawing : null;
};

/** At least so much of the land round the hub is drawn, lest a few near communes fill the drawing. */
const around = ({ lat, lon }: Point): Point[] => [
	{ lat: lat - 0.2, lon: lon - 0.3 },
	{ lat: lat + 0.2, lon: lon + 0.3 }
];

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
		named: null
	});

/** Names the largest where no other name or circle is in the way; small circles are drawn last, so that none hides another. */
function withNames(circles: Circle[]): Circle[] {
	const bySize = circles.toSorted((one, other) => other.r - one.r);
	const taken: { left: number; right: number; top: number; bottom: number }[] = [];
	return bySize.map((each, nth) => {
		const long = each.r + 6 * each.name.length + 6;
		for (const named of ['right', 'left'] as const) {
			const [left, right] = named === 'right' ? [each.x + each.r, each.x + long] : [each.x - long, each.x - each.r];
			const box = { left, right, top: each.y - 7, bottom: each.y + 7 };
			const free =
				left > 0 &&
				right < width &&
				taken.every((other) => right < other.left || left > other.right || box.bottom < other.top || box.top > other.bottom) &&
				(nth < alwaysNamed || bySize.every((other) => other === each || !touches(other, box)));
			if (free && taken.length < 10) {
				taken.push(box);
				return { ...each, named };
			}
		}
		return each;
	});
}

const touches = ({ x, y, r }: Circle, { left, right, top, bottom }: { left: number; right: number; top: number; bottom: number }) =>
	Math.hypot(x - Math.min(Math.max(x, left), right), y - Math.min(Math.max(y, top), bottom)) < r && r > 5;
