import { label } from '#ecosystem/vocabulary/concepts.ts';
import { say, type Locale } from '#platform/i18n.ts';
import type { Match, Params, Remark } from './fit.ts';

export interface Told {
	code: string;
	text: string;
}

export interface ToldReason extends Told {
	points: number;
}

export interface ToldMatch {
	score: number;
	reasons: ToldReason[];
	/** What speaks against it. */
	against: Told[];
	/** What would make it better. */
	better: Told[];
}

/** The match in words of this language. */
export const tell = (match: Match, locale: Locale): ToldMatch => ({
	score: match.score,
	reasons: match.reasons.map((reason) => ({ code: plain(reason.code), text: words(reason, locale), points: reason.points })),
	against: match.against.map((remark) => told(remark, locale)),
	better: match.better.map((remark) => told(remark, locale))
});

const told = (remark: Remark, locale: Locale): Told => ({ code: plain(remark.code), text: words(remark, locale) });

/** Programs read `distance`, people a sentence about it. */
const plain = (code: string) => code.replace(/^(reason|against|better)_/, '');

const words = ({ code, params }: Remark, locale: Locale) => say(code, spoken(params, locale), locale);

const spoken = (params: Params, locale: Locale): Params =>
	Object.fromEntries(Object.entries(params).map(([name, value]) => [name, sayValue[name]?.(String(value), locale) ?? value]));

const sayValue: Record<string, ((value: string, locale: Locale) => string) | undefined> = {
	band: (value, locale) => say(`band_${value}`, {}, locale),
	budget: (value, locale) => say(`band_${value}`, {}, locale),
	concept: label,
	found: label,
	sector: label,
	language: (value, locale) => (value ? say(`language_${value}`, {}, locale) : ''),
	size: (value, locale) => say(`size_${value}`, {}, locale),
	sizes: (value, locale) =>
		new Intl.ListFormat(locale, { type: 'disjunction' }).format(value.split(' ').map((size) => say(`size_${size}`, {}, locale))),
	day: (value, locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${value}T12:00:00Z`))
};
