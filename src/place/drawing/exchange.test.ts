import { beforeAll, describe, expect, test } from 'vitest';
import { system, type Actor } from '#platform/actor.ts';
import { newcomer, refusal } from '#platform/testing/people.ts';
import { floor } from '../api.examples.ts';
import { rectangle, type Ring } from '../polygons.ts';
import { findBackdrop } from './backdrops.ts';
import { findDrawing, SaveDrawing, saveDrawing } from './drawings.ts';
import { readDxf } from './dxf.ts';
import { answerTo } from './dxf-reader.ts';
import { exportDrawing, ImportDrawing, importDrawing, ReadDrawing, readDrawing } from './exchange.ts';

const house = system('mulhouse');
const on = '2027-01-01';
let manager: Actor;
let nth = 0;
beforeAll(async () => {
	manager = await newcomer('mulhouse', ['site_manager']);
});

const base64 = (text: string) => Buffer.from(text).toString('base64');
const read = (id: string, name: string, content: string, more: object = {}) =>
	readDrawing(manager, ReadDrawing.parse({ floor: id, on, name, content: base64(content), ...more }));
const bring = (id: string, name: string, content: string, more: object = {}) =>
	importDrawing(manager, ImportDrawing.parse({ floor: id, on, name, content: base64(content), ...more }));

/** A drawing as programs write it, pair by pair. */
const dxf = (insunits: number | null, ...entities: string[]) =>
	[
		'0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1021',
		...(insunits === null ? [] : [`9\n$INSUNITS\n70\n${insunits}`]),
		'0\nENDSEC\n0\nSECTION\n2\nENTITIES',
		...entities,
		'0\nENDSEC\n0\nEOF\n'
	].join('\n');
const polyline = (layer: string, points: number[][], flags = 1) =>
	`0\nLWPOLYLINE\n8\n${layer}\n90\n${points.length}\n70\n${flags}\n${points.map(([x, y, bulge]) => `10\n${x}\n20\n${y}${bulge ? `\n42\n${bulge}` : ''}`).join('\n')}`;
const line = (layer: string, [x1, y1, x2, y2]: number[]) => `0\nLINE\n8\n${layer}\n10\n${x1}\n20\n${y1}\n11\n${x2}\n21\n${y2}`;
const text = (layer: string, x: number, y: number, said: string) => `0\nTEXT\n8\n${layer}\n10\n${x}\n20\n${y}\n40\n200\n1\n${said}`;
const box = (x: number, y: number, width: number, depth: number) => rectangle(x, y, width, depth);

describe('a floor goes out and comes back', () => {
	const l: Ring = [
		[20.123, 0.001],
		[30.5, 0],
		[30.5, 4.017],
		[25.25, 4.017],
		[25.25, 9.999],
		[20.123, 9.999]
	];

	test.for(['geojson', 'dxf'] as const)('as %s to the millimetre, with what is said of its rooms', async (format) => {
		const [from, to] = [await floor(house), await floor(house)];
		const { version } = await findDrawing(manager, { floor: from.id, on });
		const units = [
			{ number: `X-${++nth}`, name: 'Été à l’ombre', use: 'workshop', people: 7, shape: rectangle(0, 0, 9.876, 10.001) },
			{ number: `X-${++nth}`, name: '', use: 'lab', people: null, shape: l }
		];
		await saveDrawing(manager, SaveDrawing.parse({ floor: from.id, version, on, units }));
		const { content, name } = await exportDrawing(manager, { floor: from.id, on, format });
		// The same numbers stand elsewhere in the hub: with a prefix every room gets one of its own.
		expect((await read(to.id, name, content)).rooms.map(({ reasons }) => reasons.map(({ code }) => code))).toEqual([
			['unit_number_taken'],
			['unit_number_taken']
		]);
		expect(await bring(to.id, name, content, { prefix: `Y${format}-` })).toEqual({ made: 2, refused: 0, lines: 0 });
		const back = (await findDrawing(manager, { floor: to.id, on })).units;
		expect(back.map(({ name, use, people }) => [name, use, people])).toEqual(units.map(({ name, use, people }) => [name, use, people]));
		for (const [at, { shape }] of units.entries())
			for (const [x, y] of shape) {
				const off = Math.min(...back[at]!.shape.map(([bx, by]) => Math.hypot(bx - x, by - y)));
				expect(off).toBeLessThan(0.001);
			}
		expect(back.map(({ shape }) => shape.length)).toEqual([4, 6]);
	});
});

