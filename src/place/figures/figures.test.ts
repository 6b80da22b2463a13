import { beforeAll, describe, expect, test } from 'vitest';
import { system, type Actor } from '#platform/actor.ts';
import { newcomer, refusal, stranger } from '#platform/testing/people.ts';
import { readText } from '#platform/testing/paper.ts';
import { floor, tenant, unit } from '../api.examples.ts';
import { HoldUnit, holdUnit } from '../claims.ts';
import { dayAfter, numberOf, today } from '../days.ts';
import { listFloors } from '../floors.ts';
import { EndLease, endLease } from '../leases/ending.ts';
import { SignLease, signLease } from '../leases/leases.ts';
import { findPlan } from '../plan.ts';
import { rectangle } from '../polygons.ts';
import { AddUnit, addUnit } from '../units.ts';
import { ListMoves, listMoves, ListRentRoll, listRentRoll, ListVacancies, listVacancies } from './leases.ts';
import { lists, openList, filters } from './lists.ts';
import { findLetting, findOccupancy, ListMonth, listMonth } from './occupancy.ts';
import { painting, paintOn, viewsOpenTo } from './paint.ts';
import { printPlan } from './print.ts';

const house = system('mulhouse');
const now = today('Europe/Paris');
let manager: Actor;
let firm: string;
beforeAll(async () => {
	manager = await newcomer('mulhouse', ['site_manager']);
	firm = await tenant(house);
});

let number = 0;
const let_ = (of: string, startsOn: string, endsOn: string | null, more: object = {}) =>
	signLease(
		manager,
		SignLease.parse({
			number: `F-${++number}`,
			kind: 'commercial',
			tenant: firm,
			units: [of],
			startsOn,
			endsOn,
			rentCents: 12_000,
			...more
		})
	);
const total = (items: { m2: number; cents: number | null }[], what: 'm2' | 'cents') =>
	items.reduce((sum, one) => sum + (one[what] ?? 0), 0);

