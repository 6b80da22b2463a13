import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { system, type Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { newcomer, refusal, stranger } from '#platform/testing/people.ts';
import { floor, tenant, unit } from '../api.examples.ts';
import { claim } from '../claims.ts';
import { dayAfter, during } from '../days.ts';
import { EndLease, endLease } from '../leases/ending.ts';
import { SignLease, signLease } from '../leases/leases.ts';
import { findPlan } from '../plan.ts';
import { rectangle } from '../polygons.ts';
import { AddUnit, addUnit, SplitUnit, splitUnit } from '../units.ts';
import { findDrawing, SaveDrawing, saveDrawing } from './drawings.ts';
import {
	AddResource,
	addResource,
	ChangeResource,
	changeResource,
	claimResource,
	ListResources,
	listResources,
	retireResource
} from './resources.ts';

const house = system('mulhouse');
const zone = 'Europe/Paris';
let manager: Actor;
let firm: string;
let nth = 0;
beforeAll(async () => {
	manager = await newcomer('mulhouse', ['site_manager']);
	firm = await tenant(house);
});

const add = async (to: string, more: object = {}) =>
	(await addResource(manager, AddResource.parse({ unit: to, kind: 'desk', name: `R ${++nth}`, x: 5, y: 5, from: '2020-01-01', ...more })))
		.id;
const book = (resource: string, from: string, until = from, pieces = 1) =>
	transaction((tx) => claimResource(tx, manager, resource, during(zone, from, until), { kind: 'booking' }, pieces));
const bookUnit = (id: string, day: string) => transaction((tx) => claim(tx, manager, [id], during(zone, day, day), { kind: 'booking' }));
const lease = (id: string, startsOn: string, endsOn: string | null) =>
	signLease(
		manager,
		SignLease.parse({ number: `R-${++nth}`, kind: 'commercial', tenant: firm, units: [id], startsOn, endsOn, rentCents: 9000 })
	);

test('a lease of a unit takes its desks, whichever came first, and leaves them when it ends', async () => {
	const { id } = await unit(house);
	const desk = await add(id);
	const { id: signed } = await lease(id, '2027-01-01', '2029-12-31');
	const late = await add(id, { x: 7 });
	for (const one of [desk, late]) {
		expect(await refusal(book(one, '2028-05-05'))).toBe('place_taken');
		expect(await refusal(book(one, '2030-01-01'))).toBe('accepted');
	}
	expect(await refusal(lease(id, '2029-12-31', '2030-06-30'))).toBe('place_taken');
	await endLease(manager, EndLease.parse({ lease: signed, version: 1, endsOn: '2027-06-30' }));
	expect(await refusal(book(desk, '2028-05-05'))).toBe('accepted');
	expect(await refusal(lease(id, '2028-05-01', '2028-05-31'))).toBe('place_taken');
	expect(await refusal(book(late, '2027-06-30'))).toBe('place_taken');
});

test('desks are booked beside one another, the room with all of them, and a hall with those of its rooms', async () => {
	const on = await floor(house);
	const rooms = [(await unit(house, on)).id, (await unit(house, on, 10)).id] as const;
	const { id: hall } = await addUnit(
		manager,
		AddUnit.parse({ floor: on.id, number: `RH-${++nth}`, use: 'hall', shape: rectangle(0, 0, 20, 10), from: '2020-01-01', rooms })
	);
	const [desk, other] = [await add(rooms[0]), await add(rooms[0], { x: 7 })];
	const [room, whole] = [await add(rooms[0], { kind: 'room' }), await add(hall, { kind: 'room', x: 12 })];
	expect(await refusal(add(hall))).toBe('resource_in_a_hall');
	await book(desk, '2027-03-01');
	expect(await refusal(book(other, '2027-03-01'))).toBe('accepted');
	for (const one of [desk, room, whole]) expect(await refusal(book(one, '2027-03-01'))).toBe('place_taken');
	await book(whole, '2027-03-02');
	for (const one of [desk, room]) expect(await refusal(book(one, '2027-03-02'))).toBe('place_taken');
	await book(room, '2027-03-03');
	expect(await refusal(book(desk, '2027-03-03'))).toBe('place_taken');
	expect(await refusal(bookUnit(rooms[1], '2027-03-03'))).toBe('accepted');
	// Who sits at a desk does not have the room, on the plan.
	const states = async (day: string) => (await findPlan(manager, { floor: on.id, on: day })).units.find(({ id }) => id === rooms[0])?.state;
	expect([await states('2027-03-01'), await states('2027-03-03')]).toEqual(['free', 'in_use']);
});

test('of several pieces as many are booked as there are', async () => {
	const { id } = await unit(house);
	const printers = await add(id, { kind: 'machine', pieces: 3 });
	const tries = await Promise.all([1, 2, 3, 4, 5].map(() => refusal(book(printers, '2027-04-01'))));
	expect(tries.filter((result) => result === 'accepted').length).toBeLessThanOrEqual(3);
	while ((await refusal(book(printers, '2027-04-01'))) === 'accepted');
	const { rows } = await sql<{
		count: number;
	}>`select count(*)::int as count from claims c join unit_atoms u on u.hub = c.hub and u.atom = c.atom
		where u.resource = ${printers} and c.kind = 'booking' and c.released_at is null`.execute(db);
	expect(rows[0]?.count).toBe(3);
	expect(await refusal(book(printers, '2027-04-02', '2027-04-02', 2))).toBe('accepted');
	expect(await refusal(book(printers, '2027-04-02', '2027-04-02', 2))).toBe('place_taken');
	expect(await refusal(book(printers, '2027-04-02'))).toBe('accepted');
	expect(await refusal(book(printers, '2027-04-03', '2027-04-03', 4))).toBe('resource_has_fewer');
	expect(await refusal(bookUnit(id, '2027-04-02'))).toBe('place_taken');
});

test('while leases, desks and rooms are taken at once, nothing overlaps, even for a desk that comes in between', async () => {
	const { id } = await unit(house);
	const desk = await add(id);
	const room = await add(id, { kind: 'room' });
	for (let round = 0; round < 8; round++) {
		const day = dayAfter('2041-01-01', round * 2);
		const tries = Array.from({ length: 12 }, (_, at) =>
			refusal([() => book(desk, day), () => book(room, day), () => lease(id, day, day), () => add(id, { x: 1 + at / 4 })][at % 4]!())
		);
		expect(new Set(await Promise.all(tries))).toEqual(new Set(['accepted', 'place_taken']));
	}
	const { rows } =
		await sql`select a.id from claims a join claims b on b.hub = a.hub and b.atom = a.atom and b.id > a.id and b.during && a.during
		where a.released_at is null and b.released_at is null`.execute(db);
	expect(rows).toEqual([]);
	// Each lease of the unit has every desk of it, also those that were put there meanwhile.
	const { rows: missed } =
		await sql`select c.id from claims c join unit_atoms mine on mine.hub = c.hub and mine.atom = c.atom and mine.unit = ${id} and mine.resource is null
		join unit_atoms other on other.hub = c.hub and other.unit = ${id}
		where c.kind = 'lease' and c.released_at is null and not exists (select from claims d where d.hub = c.hub and d.atom = other.atom and d.act = c.act)`.execute(
			db
		);
	expect(missed).toEqual([]);
}, 30_000);

test('what stands in a unit that is parted goes on in the part that has its place, and is not lost outside of it', async () => {
	const at = await floor(house);
	const { id } = await unit(house, at);
	const [left, right] = [await add(id, { name: 'left', x: 2 }), await add(id, { name: 'right', x: 8, pieces: 2, kind: 'machine' })];
	await book(right, '2027-06-01');
	const parts = [
		{ number: `RP-${++nth}`, use: 'office', shape: rectangle(0, 0, 4, 10) },
		{ number: `RP-${++nth}`, use: 'office', shape: rectangle(4, 0, 6, 10) }
	];
	const part = (on: string) => splitUnit(manager, SplitUnit.parse({ unit: id, on, parts }));
	expect(await refusal(part('2027-05-01'))).toBe('unit_is_taken_then');
	const { ids } = await part('2028-01-01');
	const there = async (on: string) =>
		(await listResources(manager, ListResources.parse({ floor: at.id, on }))).items.map(({ id, name, unit, pieces }) => ({
			id,
			name,
			unit,
			pieces
		}));
	expect(await there('2027-12-31')).toEqual([
		{ id: left, name: 'left', unit: id, pieces: 1 },
		{ id: right, name: 'right', unit: id, pieces: 2 }
	]);
	const after = await there('2028-01-01');
	expect(after.map(({ name, unit, pieces }) => [name, unit, pieces])).toEqual([
		['left', ids[0], 1],
		['right', ids[1], 2]
	]);
	expect(await refusal(book(after[1]!.id, '2028-01-01', '2028-01-01', 2))).toBe('accepted');
	expect(await refusal(book(right, '2028-01-01'))).toBe('place_taken');

	const { version, units } = await findDrawing(manager, { floor: at.id, on: '2029-01-01' });
	const squeezed = units.map((one) => (one.id === ids[0] ? { ...one, shape: rectangle(0, 0, 1, 10) } : one));
	expect(await refusal(saveDrawing(manager, SaveDrawing.parse({ floor: at.id, version, on: '2029-01-01', units: squeezed })))).toBe(
		'resource_left_outside'
	);
});

test('a resource stands in its unit, is changed by one at a time, and is retired when nobody has it', async () => {
	const { id } = await unit(house);
	expect(await refusal(add(id, { x: 50 }))).toBe('resource_outside_its_unit');
	expect(await refusal(add(id, { shape: rectangle(4, 4, 20, 2) }))).toBe('resource_outside_its_unit');
	expect(await refusal(add(id, { from: '2019-01-01' }))).toBe('unit_is_not_there');
	expect(await refusal(add(id, { kind: 'room', pieces: 2 }))).toBe('room_is_one');
	const one = await add(id, { name: 'Scie' });
	expect(await refusal(add(id, { name: 'Scie' }))).toBe('resource_name_taken');
	const change = (name: string) => changeResource(manager, ChangeResource.parse({ resource: one, version: 1, name, x: 4, y: 4 }));
	expect((await Promise.all([refusal(change('A')), refusal(change('B'))])).toSorted()).toEqual(['accepted', 'changed_meanwhile']);
	await book(one, '2027-06-01');
	expect(await refusal(retireResource(manager, { resource: one, on: '2027-06-01' }))).toBe('resource_is_taken_then');
	await retireResource(manager, { resource: one, on: '2027-06-02' });
	const names = async (on: string) =>
		(await listResources(stranger('mulhouse'), ListResources.parse({ on, q: '', limit: 100 }))).items.map((item) => item.id);
	expect((await names('2027-06-01')).includes(one)).toBe(true);
	expect((await names('2027-06-02')).includes(one)).toBe(false);
});

test('the demo has rooms, desks, machines of three workshops and parking places', async () => {
	const { items } = await listResources(stranger('mulhouse'), ListResources.parse({ limit: 100, on: '2025-01-01' }));
	const kinds = Object.groupBy(
		items.filter(({ floorName }) => ['Les Sheds', 'Rez-de-chaussée', 'Cour'].includes(floorName)),
		({ kind }) => kind
	);
	expect([kinds.room?.length, kinds.desk?.length, kinds.machine?.length, kinds.parking?.length].every((count) => (count ?? 0) >= 4)).toBe(
		true
	);
	expect(new Set(kinds.machine?.map(({ unitNumber }) => unitNumber))).toEqual(new Set(['S-A1', 'S-A2', 'S-A3']));
});
