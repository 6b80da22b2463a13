import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { system, type Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { workThrough } from '#platform/jobs.ts';
import { newcomer, refusal } from '#platform/testing/people.ts';
import { today } from '../days.ts';
import { findUnit, type FreeUnit } from '../plan.ts';
import { ready } from './api.examples.ts';
import { optimum, type Pair } from './optimum.ts';
import {
	AcceptPlacement,
	acceptPlacement,
	candidate,
	findPlacement,
	findPlacementWeights,
	ProposePlacement,
	proposePlacement,
	setPlacementWeights,
	type Wanting
} from './placements.ts';

const now = today('Europe/Paris');
let manager: Actor;
beforeAll(async () => {
	manager = await newcomer('mulhouse', ['site_manager']);
});

/** Every choice there is, for few pairs. */
function bruteForce(pairs: readonly Pair[], rivals: readonly (readonly [string, string])[], pins: readonly number[]): number | null {
	let best: number | null = null;
	for (let mask = 0; mask < 2 ** pairs.length; mask++) {
		const chosen = pairs.filter((_, nth) => mask & (1 << nth));
		if (pins.some((nth) => !(mask & (1 << nth)))) continue;
		if (new Set(chosen.map(({ file }) => file)).size < chosen.length) continue;
		if (new Set(chosen.map(({ unit }) => unit)).size < chosen.length) continue;
		const meet = (one: string, other: string) =>
			chosen.some((a) => a.file === one && chosen.some((b) => b.file === other && b.floor === a.floor));
		if (rivals.some(([one, other]) => meet(one, other))) continue;
		const points = chosen.reduce((sum, pair) => sum + pair.points, 0);
		if (best === null || points > best) best = points;
	}
	return best;
}

test('the optimum is that of trying everything, on any small case', async () => {
	const file = fc.constantFrom('a', 'b', 'c', 'd');
	const pair = fc.record({ file, unit: fc.constantFrom('1', '2', '3', '4'), points: fc.integer({ min: -50, max: 300 }) });
	await fc.assert(
		fc.asyncProperty(
			fc.uniqueArray(pair, { maxLength: 10, selector: (one) => `${one.file}${one.unit}` }),
			fc.array(
				fc.tuple(file, file).filter(([one, other]) => one !== other),
				{ maxLength: 2 }
			),
			fc.array(fc.nat(9), { maxLength: 2 }),
			async (drawn, rivals, wished) => {
				const pairs = drawn.map((one) => ({ ...one, floor: one.unit < '3' ? 'low' : 'high' }));
				const pins = [...new Set(wished)].filter((nth) => nth < pairs.length);
				const best = bruteForce(pairs, rivals, pins);
				const solved = await optimum({ pairs, rivals, pins, seconds: 5 });
				if (best === null) expect(solved.status).toBe('infeasible');
				else {
					expect(solved).toMatchObject({ status: 'optimal', points: best, bound: best });
					// What is said to be chosen is worth what is said, and keeps the rules.
					expect(
						bruteForce(
							solved.chosen.map((nth) => pairs[nth]!),
							rivals,
							solved.chosen.map((_, nth) => nth)
						)
					).toBe(best);
				}
			}
		),
		{ numRuns: 60 }
	);
});

test('without files there is nothing to place, and two pins on one unit cannot be', async () => {
	expect(await optimum({ pairs: [], rivals: [], pins: [], seconds: 1 })).toEqual({ status: 'optimal', chosen: [], points: 0, bound: 0 });
	const pairs = ['a', 'b'].map((file) => ({ file, unit: '1', floor: 'low', points: 10 }));
	expect(await optimum({ pairs, rivals: [], pins: [0, 1], seconds: 1 })).toMatchObject({ status: 'infeasible' });
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
	expect(candidate(file, unit, weights, now)).toMatchObject({
		jobPoints: 400,
		fitPoints: 200,
		vacancyPoints: 60,
		transferPoints: 0,
		points: 660
	});
	expect(candidate({ ...file, isTransfer: true }, unit, weights, now)?.points).toBe(510);
	expect(candidate(file, { ...unit, use: 'coworking' }, weights, now)?.fitPoints).toBe(133);
	expect(candidate(file, { ...unit, use: 'workshop' }, weights, now)).toBeNull();
	expect(candidate(file, { ...unit, m2: 99 }, weights, now)).toBeNull();
	expect(candidate(file, { ...unit, m2: 99 }, weights, now, true)).not.toBeNull();
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
	const pair = { admission: line.file.id, unit: line.unit.id };
	const without = await ask({ forbids: [pair] });
	expect(without.lines.some(({ file, unit }) => file.id === pair.admission && unit.id === pair.unit)).toBe(false);
	expect(first.points - without.points).toBe(line.cost);
	const pinned = await ask({ pins: [pair] });
	expect(pinned.lines.find(({ file }) => file.id === pair.admission)).toMatchObject({ unit: { id: pair.unit }, isPinned: true });
	const other = first.lines.find(({ file }) => file.id !== pair.admission)!;
	expect(await ask({ pins: [pair, { admission: other.file.id, unit: pair.unit }] })).toMatchObject({ state: 'infeasible', lines: [] });

	const accept = () => acceptPlacement(manager, AcceptPlacement.parse({ placement: first.id, admissions: [pair.admission] }));
	expect(await accept()).toEqual({ offered: [pair.admission], refused: [] });
	expect((await findUnit(manager, { unit: pair.unit })).spans.some(({ state }) => state === 'held')).toBe(true);
	const { stage } = await db.selectFrom('admissions').select('stage').where('id', '=', pair.admission).executeTakeFirstOrThrow();
	expect(stage).toBe('offered');
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