describe('figures', () => {
	test('add up to the square metres of the plan in each month, and to the rows that they open', async () => {
		const [from, until] = ['2018-01-01', dayAfter(now, 900)];
		const [{ items }, { months }] = await Promise.all([findLetting(manager, { from, until }), findOccupancy(manager, { from, until })]);
		expect(months.length).toBeGreaterThan(60);
		for (const { month, total: whole } of months)
			expect(
				total(
					items.filter((cell) => cell.month === month),
					'm2'
				)
			).toBeCloseTo(whole, 0);
		for (const month of ['2018-03', '2021-07', dayAfter(now, 60).slice(0, 7)]) {
			const { items: rows } = await listMonth(manager, ListMonth.parse({ month }));
			const cells = items.filter((cell) => cell.month === month);
			const keys = (all: { use: string; state: string }[]) => [...new Set(all.map(({ use, state }) => `${use} ${state}`))].sort();
			expect(keys(cells)).toEqual(keys(rows));
			for (const { state, use, floor, units, m2, cents } of cells) {
				const { items: own } = await listMonth(manager, ListMonth.parse({ month, state, use, floor }));
				expect({ month, state, use, units }).toEqual({ month, state, use, units: own.length });
				expect(total(own, 'm2')).toBeCloseTo(m2, 1);
				expect(Math.abs(total(own, 'cents') - (cents ?? 0))).toBeLessThan(own.length + 1);
			}
		}
	});

	test('a step of a rent counts from its month, and a unit that somebody has is not free as well', async () => {
		const on = await floor(house);
		const { id } = await unit(house, on);
		await let_(id, '2031-01-01', null, {
			terms: {
				steps: [
					{ from: '2032-03-01', rentCents: 24_000 },
					{ from: '2033-03-01', rentCents: 36_000 }
				]
			}
		});
		const { items } = await findLetting(manager, { from: '2030-12-01', until: '2033-12-31' });
		const seen = items.filter((cell) => cell.floor === on.id).map(({ month, state, cents }) => ({ month, state, cents }));
		expect(seen).toHaveLength(37);
		expect(seen.filter(({ month }) => /2030-12|2031-01|2032-02|2032-03|2033-03/.test(month))).toEqual([
			{ month: '2030-12', state: 'free', cents: expect.any(Number) },
			{ month: '2031-01', state: 'committed', cents: 100_000 },
			{ month: '2032-02', state: 'committed', cents: 100_000 },
			{ month: '2032-03', state: 'committed', cents: 200_000 },
			{ month: '2033-03', state: 'committed', cents: 300_000 }
		]);
	});

	test('a day is read as all days are: the same states, the same first day that is free', async () => {
		const { items: floors } = await listFloors(manager);
		const days = ['2016-10-03', '2021-05-31', now, dayAfter(now, 20), dayAfter(now, 75), dayAfter(now, 1200)];
		const on = await floor(house);
		const { id } = await unit(house, on);
		for (const [from, until] of [
			[10, 20],
			[21, 30],
			[32, 40]
		] as const)
			await holdUnit(manager, HoldUnit.parse({ unit: id, from: dayAfter(now, from), until: dayAfter(now, until) }));
		for (const floor of [...floors.slice(0, 2).map((one) => one.id), on.id])
			for (const day of days) {
				const [quick, whole] = [await findPlan(manager, { floor, on: day }), await findPlan(manager, { floor, on: day, slides: true })];
				const seen = ({ units }: typeof whole) => units.map(({ number, state, now, freeFrom }) => ({ number, state, now, freeFrom }));
				expect(seen(quick)).toEqual(seen(whole));
			}
		const { units } = await findPlan(manager, { floor: on.id, on: dayAfter(now, 15) });
		expect(units.find((one) => one.id === id)?.freeFrom).toBe(dayAfter(now, 31));
	});

	test('count what is signed for later as committed until it begins, at its rent of a month', async () => {
		const on = await floor(house);
		const { id } = await unit(house, on);
		await let_(id, dayAfter(now, 200), null);
		const { items } = await findLetting(manager, { from: now, until: dayAfter(now, 400) });
		const of = (day: string) => items.filter((cell) => cell.floor === on.id && cell.month === day.slice(0, 7));
		expect(of(dayAfter(now, 90))).toMatchObject([{ state: 'free', m2: 100 }]);
		// 100 m² at 120 € a year.
		expect(of(dayAfter(now, 300))).toMatchObject([{ state: 'committed', m2: 100, cents: 100_000 }]);
		const flat = await unit(house, on, 10);
		await let_(flat.id, dayAfter(now, 200), null, { rentCents: 600_000, terms: { rentBasis: 'flat' } });
		const again = await findLetting(manager, { from: dayAfter(now, 300), until: dayAfter(now, 300) });
		expect(again.items.filter((cell) => cell.floor === on.id)).toMatchObject([{ units: 2, cents: 150_000 }]);
	});

	test('tell rents to who answers for them, and names to who works there', async () => {
		const visitor = stranger('mulhouse');
		const month = now.slice(0, 7);
		const seen = async (actor: Actor) => (await listMonth(actor, ListMonth.parse({ month, state: 'let' }))).items;
		expect((await seen(manager)).every(({ holder, cents, lease }) => holder && cents !== null && lease)).toBe(true);
		expect((await seen(visitor)).every(({ holder, cents, lease }) => !holder && cents === null && lease === null)).toBe(true);
		expect((await findLetting(visitor, { from: now, until: now })).items.every(({ cents }) => cents === null)).toBe(true);
		const member = await newcomer('mulhouse');
		expect(await refusal(listRentRoll(member, ListRentRoll.parse({})))).toBe('forbidden');
		expect(await refusal(listVacancies(member, ListVacancies.parse({})))).toBe('forbidden');
		expect(await refusal(listMoves(visitor, ListMoves.parse({})))).toBe('forbidden');
		expect(await refusal(listMoves(member, ListMoves.parse({})))).toBe('accepted');
	});

	test('a vacancy costs from the day after the lease before it, at the rent asked', async () => {
		const drawn = { number: `V-${crypto.randomUUID().slice(0, 8)}`, use: 'office', shape: rectangle(0, 0, 11, 20), from: '2020-01-01' };
		const input = AddUnit.parse({ ...drawn, floor: (await floor(house)).id, askedRentCents: 11_500 });
		const { id } = await addUnit(manager, input);
		const { id: lease } = await let_(id, '2020-02-03', '2022-01-31');
		await endLease(manager, EndLease.parse({ lease, version: 1, endsOn: '2022-01-31' }));
		const { items } = await listVacancies(manager, ListVacancies.parse({ q: drawn.number }));
		expect(items).toMatchObject([
			{
				number: drawn.number,
				since: '2022-02-01',
				m2: 220,
				monthCents: Math.round((11_500 * 220) / 12),
				days: numberOf(now) - numberOf('2022-02-01') + 1
			}
		]);
	});

	test('a firm that changes units neither comes nor goes', async () => {
		const on = await floor(house);
		const [first, second] = [(await unit(house, on)).id, (await unit(house, on, 10)).id];
		const { items: orgs } = { items: await listMoves(manager, ListMoves.parse({})).then(({ items }) => items) };
		const before = orgs.length;
		const { id } = await let_(first, '2050-01-01', null);
		await endLease(manager, EndLease.parse({ lease: id, version: 1, endsOn: '2050-06-30' }));
		await let_(second, '2050-07-01', '2051-06-30');
		const after = (await listMoves(manager, ListMoves.parse({}))).items.filter(({ day }) => day > '2050');
		const mine = after.filter(({ day }) => ['2050-07-01'].includes(day));
		expect(mine).toEqual([]);
		expect(after.length).toBeLessThanOrEqual(2);
		expect(before).toBeGreaterThan(10);
	});

	test('every list opens for who may read it, in each language', async () => {
		for (const locale of ['fr', 'de', 'en'] as const)
			for (const name of lists) {
				const { title, columns, rows } = await openList(
					manager,
					name,
					filters[name].parse(name === 'month' ? { month: now.slice(0, 7) } : {}),
					locale
				);
				expect(title).toBeTruthy();
				expect(rows.length).toBeGreaterThan(3);
				for (const { cells } of rows) expect(Object.keys(cells).sort()).toEqual(columns.map(({ key }) => key).sort());
			}
	});
});

