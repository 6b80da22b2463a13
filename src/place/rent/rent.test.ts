import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { system, type Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { record } from '#platform/journal.ts';
import { newcomer, refusal } from '#platform/testing/people.ts';
import { readText } from '#platform/testing/paper.ts';
import { ListDesk, listDesk } from '#road/desk.ts';
import { arranged, building, floor, tenant, unit } from '../api.examples.ts';
import { rectangle } from '../polygons.ts';
import { ListAlarms, listAlarms } from '../leases/alarms.ts';
import { EndLease, endLease } from '../leases/ending.ts';
import { AddUnit, addUnit } from '../units.ts';
import { indexedLease, leaseWith, withIndices } from './api.examples.ts';
import { AddCosts, addCosts, closeStatement, findStatement, openStatement, sharesOf, type Stay } from './charges.ts';
import { CorrectIndex, correctIndex, findIndex, ImportIndices, importIndices, listIndices, removeIndex } from './indices.ts';
import { SetDepositRate, setDepositRate } from './deposit-rates.ts';
import { findLeaseRent } from './lease-rent.ts';
import { monthsAfter } from './months.ts';
import { statementPapers } from './papers.ts';
import { PrintLetters, printLetters, PrintNotices, printNotices, printSchedule, printWorks } from './printing.ts';
import { ConfirmRevisions, confirmRevisions, listAwaited, listRevisions, previewRevisions } from './revisions.ts';
import { ListRoll, listRoll, sumRoll } from './roll.ts';
import { issueRent, listDue, ListRent, listRent, sumRent } from './schedule.ts';
import { keepTerms, LeaseTerms } from './terms.ts';
import { setVatOption } from './vat.ts';
import { findWorksReport, PlanWork, planWork, removePlannedWork } from './works-report.ts';

const house = system('mulhouse');
const year = new Date().getUTCFullYear();
let accountant: Actor;
beforeAll(async () => {
	accountant = await newcomer('mulhouse', ['accountant']);
	await withIndices(house);
});

const lines = async (lease: string, more: object = {}) =>
	(await listRent(accountant, ListRent.parse({ lease, limit: 100, ...more }))).items;
const told = async (lease: string, more: object = {}) =>
	(await lines(lease, more)).map(({ what, fromDay, netCents }) => [what, fromDay, netCents]);
const confirm = (leases: string[], until: string) => confirmRevisions(accountant, ConfirmRevisions.parse({ leases, until }));
/** As an amendment does that both sides signed. */
const agreed = (lease: string, terms: object) =>
	transaction(async (tx) => {
		await keepTerms(tx, house, lease, LeaseTerms.parse(terms));
		await record(tx, house, 'lease.amended', lease);
	});
const letter = async (id: string | undefined, lang: string) =>
	(await printLetters(accountant, PrintLetters.parse({ ids: [id], lang }))).bytes;
const imported = (...indices: object[]) => importIndices(accountant, ImportIndices.parse({ indices }));

describe('indices', () => {
	test('are taken over once, and never with two values', async () => {
		const one = { kind: 'ICC', quarter: '1955-Q1', value: 101 };
		expect(await imported(one, { ...one, quarter: '1955-T2' })).toMatchObject({ added: 2, known: 0, settled: 0 });
		expect(await imported(one)).toMatchObject({ added: 0, known: 1, settled: 0 });
		expect(await refusal(imported({ ...one, value: 102 }))).toBe('index_known_otherwise');
		expect(await refusal(imported({ ...one, quarter: '1956-Q1' }, { ...one, quarter: '1956-Q1' }))).toBe('quarter_twice');
		expect(await refusal(imported({ ...one, quarter: `${year + 1}-Q1` }))).toBe('index_not_published');
		expect(await refusal(imported({ ...one, quarter: '1957-Q1', publishedOn: '1957-02-01' }))).toBe('published_before_its_end');
		for (const wrong of [{ quarter: '1955-Q5' }, { value: 0 }, { value: -3 }, { value: 1.234 }])
			expect(ImportIndices.safeParse({ indices: [{ ...one, ...wrong }] }).success).toBe(false);
	});

	test('one that was taken over wrong is corrected with its reason, and so are the rents that were made from it', async () => {
		await imported({ kind: 'ICC', quarter: '2010-Q1', value: 1500 }, { kind: 'ICC', quarter: '2011-Q1', value: 1600 });
		const { id: lease } = await leaseWith(house, { index: 'ICC', referenceQuarter: '2010-Q1' });
		await confirm([lease], '2023-07-01');
		await issueRent(accountant, { until: `${year - 1}-03-31`, lease });
		const index = (await listIndices(accountant, { kind: 'ICC' })).items.find(({ quarter }) => quarter === '2011-Q1')?.id as string;
		const correct = (more: object) =>
			correctIndex(accountant, CorrectIndex.parse({ index, value: 1550, because: 'Faute de frappe', ...more }));
		expect(await refusal(correct({ value: 1600 }))).toBe('index_is_so_already');
		expect(await refusal(correct({ publishedOn: '2011-03-01' }))).toBe('published_before_its_end');
		expect(CorrectIndex.safeParse({ index, value: 1550, because: ' ' }).success).toBe(false);
		expect(await correct({ source: 'INSEE' })).toMatchObject({ revised: 1 });
		expect((await listRevisions(accountant, { lease, limit: 25 })).items).toMatchObject([
			{ targetValue: 1550, provisionalCents: 1_280_000, afterCents: 1_240_000, provisionalQuarter: null }
		]);
		expect(await told(lease, { what: 'indexation' })).toEqual([['indexation', `${year - 1}-01-01`, 310_000 - 320_000]]);
		expect((await findIndex(accountant, { index })).lines).toMatchObject([
			{
				what: 'rent_index.corrected',
				changed: { 'ICC 2011-Q1': [1600, 1550], source: ['', 'INSEE'], because: [null, 'Faute de frappe'] }
			},
			{ what: 'rent_index.imported', changed: { 'ICC 2011-Q1': [null, 1600] } }
		]);
	});

	test('one that a rent was made from stays', async () => {
		const { id } = await indexedLease(house);
		await confirm([id], '2023-07-01');
		expect(await refusal(removeIndex(accountant, { kind: 'ILC', quarter: '2023-Q2' }))).toBe('index_in_use');
	});
});

describe('indexation', () => {
	test('revises by the quarters of the lease, chained to the agreed rent, and keeps what it was made from', async () => {
		const { id } = await indexedLease(house);
		const { items } = await previewRevisions(accountant, { until: '2025-12-31', lease: id });
		expect(items.map(({ effectiveOn, targetQuarter, standing, afterCents }) => [effectiveOn, targetQuarter, standing, afterCents])).toEqual(
			[
				['2023-07-01', '2023-Q2', 'ready', 1_279_191],
				['2024-07-01', '2024-Q2', 'ready', 1_326_842],
				['2025-07-01', '2025-Q2', 'ready', 1_327_715]
			]
		);
		await confirm([id], '2025-12-31');
		const [last] = (await listRevisions(accountant, { lease: id, limit: 25 })).items;
		expect(last).toMatchObject({
			nth: 3,
			referenceValue: 123.65,
			targetValue: 136.81,
			publishedOn: '2025-09-23',
			baseCents: 1_200_000,
			beforeCents: 1_326_842,
			afterCents: 1_327_715,
			exceedsQuarter: false
		});
		expect((await findLeaseRent(accountant, { lease: id })).yearCents).toBe(1_327_715);
		const rents = (await lines(id, { what: 'rent', from: `${year}-01-01`, until: `${year}-12-31` })).map(({ netCents }) => netCents);
		expect(rents).toEqual([331_929, 331_929, 331_928, 331_929]);
	});

	test('by two people at once happens once', async () => {
		const { id } = await indexedLease(house);
		const tries = await Promise.all([1, 2, 3].map(() => refusal(confirm([id], '2025-12-31'))));
		expect(tries.sort()).toEqual(['accepted', 'nothing_to_revise', 'nothing_to_revise']);
		expect((await listRevisions(accountant, { lease: id, limit: 25 })).items).toHaveLength(3);
	});

	test('without its index bills the last that was published, and settles the difference when it comes', async () => {
		const terms = { index: 'ICC', referenceQuarter: '2024-Q1' };
		const { id } = await leaseWith(house, terms, { startsOn: `${year - 1}-01-01`, endsOn: null });
		const [due] = (await previewRevisions(accountant, { until: `${year}-01-01`, lease: id })).items;
		expect(due).toMatchObject({ standing: 'provisional', targetQuarter: '2025-Q1', provisionalQuarter: '2024-Q4', afterCents: 1_135_878 });
		await confirm([id], `${year}-01-01`);
		await issueRent(accountant, { until: `${year}-03-31`, lease: id });
		expect(await refusal(confirm([id], `${year}-01-01`))).toBe('nothing_to_revise');
		const [made] = (await listRevisions(accountant, { lease: id, limit: 25 })).items;
		expect((await readText(await letter(made?.id, 'fr'))).replace(/\s+/g, ' ')).toMatch(/provisoire/);
		const awaited = async () =>
			(await listAwaited(accountant)).items.find(({ index, quarter }) => index === 'ICC' && quarter === '2025-Q1');
		expect(await awaited()).toMatchObject({ provisional: 1, due: 0, usuallyOutOn: '2025-07-01', isOut: true });
		await importIndices(
			accountant,
			ImportIndices.parse({ indices: [{ kind: 'ICC', quarter: '2025-Q1', value: 2146, publishedOn: '2025-06-26' }], settle: false })
		);
		expect(await awaited()).toBeUndefined();
		expect((await previewRevisions(accountant, { until: `${year}-01-01`, lease: id })).items).toMatchObject([
			{ standing: 'settle', afterCents: 1_156_354 }
		]);
		await confirm([id], `${year}-01-01`);
		const [issued] = await lines(id, { state: 'issued', what: 'rent', from: `${year}-01-01` });
		const differences = await lines(id, { what: 'indexation' });
		expect(differences).toMatchObject([{ fromDay: `${year}-01-01`, netCents: 289_089 - 283_970, ofWhat: 'rent' }]);
		expect(issued?.netCents).toBe(283_970);
		expect((await listRevisions(accountant, { lease: id, limit: 25 })).items).toMatchObject([
			{ targetValue: 2146, provisionalValue: 2108, provisionalCents: 1_135_878, afterCents: 1_156_354 }
		]);
	});

	test('settles what was provisional as soon as its index is taken over', async () => {
		const { id } = await leaseWith(house, { index: 'ILAT', referenceQuarter: '2024-Q4' }, { startsOn: `${year - 1}-01-01`, endsOn: null });
		await confirm([id], `${year}-01-01`);
		await issueRent(accountant, { until: `${year}-03-31`, lease: id });
		expect(await imported({ kind: 'ILAT', quarter: '2025-Q4', value: 140 })).toMatchObject({ added: 1, settled: 1 });
		expect(await lines(id, { what: 'indexation' })).toMatchObject([{ fromDay: `${year}-01-01`, ofWhat: 'rent' }]);
		expect(await lines(id, { what: 'indexation', state: 'issued' })).toEqual([]);
	});

	test('says which index is missing, and never passes one over', async () => {
		const { id } = await leaseWith(house, { index: 'ICC', referenceQuarter: '2021-Q4' });
		expect((await previewRevisions(accountant, { until: '2025-12-31', lease: id })).items).toMatchObject([
			{ standing: 'index_missing', targetQuarter: '2022-Q4' }
		]);
		expect(await refusal(confirm([id], '2025-12-31'))).toBe('nothing_to_revise');
		const other = await leaseWith(house, { index: 'ICC', referenceQuarter: '2022-Q4' });
		expect((await previewRevisions(accountant, { until: '2023-12-31', lease: other.id })).items).toMatchObject([
			{ standing: 'reference_missing' }
		]);
	});

	test('warns of a quarter more or less, and the letter says so in three languages', async () => {
		const terms = { index: 'ICC', referenceQuarter: '2020-Q1', revisionMonths: 36 };
		const { id } = await leaseWith(house, terms, { startsOn: '2020-04-01', endsOn: null });
		await imported({ kind: 'ICC', quarter: '2023-Q1', value: 2230 });
		await confirm([id], '2023-04-01');
		const made = (await listRevisions(accountant, { lease: id, limit: 25 })).items;
		expect(made).toMatchObject([{ targetQuarter: '2023-Q1', exceedsQuarter: true, afterCents: 1_511_864 }]);
		for (const [locale, says] of [
			['fr', /Nouveau loyer.*15\s?118,64.*L145/],
			['de', /Neue Miete.*15\.118,64.*L145/],
			['en', /New rent.*15,118\.64.*L145/]
		] as const)
			expect((await readText(await letter(made[0]?.id, locale))).replace(/\s+/g, ' ')).toMatch(says);
	});
});

describe('the schedule', () => {
	test('is written for last year, this and the next, with VAT as the building has it', async () => {
		const { id: of } = await building(house);
		const { id } = await leaseWith(house, { charges: 'provision', chargesCents: 2000 });
		expect((await lines(id))[0]).toMatchObject({ dueOn: `${year - 1}-01-01`, vatCase: 'exempt', vatCents: 0 });
		expect(await sumRent(accountant, { lease: id, q: '', state: 'all' })).toMatchObject({
			count: 24,
			netCents: 3 * 1_400_000,
			vatCents: 0
		});
		const row = await db
			.selectFrom('leaseUnits')
			.innerJoin('units', 'units.id', 'leaseUnits.unit')
			.innerJoin('floors', 'floors.id', 'units.floor')
			.select('floors.building')
			.where('leaseUnits.lease', '=', id)
			.executeTakeFirstOrThrow();
		expect(row.building).not.toBe(of);
		await setVatOption(accountant, { building: row.building, since: `${year}-01-01` });
		expect(await sumRent(accountant, { lease: id, q: '', state: 'all' })).toMatchObject({ netCents: 4_200_000, vatCents: 560_000 });
	});

	test('changes only what is not issued, and settles the rest by lines of difference', async () => {
		const { id } = await leaseWith(house, { charges: 'flat', chargesBasis: 'lease', chargesCents: 40_000 });
		await issueRent(accountant, { until: `${year - 1}-06-30`, lease: id });
		const before = await lines(id, { state: 'issued' });
		await agreed(id, { payment: 'monthly', steps: [{ from: `${year - 1}-04-01`, rentCents: 13_200 }] });
		expect(await lines(id, { state: 'issued' })).toEqual(before);
		expect((await told(id, { what: 'correction' })).sort()).toEqual(
			[
				['correction', `${year - 1}-01-01`, -10_000],
				['correction', `${year - 1}-04-01`, -10_000],
				['correction', `${year - 1}-04-01`, 30_000]
			].sort()
		);
		expect((await told(id, { state: 'open', what: 'rent' }))[0]).toEqual(['rent', `${year - 1}-07-01`, 110_000]);
		await issueRent(accountant, { until: `${year + 1}-12-31`, lease: id });
		expect(await refusal(issueRent(accountant, { until: `${year + 1}-12-31`, lease: id }))).toBe('nothing_to_issue');
		const whole = await sumRent(accountant, { lease: id, q: '', state: 'issued' });
		expect(whole.netCents).toBe(300_000 + 3 * 330_000 + 2 * 1_320_000);
	});

	test('gives interest on a deposit beyond two terms, for commercial leases, and settles it when the rate becomes known', async () => {
		const monthly = { payment: 'monthly', depositMonths: 3, rentBeforeCents: 1_000_000 };
		const { id } = await leaseWith(house, monthly);
		const other = await leaseWith(house, monthly, { kind: 'service' });
		expect((await sumRent(accountant, { lease: id, q: '', state: 'all', what: 'smoothing' })).count).toBe(0);
		await setDepositRate(accountant, SetDepositRate.parse({ from: `${year - 1}-01-01`, percent: 3.65, source: 'Essai' }));
		expect((await lines(id, { what: 'deposit_interest' })).map(({ dueOn, netCents }) => [dueOn, netCents])).toEqual(
			[year - 1, year, year + 1].map((of) => [`${of}-12-31`, of % 4 ? -3_650 : -3_660])
		);
		expect(await lines(other.id, { what: 'deposit_interest' })).toEqual([]);
		await issueRent(accountant, { until: `${year}-12-31`, lease: id });
		await setDepositRate(accountant, SetDepositRate.parse({ from: `${year - 1}-01-01`, percent: 7.3, source: 'Essai' }));
		expect((await lines(id, { what: 'correction' })).map(({ ofWhat, fromDay }) => [ofWhat, fromDay]).sort()).toEqual([
			['deposit_interest', `${year - 1}-01-01`],
			['deposit_interest', `${year}-01-01`]
		]);
		expect(await findLeaseRent(accountant, { lease: id })).toMatchObject({
			beyondCents: 100_000,
			interestRate: 730,
			smoothing: [
				{ from: '2022-07-01', ceilingCents: 1_100_000, paidCents: 1_100_000 },
				{ from: '2023-07-01', ceilingCents: 1_210_000, paidCents: 1_200_000 }
			]
		});
		expect(
			await refusal(setDepositRate(await newcomer('mulhouse'), SetDepositRate.parse({ from: '2000-01-01', percent: 1, source: 'x' })))
		).toBe('forbidden');
	});

	test('ends with its lease: what was issued beyond goes back to the day', async () => {
		const { id } = await leaseWith(house, {}, { depositCents: 300_000 });
		await issueRent(accountant, { until: `${year + 1}-12-31`, lease: id });
		await endLease(house, EndLease.parse({ lease: id, version: 1, endsOn: `${year}-11-15` }));
		const back = await lines(id, { state: 'open' });
		expect(
			back
				.filter(({ ofWhat }) => ofWhat === 'rent')
				.map(({ netCents }) => netCents)
				.sort((a, b) => a - b)
		).toEqual([-300_000, -300_000, -300_000, -300_000, 150_000 - 300_000]);
		expect(back.filter(({ what }) => what === 'deposit').map(({ dueOn, netCents }) => [dueOn, netCents])).toEqual([
			[`${year}-11-15`, -300_000]
		]);
	});

	test('is found by firm, number and period, and by the tenant for themselves only', async () => {
		const of = await tenant(house);
		const { id } = await leaseWith(house);
		const { number } = await findLeaseRent(accountant, { lease: id });
		expect((await listRent(accountant, ListRent.parse({ q: number, from: `${year}-01-01`, until: `${year}-03-31` }))).items).toHaveLength(
			1
		);
		expect(await refusal(listRent(accountant, ListRent.parse({ from: '2026-02-01', until: '2026-01-01' })))).toBe('ends_before_it_begins');
		const owner = await newcomer('mulhouse', ['member'], of);
		const mine = await listDue(owner, { organisation: of, limit: 100 });
		expect(mine.items.length).toBeGreaterThan(0);
		expect(mine.items.every((line) => line.tenant === of)).toBe(true);
		expect(await refusal(listDue(await newcomer('mulhouse'), { organisation: of, limit: 5 }))).toBe('forbidden');
		expect(await refusal(listRent(owner, ListRent.parse({})))).toBe('forbidden');
	});
});

describe('service charges', () => {
	test('shares and the landlord’s part are the cost to the cent, each by its surface and days', () => {
		const stay = fc.record({
			lease: fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: null }),
			building: fc.constantFrom('one', 'two'),
			size: fc.integer({ min: 1, max: 10_000_000 }),
			days: fc.integer({ min: 0, max: 366 }),
			weight: fc.integer({ min: 1, max: 300 }),
			settles: fc.boolean()
		});
		const cost = fc.record({
			cents: fc.integer({ min: 0, max: 10_000_000_000 }),
			building: fc.constantFrom(null, 'one', 'two'),
			isChargeable: fc.boolean()
		});
		fc.assert(
			fc.property(cost, fc.array(stay, { maxLength: 30 }), (of, stays) => {
				const { shares, landlordCents, whole } = sharesOf(of, stays as Stay[]);
				expect(shares.reduce((sum, { cents }) => sum + cents, landlordCents)).toBe(of.cents);
				expect(landlordCents).toBeGreaterThanOrEqual(0);
				for (const { weight, cents } of shares) {
					const off = BigInt(cents) * whole - BigInt(of.cents) * weight;
					expect(off < whole && off > -whole).toBe(true);
				}
			})
		);
	});

	/** A floor of two units, of which one is let with provisions from July on, and the statement of last year for its site. */
	async function arrangedSite(startsOn = `${year - 1}-07-01`) {
		const on = await floor(house);
		const units = [await unit(house, on), await unit(house, on, 10)];
		await addUnit(
			house,
			AddUnit.parse({ floor: on.id, number: `C${on.id.slice(0, 6)}`, use: 'shared', shape: rectangle(20, 0, 10, 10), from: '2020-01-01' })
		);
		const { id: lease } = await leaseWith(
			house,
			{ charges: 'provision', chargesBasis: 'lease', chargesCents: 120_000 },
			{ units: [units[0]?.id], startsOn, endsOn: null }
		);
		await leaseWith(
			house,
			{ charges: 'flat', chargesBasis: 'lease', chargesCents: 90_000 },
			{ units: [units[1]?.id], startsOn: startsOn > `${year - 1}-10-01` ? startsOn : `${year - 1}-10-01`, endsOn: null }
		);
		const { site } = await db
			.selectFrom('floors')
			.innerJoin('buildings', 'buildings.id', 'floors.building')
			.select('buildings.site')
			.where('floors.id', '=', on.id)
			.executeTakeFirstOrThrow();
		const { id: statement } = await openStatement(accountant, { site, year: year - 1 });
		return { lease, statement, site };
	}
	const costs = (statement: string, ...all: object[]) => addCosts(accountant, AddCosts.parse({ statement, costs: all }));

	test('the tenant bears its surface and days, the landlord what is empty, flat or not chargeable', async () => {
		const { lease, statement } = await arrangedSite();
		await issueRent(accountant, { until: `${year - 1}-12-31`, lease });
		await costs(statement, { kind: 'energy', cents: 1_000_000 }, { kind: 'major_works', label: 'Toiture', cents: 5_000_000 });
		const days = (Date.UTC(year, 0, 1) - Date.UTC(year - 1, 0, 1)) / 86_400_000;
		const share = Math.round((1_000_000 * 100 * 184) / (200 * days));
		const told_ = await findStatement(accountant, { statement });
		expect(told_.tenants).toMatchObject([
			{ lease, m2: 100, days: 184, shareCents: share, provisionCents: 60_000, balanceCents: share - 60_000 }
		]);
		expect(told_.totals).toEqual({
			costCents: 6_000_000,
			shareCents: share,
			landlordCents: 6_000_000 - share,
			provisionCents: 60_000,
			balanceCents: share - 60_000
		});
		expect(told_.costs.find(({ kind }) => kind === 'major_works')).toMatchObject({ isChargeable: false, landlordCents: 5_000_000 });
		const said = (await readText(await statementPapers(accountant, statement, lease, 'fr'))).replace(/\s+/g, ' ');
		expect(said).toMatch(/10 000,00/);
		expect(said).not.toMatch(/50 000,00/);
	});

	test('closed, it stays as it is, and its balance is in the schedule', async () => {
		const { lease, statement } = await arrangedSite();
		await issueRent(accountant, { until: `${year - 1}-12-31`, lease });
		expect(await refusal(closeStatement(accountant, { statement }))).toBe('statement_without_costs');
		await costs(statement, { kind: 'water', cents: 400_000 });
		const { tenants, totals } = await findStatement(accountant, { statement });
		await closeStatement(accountant, { statement });
		await agreed(lease, { charges: 'none' });
		expect(await findStatement(accountant, { statement })).toMatchObject({ tenants, totals });
		expect(await lines(lease, { what: 'charges_balance' })).toMatchObject([{ netCents: tenants[0]?.balanceCents, ofWhat: 'charges' }]);
		expect(await refusal(costs(statement, { kind: 'water', cents: 1 }))).toBe('statement_is_closed');
		expect(await refusal(closeStatement(accountant, { statement }))).toBe('statement_is_closed');
	});

	test('what cannot be is refused', async () => {
		const { statement, site } = await arrangedSite();
		expect(await refusal(openStatement(accountant, { site, year: year - 1 }))).toBe('statement_exists');
		expect(await refusal(openStatement(accountant, { site, year: year + 1 }))).toBe('year_has_not_begun');
		expect(AddCosts.safeParse({ statement, costs: [{ kind: 'water', cents: -1 }] }).error?.issues[0]?.message).toBe('cost_is_negative');
		const { id } = await openStatement(accountant, { site, year });
		await costs(id, { kind: 'water', cents: 1 });
		expect(await refusal(closeStatement(accountant, { statement: id }))).toBe('year_is_not_over');
		const elsewhere = await arranged(house, () => building(house));
		expect(await refusal(costs(statement, { kind: 'water', cents: 1, building: elsewhere.id }))).toBe('refers_to_nothing');
	});

	test('wait at the desk and among the alarms until they are closed', async () => {
		const { statement, site, lease } = await arrangedSite(`${year - 2}-07-01`);
		const { id: older } = await openStatement(accountant, { site, year: year - 2 });
		const alarms = async () =>
			(await listAlarms(accountant, ListAlarms.parse({ limit: 100, q: (await findLeaseRent(accountant, { lease })).number }))).items
				.filter(({ alarm }) => alarm.startsWith('statement_'))
				.map(({ alarm, day, isHard }) => [alarm, day, isHard]);
		const now = new Date().toISOString().slice(0, 10);
		const due = now > `${year}-09-30` ? ['statement_late', `${year}-09-30`, true] : ['statement_due', `${year}-09-30`, false];
		const waits = async () =>
			(await listDesk(accountant, ListDesk.parse({ kind: 'charges_due', limit: 100 }))).items
				.filter(({ record }) => record.startsWith(site))
				.map(({ record, statement: begun }) => [record, begun]);
		expect(await alarms()).toEqual(now >= `${year}-07-30` ? [due] : []);
		expect((await waits()).sort()).toEqual([
			[`${site}.${year - 2}`, older],
			[`${site}.${year - 1}`, statement]
		]);
		for (const id of [older, statement]) {
			await costs(id, { kind: 'water', cents: 100 });
			await closeStatement(accountant, { statement: id });
		}
		expect(await alarms()).toEqual([]);
		expect(await waits()).toEqual([]);
		expect(await refusal(listDesk(await newcomer('mulhouse'), ListDesk.parse({})))).toBe('forbidden');
	});

	test('and works of three years before and after are told in time to tenants under commercial leases', async () => {
		const { statement, site, lease } = await arrangedSite(monthsAfter(`${year}-${new Date().toISOString().slice(5, 8)}15`, -35));
		await costs(
			statement,
			{ kind: 'maintenance', label: 'Chaudière', cents: 200_000 },
			{ kind: 'major_works', label: 'Toiture', cents: 900_000 },
			{ kind: 'water', cents: 1 }
		);
		const plan = (more: object) => planWork(accountant, PlanWork.parse({ site, year: year + 1, label: 'Façade', cents: 700_000, ...more }));
		const { id: work } = await plan({});
		expect(await refusal(plan({ year: year + 4 }))).toBe('work_beyond_three_years');
		expect(await refusal(plan({ building: site }))).toBe('refers_to_nothing');
		const report = await findWorksReport(accountant, { site });
		expect(report.past).toMatchObject({
			cents: 1_100_000,
			works: [
				{ label: 'Chaudière', isCharged: true },
				{ label: 'Toiture', isCharged: false }
			]
		});
		expect(report.ahead).toMatchObject({ cents: 700_000, works: [{ id: work, year: year + 1, label: 'Façade', isCharged: null }] });
		expect(report.due).toMatchObject([{ lease }]);
		const said = (await readText((await printWorks(accountant, { site, lease })).bytes)).replace(/\s+/g, ' ');
		expect(said).toMatch(/Façade 7 000,00.*Chaudière.*2 000,00.*Toiture.*R145-37/);
		await removePlannedWork(accountant, { work });
		expect((await findWorksReport(accountant, { site })).ahead.works).toEqual([]);
	});
});

