import { commonUses } from './choices.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { labelPoint, type Ring } from './polygons.ts';
import type { PlanUnit, Span } from './plan.ts';

export const dayIn = (locale: Locale) => {
	const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
	return (day: string) => format.format(new Date(`${day}T12:00:00Z`));
};

export const squareMetres = (locale: Locale) => {
	const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
	return (m2: number) => say('place_m2', { m2: format.format(m2) }, locale);
};

export const euros = (locale: Locale) => {
	const format = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 });
	return (cents: number) => format.format(cents / 100);
};

/** A unit as the plan draws it and its table tells it. */
export interface DrawnUnit {
	id: string;
	number: string;
	name: string;
	href: string;
	use: string;
	m2: string;
	state: PlanUnit['state'];
	stateSaid: string;
	/** What it is while nobody has it. */
	idle: 'free' | 'common';
	holder: string;
	holderHref: string;
	rent: string;
	until: string;
	free: string;
	/** Corners as SVG writes them. */
	points: string;
	label: { x: number; y: number; width: number };
	isHall: boolean;
	/** [first day, last day, state, firm], for the slider. */
	spans: [string | null, string | null, Span['state'], string][];
}

const pointsOf = (ring: Ring) => ring.map(([x, y]) => `${x},${y}`).join(' ');

export function drawnUnits(units: PlanUnit[], hub: string, locale: Locale): DrawnUnit[] {
	const day = dayIn(locale);
	const area = squareMetres(locale);
	const money = euros(locale);
	return units.map((unit) => ({
		id: unit.id,
		number: unit.number,
		name: unit.name,
		href: `/${hub}/place/units/${unit.id}`,
		use: say(`place_use_${unit.use}`, {}, locale),
		m2: area(unit.m2),
		state: unit.state,
		stateSaid: say(`place_state_${unit.state}`, {}, locale),
		idle: commonUses.includes(unit.use) ? 'common' : 'free',
		holder: unit.now?.holder?.name ?? '',
		holderHref: unit.now?.holder ? `/${hub}/organisations/${unit.now.holder.slug}` : '',
		rent: unit.now?.rentCents ? say('place_rent_m2', { rent: money(unit.now.rentCents) }, locale) : '',
		until: unit.now?.until ? day(unit.now.until) : '',
		free: !['free', 'common'].includes(unit.state) && unit.freeFrom ? day(unit.freeFrom) : '',
		points: pointsOf(unit.shape),
		label: labelPoint(unit.shape),
		isHall: unit.isHall,
		spans: unit.spans.map(({ from, until, state, holder }) => [from, until, state, holder?.name ?? ''])
	}));
}
