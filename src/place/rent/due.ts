// What a lease owes, from its terms alone: knows no database, so that its promises can be tried on a million leases.
import { dayAfter, daysBetween } from '../days.ts';
import { hundredths, rounded, yearRent } from './amounts.ts';
import { vatRates, type VatCase } from './choices.ts';
import { monthsAfter, periodsBetween, type Period } from './months.ts';
import type { LeaseTerms } from './terms.ts';

/** A revision as it counts now: with the index of its target quarter, or the provisional one. */
export interface Revision {
	effectiveOn: string;
	hundredths: number;
	referenceHundredths: number;
}

/** All that a rent is made from. */
export interface Rented {
	startsOn: string;
	endsOn: string | null;
	rentCents: number;
	depositCents: number;
	/** Square metres of each unit. */
	units: readonly number[];
	terms: LeaseTerms;
	/** In their order. */
	revisions: readonly Revision[];
	/** What its deposit bears a year beyond two terms, in hundredths of a percent, from each day on; nothing where the law asks for none. */
	interest: readonly { from: string; rate: number }[];
	/** How VAT stands on a day. */
	vatOn: (day: string) => VatCase;
}

export type Owed = 'rent' | 'smoothing' | 'franchise' | 'charges' | 'deposit' | 'deposit_interest';

export interface Line {
	what: Owed;
	periodFrom: string;
	periodUntil: string;
	fromDay: string;
	untilDay: string;
	dueOn: string;
	netCents: number;
	vatCase: VatCase;
	vatRate: number;
	vatCents: number;
}

/** The rent of a year that was agreed for a day, before any index. */
export function agreedOn({ terms, rentCents, units }: Rented, day: string): number {
	const step = terms.steps.findLast(({ from }) => from <= day);
	return yearRent(terms.rentBasis, step?.rentCents ?? rentCents, units.map(hundredths));
}

/** `newRent = baseRent × I(target) / I(reference)`, in whole cents: rounded once, at the end. */
export const indexed = (baseCents: number, { hundredths: target, referenceHundredths }: Omit<Revision, 'effectiveOn'>) =>
	rounded(BigInt(baseCents) * BigInt(target), BigInt(referenceHundredths));

/** The rent of a year as it is paid on a day, without its franchise. */
export function rentOn(rented: Rented, day: string): number {
	const revision = rented.revisions.findLast(({ effectiveOn }) => effectiveOn <= day);
	const base = agreedOn(rented, day);
	return revision ? indexed(base, revision) : base;
}

/**
 * The most that a rent freed from its ceiling may be in the year of the lease that a day lies in: a tenth more each year than what was paid in the year
 * before (Code de commerce, art. L145-34). None where nothing was paid before.
 */
export function ceilingOn({ terms, startsOn }: Rented, day: string): number | null {
	if (!terms.rentBeforeCents) return null;
	let years = 1n;
	while (monthsAfter(startsOn, Number(years) * 12) <= day) years++;
	return rounded(BigInt(terms.rentBeforeCents) * 11n ** years, 10n ** years);
}

/** The rent of a year as it is paid on a day: what the index makes of it, or its ceiling. */
export function paidOn(rented: Rented, day: string): number {
	const [rent, ceiling] = [rentOn(rented, day), ceilingOn(rented, day)];
	return ceiling === null ? rent : Math.min(rent, ceiling);
}

/** The first days of the years of a lease that lie within these days, where its rent is smoothed. */
function anniversaries({ terms, startsOn }: Rented, from: string, until: string): string[] {
	if (!terms.rentBeforeCents) return [];
	const days: string[] = [];
	for (let years = 0, day = startsOn; day <= until; day = monthsAfter(startsOn, ++years * 12)) if (day >= from) days.push(day);
	return days;
}

/** The charges of a year. */
export function chargesOf({ terms, units }: Rented): number {
	if (terms.charges === 'none') return 0;
	if (terms.chargesBasis === 'lease') return terms.chargesCents;
	return units.reduce((sum, m2) => sum + rounded(BigInt(terms.chargesCents) * BigInt(hundredths(m2)), 100n), 0);
}

/** What a whole calendar period costs at so much a year. Twelve months, four quarters or any mixture of them make the year to the cent. */
export function ofPeriod(yearCents: number, { from, until }: Pick<Period, 'from' | 'until'>): number {
	const upTo = (months: number) => rounded(BigInt(yearCents) * BigInt(months), 12n);
	return upTo(Number(until.slice(5, 7))) - upTo(Number(from.slice(5, 7)) - 1);
}

/** Where the amount of a year changes within these days, as runs of days. */
function runs(from: string, until: string, cuts: readonly string[]): { from: string; days: number }[] {
	const starts = [from, ...cuts.filter((cut) => cut > from && cut <= until).sort()];
	return [...new Set(starts)].map((start, nth, all) => ({ from: start, days: daysBetween(start, all[nth + 1] ?? dayAfter(until)) }));
}

/** The days of a period that a lease pays for; null if none. */
function paidDays({ startsOn, endsOn }: Rented, period: Period): { from: string; until: string } | null {
	const from = startsOn > period.from ? startsOn : period.from;
	const until = endsOn && endsOn < period.until ? endsOn : period.until;
	return from <= until ? { from, until } : null;
}

const cutsOf = ({ terms, revisions }: Rented) => [
	...terms.steps.map(({ from }) => from),
	...revisions.map(({ effectiveOn }) => effectiveOn)
];

/**
 * Rent, franchise and charges of one calendar period. Days are counted as they are: a part of a month or a quarter costs its days over the days
 * of that month or quarter, and is rounded once.
 */
