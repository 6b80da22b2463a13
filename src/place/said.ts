import { say, type Locale } from '#platform/i18n.ts';
import { boxOf, labelPoint, pointsOf } from './polygons.ts';
import { painting, paintOn, type Painting } from './figures/paint.ts';
import type { Plan, PlanUnit } from './plan.ts';

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
	/** How it is coloured on the day, and the words for it. */
	paint: string;
	paintSaid: string;
	holder: string;
	holderHref: string;
	rent: string;
	until: string;
	free: string;
	/** Corners as SVG writes them. */
	points: string;
	label: { x: number; y: number; width: number };
	isHall: boolean;
}

/** Units as one picture shows them on a day. */
export function paintedUnits(units: PlanUnit[], hub: string, locale: Locale, { paints }: Painting, on: number): DrawnUnit[] {
	const day = dayIn(locale);
	const area = squareMetres(locale);
	const money = euros(locale);
	return units.map((unit) => {
		const [paint, paintSaid] = paintOn(paints(unit), on);
		return {
			id: unit.id,
			number: unit.number,
			name: unit.name,
			href: `/${hub}/place/units/${unit.id}`,
			use: say(`place_use_${unit.use}`, {}, locale),
			m2: area(unit.m2),
			state: unit.state,
			stateSaid: say(`place_state_${unit.state}`, {}, locale),
			paint,
			paintSaid,
			holder: unit.now?.holder?.name ?? '',
			holderHref: unit.now?.holder ? `/${hub}/organisations/${unit.now.holder.slug}` : '',
			rent: unit.now?.rentCents ? say('place_rent_m2', { rent: money(unit.now.rentCents) }, locale) : '',
			until: unit.now?.until ? day(unit.now.until) : '',
			free: !['free', 'bookable', 'common'].includes(unit.state) && unit.freeFrom ? day(unit.freeFrom) : '',
			points: pointsOf(unit.shape),
			label: labelPoint(unit.shape),
			isHall: unit.isHall
		};
	});
}

export interface Slid {
	paints: string[];
	words: string[];
	/**
	 * By unit: `paint,words` while it is idle, then `;first,days,paint,words` in their order, paints and words by their place in the lists. The first
	 * day is counted from the day after the stretch before, nothing stands for a time without an end.
	 */
	units: Record<string, string>;
}

/** How some units look on any day: all that a slider needs. */
export function slidUnits(units: PlanUnit[], { paints }: Painting): Slid {
	const [paintAt, wordAt] = [new Map<string, number>(), new Map<string, number>()];
	const place = (all: Map<string, number>, text: string) => {
		const at = all.get(text) ?? all.size;
		all.set(text, at);
		return at;
	};
	const slid: Slid['units'] = {};
	for (const unit of units) {
		const { idle, stretches } = paints(unit);
		let next = 0;
		let said = `${place(paintAt, idle[0])},${place(wordAt, idle[1])}`;
		for (const [from, until, paint, words] of stretches) {
			const first = Number.isFinite(from) ? from : null;
			said += `;${first === null ? '' : first - next},${Number.isFinite(until) ? until - (first ?? 0) : ''},${place(paintAt, paint)},${place(wordAt, words)}`;
			next = Number.isFinite(until) ? until + 1 : next;
		}
		slid[unit.id] = said;
	}
	return { paints: [...paintAt.keys()], words: [...wordAt.keys()], units: slid };
}

/** Units as a picture without a slider shows them: by their state on the day that they were asked for. */
export const drawnUnits = (units: PlanUnit[], hub: string, locale: Locale): DrawnUnit[] =>
	paintedUnits(units, hub, locale, painting('state', units, locale), Number.NaN).map((unit) => ({
		...unit,
		paint: unit.state,
		paintSaid: unit.holder || unit.stateSaid
	}));

/** A floor with its building, unless both are called alike. */
export const floorName = ({ name, building }: { name: string; building: string }) => (name === building ? name : `${building}, ${name}`);

/** What a drawing of a floor needs, of all its units or of some. */
export const drawnPlan = ({ outline, units }: Pick<Plan, 'outline' | 'units'>, hub: string, locale: Locale, shown: PlanUnit[] = units) => ({
	box: boxOf(outline),
	outline: pointsOf(outline),
	units: drawnUnits(shown, hub, locale)
});
