import { say, type Locale } from '#platform/i18n.ts';
import { dayIn } from '../said.ts';
import type { AwaitedIndex, RevisionDue, RevisionMade } from './revisions.ts';
import { usuallyOutOn } from './quarters.ts';
import { centsIn, indexIn, percentIn, quarterIn } from './said.ts';
import type { RentLine } from './schedule.ts';

export const whatSaid = ({ what, ofWhat }: Pick<RentLine, 'what' | 'ofWhat'>, locale: Locale) => {
	const said = say(`rent_what_${what}`, {}, locale);
	return what === ofWhat || what === 'charges_balance'
		? said
		: say('rent_of', { what: said, of: say(`rent_what_${ofWhat}`, {}, locale) }, locale);
};

/** Lines of rent as their tables show them. */
export function shownLines(lines: readonly RentLine[], hub: string, locale: Locale) {
	const [day, money] = [dayIn(locale), centsIn(locale)];
	const rate = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
	return lines.map((line) => ({
		id: line.id,
		number: line.number,
		href: `/${hub}/place/leases/${line.lease}/rent`,
		tenant: line.tenantName,
		tenantHref: `/${hub}/organisations/${line.tenantSlug}`,
		due: day(line.dueOn),
		what: whatSaid(line, locale),
		period: line.fromDay === line.untilDay ? '' : say('rent_days', { from: day(line.fromDay), until: day(line.untilDay) }, locale),
		net: money(line.netCents),
		vat: money(line.vatCents),
		vatSaid: line.vatRate ? rate.format(line.vatRate / 10_000) : say(`rent_vat_${line.vatCase}`, {}, locale),
		total: money(line.totalCents),
		isIssued: line.issuedAt !== null
	}));
}

/** Revisions, due or made, with the formula that each was made by. */
export function shownRevisions(revisions: readonly (RevisionDue | RevisionMade)[], hub: string, locale: Locale, now: string) {
	const [day, money, index, quarter, percent] = [dayIn(locale), centsIn(locale), indexIn(locale), quarterIn(locale), percentIn(locale)];
	return revisions.map((revision) => {
		const isOpen = revision.targetValue === null;
		const value = revision.targetValue ?? revision.provisionalValue;
		const counted = isOpen ? revision.provisionalQuarter : revision.targetQuarter;
		return {
			id: 'id' in revision ? revision.id : `${revision.lease}-${revision.nth}`,
			lease: revision.lease,
			number: revision.number,
			tenant: revision.tenantName,
			href: `/${hub}/place/leases/${revision.lease}/rent`,
			effective: day(revision.effectiveOn),
			quarters: `${revision.index} ${quarter(revision.referenceQuarter)} → ${quarter(counted ?? revision.targetQuarter)}`,
			formula:
				value === null || revision.referenceValue === null
					? ''
					: `${money(revision.baseCents)} × ${index(value)} / ${index(revision.referenceValue)}`,
			published: revision.publishedOn ? say('rent_published_on', { day: day(revision.publishedOn) }, locale) : '',
			before: money(revision.beforeCents),
			after: revision.afterCents === null ? '' : money(revision.afterCents),
			change:
				revision.afterCents === null || !revision.beforeCents
					? ''
					: percent((revision.afterCents - revision.beforeCents) / revision.beforeCents),
			exceeds: revision.exceedsQuarter,
			standing: standingOf(revision, locale, now),
			isReady: 'standing' in revision && ['ready', 'provisional', 'settle'].includes(revision.standing),
			tone: isOpen ? ('signal' as const) : ('good' as const)
		};
	});
}

function standingOf(revision: RevisionDue | RevisionMade, locale: Locale, now: string) {
	const quarter = quarterIn(locale);
	const lacking = () =>
		say(
			now < usuallyOutOn(revision.targetQuarter) ? 'rent_standing_provisional' : 'rent_standing_provisional_late',
			{ index: revision.index, quarter: quarter(revision.targetQuarter) },
			locale
		);
	if (!('standing' in revision)) {
		if (revision.targetValue === null) return lacking();
		const key = !revision.settledAt ? 'final' : revision.provisionalQuarter ? 'settled' : 'corrected';
		return say(`rent_is_${key}`, {}, locale);
	}
	if (revision.standing === 'provisional') return lacking();
	const of = revision.standing === 'reference_missing' ? revision.referenceQuarter : revision.targetQuarter;
	return say(`rent_standing_${revision.standing}`, { index: revision.index, quarter: quarter(of) }, locale);
}

/** Indices that revisions wait for, with where each is typed. */
export function shownAwaited(awaited: readonly AwaitedIndex[], hub: string, locale: Locale) {
	const [day, quarter] = [dayIn(locale), quarterIn(locale)];
	return awaited.map((one) => ({
		...one,
		id: `${one.index} ${one.quarter}`,
		name: `${one.index} ${quarter(one.quarter)}`,
		quarterSaid: quarter(one.quarter),
		when: say(one.isOut ? 'rent_awaited_out' : 'rent_awaited_soon', { day: day(one.usuallyOutOn) }, locale),
		href: `/${hub}/place/rent/indices?kind=${one.index}&quarter=${one.quarter}#add`
	}));
}
