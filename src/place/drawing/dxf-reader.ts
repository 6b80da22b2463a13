// Runs in a thread of its own, started by `dxf.ts`: the parser may be kept busy for ever by a file that is made to.
import { parentPort } from 'node:worker_threads';
import DxfParser, { type IDxf, type IEntity } from 'dxf-parser';
import type { DxfAnswer, Lines } from './dxf.ts';

type Point = [number, number];
type Way = (point: Point) => Point;
/** What the parser may give of an entity, whichever it is. */
type Entity = IEntity & {
	vertices?: { x: number; y: number; bulge?: number }[];
	shape?: boolean;
	extrusionDirectionZ?: number;
	center?: { x: number; y: number };
	radius?: number;
	startAngle?: number;
	endAngle?: number;
	controlPoints?: { x: number; y: number }[];
	fitPoints?: { x: number; y: number }[];
	text?: string;
	startPoint?: { x: number; y: number };
	endPoint?: { x: number; y: number };
	position?: { x: number; y: number };
	name?: string;
	xScale?: number;
	yScale?: number;
	rotation?: number;
};

/** More than any floor has: what comes after is not read. */
const most = 60_000;
const deepest = 5;

const port = parentPort;
port?.on('message', ({ text }: { text: string }) => port.postMessage(answerTo(text)));

export function answerTo(text: string): DxfAnswer {
	// A drawing ends by saying so: one that was cut off would be read as far as it goes.
	if (!/\n\s*0\s*\r?\n\s*EOF\s*$/.test(text.slice(-100))) return { code: 'dxf_unreadable' };
	let drawing: IDxf | null;
	try {
		drawing = new DxfParser().parseSync(text);
	} catch {
		return { code: 'dxf_unreadable' };
	}
	if (!drawing?.entities?.length) return { code: 'dxf_empty' };
	const found: Lines = { units: Number(drawing.header?.$INSUNITS ?? 0), closed: [], open: [], texts: [] };
	let count = 0;

	function read(entities: readonly Entity[], way: Way, depth: number) {
		for (const entity of entities) {
			if (++count > most) return;
			const layer = entity.layer || '0';
			if (entity.type === 'INSERT') {
				const block = entity.name === undefined ? undefined : drawing?.blocks?.[entity.name];
				if (block && depth < deepest) read((block.entities ?? []) as Entity[], inserted(entity, block.position, way), depth + 1);
			} else if (entity.type === 'TEXT' || entity.type === 'MTEXT') {
				const at = entity.position ?? (entity.endPoint && (entity.endPoint.x || entity.endPoint.y) ? entity.endPoint : entity.startPoint);
				const said = plain(entity.text ?? '');
				if (at && said) found.texts.push({ layer, text: said, at: way([at.x, at.y]) });
			} else {
				const { points, isClosed } = outlineOf(entity);
				const line = points.filter((point) => point.every(Number.isFinite)).map(way);
				if (line.length < 2) continue;
				const [first, last] = [line[0] as Point, line.at(-1) as Point];
				const meets = line.length > 3 && Math.hypot(first[0] - last[0], first[1] - last[1]) < 1e-6;
				if (isClosed || meets) found.closed.push({ layer, points: meets ? line.slice(0, -1) : line });
				else found.open.push({ layer, points: line });
			}
		}
	}
	read(drawing.entities as Entity[], (point) => point, 0);
	return { lines: found };
}

function inserted({ position, xScale = 1, yScale = 1, rotation = 0 }: Entity, base: { x: number; y: number } | undefined, way: Way): Way {
	const angle = (rotation * Math.PI) / 180;
	const [c, s] = [Math.cos(angle), Math.sin(angle)];
	return ([x, y]) => {
		const [px, py] = [(x - (base?.x ?? 0)) * xScale, (y - (base?.y ?? 0)) * yScale];
		return way([c * px - s * py + (position?.x ?? 0), s * px + c * py + (position?.y ?? 0)]);
	};
}

function outlineOf(entity: Entity): { points: Point[]; isClosed: boolean } {
	const { type, vertices = [], center, radius = 0 } = entity;
	if (type === 'LINE') return { points: vertices.map(({ x, y }) => [x, y]), isClosed: false };
	if (type === 'LWPOLYLINE' || type === 'POLYLINE') {
		const isClosed = entity.shape === true;
		const mirrored = (entity.extrusionDirectionZ ?? 1) < 0 ? -1 : 1;
		const points = vertices.flatMap((from, at): Point[] => {
			const to = vertices[at + 1] ?? (isClosed ? vertices[0] : undefined);
			return [[from.x, from.y], ...(to && from.bulge ? bulged(from, to, from.bulge) : [])];
		});
		return { points: points.map(([x, y]) => [x * mirrored, y]), isClosed };
	}
	if (type === 'CIRCLE' && center) return { points: arc(center, radius, 0, 2 * Math.PI).slice(0, -1), isClosed: true };
	if (type === 'ARC' && center) {
		const { startAngle = 0, endAngle = 0 } = entity;
		return { points: arc(center, radius, startAngle, endAngle <= startAngle ? endAngle + 2 * Math.PI : endAngle), isClosed: false };
	}
	const through = entity.fitPoints?.length ? entity.fitPoints : (entity.controlPoints ?? []);
	return { points: type === 'SPLINE' ? through.map(({ x, y }) => [x, y]) : [], isClosed: false };
}

function arc({ x, y }: { x: number; y: number }, radius: number, from: number, to: number): Point[] {
	const steps = Math.max(4, Math.ceil((Math.abs(to - from) / Math.PI) * 16));
	return Array.from({ length: steps + 1 }, (_, at): Point => {
		const angle = from + ((to - from) * at) / steps;
		return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
	});
}

/** Points of the arc between two corners; the bulge is the tangent of a quarter of its angle. */
function bulged(from: { x: number; y: number }, to: { x: number; y: number }, bulge: number): Point[] {
	const angle = 4 * Math.atan(bulge);
	const chord = Math.hypot(to.x - from.x, to.y - from.y);
	if (chord === 0 || Math.abs(angle) < 1e-6) return [];
	const radius = chord / 2 / Math.sin(angle / 2);
	const rise = radius * Math.cos(angle / 2);
	const centre = { x: (from.x + to.x) / 2 - (rise * (to.y - from.y)) / chord, y: (from.y + to.y) / 2 + (rise * (to.x - from.x)) / chord };
	const start = Math.atan2(from.y - centre.y, from.x - centre.x);
	return arc(centre, Math.abs(radius), start, start + angle).slice(1, -1);
}

/** The words of a text, without what says how they look. */
const plain = (text: string) =>
	text
		.replace(/\\U\+([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
		.replace(/\\P|\\X|\^J/g, ' ')
		.replace(/\\[ACFHQTWacfhqtwp][^;\\{}]*;/g, '')
		.replace(/\\[LlOoKk]/g, '')
		.replace(/\\S([^;]*);/g, '$1')
		.replace(/%%[dpcuok]/gi, '')
		.replace(/[{}]|\p{Cc}/gu, '')
		.replace(/\\~/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
