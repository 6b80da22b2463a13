import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { system, type Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { newcomer, refusal } from '#platform/testing/people.ts';
import { floor, site, tenant } from '../api.examples.ts';
import { HoldUnit, holdUnit, releaseHold } from '../claims.ts';
import { dayOf, numberOf } from '../days.ts';
import { EndLease, endLease } from '../leases/ending.ts';
import { SignLease, signLease } from '../leases/leases.ts';
import { rectangle } from '../polygons.ts';
import { AddUnit, addUnit, MergeUnits, mergeUnits, SplitUnit, splitUnit } from '../units.ts';
import { PlanWorks, planWorks } from '../works.ts';

const house = system('mulhouse');
const start = numberOf('2031-01-01');
const born = numberOf('2020-01-01');
const named = () => crypto.randomUUID().slice(0, 18);
let manager: Actor;
let firm: string;
beforeAll(async () => {
	manager = await newcomer('mulhouse', ['site_manager']);
	firm = await tenant(house);
});

interface Unit {
	id: string;
	x: number;
	width: number;
	from: number;
	until: number;
}
interface Claim {
	unit: string;
	kind: string;
	from: number;
	until: number;
	/** What it is released or ended by. */
	key: string;
}

/** A strip of a floor in plain memory: who has what from which day to which, as anybody would write it in a list. */
class Book {
	units: Unit[] = [];
	claims: Claim[] = [];
	leases = new Map<string, { unit: string; from: number; until: number; ended: boolean }>();

	taken = (unit: Unit, from: number, until: number) =>
		from < unit.from ||
		(unit.until < Infinity && until >= unit.until) ||
		this.claims.some((one) => one.unit === unit.id && one.from <= until && one.until >= from);
	drop = (key: string) => (this.claims = this.claims.filter((one) => one.key !== key));
	add = (unit: Unit, kind: string, from: number, until: number, key: string) => this.claims.push({ unit: unit.id, kind, from, until, key });

	/** What the database must hold then. */
	lines = () =>
		[
			...this.units.flatMap((unit) => [
				`${unit.id} absent -Infinity ${unit.from - 1}`,
				...(unit.until < Infinity ? [`${unit.id} absent ${unit.until} Infinity`] : [])
			]),
			...this.claims.map(({ unit, kind, from, until }) => `${unit} ${kind} ${from} ${until}`)
		].sort();
}

const kept = async (floorId: string) => {
	const { rows } = await sql<{ line: string }>`
		select concat_ws(' ', c.unit, c.kind, coalesce((lower(c.during) at time zone 'Europe/Paris')::date - date '1970-01-01', '-Infinity'::float),
			coalesce((upper(c.during) at time zone 'Europe/Paris')::date - date '1970-01-02', 'Infinity'::float)) as line
		from claims c join units u on u.hub = c.hub and u.id = c.unit where u.floor = ${floorId}::uuid and c.released_at is null`.execute(db);
	return rows.map(({ line }) => line).sort();
};

const step = fc.record({
	act: fc.constantFrom('hold', 'hold for the firm', 'release', 'lease', 'lease', 'end', 'works', 'split', 'merge'),
	which: fc.nat(50),
	from: fc.nat(40),
	days: fc.oneof(fc.nat(25), fc.constant(1000))
});

test('claims and a list in plain memory agree, whatever is held, let, ended, built, split and merged', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 22 }), async (steps) => {
			const on = await floor(house);
			const { id: at } = await site(house);
			const book = new Book();
			for (const x of [0, 16]) {
				const drawn = { floor: on.id, number: named(), use: 'office', shape: rectangle(x, 0, 16, 10), from: dayOf(born) };
				book.units.push({ id: (await addUnit(manager, AddUnit.parse(drawn))).id, x, width: 16, from: born, until: Infinity });
			}
			for (const { act, which, from: after, days } of steps) {
				const unit = book.units[which % book.units.length] as Unit;
				const from = start + after;
				const until = from + days;
				const open = days === 1000;
				const dates = { from: dayOf(from), until: dayOf(until) };
				let expected = 'accepted';
				let found: string;
				if (act === 'hold' || act === 'hold for the firm') {
					if (book.taken(unit, from, until)) expected = 'place_taken';
					const holder = act === 'hold' ? null : firm;
					const hold = holdUnit(manager, HoldUnit.parse({ unit: unit.id, ...dates, holder }));
					found = await refusal(hold);
					if (expected === 'accepted' && found === expected) book.add(unit, 'hold', from, until, (await hold).act + (holder ?? ''));
				} else if (act === 'release') {
					const one = book.claims.filter(({ kind }) => kind === 'hold')[which % 3];
					if (!one) continue;
					found = await refusal(releaseHold(manager, { act: one.key.slice(0, 36) }));
					book.drop(one.key);
				} else if (act === 'lease') {
					const others = book.claims.filter((one) => !(one.unit === unit.id && one.kind === 'hold' && one.key.endsWith(firm)));
					const before = book.claims;
					book.claims = others;
					const end = open ? Infinity : until;
					if (book.taken(unit, from, end)) expected = 'place_taken';
					const lease = signLease(
						manager,
						SignLease.parse({
							number: named(),
							kind: 'commercial',
							tenant: firm,
							units: [unit.id],
							startsOn: dates.from,
							endsOn: open ? null : dates.until,
							rentCents: 1000
						})
					);
					found = await refusal(lease);
					if (expected === 'accepted' && found === expected) {
						const { id } = await lease;
						book.add(unit, 'lease', from, end, id);
						book.leases.set(id, { unit: unit.id, from, until: end, ended: false });
					} else book.claims = before;
				} else if (act === 'end') {
					const [id, lease] = [...book.leases].filter(([, { ended }]) => !ended)[which % 3] ?? [];
					if (!id || !lease) continue;
					if (from < lease.from) expected = 'ends_before_it_begins';
					else if (from > lease.until) expected = 'lease_ends_earlier';
					found = await refusal(endLease(manager, EndLease.parse({ lease: id, version: 1, endsOn: dates.from })));
					if (expected === 'accepted') {
						book.drop(id);
						book.add(book.units.find((one) => one.id === lease.unit) as Unit, 'lease', lease.from, from, id);
						lease.ended = true;
					}
				} else if (act === 'works') {
					const next = Math.min(
						Infinity,
						...book.claims.filter((one) => one.unit === unit.id && one.kind === 'lease' && one.from > from).map((one) => one.from)
					);
					const last = next <= until ? next - 1 : until;
					if (book.taken(unit, from, last)) expected = 'place_taken';
					const works = planWorks(
						manager,
						PlanWorks.parse({ site: at, lot: named(), name: 'Lot', startsOn: dates.from, endsOn: dates.until, units: [unit.id] })
					);
					found = await refusal(works);
					if (expected === 'accepted' && found === expected) book.add(unit, 'works', from, last, (await works).id);
				} else if (act === 'split') {
					if (unit.width < 2) continue;
					const half = unit.width / 2;
					const parts = [unit.x, unit.x + half].map((x) => ({ number: named(), use: 'office', shape: rectangle(x, 0, half, 10) }));
					if (unit.until < Infinity) expected = 'unit_has_ended';
					else if (from <= unit.from) expected = 'unit_is_younger';
					else if (book.claims.some((one) => one.unit === unit.id && one.until >= from)) expected = 'unit_is_taken_then';
					const split = splitUnit(manager, SplitUnit.parse({ unit: unit.id, on: dates.from, parts }));
					found = await refusal(split);
					if (expected === 'accepted' && found === expected) {
						const { ids } = await split;
						unit.until = from;
						for (const [nth, id] of ids.entries()) book.units.push({ id, x: unit.x + nth * half, width: half, from, until: Infinity });
					}
				} else {
					const other = book.units.find((one) => one.until === Infinity && unit.until === Infinity && one.x === unit.x + unit.width);
					if (!other) continue;
					const both = [unit, other];
					if (both.some((one) => from <= one.from)) expected = 'unit_is_younger';
					else if (both.some(({ id }) => book.claims.some((one) => one.unit === id && one.until >= from))) expected = 'unit_is_taken_then';
					const width = unit.width + other.width;
					const into = { number: named(), use: 'office', shape: rectangle(unit.x, 0, width, 10) };
					const merge = mergeUnits(manager, MergeUnits.parse({ units: [unit.id, other.id], on: dates.from, into }));
					found = await refusal(merge);
					if (expected === 'accepted' && found === expected) {
						for (const one of both) one.until = from;
						book.units.push({ id: (await merge).id, x: unit.x, width, from, until: Infinity });
					}
				}
				expect([act, found]).toEqual([act, expected]);
			}
			expect(await kept(on.id)).toEqual(book.lines());
		}),
		{ numRuns: 12, seed: 2016 }
	);
}, 60_000);
