import { beforeAll, describe, expect, test } from 'vitest';
import { system, type Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { history } from '#platform/journal.ts';
import { newcomer, refusal, stranger } from '#platform/testing/people.ts';
import { floor, site, tenant, unit } from './api.examples.ts';
import { claim, endHolds, HoldUnit, holdUnit, releaseHold } from './claims.ts';
import { dayAfter, during, today } from './days.ts';
import { EndLease, endLease } from './leases/ending.ts';
import { ChangeBuilding, changeBuilding, ChangeFloor, changeFloor, ChangeSite, changeSite, listFloors } from './floors.ts';
import { findOccupancy } from './figures/occupancy.ts';
import { ListLeases, listLeases, SignLease, signLease } from './leases/leases.ts';
import { findPlan, findUnit, ListFree, listFree } from './plan.ts';
import { areaOf, labelPoint, rectangle, Shape } from './polygons.ts';
import { AddUnit, addUnit, ChangeUnit, changeUnit, MergeUnits, mergeUnits, SplitUnit, splitUnit } from './units.ts';
import { worksFeed } from './works-feed.ts';
import { AddWorksAmount, addWorksAmount, listWorksAmounts, removeWorksAmount } from './works-money.ts';
import { listWorks, MoveWorks, moveWorks, PlanWorks, planWorks } from './works.ts';

const zone = 'Europe/Paris';
const house = system('mulhouse');
let manager: Actor;
let firm: string;
let number = 0;
beforeAll(async () => {
	manager = await newcomer('mulhouse', ['site_manager']);
	firm = await tenant(house);
});

const hold = (of: string, from: string, until: string, more: object = {}) =>
	holdUnit(manager, HoldUnit.parse({ unit: of, from, until, ...more }));
const lease = (units: string[], startsOn: string, endsOn: string | null, more: object = {}) =>
	signLease(
		manager,
		SignLease.parse({ number: `T-${++number}`, kind: 'commercial', tenant: firm, units, startsOn, endsOn, rentCents: 10_000, ...more })
	);
const book = (of: string, from: string, until: string) =>
	transaction((tx) => claim(tx, manager, [of], during(zone, from, until), { kind: 'booking' }));

describe('space is taken once', () => {
	test('to the day, back to back if need be', async () => {
		const { id } = await unit(house);
		await lease([id], '2027-01-01', '2029-12-31');
		expect(await refusal(book(id, '2029-12-31', '2029-12-31'))).toBe('place_taken');
		expect(await refusal(hold(id, '2026-06-01', '2027-01-01'))).toBe('place_taken');
		expect(await refusal(lease([id], '2030-01-01', null))).toBe('accepted');
		expect(await refusal(book(id, '2099-01-01', '2099-01-02'))).toBe('place_taken');
		expect(await refusal(book(id, '2026-12-31', '2026-12-31'))).toBe('accepted');
	});

	test('a hall takes its rooms, and a room the hall', async () => {
		const on = await floor(house);
		const rooms = [(await unit(house, on)).id, (await unit(house, on, 10)).id];
		const { id: hall } = await addUnit(
			manager,
			AddUnit.parse({ floor: on.id, number: `H-${++number}`, use: 'hall', shape: rectangle(0, 0, 20, 10), from: '2020-01-01', rooms })
		);
		await book(rooms[1] as string, '2027-03-01', '2027-03-01');
		expect(await refusal(book(hall, '2027-03-01', '2027-03-02'))).toBe('place_taken');
		await book(hall, '2027-04-01', '2027-04-01');
		for (const room of rooms) expect(await refusal(book(room, '2027-04-01', '2027-04-01'))).toBe('place_taken');
	});

	test('of fifty at once, over rooms, their hall, leases, holds and bookings, nothing ever overlaps', async () => {
		const on = await floor(house);
		const rooms = [(await unit(house, on)).id, (await unit(house, on, 10)).id];
		const { id: hall } = await addUnit(
			manager,
			AddUnit.parse({ floor: on.id, number: `H-${++number}`, use: 'hall', shape: rectangle(0, 0, 20, 10), from: '2020-01-01', rooms })
		);
		const won: number[] = [];
		for (let round = 0; round < 20; round++) {
			const day = dayAfter('2040-01-01', round * 3);
			const tries = Array.from({ length: 50 }, (_, nth) => {
				const which = [hall, ...rooms][nth % 3] as string;
				const act = [() => book(which, day, day), () => hold(which, day, dayAfter(day)), () => lease([which], day, day)][(nth % 7) % 3];
				return refusal(act?.() ?? Promise.resolve());
			});
			const results = await Promise.all(tries);
			expect(new Set(results)).toEqual(new Set(['accepted', 'place_taken']));
			won.push(results.filter((result) => result === 'accepted').length);
		}
		// Either the hall once, or each of its rooms once.
		expect(won.every((count) => count === 1 || count === 2)).toBe(true);
		const { rows } = await overlaps();
		expect(rows).toEqual([]);
	}, 60_000);

	test('a hold frees its unit when it runs out, even before anybody tidies up', async () => {
		const { id } = await unit(house);
		const { act } = await hold(id, '2027-01-01', '2027-12-31');
		await db
			.updateTable('claims')
			.set({ expiresAt: new Date(Date.now() - 1000) })
			.where('act', '=', act)
			.execute();
		expect(await refusal(hold(id, '2027-06-01', '2027-06-30'))).toBe('accepted');
		const second = await hold(id, '2028-01-01', '2028-12-31');
		await db
			.updateTable('claims')
			.set({ expiresAt: new Date(Date.now() - 1000) })
			.where('act', '=', second.act)
			.execute();
		await endHolds.run({});
		expect(await refusal(releaseHold(manager, { act: second.act }))).toBe('not_found');
	});

	test('what was held for a firm becomes its lease, and nobody else’s', async () => {
		const { id } = await unit(house);
		await hold(id, '2027-01-01', '2030-12-31', { holder: firm });
		const other = await db
			.selectFrom('organisations')
			.select('id')
			.where('hub', '=', 'mulhouse')
			.where('kind', '=', 'lab')
			.executeTakeFirstOrThrow();
		expect(await refusal(lease([id], '2027-01-01', '2030-12-31', { tenant: other.id }))).toBe('place_taken');
		expect(await refusal(lease([id], '2027-01-01', '2030-12-31'))).toBe('accepted');
	});
});

const overlaps = async () => {
	const { sql } = await import('kysely');
	return sql`select a.id from claims a join claims b on b.hub = a.hub and b.atom = a.atom and b.id > a.id and b.during && a.during
		where a.released_at is null and b.released_at is null`.execute(db);
};

describe('the plan is drawn', () => {
	test('within its floor, over no other, never crossing itself', async () => {
		const on = await floor(house);
		await unit(house, on);
		const add = (shape: [number, number][]) =>
			refusal(
				(async () => addUnit(manager, AddUnit.parse({ floor: on.id, number: `U-${++number}`, use: 'office', shape, from: '2026-01-01' })))()
			);
		expect(await add(rectangle(35, 0, 10, 10))).toBe('unit_leaves_its_floor');
		expect(await add(rectangle(5, 5, 10, 10))).toBe('unit_drawn_over');
		expect(await add(rectangle(10, 0, 10, 10))).toBe('accepted');
		const codes = (shape: number[][]) => Shape.safeParse(shape).error?.issues.map(({ message }) => message);
		expect(
			codes([
				[0, 0],
				[10, 10],
				[10, 0],
				[0, 10]
			])
		).toContain('shape_crosses_itself');
		expect(
			codes([
				[0, 0],
				[10, 0],
				[5, 0]
			])
		).toContain('shape_has_no_surface');
		expect(
			codes([
				[0, 0],
				[10, 0],
				[10, 10],
				[10, 2]
			])
		).toEqual(['shape_crosses_itself']);
	});

	test('its surfaces and labels are those of an L', () => {
		const l = Shape.parse([
			[0, 0],
			[4, 0],
			[4, 1],
			[1, 1],
			[1, 5],
			[0, 5],
			[0, 0]
		]);
		expect(l).toHaveLength(6);
		expect(areaOf(l)).toBe(8);
		expect(labelPoint(l).x).toBeLessThan(1);
	});

	test('two who draw on one spot at once: one has it', async () => {
		const on = await floor(house);
		const tries = await Promise.all(
			[1, 2, 3].map(() =>
				refusal(
					addUnit(
						manager,
						AddUnit.parse({ floor: on.id, number: `U-${++number}`, use: 'lab', shape: rectangle(2, 2, 5, 5), from: '2026-01-01' })
					)
				)
			)
		);
		expect(tries.toSorted()).toEqual(['accepted', 'unit_drawn_over', 'unit_drawn_over']);
	});

	test('a unit is split and merged from a day on, and keeps its past', async () => {
		const { id } = await unit(house);
		await lease([id], '2021-01-01', '2026-12-31');
		const parts = [
			{ number: `P-${++number}`, use: 'office', shape: rectangle(0, 0, 4, 10) },
			{ number: `P-${++number}`, use: 'office', shape: rectangle(4, 0, 6, 10) }
		];
		const split = (on: string, pieces: object[] = parts) => splitUnit(manager, SplitUnit.parse({ unit: id, on, parts: pieces }));
		expect(await refusal(split('2026-06-01'))).toBe('unit_is_taken_then');
		expect(await refusal(split('2027-01-01', [parts[0] as object, { ...parts[1], shape: rectangle(4, 0, 5, 10) }]))).toBe(
			'parts_are_not_the_whole'
		);
		const { ids } = await split('2027-01-01');
		expect(await refusal(book(id, '2027-01-01', '2027-01-01'))).toBe('place_taken');
		expect(await refusal(book(ids[0] as string, '2026-12-31', '2026-12-31'))).toBe('place_taken');
		expect(await refusal(book(ids[0] as string, '2027-01-01', '2027-01-01'))).toBe('accepted');
		expect((await findUnit(manager, { unit: id })).became).toHaveLength(2);
		const { id: whole } = await mergeUnits(
			manager,
			MergeUnits.parse({ units: ids, on: '2028-01-01', into: { number: `P-${++number}`, use: 'lab', shape: rectangle(0, 0, 10, 10) } })
		);
		expect((await findUnit(manager, { unit: whole })).cameFrom.map((one) => one.id).toSorted()).toEqual(ids.toSorted());
		expect(await refusal(split('2029-01-01'))).toBe('unit_has_ended');
	});

	test('of two who change one unit the second is told', async () => {
		const { id } = await unit(house);
		const change = (name: string) => changeUnit(manager, ChangeUnit.parse({ unit: id, version: 1, use: 'lab', name }));
		const results = await Promise.all([refusal(change('A')), refusal(change('B'))]);
		expect(results.toSorted()).toEqual(['accepted', 'changed_meanwhile']);
	});
});

describe('works', () => {
	test('that slip move what waits for them, and turn a promised move-in red', async () => {
		const on = await floor(house);
		const [first, second] = [(await unit(house, on)).id, (await unit(house, on, 10)).id];
		const { id: at } = await site(house);
		const plan = (lot: string, startsOn: string, endsOn: string, units: string[], after: string[] = []) =>
			planWorks(manager, PlanWorks.parse({ site: at, lot, name: `Lot ${lot}`, startsOn, endsOn, units, after }));
		const heating = await plan('H', '2031-01-06', '2031-03-31', [first]);
		expect(await refusal(plan('X', '2031-03-31', '2031-04-30', [], [heating.id]))).toBe('works_begin_too_early');
		const floors = await plan('F', '2031-04-01', '2031-04-30', [second], [heating.id]);
		await lease([first], '2031-04-15', null);
		const { moved, hurt } = await moveWorks(
			manager,
			MoveWorks.parse({ works: heating.id, version: 1, startsOn: '2031-01-06', endsOn: '2031-05-31', state: 'under_way' })
		);
		expect(moved).toMatchObject([{ id: floors.id, startsOn: '2031-06-01', endsOn: '2031-06-30' }]);
		expect(hurt).toMatchObject([{ startsOn: '2031-04-15', days: 47 }]);
		expect((await overlaps()).rows).toEqual([]);
		expect(
			await refusal(moveWorks(manager, MoveWorks.parse({ works: heating.id, version: 1, startsOn: '2031-01-06', endsOn: '2031-03-31' })))
		).toBe('changed_meanwhile');
		const { items } = await listWorks(stranger('mulhouse'));
		expect(items.find(({ id }) => id === heating.id)).toMatchObject({ late: 61, budgetCents: null, hurt: [] });
		const { xml } = await worksFeed('mulhouse', 'fr');
		expect(xml).toContain(`urn:uuid:${heating.id}`);
		expect(xml).toContain('61 jours de retard');
	});

	test('show what was ordered and invoiced to who sees the budget, and to no neighbour', async () => {
		const { id: at } = await site(house);
		const planned = { site: at, lot: 'M', name: 'Ascenseur', startsOn: '2032-01-05', endsOn: '2032-03-31', budgetCents: 10_000_000 };
		const { id } = await planWorks(manager, PlanWorks.parse(planned));
		const write = (kind: string, amountCents: number) =>
			addWorksAmount(
				manager,
				AddWorksAmount.parse({ works: id, kind, label: `${kind} ${amountCents}`, datedOn: '2032-01-15', amountCents })
			);
		await write('order', 9_000_000);
		const { id: wrong } = await write('invoice', 4_000_000);
		await write('invoice', 2_500_050);
		await write('invoice', -50);
		await removeWorksAmount(manager, { amount: wrong });
		const seen = async (actor: Actor) => (await listWorks(actor)).items.find((one) => one.id === id);
		expect(await seen(manager)).toMatchObject({ budgetCents: 10_000_000, orderedCents: 9_000_000, invoicedCents: 2_500_000 });
		expect(await seen(stranger('mulhouse'))).toMatchObject({ budgetCents: null, orderedCents: null, invoicedCents: null });
		expect(await refusal(listWorksAmounts(await newcomer('mulhouse'), { works: id }))).toBe('forbidden');
		expect((await worksFeed('mulhouse', 'fr')).xml).not.toMatch(/25\s?000|90\s?000/);
		expect(AddWorksAmount.safeParse({ works: id, kind: 'invoice', label: 'x', datedOn: '2032-01-15', amountCents: 0 }).success).toBe(false);
	});
});

describe('names', () => {
	test('of a site, a building and a floor change everywhere at once, and the journal keeps the old ones', async () => {
		const on = await floor(house);
		const before = (await listFloors(manager)).items.find(({ id }) => id === on.id);
		const { site: at = '', building = '' } = before ?? {};
		const name = (what: string) => `${what} ${crypto.randomUUID().slice(0, 6)}`;
		const [place, hall, level] = [name('Site'), name('Halle'), name('Niveau')];
		await changeSite(manager, ChangeSite.parse({ site: at, name: place, address: 'Quai du Forst', position: 900 }));
		await changeBuilding(manager, ChangeBuilding.parse({ building, name: hall, phase: 'Phase 3', builtIn: 1903 }));
		await changeFloor(manager, ChangeFloor.parse({ floor: on.id, name: level, level: 2 }));
		const { items } = await listFloors(manager);
		expect(items.find(({ id }) => id === on.id)).toMatchObject({
			...{ name: level, level: 2, buildingName: hall, builtIn: 1903, phase: 'Phase 3', siteName: place, address: 'Quai du Forst' }
		});
		expect(items.at(-1)?.siteName).toBe(place);
		expect((await history(manager, 'building', building))[0]).toMatchObject({
			what: 'building.changed',
			changed: { name: [before?.buildingName, hall], phase: ['', 'Phase 3'] }
		});
		const [{ id: other } = { id: '' }] = items;
		const taken = items.find(({ id, building }) => id !== other && building === items[0]?.building)?.name;
		if (taken)
			expect(await refusal(changeFloor(manager, ChangeFloor.parse({ floor: other, name: taken, level: 0 })))).toBe('floor_name_taken');
	});
});

describe('the demo', () => {
	test('is the place as it is known: eleven thousand square metres in sheds and on three levels, opened from 2019', async () => {
		const { items: floors } = await listFloors(house);
		const demo = floors.filter(({ siteName }) => siteName === 'La Fonderie');
		const sum = (building: string) => demo.filter(({ buildingName }) => buildingName === building).reduce((all, { m2 }) => all + m2, 0);
		expect(Math.abs(sum('Les Sheds') - 5500)).toBeLessThan(100);
		expect(demo.filter(({ buildingName }) => buildingName === 'Bâtiment 23')).toHaveLength(3);
		expect(Math.abs(sum('Bâtiment 23') - 5000)).toBeLessThan(250);
		expect(Math.abs(sum('Les Sheds') + sum('Bâtiment 23') - 11_000)).toBeLessThan(550);
		const units = [];
		for (const { id } of demo)
			units.push(
				...(await findPlan(house, { floor: id, on: '2019-06-01' })).units.filter(({ isHall, state }) => !isHall && state !== 'absent')
			);
		// Rooms fill their floors, but for a strip of walls.
		const drawn = units.reduce((all, { shape }) => all + areaOf(shape), 0);
		expect(drawn / (sum('Les Sheds') + sum('Bâtiment 23'))).toBeGreaterThan(0.97);
		expect(units.filter(({ number, use, people }) => number.startsWith('S-') && use === 'meeting' && people === 30)).toHaveLength(2);
		expect(units.filter(({ number, use }) => number.startsWith('S-') && use === 'workshop')).toHaveLength(3);
		const { items: works } = await listWorks(house);
		const phases = works.filter(({ lot, site }) => site === demo[0]?.site && Number(lot) <= 4);
		expect([phases[0]?.startsOn, phases.at(-1)?.endsOn]).toEqual(['2016-10-03', '2019-02-28']);
		const budget = works.filter(({ site }) => site === demo[0]?.site).reduce((all, { budgetCents }) => all + (budgetCents ?? 0), 0);
		expect(budget).toBeLessThanOrEqual(600_000_000);
		expect(budget).toBeGreaterThan(550_000_000);
	});
});

describe('leases', () => {
	test('a derogatory one lasts three years at most, with those before it', async () => {
		const { id } = await unit(house);
		const short = (startsOn: string, endsOn: string | null) => refusal(lease([id], startsOn, endsOn, { kind: 'derogatory' }));
		expect(await short('2027-01-01', '2047-01-01')).toBe('derogatory_lease_too_long');
		expect(await short('2027-01-01', null)).toBe('derogatory_lease_needs_an_end');
		expect(await short('2027-01-01', '2028-12-31')).toBe('accepted');
		expect(await short('2029-01-01', '2030-01-01')).toBe('derogatory_lease_too_long');
		expect(await short('2029-01-01', '2029-12-31')).toBe('accepted');
		expect(await refusal(lease([id], '2031-12-31', '2031-01-01'))).toBe('ends_before_it_begins');
	});

	test('one that ends leaves its units to the next from the day after', async () => {
		const { id } = await unit(house);
		const { id: mine } = await lease([id], '2027-01-01', null);
		const end = (endsOn: string, version = 1) => refusal(endLease(manager, EndLease.parse({ lease: mine, version, endsOn })));
		expect(await end('2026-12-31')).toBe('ends_before_it_begins');
		expect(await end('2027-06-30')).toBe('accepted');
		expect(await end('2027-05-31', 2)).toBe('lease_has_ended');
		expect(await refusal(lease([id], '2027-07-01', null))).toBe('accepted');
	});

	test('the demo has one of each alarm, and only who answers for terms reads them', async () => {
		const { items } = await listLeases(manager, ListLeases.parse({ state: 'alarm', limit: 100 }));
		expect(new Set(items.map(({ alarm }) => alarm))).toEqual(
			new Set(['overdue', 'ended_yesterday', 'ends_soon', 'ends_in_half_a_year', 'moves_in_late'])
		);
		for (const one of [stranger('mulhouse'), await newcomer('mulhouse', ['member']), await newcomer('mulhouse', ['animator'])])
			expect(await refusal(listLeases(one, ListLeases.parse({})))).toBe('forbidden');
		expect(await refusal(listLeases(await newcomer('mulhouse', ['funder']), ListLeases.parse({})))).toBe('accepted');
	});
});

describe('the plan tells', () => {
	test('what is free, and not where a tenant stays beyond a term that nobody ended', async () => {
		const { id } = await unit(house);
		const over = dayAfter(today(zone), -3);
		const { id: signed } = await lease([id], dayAfter(over, -300), over, { kind: 'derogatory' });
		const isOffered = async () => (await listFree(stranger('mulhouse'), ListFree.parse({}))).items.some((one) => one.id === id);
		expect(await isOffered()).toBe(false);
		await endLease(manager, EndLease.parse({ lease: signed, version: 1, endsOn: over, how: 'term' }));
		expect(await isOffered()).toBe(true);
	});

	test('visitors that a unit is let, members by whom, and the rent to who answers for it', async () => {
		const on = await floor(house);
		const { id } = await unit(house, on);
		await lease([id], '2027-01-01', null);
		const seen = async (actor: Actor) => (await findPlan(actor, { floor: on.id, on: '2027-05-05' })).units[0];
		expect(await seen(stranger('mulhouse'))).toMatchObject({ state: 'let', now: { holder: null, rentCents: null } });
		expect((await seen(await newcomer('mulhouse')))?.now).toMatchObject({ holder: { slug: expect.any(String) }, rentCents: null });
		expect((await seen(await newcomer('mulhouse', ['accountant'])))?.now).toMatchObject({ rentCents: 10_000 });
		expect((await findPlan(manager, { floor: on.id, on: '2019-12-31' })).units[0]?.state).toBe('absent');
		expect(await refusal(findPlan(await newcomer('strasbourg', ['hub_manager']), { floor: on.id }))).toBe('not_found');
	});

	test('what is free now and later, and how full the place was in each month', async () => {
		const now = today(zone);
		const { id } = await unit(house);
		await lease([id], dayAfter(now, -10), dayAfter(now, 99));
		const { items } = await listFree(stranger('mulhouse'), ListFree.parse({}));
		expect(items.find((one) => one.id === id)).toMatchObject({ freeFrom: dayAfter(now, 100), freeUntil: null });
		const { months } = await findOccupancy(stranger('mulhouse'), { from: '2016-06-01', until: '2019-06-30' });
		expect(months).toHaveLength(37);
		expect(months.find(({ month }) => month === '2017-02')?.states.works).toBeGreaterThan(5000);
		expect(months.at(-1)?.states).toMatchObject({ works: 0 });
		expect(months.at(-1)?.states.let).toBeGreaterThan(1000);
		expect(await refusal(findOccupancy(manager, { from: '1000-01-01', until: '2900-01-01' }))).toBe('too_long_a_time');
	});
});
