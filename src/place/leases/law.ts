import { refuse } from '#platform/refusal.ts';
import type { LeaseKind } from '../choices.ts';
import { dayAfter } from '../days.ts';

/** The same day so many months later, or the last of that month where it has no such day. */
export function monthsAfter(day: string, months: number): string {
	const [year, month, date] = day.split('-').map(Number) as [number, number, number];
	const first = new Date(Date.UTC(year, month - 1 + months, 1));
	const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
	first.setUTCDate(Math.min(date, last));
	return first.toISOString().slice(0, 10);
}

export interface Break {
	/** The last day of the lease if the tenant leaves then. */
	on: string;
	/** The last day to say so. */
	noticeBy: string;
}

interface Term {
	kind: LeaseKind;
	startsOn: string;
	endsOn: string | null;
	noticeMonths: number;
}

/** The last day on which one must tell that the last day is `on`. */
export const noticeBy = (on: string, noticeMonths: number) => dayAfter(monthsAfter(dayAfter(on), -noticeMonths), -1);

/** A tenant under a commercial lease may leave at the end of each three years (Code de commerce, art. L145-4). */
export function breaksOf({ kind, startsOn, endsOn, noticeMonths }: Term): Break[] {
	if (kind !== 'commercial') return [];
	const until = endsOn ?? dayAfter(monthsAfter(startsOn, 9 * 12), -1);
	const breaks: Break[] = [];
	for (let years = 3; years < 100; years += 3) {
		const on = dayAfter(monthsAfter(startsOn, years * 12), -1);
		if (on >= until) break;
		breaks.push({ on, noticeBy: noticeBy(on, noticeMonths) });
	}
	return breaks;
}

/** What no lease of its kind may say, whoever signed it. */
export function refuseTerm({ kind, startsOn, endsOn }: Omit<Term, 'noticeMonths'>) {
	if (endsOn && endsOn < startsOn) throw refuse('endsOn', 'ends_before_it_begins');
	if (kind === 'derogatory' && !endsOn) throw refuse('endsOn', 'derogatory_lease_needs_an_end');
}

/** What a lease that this hub offers must say beside. */
export function refuseOffer({ kind, startsOn, endsOn, noticeMonths, event }: Term & { event: string }) {
	refuseTerm({ kind, startsOn, endsOn });
	if (kind === 'commercial') {
		if (!endsOn || endsOn < dayAfter(monthsAfter(startsOn, 9 * 12), -1)) throw refuse('endsOn', 'commercial_lease_lasts_nine_years');
		if (noticeMonths < 6) throw refuse('noticeMonths', 'commercial_notice_is_six_months');
	}
	if (kind === 'precarious') {
		if (!event) throw refuse('event', 'precarious_lease_needs_an_event');
		if (!endsOn) throw refuse('endsOn', 'precarious_lease_needs_an_end');
	}
}