describe('a drawing of an architect', () => {
	// In millimetres, somewhere on the plain, with y upwards: a shell, three rooms, a wall, a door as an arc, texts.
	const architect = dxf(
		4,
		polyline('MURS', box(100_000, 50_000, 40_000, 20_000)),
		polyline('LOCAUX', box(100_000, 60_000, 10_000, 10_000)),
		polyline('LOCAUX', box(110_000, 60_000, 10_000, 10_000)),
		polyline('LOCAUX', box(120_000, 60_000, 10_000, 10_000)),
		polyline('LOCAUX', box(125_000, 60_000, 10_000, 10_000)),
		line('CLOISONS', [100_000, 55_000, 140_000, 55_000]),
		text('TEXTES', 102_000, 65_000, 'A-101'),
		text('TEXTES', 102_000, 64_000, 'Salle de tri'),
		text('TEXTES', 102_000, 63_000, '100,0 m²'),
		`0\nMTEXT\n8\nTEXTES\n10\n112000\n20\n65000\n40\n200\n1\n{\\fArial|b0|i0;A-102}`
	);

	test('becomes rooms with their numbers and names, and lines to draw over', async () => {
		const { id } = await floor(house);
		const seen = await read(id, 'etage.dxf', architect);
		expect(seen).toMatchObject({ kind: 'dxf', metres: 0.001, isGuessed: false });
		expect(seen.layers.map(({ name, rooms, lines, texts }) => [name, rooms, lines, texts])).toEqual([
			['CLOISONS', 0, 1, 0],
			['LOCAUX', 4, 0, 0],
			['MURS', 1, 0, 0],
			['TEXTES', 0, 0, 4]
		]);
		expect(seen.rooms.map(({ number, name, m2, shape, reasons }) => [number, name, m2, shape[0]?.[0], reasons[0]?.code])).toEqual([
			['A-101', 'Salle de tri', 100, 0, undefined],
			['A-102', '', 100, 10, undefined],
			[expect.stringMatching(/^0-\d\d$/), '', 100, 20, undefined],
			[expect.any(String), '', 100, 25, 'unit_drawn_over']
		]);
		expect(seen.lines).toHaveLength(2);
		// The page sends back what it showed, and just what it promised is made.
		expect(await bring(id, 'etage.geojson', seen.content)).toEqual({ made: 3, refused: 1, lines: 2 });
		const { units } = await findDrawing(manager, { floor: id, on });
		expect(units.map(({ number }) => number).toSorted()).toEqual([expect.stringMatching(/^0-\d\d$/), 'A-101', 'A-102']);
		expect((await findBackdrop(manager, { floor: id })).backdrop?.lines).toHaveLength(2);
		// A second time it would lie over itself: nothing is made, nothing is lost.
		expect((await read(id, 'etage.dxf', architect)).rooms.every(({ reasons }) => reasons.length > 0)).toBe(true);
		expect((await findDrawing(manager, { floor: id, on })).units).toHaveLength(3);
	});

	test('is read by its layers, and in the unit that somebody says', async () => {
		const { id } = await floor(house);
		expect((await read(id, 'a.dxf', architect, { layers: ['MURS'] })).rooms).toMatchObject([{ m2: 800 }]);
		expect((await read(id, 'a.dxf', architect, { unit: 'cm' })).rooms[0]?.m2).toBe(10_000);
		const silent = dxf(null, polyline('0', box(0, 0, 30_000, 10_000)));
		expect(await read(id, 'a.dxf', silent)).toMatchObject({ metres: 0.001, isGuessed: true });
		expect((await read(id, 'a.dxf', dxf(2, polyline('0', box(0, 0, 10, 10))))).rooms[0]?.m2).toBe(9.29);
	});

	test('keeps round walls, and what stands in blocks, where it stands', () => {
		const half = answerTo(
			dxf(
				6,
				polyline('0', [
					[0, 0, 0],
					[4, 0, 1],
					[4, 2, 0],
					[0, 2, 0]
				])
			)
		);
		const points = 'lines' in half ? (half.lines.closed[0]?.points ?? []) : [];
		expect(Math.max(...points.map(([x]) => x))).toBeCloseTo(5, 1);
		expect(points.length).toBeGreaterThan(10);
		const blocks = `0\nSECTION\n2\nBLOCKS\n0\nBLOCK\n8\n0\n2\nB\n10\n0\n20\n0\n30\n0\n${polyline('0', box(0, 0, 1, 1))}\n0\nENDBLK\n0\nENDSEC\n`;
		const placed = dxf(6, '0\nINSERT\n8\n0\n2\nB\n10\n10\n20\n5\n41\n2\n42\n3').replace(
			'0\nSECTION\n2\nENTITIES',
			`${blocks}0\nSECTION\n2\nENTITIES`
		);
		const read = answerTo(placed);
		expect('lines' in read && read.lines.closed[0]?.points).toEqual([
			[10, 5],
			[12, 5],
			[12, 8],
			[10, 8]
		]);
	});
});

