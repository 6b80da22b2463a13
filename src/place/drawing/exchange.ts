import { z } from 'zod';
import { SentFile } from '#ecosystem/attachments.ts';
import type { Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { acceptUpload, usualLimits } from '#platform/files/inspect.ts';
import { record } from '#platform/journal.ts';
import { authorize, conflict, refuse } from '#platform/refusal.ts';
import { requiredText } from '#platform/shapes.ts';
import { uses, type Use } from '../choices.ts';
import { clockOf, today } from '../days.ts';
import { json } from '../floors.ts';
import { mayManagePlace } from '../policy.ts';
import { areaOf, boxOf, contains, labelPoint, Shape, type Point, type Ring } from '../polygons.ts';
import { findDrawing, saveDrawing, troubleOf, type Drawing } from './drawings.ts';
import { asDxf, layers as own, readDxf, unitsOfDxf, type Lines } from './dxf.ts';
import { asGeoJson, drawingAsGeoJson, readGeoJson, type ReadRoom } from './geojson.ts';
import { inReadingOrder, usualPrefix } from './sketch.ts';

/** Larger drawings hold more than a floor. */
const megabytes = 20;
const mostRooms = 500;
/** Points of lines that lie under a drawing. */
const mostPoints = 40_000;

export const units = { mm: 0.001, cm: 0.01, dm: 0.1, m: 1, in: 0.0254, ft: 0.3048 } as const;

export const ReadDrawing = SentFile.extend({
	floor: z.uuid(),
	/** The day from which the rooms are there; today without one. */
	on: z.iso.date().optional(),
	/** Layers whose closed lines are rooms; without any, all of them. */
	layers: z.array(z.string().max(255)).max(500).default([]),
	/** Of a DXF, in place of what its header says. */
	unit: z.enum(['mm', 'cm', 'dm', 'm', 'in', 'ft']).optional(),
	/** With it every room gets a number that begins so, in place of its own. */
	prefix: requiredText(15).optional(),
	/** The use of rooms whose layer says none. */
	use: z.enum(uses).default('office')
});
type ReadDrawing = z.output<typeof ReadDrawing>;

const Reason = z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) });
const ReadRoomOut = z.object({
	number: z.string(),
	name: z.string(),
	use: z.enum(uses),
	people: z.number().nullable(),
	layer: z.string(),
	m2: z.number(),
	shape: z.array(z.tuple([z.number(), z.number()])),
	/** Why it will not be made; empty for one that will. */
	reasons: z.array(Reason)
});

export const ReadOutcome = z.object({
	kind: z.enum(['dxf', 'geojson']),
	/** Metres that one unit of the drawing stands for, and whether that was guessed from its size. */
	metres: z.number(),
	isGuessed: z.boolean(),
	layers: z.array(z.object({ name: z.string(), rooms: z.number(), lines: z.number(), texts: z.number(), isChosen: z.boolean() })),
	rooms: z.array(ReadRoomOut),
	lines: z.array(z.array(z.tuple([z.number(), z.number()]))),
	/** The drawing in metres where it lies on the floor, as GeoJSON: what a page sends back once layers are chosen. */
	content: z.string()
});
export type ReadOutcome = z.output<typeof ReadOutcome>;

/** What an import of a drawing would make of it, without making anything. */
export async function readDrawing(actor: Actor, input: ReadDrawing): Promise<ReadOutcome> {
	authorize(mayManagePlace(actor));
	const drawing = await findDrawing(actor, { floor: input.floor, on: input.on ?? today(await clockOf(actor.hub)) });
	return judged(actor, drawing, input);
}

