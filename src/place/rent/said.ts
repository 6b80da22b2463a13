import { say, type Locale } from '#platform/i18n.ts';

/** Cents in full, as on an invoice. */
export const centsIn = (locale: Locale) => {
	const format = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' });
	return (cents: number) => format.format(cents / 100);
};

export const indexIn = (locale: Locale) => {
	const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 });
	return (value: number) => format.format(value);
};

export const quarterIn = (locale: Locale) => (quarter: string) =>
	say('rent_quarter', { nth: quarter.slice(6), year: quarter.slice(0, 4) }, locale);

export const dayLongIn = (locale: Locale) => {
	const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
	return (day: string) => format.format(new Date(`${day}T12:00:00Z`));
};

export const percentIn = (locale: Locale) => {
	const format = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 2, signDisplay: 'exceptZero' });
	return (part: number) => format.format(part);
};

/** The rate as the lease names it: for a square metre, a unit, or all of it. */
export const rateSaid = (cents: number, basis: string, locale: Locale) =>
	say(
		basis === 'surface' ? 'place_rent_m2' : basis === 'unit' ? 'lease_rent_unit' : 'place_rent_year',
		{ rent: centsIn(locale)(cents) },
		locale
	);
