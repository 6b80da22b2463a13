import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayAfter } from '../days.ts';
import { rounded, sharedOut } from './amounts.ts';
import {
	beyondTwoTerms,
	ceilingOn,
	depositsOf,
	indexed,
	interestOf,
	linesOf,
	paidOn,
	ofPeriod,
	periodsOf,
	rentOn,
	type Rented
} from './due.ts';
import { monthsAfter, periodsBetween } from './months.ts';
import { LeaseTerms } from './terms.ts';

const rented = (terms: object = {}, more: Partial<Rented> = {}): Rented => ({
	startsOn: '2025-01-01',
	endsOn: null,
	rentCents: 12_000,
	depositCents: 0,
	units: [100],
	terms: LeaseTerms.parse(terms),
	revisions: [],
	interest: [],
	vatOn: () => 'option',
	...more
});
const [quarter] = periodsBetween('2025-01-01', '2025-03-31', 3) as [ReturnType<typeof periodsBetween>[number]];
const owed = (of: Rented, from: string, until: string) => periodsOf(of, from, until, []).flatMap((period) => linesOf(of, period));
const sum = (lines: { netCents: number }[]) => lines.reduce((all, { netCents }) => all + netCents, 0);

describe('the index', () => {
	const of = (reference: number, target: number, base = 1_200_000) => indexed(base, { hundredths: target, referenceHundredths: reference });

	test('moves a rent up and down by the values that were published', () => {
		// ILAT: 2019-Q2 114.47, 2020-Q2 114.33, 2021-Q2 116.46; ILC: 2024-Q1 134.58, 2024-Q2 136.72.
		expect(of(11_447, 11_433)).toBe(1_198_532);
		expect(of(11_447, 11_646)).toBe(1_220_861);
		expect(of(12_859, 13_064)).toBe(1_219_131);
		expect(of(13_458, 13_672)).toBe(1_219_082);
		expect(of(11_433, 11_447)).toBeGreaterThan(1_200_000);
	});

	test('is applied to the rent that was agreed, so that nothing is rounded twice', () => {
		const year = rented(
			{},
			{
				revisions: [
					{ effectiveOn: '2026-01-01', hundredths: 11_433, referenceHundredths: 11_447 },
					{ effectiveOn: '2027-01-01', hundredths: 11_646, referenceHundredths: 11_447 }
				]
			}
		);
		expect(['2025-12-31', '2026-01-01', '2027-06-01'].map((day) => rentOn(year, day))).toEqual([1_200_000, 1_198_532, 1_220_861]);
	});

	test('within a quarter changes the rent from its day', () => {
		const mid = rented({}, { revisions: [{ effectiveOn: '2025-03-01', hundredths: 11_646, referenceHundredths: 11_447 }] });
		// 59 days at 3,000.00 and 31 at 3,052.15, of 90.
		expect(linesOf(mid, quarter)).toMatchObject([{ what: 'rent', netCents: rounded(300_000n * 59n + 305_215n * 31n, 90n) }]);
	});
});

describe('to the day', () => {
	test('a part of a quarter costs its days over the days of the quarter', () => {
		const late = rented({}, { startsOn: '2025-02-10', endsOn: '2025-03-20' });
		expect(linesOf(late, quarter)).toEqual([
			{
				what: 'rent',
				periodFrom: '2025-01-01',
				periodUntil: '2025-03-31',
				fromDay: '2025-02-10',
				untilDay: '2025-03-20',
				dueOn: '2025-02-10',
				netCents: rounded(300_000n * 39n, 90n),
				vatCase: 'option',
				vatRate: 2000,
				vatCents: 26_000
			}
		]);
		expect(
			linesOf(rented({ payment: 'monthly', paid: 'arrears' }, { startsOn: '2024-02-15' }), {
				from: '2024-02-01',
				until: '2024-02-29',
				nth: 1
			})
		).toMatchObject([{ netCents: rounded(100_000n * 15n, 29n), dueOn: '2024-02-29' }]);
	});

	test('a month that has no such day ends on its last', () => {
		expect(monthsAfter('2024-11-30', 3)).toBe('2025-02-28');
		expect(monthsAfter('2023-11-30', 3)).toBe('2024-02-29');
		expect(monthsAfter('2025-01-31', -2)).toBe('2024-11-30');
	});

	test('months and quarters of a year make the year, whatever the rent', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 900_000_000 }), (year) => {
				for (const months of [1, 3] as const)
					expect(periodsBetween('2025-01-01', '2025-12-31', months).reduce((all, period) => all + ofPeriod(year, period), 0)).toBe(year);
			})
		);
		const odd = rented({ payment: 'monthly' }, { rentCents: 12_345, units: [91.37, 8.8] });
		expect(sum(owed(odd, '2025-01-01', '2025-12-31'))).toBe(rentOn(odd, '2025-06-01'));
	});

	test('a franchise gives back what it says, to its last day, and charges are paid meanwhile', () => {
		const gift = rented({ franchiseMonths: 2, charges: 'flat', chargesBasis: 'lease', chargesCents: 40_000 }, { startsOn: '2025-01-16' });
		expect(linesOf(gift, quarter).map(({ what, netCents, untilDay }) => [what, netCents, untilDay])).toEqual([
			['rent', rounded(300_000n * 75n, 90n), '2025-03-31'],
			['franchise', -rounded(300_000n * 59n, 90n), '2025-03-15'],
			['charges', rounded(10_000n * 75n, 90n), '2025-03-31']
		]);
		const half = rented({ franchiseMonths: 12, franchisePercent: 50 });
		expect(sum(owed(half, '2025-01-01', '2025-12-31'))).toBe(600_000);
	});

	test('steps begin on their day', () => {
		const steps = rented({ steps: [{ from: '2025-07-01', rentCents: 18_000 }] });
		expect(owed(steps, '2025-01-01', '2025-12-31').map(({ netCents }) => netCents)).toEqual([300_000, 300_000, 450_000, 450_000]);
	});
});

