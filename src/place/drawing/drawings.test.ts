import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { buffer } from 'node:stream/consumers';
import { system, type Actor } from '#platform/actor.ts';
import { Refusal } from '#platform/refusal.ts';
import { newcomer, refusal, stranger } from '#platform/testing/people.ts';
import { floor, tenant, unit } from '../api.examples.ts';
import { HoldUnit, holdUnit } from '../claims.ts';
import { SignLease, signLease } from '../leases/leases.ts';
import { findPlan, findUnit } from '../plan.ts';
import { rectangle, type Ring } from '../polygons.ts';
import { AddUnit, addUnit } from '../units.ts';
import { findBackdrop, openBackdrop, placeBackdrop, removeBackdrop, setBackdrop } from './backdrops.ts';
import { findDrawing, SaveDrawing, saveDrawing } from './drawings.ts';

const house = system('mulhouse');
const on = '2027-01-01';
let manager: Actor;
let firm: string;
let nth = 0;
beforeAll(async () => {
	manager = await newcomer('mulhouse', ['site_manager']);
	firm = await tenant(house);
});

const number = () => `Z-${++nth}`;
const drawing = (id: string) => findDrawing(manager, { floor: id, on });
type Sketch = Record<string, unknown> & { shape: Ring };
const sketch = (shape: Ring, more: object = {}): Sketch => ({ number: number(), use: 'office', shape, ...more });
const save = (id: string, version: string, units: object[], day = on) =>
	saveDrawing(manager, SaveDrawing.parse({ floor: id, version, on: day, units }));
/** What was refused, by field. */
async function refusals(work: Promise<unknown>): Promise<Record<string, string>> {
	try {
		await work;
		return {};
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		return Object.fromEntries(error.fields.map(({ field, code }) => [field, code]));
	}
}
const lease = (units: string[], startsOn: string, endsOn: string | null) =>
	signLease(
		manager,
		SignLease.parse({ number: `D-${++nth}`, kind: 'commercial', tenant: firm, units, startsOn, endsOn, rentCents: 10_000 })
	);

describe('a floor is saved as a whole', () => {
	test('forty rooms at once, and read back as they were drawn', async () => {
		const { id } = await floor(house);
		const rooms = Array.from({ length: 40 }, (_, at) => sketch(rectangle((at % 20) * 2, at < 20 ? 0 : 11, 2, 9), { people: 3 }));
		const { version } = await drawing(id);
		expect(await save(id, version, rooms)).toMatchObject({ added: 40, changed: 0, removed: 0 });
		const { units } = await drawing(id);
		expect(new Set(units.map(({ number, shape, people }) => JSON.stringify([number, shape, people])))).toEqual(
			new Set(rooms.map(({ number, shape, people }) => JSON.stringify([number, shape, people])))
		);
		const plan = await findPlan(stranger('mulhouse'), { floor: id, on });
		expect(plan.units.filter(({ state }) => state === 'free')).toHaveLength(40);
		expect((await findPlan(manager, { floor: id, on: '2026-12-31' })).units.every(({ state }) => state === 'absent')).toBe(true);
	});

	test('or not at all, with every trouble beside its room', async () => {
		const on40 = await floor(house);
		const { id: held } = await unit(house, on40);
		const { version, units } = await drawing(on40.id);
		const twice = number();
		const tried = save(on40.id, version, [
			{ ...units[0], shape: rectangle(0, 0, 10, 10) },
			sketch(rectangle(9, 0, 3, 3)),
			sketch(rectangle(38, 0, 5, 5)),
			sketch(rectangle(-5, -5, 50, 40)),
			sketch(rectangle(20, 0, 5, 5), { number: twice }),
			sketch(rectangle(25, 0, 5, 5), { number: twice }),
			sketch(rectangle(30, 0, 5, 5), { id: crypto.randomUUID() })
		]);
		expect(await refusals(tried)).toEqual({
			'units.1.shape': 'unit_drawn_over',
			'units.2.shape': 'unit_leaves_its_floor',
			'units.3.shape': 'unit_drawn_over',
			'units.4.shape': 'unit_drawn_over',
			'units.5.shape': 'unit_drawn_over',
			'units.5.number': 'unit_number_taken',
			'units.6.id': 'refers_to_nothing',
			'units.6.shape': 'unit_drawn_over'
		});
		expect((await drawing(on40.id)).units.map(({ id }) => id)).toEqual([held]);
		expect(await refusals(save(on40.id, version, [...units, sketch(rectangle(-5, 10, 50, 40))]))).toEqual({
			'units.1.shape': 'unit_larger_than_its_floor'
		});
		const crossed = SaveDrawing.safeParse({
			floor: on40.id,
			version,
			on,
			units: [
				sketch([
					[0, 0],
					[5, 5],
					[5, 0],
					[0, 5]
				])
			]
		});
		expect(crossed.error?.issues.map(({ path, message }) => [path.join('.'), message])[0]).toEqual([
			'units.0.shape',
			'shape_crosses_itself'
		]);
	});

	test('and of two who draw on it the second is told, and what they drew on nothing is kept', async () => {
		const { id } = await floor(house);
		const { version } = await drawing(id);
		const tries = [0, 1].map((at) => refusal(save(id, version, [sketch(rectangle(at * 10, 0, 5, 5))])));
		expect((await Promise.all(tries)).toSorted()).toEqual(['accepted', 'drawing_changed_meanwhile']);
		const after = await drawing(id);
		expect(after.units).toHaveLength(1);
		await addUnit(manager, AddUnit.parse({ floor: id, from: '2026-01-01', ...sketch(rectangle(30, 0, 5, 5)) }));
		expect(await refusal(save(id, after.version, after.units))).toBe('drawing_changed_meanwhile');
	});

	test('by who manages the place alone', async () => {
		const { id } = await floor(house);
		for (const one of [stranger('mulhouse'), await newcomer('mulhouse', ['animator']), await newcomer('strasbourg', ['hub_manager'])])
			expect(await refusal(findDrawing(one, { floor: id, on }))).toMatch(/forbidden|not_found/);
	});
});