describe('the plan', () => {
	test('is coloured by what its reader may know', async () => {
		expect(viewsOpenTo(stranger('mulhouse'))).toEqual(['state', 'use', 'end']);
		expect(viewsOpenTo(manager)).toEqual(['state', 'tenant', 'use', 'rent', 'end']);
		const on = await floor(house);
		const { id } = await unit(house, on);
		await let_(id, '2027-01-01', '2030-12-31');
		const plan = await findPlan(manager, { floor: on.id, on: '2027-06-01', slides: true });
		const [one] = plan.units;
		const look = (view: 'state' | 'tenant' | 'use' | 'rent' | 'end', day: string) =>
			one && paintOn(painting(view, plan.units, 'fr').paints(one), numberOf(day));
		expect(look('state', '2027-06-01')?.[0]).toBe('let');
		expect(look('state', '2026-12-31')).toEqual(['free', 'libre']);
		expect(look('rent', '2027-06-01')?.[0]).toBe('step-2');
		expect(look('use', '2026-06-01')?.[1]).toBe('atelier');
		expect(look('use', '2019-06-01')?.[0]).toBe('absent');
		expect(['2027-01-01', '2028-01-05', '2029-01-05', '2030-01-05', '2030-12-31'].map((day) => look('end', day)?.[0])).toEqual([
			'step-0',
			'step-1',
			'step-2',
			'step-3',
			'step-4'
		]);
		expect(look('end', '2031-01-01')?.[0]).toBe('blank');
	});

	test('is printed on A3 with a page for each floor, its date, legend and scale', async () => {
		const pdf = await printPlan(manager, { on: '2019-06-01', view: 'tenant' }, 'fr');
		const words = await readText(pdf);
		expect(words).toContain('Les Sheds');
		expect(words).toContain('Deuxième étage');
		expect(words).toContain('1 juin 2019');
		expect(words).toContain('1 : ');
		expect(await refusal(printPlan(stranger('strasbourg'), {}, 'fr'))).toBe('not_found');
		const public_ = await readText(await printPlan(stranger('mulhouse'), { on: '2019-06-01', view: 'rent' }, 'fr'));
		expect(public_).not.toMatch(/\d\s?€/);
	});
});