describe('a rent that was freed from its ceiling', () => {
	const freed = rented({ rentBeforeCents: 900_000 }, { startsOn: '2025-02-01' });

	test('rises by a tenth of the year before until it is whole', () => {
		const days = ['2025-02-01', '2026-01-31', '2026-02-01', '2027-02-01', '2028-02-01'];
		expect(days.map((day) => ceilingOn(freed, day))).toEqual([990_000, 990_000, 1_089_000, 1_197_900, 1_317_690]);
		expect(days.map((day) => paidOn(freed, day))).toEqual([990_000, 990_000, 1_089_000, 1_197_900, 1_200_000]);
		expect(rented().terms.rentBeforeCents).toBeUndefined();
		expect(paidOn(rented(), '2025-02-01')).toBe(1_200_000);
	});

	test('shows the whole rent and what is let off, to the day of its anniversary, and its franchise on what is left', () => {
		const [, second] = periodsBetween('2025-01-01', '2026-03-31', 3).slice(3);
		// 31 days at 9,900.00 a year and 59 at 10,890.00, of 90.
		expect(linesOf(freed, second as typeof quarter)).toMatchObject([
			{ what: 'rent', netCents: 300_000 },
			{ what: 'smoothing', netCents: -rounded(52_500n * 31n + 27_750n * 59n, 90n) }
		]);
		const gift = rented({ rentBeforeCents: 900_000, franchiseMonths: 3, franchisePercent: 50 });
		expect(linesOf(gift, quarter).map(({ what, netCents }) => [what, netCents])).toEqual([
			['rent', 300_000],
			['smoothing', -52_500],
			['franchise', -123_750]
		]);
	});
});

test('what a deposit exceeds two terms by bears interest, day by day at the rate of its day', () => {
	const more = {
		depositCents: 300_000,
		interest: [
			{ from: '2024-01-01', rate: 250 },
			{ from: '2025-07-02', rate: 300 }
		]
	};
	const monthly = rented({ payment: 'monthly' }, more);
	expect(beyondTwoTerms(monthly, '2025-03-01')).toBe(100_000);
	expect(beyondTwoTerms(rented({}, more), '2025-03-01')).toBe(0);
	// 182 days at 2.5 %, 183 at 3 %.
	expect(interestOf(monthly, '2025')).toMatchObject({
		what: 'deposit_interest',
		dueOn: '2025-12-31',
		netCents: -rounded(100_000n * (182n * 250n + 183n * 300n), 3_650_000n),
		vatCase: 'outside'
	});
	expect(interestOf(rented({ payment: 'monthly' }, { ...more, endsOn: '2025-01-31' }), '2025')).toMatchObject({
		dueOn: '2025-01-31',
		netCents: -rounded(100_000n * 31n * 250n, 3_650_000n)
	});
	expect(interestOf(rented({}, more), '2025')).toBeNull();
	expect(interestOf(rented({ payment: 'monthly' }, { depositCents: 300_000 }), '2025')).toBeNull();
});

test('a deposit follows the index where the lease says so, and goes back at the end', () => {
	const more = {
		depositCents: 300_000,
		endsOn: '2027-12-31',
		revisions: [{ effectiveOn: '2026-01-01', hundredths: 11_000, referenceHundredths: 10_000 }]
	};
	expect(depositsOf(rented({ depositIndexed: true }, more)).map(({ dueOn, netCents }) => [dueOn, netCents])).toEqual([
		['2025-01-01', 300_000],
		['2026-01-01', 30_000],
		['2027-12-31', -330_000]
	]);
	expect(sum(depositsOf(rented({}, more)))).toBe(0);
	expect(depositsOf(rented({}, more)).every(({ vatCase, vatCents }) => vatCase === 'outside' && vatCents === 0)).toBe(true);
});

test('whatever was issued in another rhythm, each day of a year is asked for once', () => {
	fc.assert(
		fc.property(fc.subarray([...Array(12).keys()]), fc.boolean(), (months, quarterly) => {
			const year = periodsBetween('2025-01-01', '2025-12-31', quarterly ? 3 : 1);
			const issued = year.filter((_, nth) => months.includes(nth));
			const of = rented({ payment: quarterly ? 'monthly' : 'quarterly' });
			const days = [...issued, ...periodsOf(of, '2025-01-01', '2025-12-31', issued)].sort((a, b) => a.from.localeCompare(b.from));
			expect(days[0]?.from).toBe('2025-01-01');
			for (const [nth, period] of days.entries()) expect(days[nth + 1]?.from ?? '2026-01-01').toBe(dayAfter(period.until));
		})
	);
});

test('parts of a whole make the whole to the cent, each within a cent of its due', () => {
	const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 40 }).filter((all) => all.some(Boolean));
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), weights, (whole, all) => {
			const parts = sharedOut(whole, all);
			expect(parts.reduce((one, other) => one + other, 0)).toBe(whole);
			const total = all.reduce((one, other) => one + other, 0n);
			for (const [nth, part] of parts.entries()) {
				const off = BigInt(part) * total - BigInt(whole) * (all[nth] as bigint);
				expect(off < total && off > -total).toBe(true);
			}
		})
	);
});
