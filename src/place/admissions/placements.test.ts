import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { system, type Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { workThrough } from '#platform/jobs.ts';
import { newcomer, refusal } from '#platform/testing/people.ts';
import { today } from '../days.ts';
import { findUnit, type FreeUnit } from '../plan.ts';
import { ready } from './api.examples.ts';
import { optimum, type Choice } from './optimum.ts';
import { candidate, choicesOf, type Wanting } from './placement-choices.ts';
import {
	AcceptPlacement,
	acceptPlacement,
	cancelPlacement,
	findPlacement,
	ListPlacements,
	listPlacements,
	findPlacementWeights,
	ProposePlacement,
	proposePlacement,
	setPlacementWeights,
	workOut
} from './placements.ts';

const now = today('Europe/Paris');
let manager: Actor;
beforeAll(async () => {
	manager = await newcomer('mulhouse', ['site_manager']);
});

/** Every way there is, for few choices. */
function bruteForce(choices: readonly Choice[], rivals: readonly (readonly [string, string])[], pins: readonly (readonly number[])[]) {
	let best: number | null = null;
	for (let mask = 0; mask < 2 ** choices.length; mask++) {
		const chosen = choices.filter((_, nth) => mask & (1 << nth));
		if (pins.some((some) => !some.some((nth) => mask & (1 << nth)))) continue;
		if (new Set(chosen.map(({ file }) => file)).size < chosen.length) continue;
		const units = chosen.flatMap(({ units }) => units);
		if (new Set(units).size < units.length) continue;
		const meet = (one: string, other: string) =>
			chosen.some((a) => a.file === one && chosen.some((b) => b.file === other && b.floors.some((floor) => a.floors.includes(floor))));
		if (rivals.some(([one, other]) => meet(one, other))) continue;
		const points = chosen.reduce((sum, choice) => sum + choice.points, 0);
		if (best === null || points > best) best = points;
	}
	return best;
}

test('the optimum is that of trying everything, on any small case, with one unit a firm or several', async () => {
	const file = fc.constantFrom('a', 'b', 'c', 'd');
	const units = fc.uniqueArray(fc.constantFrom('1', '2', '3', '4', '5'), { minLength: 1, maxLength: 3 });
	const choice = fc.record({ file, units, points: fc.integer({ min: -50, max: 300 }) });
	await fc.assert(
		fc.asyncProperty(
			fc.uniqueArray(choice, { maxLength: 10, selector: (one) => `${one.file}${one.units.toSorted().join('')}` }),
			fc.array(
				fc.tuple(file, file).filter(([one, other]) => one !== other),
				{ maxLength: 2 }
			),
			fc.array(fc.uniqueArray(fc.nat(9), { maxLength: 3 }), { maxLength: 2 }),
			async (drawn, rivals, wished) => {
				const choices = drawn.map((one) => ({ ...one, floors: [...new Set(one.units.map((unit) => (unit < '3' ? 'low' : 'high')))] }));
				const pins = wished.map((some) => some.filter((nth) => nth < choices.length));
				const best = bruteForce(choices, rivals, pins);
				const solved = await optimum({ choices, rivals, pins, seconds: 5 });
				if (best === null) expect(solved.status).toBe('infeasible');
				else {
					expect(solved).toMatchObject({ status: 'optimal', points: best, bound: best });
					// What is said to be chosen is worth what is said, and keeps the rules.
					const all = solved.chosen.map((nth) => choices[nth]!);
					expect(
						bruteForce(
							all,
							rivals,
							all.map((_, nth) => [nth])
						)
					).toBe(best);
				}
			}
		),
		{ numRuns: 60 }
	);
});

test('without files there is nothing to place, and two pins on one unit cannot be', async () => {
	expect(await optimum({ choices: [], rivals: [], pins: [], seconds: 1 })).toEqual({ status: 'optimal', chosen: [], points: 0, bound: 0 });
	const choices = ['a', 'b'].map((file) => ({ file, units: ['1'], floors: ['low'], points: 10 }));
	expect(await optimum({ choices, rivals: [], pins: [[0], [1]], seconds: 1 })).toMatchObject({ status: 'infeasible' });
});

test('a pair is worth its jobs, its fit and the room that it fills, and nothing that does not fit is a pair', () => {
	const weights = { jobs: 10, fit: 20, vacancy: 5, transfer: 15 };
	const file: Wanting = {
		id: 'f',
		organisation: 'o',
		use: 'office',
		m2Least: 100,
		m2Most: 150,
		wantedFrom: now,
		net24: 4,
		isTransfer: false
	};
	const unit = { id: 'u', floor: 'l', use: 'office', m2: 120, freeFrom: now, freeUntil: null } as FreeUnit;
	expect(candidate(file, [unit], weights, now)).toMatchObject({
		jobPoints: 400,
		fitPoints: 200,
		vacancyPoints: 60,
		transferPoints: 0,
		points: 660
	});
	expect(candidate({ ...file, isTransfer: true }, [unit], weights, now)?.points).toBe(510);
	expect(candidate(file, [{ ...unit, use: 'coworking' }], weights, now)?.fitPoints).toBe(133);
	expect(candidate(file, [{ ...unit, use: 'workshop' }], weights, now)).toBeNull();
	expect(candidate(file, [{ ...unit, m2: 99 }], weights, now)).toBeNull();
	expect(candidate(file, [{ ...unit, m2: 99 }], weights, now, { isPinned: true })).not.toBeNull();
});

test('where one unit is too small a firm may have two of a floor or three that adjoin, and never more than it takes', () => {
	const weights = { jobs: 0, fit: 20, vacancy: 0, transfer: 0 };
	const file: Wanting = {
		...{ id: 'f', organisation: 'o', use: 'office', m2Least: 100, m2Most: 150 },
		...{ wantedFrom: now, net24: 4, isTransfer: false }
	};
	const unit = (id: string, m2: number, floor = 'low') => ({ id, floor, use: 'office', m2, freeFrom: now, freeUntil: null }) as FreeUnit;
	const units = [unit('a', 60), unit('b', 55), unit('c', 40), unit('d', 30), unit('e', 70, 'high'), unit('large', 120)];
	const walls = ['a b', 'c d', 'b d'];
	const made = choicesOf(file, units, (one, other) => walls.includes(`${one} ${other}`) || walls.includes(`${other} ${one}`), weights, now);
	const found = made.map(({ units, fitPoints }) => [units.join('+'), fitPoints]);
	expect(found).toEqual([
		['large', 200],
		['a+b', 180],
		['a+c', 160],
		['b+c+d', 160]
	]);
	expect(
		choicesOf(file, units, () => false, weights, now, ['a', 'e']).find(({ units }) => units.length === 2 && units.includes('e'))
	).toMatchObject({
		units: ['a', 'e'],
		floors: ['low', 'high']
	});
});

test('a proposal that is stopped stays so, and is not worked out any more', async () => {
	const { id: placement } = await proposePlacement(manager, ProposePlacement.parse({ seconds: 5 }));
	await cancelPlacement(manager, { placement });
	await workThrough();
	expect(await findPlacement(manager, { placement })).toMatchObject({ state: 'cancelled', lines: [] });
	expect(await refusal(cancelPlacement(manager, { placement }))).toBe('placement_is_over');

	const running = await proposePlacement(manager, ProposePlacement.parse({ seconds: 5 }));
	const work = workOut('mulhouse', running.id);
	await expect.poll(async () => (await findPlacement(manager, { placement: running.id })).state, { interval: 5 }).toBe('running');
	await cancelPlacement(manager, { placement: running.id });
	await work;
	expect((await findPlacement(manager, { placement: running.id })).state).toBe('cancelled');
	const { items } = await listPlacements(manager, ListPlacements.parse({ state: 'cancelled', limit: 1 }));
	expect(items.map(({ id }) => id)).toEqual([running.id]);
});

test('a proposal is worked out by a job, changed by hand, and accepted as offers that keep their units', async () => {
	const files = await Promise.all([1, 2, 3].map(() => ready(system('mulhouse'))));
	const ask = async (more: object = {}) => {
		const { id } = await proposePlacement(manager, ProposePlacement.parse({ seconds: 5, ...more }));
		expect((await findPlacement(manager, { placement: id })).state).toBe('waiting');
		await workThrough();
		return findPlacement(manager, { placement: id });
	};
	const first = await ask();
	expect(first).toMatchObject({ state: 'ready', status: 'optimal', gapPercent: 0, progress: 100 });
	expect(first.bound).toBe(first.points);
	expect(first.points).toBe(first.lines.reduce((sum, line) => sum + line.points, 0));
	expect(first.lines.length).toBeGreaterThan(3);
	for (const line of first.lines) expect(line.cost).toBeGreaterThanOrEqual(0);

	const line = first.lines.find(({ file }) => files.some(({ id }) => id === file.id)) ?? first.lines[0]!;
	const pair = { admission: line.file.id, unit: line.units[0]!.id };
	const without = await ask({ forbids: [pair] });
	expect(without.lines.some(({ file, units }) => file.id === pair.admission && units.some(({ id }) => id === pair.unit))).toBe(false);
	expect(first.points - without.points).toBe(line.cost);
	const pinned = await ask({ pins: [pair] });
	expect(pinned.lines.find(({ file }) => file.id === pair.admission)).toMatchObject({
		units: [{ id: pair.unit }],
		isPinned: true
	});
	const other = first.lines.find(({ file }) => file.id !== pair.admission)!;
	expect(await ask({ pins: [pair, { admission: other.file.id, unit: pair.unit }] })).toMatchObject({ state: 'infeasible', lines: [] });

	const accept = () => acceptPlacement(manager, AcceptPlacement.parse({ placement: first.id, admissions: [pair.admission] }));
	expect(await accept()).toEqual({ offered: [pair.admission], refused: [] });
	expect((await findUnit(manager, { unit: pair.unit })).spans.some(({ state }) => state === 'held')).toBe(true);
	const { stage } = await db.selectFrom('admissions').select('stage').where('id', '=', pair.admission).executeTakeFirstOrThrow();
	expect(stage).toBe('offered');

	// By hand: something else that fits, and never one unit for two.
	const free = pinned.options
		.find(({ admission }) => admission === other.file.id)!
		.choices.filter(({ units }) => units[0]!.id !== pair.unit);
	const instead = [{ admission: other.file.id, units: free.at(-1)!.units.map(({ id }) => id) }];
	const third = pinned.lines.find(({ file }) => file.id !== other.file.id && file.id !== pair.admission)!;
	const byHand = (more: object[]) =>
		acceptPlacement(
			manager,
			AcceptPlacement.parse({ placement: pinned.id, admissions: [other.file.id, third.file.id], instead: [...instead, ...more] })
		);
	expect(await refusal(byHand([{ admission: third.file.id, units: [crypto.randomUUID()] }]))).toBe('refers_to_nothing');
	const { offered } = await acceptPlacement(manager, AcceptPlacement.parse({ placement: pinned.id, admissions: [other.file.id], instead }));
	expect(offered).toEqual([other.file.id]);
	const kept = await db
		.selectFrom('admissionOfferUnits as units')
		.innerJoin('admissionOffers as offers', 'offers.id', 'units.offer')
		.select('units.unit')
		.where('offers.admission', '=', other.file.id)
		.where('offers.endedAt', 'is', null)
		.execute();
	expect(kept.map(({ unit }) => unit).toSorted()).toEqual(instead[0]!.units.toSorted());
	expect(await refusal(findPlacement(await newcomer('mulhouse', ['animator']), { placement: first.id }))).toBe('forbidden');
	expect(await refusal(findPlacement(await newcomer('strasbourg', ['hub_manager']), { placement: first.id }))).toBe('not_found');
});

test('the weights belong to the hub, and of two who set them at once the second is told', async () => {
	const { version, ...weights } = await findPlacementWeights(manager);
	const set = (jobs: number) => setPlacementWeights(manager, { ...weights, jobs, version });
	const outcomes = await Promise.all([refusal(set(30)), refusal(set(40))]);
	expect(outcomes.toSorted()).toEqual(['accepted', 'changed_meanwhile']);
	expect((await findPlacementWeights(manager)).version).toBe(version + 1);
});