describe('what is no drawing is refused, and the floor stays as it was', () => {
	test.for([
		['a text', 'a.dxf', 'once upon a time', 'file_does_not_match_its_name'],
		['half a drawing', 'a.dxf', dxf(4, polyline('0', box(0, 0, 9000, 9000))).slice(0, -12), 'dxf_unreadable'],
		['an empty drawing', 'a.dxf', dxf(4), 'dxf_empty'],
		['an empty file', 'a.dxf', ' ', 'file_does_not_match_its_name'],
		['a table', 'a.csv', 'a,b\n1,2', 'drawing_type_not_allowed'],
		['broken JSON', 'a.geojson', '{"type":', 'geojson_unreadable'],
		['other JSON', 'a.geojson', '{"type":"Topology"}', 'geojson_unreadable'],
		['nothing in a collection', 'a.geojson', '{"type":"FeatureCollection","features":[]}', 'geojson_empty'],
		[
			'a map',
			'a.geojson',
			'{"type":"FeatureCollection","features":[{"geometry":{"type":"Polygon","coordinates":[[[7.33,47.74],[7.331,47.74],[7.331,47.741],[7.33,47.74]]]}}]}',
			'geojson_in_degrees'
		],
		[
			'a city',
			'a.dxf',
			dxf(6, ...Array.from({ length: 501 }, (_, at) => polyline('0', box(at, 0, 0.9, 0.9)))),
			'drawing_of_too_many_rooms'
		],
		['a giant', 'a.dxf', dxf(6, text('0', 0, 0, 'x'.repeat(21_000_000))), 'file_too_large']
	] as const)('%s', async ([, name, content, code]) => {
		const { id } = await floor(house);
		expect(await refusal(bring(id, name, content))).toBe(code);
		expect((await findDrawing(manager, { floor: id, on })).units).toEqual([]);
	});

	test('a drawing that would keep its reader busy for ever is given up', async () => {
		const endless = Buffer.from('0\nSECTION\n2\nENTITIES\n0\nPOLYLINE\n8\n0\n70\n1\n0\nLINE\n0\nENDSEC\n0\nEOF\n');
		expect(await refusal(readDxf(endless, { seconds: 2, megabytes: 700 }))).toBe('dxf_unreadable');
	});

	test('a shape with a hole, one over itself, and one beside the floor are told apart from those that are made', async () => {
		const { id } = await floor(house);
		const ring = (shape: Ring) => [...shape, shape[0]].map((point) => [point![0], -point![1]]);
		const feature = (...rings: Ring[]) => ({
			type: 'Feature',
			properties: {},
			geometry: { type: 'Polygon', coordinates: rings.map(ring) }
		});
		const content = JSON.stringify({
			type: 'FeatureCollection',
			features: [
				feature(box(0, 0, 5, 5)),
				feature(box(6, 0, 5, 5), box(7, 1, 1, 1)),
				feature([
					[12, 0],
					[18, 5],
					[18, 0],
					[12, 4]
				]),
				feature(box(38, 0, 5, 5))
			]
		});
		expect((await read(id, 'a.json', content)).rooms.map(({ reasons }) => reasons.map(({ code }) => code))).toEqual([
			[],
			['shape_has_holes'],
			['shape_crosses_itself'],
			['unit_leaves_its_floor']
		]);
	});
});