describe('papers and rolls', () => {
	test('notices and schedules are for who answers for rents, and for the tenant of the lease', async () => {
		const of = await tenant(house);
		const { id } = await leaseWith(house, { charges: 'flat', chargesBasis: 'lease', chargesCents: 40_000 }, { tenant: of });
		const asked = PrintNotices.parse({ lease: id, from: `${year}-04-01`, until: `${year}-07-31`, lang: 'fr' });
		const owner = await newcomer('mulhouse', ['member'], of);
		const said = (await readText((await printNotices(owner, asked)).bytes)).replace(/\s+/g, ' ');
		expect(said).toMatch(/1 avril.*3 100,00.*À payer.*1 juillet.*3 100,00.*À payer/);
		const zip = unzipSync((await printNotices(owner, { ...asked, as: 'zip' })).bytes);
		expect(Object.keys(zip).map((name) => name.slice(-14))).toEqual([`${year}-04-01.pdf`, `${year}-07-01.pdf`]);
		expect((await readText((await printSchedule(owner, { lease: id, lang: 'de' })).bytes)).replace(/\s+/g, ' ')).toMatch(
			/Zahlungsplan.*Nebenkosten/
		);
		const stranger = await newcomer('mulhouse');
		expect(await refusal(printNotices(stranger, asked))).toBe('forbidden');
		expect(await refusal(printSchedule(stranger, { lease: id }))).toBe('forbidden');
		expect(await refusal(printNotices(owner, { ...asked, lease: undefined }))).toBe('forbidden');
		expect(await refusal(printNotices(accountant, { ...asked, until: `${year - 1}-01-01` }))).toBe('ends_before_it_begins');
		expect(await refusal(printNotices(accountant, { ...asked, until: `${year + 2}-01-01` }))).toBe('notices_within_a_year');
	});

	test('the roll of a year is what its lines say, with deposits apart', async () => {
		const { id } = await leaseWith(house, { charges: 'flat', chargesBasis: 'lease', chargesCents: 40_000, depositMonths: 3 });
		const { number } = await findLeaseRent(accountant, { lease: id });
		await issueRent(accountant, { until: `${year}-03-31`, lease: id });
		expect((await listRoll(accountant, ListRoll.parse({ q: number, year }))).items).toMatchObject([
			{
				lease: id,
				m2: 100,
				rentCents: 1_200_000,
				chargesCents: 40_000,
				netCents: 1_240_000,
				vatCents: 0,
				issuedCents: 310_000,
				depositCents: 0
			}
		]);
		expect(await sumRoll(accountant, { q: number, year })).toMatchObject({ count: 1, totalCents: 1_240_000 });
		expect(await refusal(listRoll(await newcomer('mulhouse'), ListRoll.parse({})))).toBe('forbidden');
	});
});