export function linesOf(rented: Rented, period: Period): Line[] {
	const { terms, startsOn } = rented;
	const paid = paidDays(rented, period);
	if (!paid) return [];
	const whole = BigInt(daysBetween(period.from, period.until) + 1);
	const cuts = [...cutsOf(rented), ...anniversaries(rented, paid.from, paid.until)];
	const over = (from: string, until: string, yearOn: (day: string) => number) =>
		runs(from, until, cuts).reduce((sum, run) => sum + BigInt(ofPeriod(yearOn(run.from), period)) * BigInt(run.days), 0n);
	const rent = (day: string) => rentOn(rented, day);
	const line = (what: Owed, netCents: number, from = paid.from, until = paid.until) =>
		withVat(rented.vatOn(paid.from), {
			what,
			periodFrom: period.from,
			periodUntil: period.until,
			fromDay: from,
			untilDay: until,
			dueOn: terms.paid === 'advance' ? paid.from : paid.until,
			netCents
		});
	const lines = [line('rent', rounded(over(paid.from, paid.until, rent), whole))];
	const less = over(paid.from, paid.until, (day) => rentOn(rented, day) - paidOn(rented, day));
	lines.push(line('smoothing', -rounded(less, whole)));
	const last = terms.franchiseMonths ? dayAfter(monthsAfter(startsOn, terms.franchiseMonths), -1) : '';
	if (last >= paid.from) {
		const until = last < paid.until ? last : paid.until;
		const waived = over(paid.from, until, (day) => paidOn(rented, day)) * BigInt(terms.franchisePercent);
		lines.push(line('franchise', -rounded(waived, whole * 100n), paid.from, until));
	}
	const charges = chargesOf(rented);
	if (charges)
		lines.push(
			line(
				'charges',
				rounded(
					over(paid.from, paid.until, () => charges),
					whole
				)
			)
		);
	return lines.filter(({ netCents }) => netCents !== 0);
}

/** The deposit: asked for on the first day, adjusted with each revision where the lease says so, given back on the last. */
export function depositsOf(rented: Rented): Line[] {
	const { startsOn, endsOn, depositCents, terms, revisions } = rented;
	const lines: Line[] = [];
	let held = 0;
	const become = (cents: number, day: string) => {
		if (cents === held) return;
		lines.push(
			withVat('outside', {
				what: 'deposit',
				periodFrom: day,
				periodUntil: day,
				fromDay: day,
				untilDay: day,
				dueOn: day,
				netCents: cents - held
			})
		);
		held = cents;
	};
	become(depositCents, startsOn);
	if (terms.depositIndexed)
		for (const revision of revisions)
			if (!endsOn || revision.effectiveOn <= endsOn) become(indexed(depositCents, revision), revision.effectiveOn);
	if (endsOn) become(0, endsOn);
	return lines;
}

/** What of the deposit exceeds two terms of the rent as it is paid on a day. */
export function beyondTwoTerms(rented: Rented, day: string): number {
	const { depositCents, terms, revisions } = rented;
	const revision = terms.depositIndexed ? revisions.findLast(({ effectiveOn }) => effectiveOn <= day) : undefined;
	const held = revision ? indexed(depositCents, revision) : depositCents;
	return Math.max(0, held - rounded(BigInt(paidOn(rented, day)), terms.payment === 'monthly' ? 6n : 2n));
}

/**
 * The interest that the tenant gets for a calendar year on what of the deposit exceeds two terms (Code de commerce, art. L145-40), day by day over 365, and
 * rounded once; null if none.
 */
export function interestOf(rented: Rented, year: string): Line | null {
	const { interest } = rented;
	const period = { from: `${year}-01-01`, until: `${year}-12-31`, nth: 0 };
	const paid = paidDays(rented, period);
	if (!paid || !interest.length || !rented.depositCents) return null;
	const cuts = [...cutsOf(rented), ...interest.map(({ from }) => from), ...anniversaries(rented, paid.from, paid.until)];
	const borne = runs(paid.from, paid.until, cuts).reduce((sum, { from, days }) => {
		const rate = interest.findLast((one) => one.from <= from)?.rate ?? 0;
		return sum + BigInt(beyondTwoTerms(rented, from)) * BigInt(rate) * BigInt(days);
	}, 0n);
	const cents = rounded(borne, 3_650_000n);
	if (!cents) return null;
	return withVat('outside', {
		what: 'deposit_interest',
		periodFrom: period.from,
		periodUntil: period.until,
		fromDay: paid.from,
		untilDay: paid.until,
		dueOn: paid.until,
		netCents: -cents
	});
}

const withVat = (vatCase: VatCase, line: Omit<Line, 'vatCase' | 'vatRate' | 'vatCents'>): Line => ({
	...line,
	vatCase,
	vatRate: vatRates[vatCase],
	vatCents: vatOf(line.netCents, vatRates[vatCase])
});

export const vatOf = (netCents: number, rate: number) => rounded(BigInt(netCents) * BigInt(rate), 10_000n);

/**
 * The calendar periods of a lease in a window. Where some were issued already in another rhythm, what they leave is told in months, so that no day is asked
 * for twice.
 */
export function periodsOf(
	{ terms, startsOn, endsOn }: Rented,
	from: string,
	until: string,
	issued: readonly { from: string; until: string }[]
) {
	const first = startsOn > from ? startsOn : from;
	const last = endsOn && endsOn < until ? endsOn : until;
	const inside = (period: Period) => issued.some((done) => done.from <= period.from && period.until <= done.until);
	const touched = (period: Period) => issued.some((done) => done.from <= period.until && period.from <= done.until);
	if (last < first) return [];
	return periodsBetween(first, last, terms.payment === 'monthly' ? 1 : 3)
		.flatMap((period) => (touched(period) && !inside(period) ? periodsBetween(period.from, period.until, 1) : [period]))
		.filter((period) => !inside(period));
}