describe('walls stand while somebody is behind them', () => {
	test('a room that is let or held is neither removed nor reshaped, and says so', async () => {
		const at = await floor(house);
		const [let_, held, free] = [await unit(house, at), await unit(house, at, 10), await unit(house, at, 20)];
		await lease([let_.id], '2026-01-01', '2029-12-31');
		await holdUnit(manager, HoldUnit.parse({ unit: held.id, from: '2027-06-01', until: '2027-12-31' }));
		const { version, units } = await drawing(at.id);
		expect(Object.fromEntries(units.map(({ id, taken }) => [id, taken]))).toEqual({
			[let_.id]: { state: 'let', until: '2029-12-31' },
			[held.id]: { state: 'held', until: '2027-12-31' },
			[free.id]: null
		});
		const by = (id: string) => units.find((one) => one.id === id)!;
		expect(await refusals(save(at.id, version, [by(free.id), { ...by(let_.id), shape: rectangle(0, 0, 9, 10) }]))).toEqual({
			[`removed.${held.id}`]: 'unit_is_taken_then',
			'units.1.shape': 'unit_is_taken_then'
		});
		expect(await save(at.id, version, [{ ...by(let_.id), name: 'Renamed' }, by(held.id)])).toMatchObject({ changed: 1, removed: 1 });
	});

	test('one that was let before keeps its past, and another of its number follows', async () => {
		const at = await floor(house);
		const { id } = await unit(house, at);
		await lease([id], '2021-01-01', '2023-12-31');
		const { version, units } = await drawing(at.id);
		await save(at.id, version, [{ ...units[0], shape: rectangle(0, 0, 12, 10) }]);
		const [after] = (await drawing(at.id)).units;
		expect(after).toMatchObject({ number: units[0]?.number, m2: 120 });
		expect(after?.id).not.toBe(id);
		expect(await findUnit(manager, { unit: id })).toMatchObject({ existsUntil: on, m2: 100, became: [{ id: after?.id }] });
	});

	test('one that nobody ever had is simply redrawn, and one drawn today and removed today never was', async () => {
		const at = await floor(house);
		const { id } = await unit(house, at);
		const first = await drawing(at.id);
		const extra = sketch(rectangle(20, 0, 5, 5));
		const { version } = await save(at.id, first.version, [{ ...first.units[0], shape: rectangle(0, 0, 12, 10) }, extra]);
		expect(await findUnit(manager, { unit: id })).toMatchObject({ m2: 120, existsUntil: null });
		const second = await drawing(at.id);
		expect(second.version).toBe(version);
		const again = await save(at.id, version, [...second.units.filter((one) => one.id === id), { ...extra, shape: rectangle(30, 0, 5, 5) }]);
		expect(again).toMatchObject({ added: 1, removed: 1 });
		expect((await drawing(at.id)).units).toHaveLength(2);
	});

	test('parts of a room and rooms put together know what they came from', async () => {
		const at = await floor(house);
		const { id } = await unit(house, at);
		const { version } = await drawing(at.id);
		await save(at.id, version, [sketch(rectangle(0, 0, 4, 10), { origins: [id] }), sketch(rectangle(4, 0, 6, 10), { origins: [id] })]);
		const { became, existsUntil } = await findUnit(manager, { unit: id });
		expect([became.length, existsUntil]).toEqual([2, on]);
	});

	test('numbers change places in one go', async () => {
		const at = await floor(house);
		await unit(house, at);
		await unit(house, at, 10);
		const { version, units } = await drawing(at.id);
		const [a, b] = units as [(typeof units)[0], (typeof units)[0]];
		await save(at.id, version, [
			{ ...a, number: b.number },
			{ ...b, number: a.number }
		]);
		expect(Object.fromEntries((await drawing(at.id)).units.map(({ id, number }) => [id, number]))).toEqual({
			[a.id]: b.number,
			[b.id]: a.number
		});
	});
});