async function judged(actor: Actor, drawing: Drawing, input: ReadDrawing): Promise<ReadOutcome> {
	const bytes = Buffer.from(input.content, 'base64');
	const isJson = /^\s*[{[]/.test(bytes.toString('utf8', 0, 200).replace(/^\uFEFF/, ''));
	const read = isJson ? fromGeoJson(bytes) : await fromDxf(bytes, drawing, input);
	const isChosen = ({ layer }: { layer: string }) =>
		input.layers.length ? layer === '' || input.layers.includes(layer) : layer !== own.outline;
	const { rings, around } = apart(read.rooms.filter(isChosen));
	if (rings.length > mostRooms) throw refuse('content', 'drawing_of_too_many_rooms', { count: rings.length, maximum: mostRooms });
	const rooms = await verdicts(actor, drawing, input, rings);
	const lines = few([...around.map(({ shape }) => [...shape, shape[0] as Point]), ...read.lines]);
	return {
		...read,
		layers: read.layers.map((layer) => ({ ...layer, isChosen: isChosen({ layer: layer.name }) })),
		rooms,
		lines,
		content: JSON.stringify(asGeoJson(drawing.outline, read.rooms, read.lines))
	};
}

/** What is drawn around several rooms is a wall, a storey or a sheet, and no room. */
function apart(rooms: ReadRoom[]): { rings: ReadRoom[]; around: ReadRoom[] } {
	const known = rooms.map((room) => ({ room, m2: areaOf(room.shape), middle: labelPoint(room.shape) }));
	const isAround = (one: (typeof known)[number]) =>
		known.filter(({ m2, middle }) => m2 < one.m2 && contains(one.room.shape, [middle.x, middle.y])).length > 1;
	const around = new Set(known.filter(isAround).map(({ room }) => room));
	return { rings: rooms.filter((room) => !around.has(room)), around: [...around] };
}

/** As many lines as a window draws with ease, longest first where there are more. */
function few(lines: Point[][]): Point[][] {
	const tidy = lines.map((line) => line.map(([x, y]): Point => [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000]));
	if (tidy.reduce((sum, { length }) => sum + length, 0) <= mostPoints) return tidy;
	const size = (line: Point[]) => {
		const { left, top, right, bottom } = boxOf(line);
		return right - left + bottom - top;
	};
	let left = mostPoints;
	return tidy.toSorted((a, b) => size(b) - size(a)).filter(({ length }) => (left -= length) >= 0);
}

type Layer = Omit<ReadOutcome['layers'][number], 'isChosen'>;
type Found = Pick<ReadOutcome, 'kind' | 'metres' | 'isGuessed'> & { layers: Layer[]; rooms: ReadRoom[]; lines: Point[][] };

function fromGeoJson(bytes: Buffer): Found {
	if (bytes.length > megabytes * 1_000_000) throw refuse('content', 'file_too_large', { file: '', maximum: megabytes });
	const { rooms, lines } = readGeoJson(bytes.toString('utf8').replace(/^\uFEFF/, ''));
	const byLayer = Map.groupBy(rooms, ({ layer }) => layer);
	byLayer.delete('');
	const layers = [...byLayer].map(([name, those]) => ({ name, rooms: those.length, lines: 0, texts: 0 }));
	return { kind: 'geojson', metres: 1, isGuessed: false, layers, rooms, lines };
}

async function fromDxf(bytes: Buffer, { outline }: Drawing, input: ReadDrawing): Promise<Found> {
	const upload = await acceptUpload(input.name, bytes, { ...usualLimits, other: megabytes * 1_000_000 });
	if (!upload.ok)
		throw refuse('content', upload.code === 'file_damaged' ? 'dxf_unreadable' : upload.code, { file: input.name, maximum: megabytes });
	if (upload.kind !== 'dxf') throw refuse('content', 'drawing_type_not_allowed');
	const read = await readDxf(upload.cleaned);
	const { metres, isGuessed } = scaleOf(read, input.unit);
	const down = ([x, y]: Point): Point => [x * metres, -y * metres];
	const shift = placed(
		[...read.closed, ...read.open].flatMap(({ points }) => points.map(down)),
		outline
	);
	const there = (point: Point): Point => {
		const [x, y] = down(point);
		return [x + shift[0], y + shift[1]];
	};
	const shapes = read.closed.map(({ layer, points }) => ({ layer, shape: points.map(there) })).filter(({ shape }) => areaOf(shape) >= 0.5);
	const texts = read.texts.map((text) => ({ ...text, at: there(text.at) }));
	const count = (all: { layer: string }[], name: string) => all.filter(({ layer }) => layer === name).length;
	const names = [...new Set([...read.closed, ...read.open, ...read.texts].map(({ layer }) => layer))].toSorted();
	return {
		kind: 'dxf',
		metres,
		isGuessed,
		layers: names.map((name) => ({ name, rooms: count(shapes, name), lines: count(read.open, name), texts: count(read.texts, name) })),
		rooms: shapes.map((one) => ({ ...one, hasHoles: false, ...saidIn(one, shapes, texts) })),
		lines: read.open.map(({ points }) => points.map(there))
	};
}

/** Metres in a unit of the drawing; where its header says nothing, buildings are longer than a kilometre only in millimetres. */
function scaleOf({ units: known, closed, open }: Lines, asked: ReadDrawing['unit']): { metres: number; isGuessed: boolean } {
	if (asked) return { metres: units[asked], isGuessed: false };
	const told = unitsOfDxf[known];
	if (told) return { metres: told, isGuessed: false };
	const points = [...closed, ...open].flatMap((line) => line.points);
	const widest = points.length ? Math.max(...(['x', 'y'] as const).map((_, axis) => spread(points, axis as 0 | 1))) : 0;
	return { metres: widest > 1000 ? 0.001 : 1, isGuessed: true };
}

function spread(points: readonly Point[], axis: 0 | 1) {
	let [least, most] = [Infinity, -Infinity];
	for (const point of points) [least, most] = [Math.min(least, point[axis]), Math.max(most, point[axis])];
	return most - least;
}

/** A drawing that lies on the floor stays there; any other is laid with its upper left corner on that of the floor. */
function placed(points: readonly Point[], outline: Ring): Point {
	if (!points.length) return [0, 0];
	let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
	for (const [x, y] of points) [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
	const floor = boxOf(outline);
	const lies = left >= floor.left - 1 && top >= floor.top - 1 && right <= floor.right + 1 && bottom <= floor.bottom + 1;
	return lies ? [0, 0] : [floor.left - left, floor.top - top];
}

const surface = /^[\d\s.,]+\s*(m2|m²|qm)$/i;

/** What the texts within a room say of it: the shortest with a figure is its number, what is left its name. */
function saidIn({ shape, layer }: { shape: Ring; layer: string }, all: { shape: Ring }[], texts: Lines['texts']) {
	const here = texts.filter(({ at }) => contains(shape, at));
	const smaller = here.length ? all.filter((other) => areaOf(other.shape) < areaOf(shape)) : [];
	const within = here.filter(({ at }) => !smaller.some((other) => contains(other.shape, at)));
	const on = (name: string) => within.find((text) => text.layer === name)?.text;
	const others = within.filter((text) => text.layer !== own.people && !surface.test(text.text));
	const number =
		on(own.number) ??
		others.filter(({ text }) => /\d/.test(text) && text.length <= 20).toSorted((a, b) => a.text.length - b.text.length)[0]?.text ??
		'';
	const name =
		on(own.name) ??
		others
			.filter((text) => text.text !== number && text.layer !== own.number)
			.map(({ text }) => text)
			.join(' ');
	const people = Number(on(own.people) ?? NaN);
	return {
		number: number.slice(0, 20),
		name: name.slice(0, 120),
		use: uses.find((use) => layer.toLowerCase().endsWith(use)) ?? null,
		people: Number.isInteger(people) ? people : null
	};
}

async function verdicts(actor: Actor, drawing: Drawing, input: ReadDrawing, read: ReadRoom[]): Promise<ReadOutcome['rooms']> {
	const numbers = await takenNumbers(actor.hub, drawing.on);
	const prefix =
		input.prefix ??
		usualPrefix(
			drawing.units.map(({ number }) => number),
			drawing.level
		);
	let next = 0;
	const free = () => {
		let number: string;
		do number = `${prefix}${String(++next).padStart(2, '0')}`;
		while (numbers.has(number));
		return number;
	};
	const accepted: { number: string; shape: Ring }[] = drawing.units.map(({ number, shape }) => ({ number, shape: shape as Ring }));
	const written = new Set(input.prefix ? [] : read.map(({ number }) => number));
	return inReadingOrder(read).map(({ hasHoles, shape, use, ...said }) => {
		let { number } = said;
		if (input.prefix || !number) {
			do number = free();
			while (written.has(number));
		}
		const reasons: ReadOutcome['rooms'][number]['reasons'] = [];
		const parsed = Shape.safeParse(shape);
		if (!parsed.success)
			reasons.push({
				code: parsed.error.issues.find(({ message }) => message.startsWith('shape_'))?.message ?? 'shape_too_fine',
				params: {}
			});
		else {
			if (hasHoles) reasons.push({ code: 'shape_has_holes', params: {} });
			reasons.push(...troubleOf(parsed.data, drawing.outline, accepted));
		}
		if (numbers.has(number)) reasons.push({ code: 'unit_number_taken', params: {} });
		if (!reasons.length && parsed.data) {
			accepted.push({ number, shape: parsed.data });
			numbers.add(number);
		}
		const ring = parsed.data ?? shape;
		return { ...said, number, use: use ?? (input.use as Use), shape: ring, m2: Math.round(areaOf(ring) * 100) / 100, reasons };
	});
}

async function takenNumbers(hub: string, on: string) {
	const rows = await db
		.selectFrom('units')
		.select('number')
		.where('hub', '=', hub)
		.where((eb) => eb.or([eb('existsUntil', 'is', null), eb('existsUntil', '>', on)]))
		.execute();
	return new Set(rows.map(({ number }) => number));
}

export const ImportDrawing = ReadDrawing.extend({
	/** Whether lines that are no rooms come to lie under the drawing. */
	lines: z.boolean().default(true)
});
export const Imported = z.object({ made: z.number(), refused: z.number(), lines: z.number() });

/** Makes the rooms of a drawing that nothing speaks against, beside those that are there, and lays its lines under the floor. */
export async function importDrawing(
	actor: Actor,
	{ lines: keepsLines, ...input }: z.output<typeof ImportDrawing>
): Promise<z.output<typeof Imported>> {
	authorize(mayManagePlace(actor));
	const on = input.on ?? today(await clockOf(actor.hub));
	const drawing = await findDrawing(actor, { floor: input.floor, on });
	const { rooms, lines } = await judged(actor, drawing, input);
	const made = rooms.filter(({ reasons }) => !reasons.length);
	if (!made.length && !(keepsLines && lines.length)) throw conflict('drawing_makes_nothing');
	if (made.length) {
		const standing = drawing.units.map(({ id, number, name, use, people, shape }) => ({
			id,
			number,
			name,
			use,
			people,
			shape: shape as Ring,
			origins: []
		}));
		const fresh = made.map(({ number, name, use, people, shape }) => ({ number, name, use, people, shape: shape as Ring, origins: [] }));
		await saveDrawing(actor, { floor: input.floor, version: drawing.version, on, units: [...standing, ...fresh] });
	}
	if (keepsLines && lines.length) await layUnder(actor, input.floor, lines);
	return { made: made.length, refused: rooms.length - made.length, lines: keepsLines ? lines.length : 0 };
}

const layUnder = (actor: Actor, floor: string, lines: Point[][]) =>
	transaction(async (tx) => {
		await tx
			.insertInto('floorBackdrops')
			.values({ hub: actor.hub, floor, lines: json(lines) })
			.onConflict((conflict) => conflict.columns(['hub', 'floor']).doUpdateSet({ lines: json(lines), updatedAt: new Date() }))
			.execute();
		await record(tx, actor, 'floor.backdrop_set', floor, { lines: [null, lines.length] });
	});

export const formats = ['geojson', 'dxf'] as const;
export const ExportDrawing = z.object({ floor: z.uuid(), on: z.iso.date().optional(), format: z.enum(formats).default('geojson') });
export const Exported = z.object({ name: z.string(), mime: z.string(), content: z.string() });

/** A floor on a day as a file that other programs draw on. */
export async function exportDrawing(
	actor: Actor,
	{ format, ...which }: z.output<typeof ExportDrawing>
): Promise<z.output<typeof Exported>> {
	const drawing = await findDrawing(actor, which);
	const name = `${drawing.building} ${drawing.name} ${drawing.on}`.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
	return format === 'dxf'
		? { name: `${name}.dxf`, mime: 'image/vnd.dxf', content: asDxf(drawing) }
		: { name: `${name}.geojson`, mime: 'application/geo+json', content: JSON.stringify(drawingAsGeoJson(drawing), null, '\t') };
}
