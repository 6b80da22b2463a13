import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commune, communesOfAlsace, distanceKm, findCommunes, type Point } from './communes.ts';
import { frame, hull, outline } from './map.ts';

const names = (query: string, limit?: number) => findCommunes(query, limit).map(({ name }) => name);
const at = (code: string) => commune(code)!.point!;
const [mulhouse, strasbourg, basel, freiburg] = ['68224', '67482', 'CH-2661604', 'DE-2925177'];

test('the 880 communes of Alsace are there, each once, with its postcodes', () => {
	expect(new Set(communesOfAlsace.map(({ code }) => code)).size).toBe(880);
	expect(communesOfAlsace.filter(({ code, postcodes }) => !/^6[78]\d{3}$/.test(code) || postcodes.length === 0)).toEqual([]);
	expect(commune(mulhouse)).toEqual({
		code: '68224',
		name: 'Mulhouse',
		otherNames: ['Mülhausen', 'Milhüsa'],
		country: 'FR',
		postcodes: ['68100', '68200'],
		population: 104978,
		point: { lat: 47.752, lon: 7.3287 },
		approximate: false
	});
});

test('every point of Alsace lies in Alsace, and a borrowed point says so', () => {
	const elsewhere = communesOfAlsace.filter(
		({ point }) => point && !(point.lat > 47.4 && point.lat < 49.1 && point.lon > 6.8 && point.lon < 8.25)
	);
	expect(elsewhere).toEqual([]);
	expect(communesOfAlsace.filter(({ approximate, point }) => approximate && !point)).toEqual([]);
	const borrowed = communesOfAlsace.find(({ name }) => name === 'Offendorf')!;
	expect(borrowed.approximate).toBe(true);
	const lenders = communesOfAlsace.filter(({ approximate, point }) => !approximate && point === borrowed.point);
	expect(lenders.map(({ postcodes }) => postcodes.some((postcode) => borrowed.postcodes.includes(postcode)))).toEqual([true]);
});

test('where no commune of the postcode has a point, none is invented', () => {
	expect(communesOfAlsace.filter(({ point }) => !point).map(({ name }) => name)).toEqual([
		'Beinheim',
		'Kesseldorf',
		'Goldbach-Altenbach',
		'Urbès',
		'Willer-sur-Thur'
	]);
});

test('communes are found as one types, without accents, the largest first', () => {
	expect(names('mulh', 2)).toEqual(['Mulhouse', 'Mülheim']);
	expect(names('paris', 1)).toEqual(['Paris']);
	expect(names('selestat')).toEqual(['Sélestat']);
	expect(names('st louis', 1)).toEqual(['Saint-Louis']);
	expect(names('68200', 1)).toEqual(['Mulhouse']);
	expect(names('  ')).toEqual([]);
	expect(names('zzz')).toEqual([]);
	expect(names('saint', 3)).toHaveLength(3);
});

test('towns across the Rhine answer to their names in the three languages', () => {
	expect([
		names('bâle', 1),
		names('Freiburg im', 1),
		names('fribourg-en', 1),
		names('lorrach', 1),
		names('Loerrach', 1),
		names('Straßburg', 1)
	]).toEqual([['Basel'], ['Freiburg'], ['Freiburg'], ['Lörrach'], ['Lörrach'], ['Strasbourg']]);
	for (const town of ['Kehl', 'Offenburg', 'Karlsruhe', 'Basel', 'Zürich', 'Paris', 'Lyon', 'Belfort', 'Nancy'])
		expect(names(town)[0]).toBe(town);
});

test.each([
	'Bâle',
	'Zurich',
	'Genf',
	'Berne',
	'Soleure',
	'Sarrebruck',
	'Trèves',
	'Cologne',
	'Munich',
	'Nuremberg',
	'Mayence',
	'Vienna',
	'Kolmar'
])('%s is another name of a town that is there', (name) => {
	expect(findCommunes(name).filter(({ otherNames }) => otherNames.includes(name))).toHaveLength(1);
});

test('distances are those of the map', () => {
	expect(distanceKm(at(mulhouse), at(strasbourg))).toBeGreaterThan(96);
	expect(distanceKm(at(mulhouse), at(strasbourg))).toBeLessThan(101);
	expect(distanceKm(at(mulhouse), at(basel))).toBeGreaterThan(26);
	expect(distanceKm(at(mulhouse), at(basel))).toBeLessThan(31);
	expect(distanceKm(at(freiburg), at(freiburg))).toBe(0);
	expect(distanceKm({ lat: 0, lon: 0 }, { lat: 0, lon: 180 })).toBe(20015.1);
});

test('distance is the same both ways, whatever the points', () => {
	const point = fc.record({ lat: fc.double({ min: -90, max: 90, noNaN: true }), lon: fc.double({ min: -180, max: 180, noNaN: true }) });
	fc.assert(fc.property(point, point, (one: Point, other: Point) => distanceKm(one, other) === distanceKm(other, one)));
});

const points = communesOfAlsace.flatMap(({ point }) => (point ? [point] : []));

test('the map keeps proportions, with north above and nothing outside its frame', () => {
	const map = frame(points, 400);
	for (const { x, y } of points.map(map.place)) {
		expect(x >= 10 && x <= 390 && y >= 10 && y <= map.height - 10 + 0.1).toBe(true);
	}
	const [one, other] = [map.place(at(mulhouse)), map.place(at(strasbourg))];
	expect(one.y).toBeGreaterThan(other.y);
	const drawn = Math.hypot(one.x - other.x, one.y - other.y);
	const [west, east] = [
		{ lat: 48.2, lon: 7.1 },
		{ lat: 48.2, lon: 7.7 }
	];
	const across = Math.hypot(map.place(west).x - map.place(east).x, map.place(west).y - map.place(east).y);
	expect(drawn / distanceKm(at(mulhouse), at(strasbourg))).toBeCloseTo(across / distanceKm(west, east), 1);
});

const inside = ({ lat, lon }: Point, polygon: Point[]) =>
	polygon.reduce((within, one, index) => {
		const other = polygon.at(index - 1)!;
		const crosses = one.lat > lat !== other.lat > lat && lon < ((other.lon - one.lon) * (lat - one.lat)) / (other.lat - one.lat) + one.lon;
		return crosses ? !within : within;
	}, false);

test('the hull holds the large communes and is drawn from points of communes only', () => {
	const line = hull(points);
	expect(line.every((point) => points.includes(point))).toBe(true);
	expect(['68224', '68066', '67180', '67462'].map((code) => inside(at(code), line))).toEqual([true, true, true, true]);
	expect(inside(at(freiburg), line)).toBe(false);
	expect(points.filter((point) => inside(point, line)).length / points.length).toBeGreaterThan(0.85);
	expect(outline(line.slice(0, 2), frame(points, 400))).toMatch(/^M[\d.]+ [\d.]+L[\d.]+ [\d.]+Z$/);
});
