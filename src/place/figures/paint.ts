import type { Actor } from '#platform/actor.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { idleState, unitStates, uses, type UnitState } from '../choices.ts';
import type { PlanUnit } from '../plan.ts';
import { seesTenants, seesTerms } from '../policy.ts';
import type { Stretch } from '../stretches.ts';

/** What the plan may be coloured by. */
export const views = ['state', 'tenant', 'use', 'rent', 'end'] as const;
export type View = (typeof views)[number];

export const viewsOpenTo = (actor: Actor): View[] =>
	views.filter((view) => (view === 'tenant' ? seesTenants(actor) : view === 'rent' ? seesTerms(actor) : true));

/** From a day to another, as it is drawn and told: which of the paints, and which of the words. */
export type Painted = [from: number, until: number, paint: string, said: string];

export interface Legend {
	paint: string;
	said: string;
}

export interface Painting {
	legend: Legend[];
	/** How a unit looks on any day; where no stretch holds a day, it is idle. */
	paints: (unit: PlanUnit) => { idle: [paint: string, said: string]; stretches: Painted[] };
}

/** As many colours as people without normal colour vision tell apart; the words in each unit say the same. */
const tints = 8;
/** Lower ends of what a square metre is let for, in cents a year. */
const rents = [0, 10_000, 11_500, 13_000, 15_000];
/** Upper ends of days until a lease ends. */
const ends = [183, 365, 730, 1095, Infinity];

/** How units look on each day, coloured by one of the views. */
export function painting(view: View, units: PlanUnit[], locale: Locale): Painting {
	const state = (one: UnitState) => say(`place_state_${one}`, {}, locale);
	const money = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 });
	const month = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' });
	const firms = [...new Set(units.flatMap(({ stretches }) => stretches.flatMap(({ holder }) => holder?.name ?? [])))].sort((a, b) =>
		a.localeCompare(b, locale)
	);
	const firmPaint = new Map(firms.map((name, nth) => [name, `tint-${nth % tints}`]));
	// What is built, gone or booked looks the same in each view; what is free steps back where another thing is asked.
	const plain = (one: UnitState): [string, string] => [['free', 'bookable', 'common'].includes(one) ? 'blank' : one, state(one)];

	const of: Record<View, (stretch: Stretch) => Painted[]> = {
		state: (one) => [[one.from, one.until, one.state, one.holder?.name ?? state(one.state)]],
		tenant: (one) => [
			one.holder
				? [one.from, one.until, firmPaint.get(one.holder.name) ?? 'blank', one.holder.name]
				: [one.from, one.until, ...plain(one.state)]
		],
		use: (one) => (one.state === 'absent' ? [[one.from, one.until, ...plain('absent')]] : []),
		rent: (one) =>
			one.state === 'let' && one.rentCents !== null
				? [[one.from, one.until, `step-${rents.findLastIndex((least) => (one.rentCents ?? 0) >= least)}`, perMetre(one.rentCents)]]
				: [[one.from, one.until, ...plain(one.state)]],
		end: (one) => (one.state === 'let' ? untilItsEnd(one) : [[one.from, one.until, ...plain(one.state)]])
	};
	const perMetre = (cents: number) => say('figures_rent_m2', { rent: money.format(cents / 100) }, locale);
	const untilItsEnd = ({ from, until }: Stretch): Painted[] => {
		if (!Number.isFinite(until)) return [[from, until, 'step-0', say('place_open_end', {}, locale)]];
		const said = month.format(new Date(until * 86_400_000));
		return ends
			.map((most, nth): Painted => {
				const last = nth ? until - (ends[nth - 1] ?? 0) - 1 : until;
				return [Math.max(from, until - most), last, `step-${ends.length - 1 - nth}`, said];
			})
			.filter(([first, last]) => first <= last)
			.reverse();
	};
	const legends: Record<View, () => Legend[]> = {
		state: () => unitStates.map((one) => ({ paint: one, said: state(one) })),
		tenant: () => firms.map((name) => ({ paint: firmPaint.get(name) ?? 'blank', said: name })),
		use: () => uses.map((use, nth) => ({ paint: usePaint(nth), said: say(`place_use_${use}`, {}, locale) })),
		rent: () =>
			rents.map((least, nth) => ({
				paint: `step-${nth}`,
				said: nth
					? say(
							rents[nth + 1] === undefined ? 'figures_rent_from' : 'figures_rent_between',
							{ from: money.format(least / 100), to: money.format((rents[nth + 1] ?? 0) / 100) },
							locale
						)
					: say('figures_rent_below', { to: money.format((rents[1] ?? 0) / 100) }, locale)
			})),
		end: () =>
			ends.map((_, nth) => ({ paint: `step-${ends.length - 1 - nth}`, said: say(`figures_end_${nth as 0 | 1 | 2 | 3 | 4}`, {}, locale) }))
	};
	const others = (view === 'rent' || view === 'end' || view === 'tenant' ? (['works', 'held', 'in_use', 'absent'] as const) : []).map(
		(one) => ({
			paint: one,
			said: state(one)
		})
	);
	return {
		legend: [...legends[view](), ...others],
		paints: (unit) => ({
			idle:
				view === 'use'
					? [usePaint(uses.indexOf(unit.use)), say(`place_use_${unit.use}`, {}, locale)]
					: view === 'state'
						? [idleState(unit.use), state(idleState(unit.use))]
						: plain(idleState(unit.use)),
			stretches: unit.stretches.flatMap(of[view])
		})
	};
}

const usePaint = (nth: number) => (nth < tints ? `tint-${nth}` : nth === tints ? 'blank' : 'common');

/** How a unit looks on one day. */
export const paintOn = ({ idle, stretches }: ReturnType<Painting['paints']>, day: number): [paint: string, said: string] => {
	const found = stretches.find(([from, until]) => from <= day && until >= day);
	return found ? [found[2], found[3]] : idle;
};