describe('what lies under a drawing', () => {
	const picture = (width: number, height: number) =>
		sharp({ create: { width, height, channels: 3, background: 'white' } })
			.png()
			.toBuffer();
	const file = (bytes: Buffer, name = 'plan.png') => new File([new Uint8Array(bytes)], name);

	test('is a picture as wide as the floor, which is moved and scaled, and goes with its bytes', async () => {
		const { id } = await floor(house);
		await setBackdrop(manager, { floor: id, picture: file(await picture(800, 400)) });
		expect((await findBackdrop(manager, { floor: id })).backdrop).toMatchObject({
			width: 800,
			height: 400,
			x: 0,
			y: 0,
			metresPerPixel: 0.05
		});
		await placeBackdrop(manager, { floor: id, x: -1, y: 2.5, metresPerPixel: 0.0421, opacity: 0.3 });
		expect((await findBackdrop(manager, { floor: id })).backdrop).toMatchObject({ x: -1, y: 2.5, metresPerPixel: 0.0421, opacity: 0.3 });
		const { mime, content } = await openBackdrop(manager, id);
		expect([mime, (await sharp(await buffer(await content())).metadata()).width]).toEqual(['image/png', 800]);
		expect(await refusal(openBackdrop(await newcomer('mulhouse'), id))).toBe('forbidden');
		await removeBackdrop(manager, { floor: id });
		expect(await refusal(openBackdrop(manager, id))).toBe('not_found');
		expect((await findBackdrop(manager, { floor: id })).backdrop).toBeNull();
	});

	test('is made smaller where it is larger than anybody needs, and is nothing but a picture', async () => {
		const { id } = await floor(house);
		await setBackdrop(manager, { floor: id, picture: file(await picture(6000, 1500)) });
		expect((await findBackdrop(manager, { floor: id })).backdrop).toMatchObject({ width: 4096, height: 1024 });
		expect(await refusal(setBackdrop(manager, { floor: id, picture: file(Buffer.from('no picture at all'), 'plan.txt') }))).toBe(
			'picture_type_not_allowed'
		);
		expect(await refusal(setBackdrop(manager, { floor: id, picture: file(Buffer.from('no picture at all')) }))).toBe(
			'file_does_not_match_its_name'
		);
		expect((await findBackdrop(manager, { floor: id })).backdrop?.width).toBe(4096);
	});
});
