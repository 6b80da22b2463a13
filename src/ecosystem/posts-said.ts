import { say, type Locale } from '#platform/i18n.ts';
import type { HistoryLine, NeedSummary } from './needs-shown.ts';
import type { OfferSummary } from './offers.ts';
import type { PublishedNeed, PublishedOffer } from './publications.ts';
import { label } from './vocabulary/concepts.ts';
import { areaName } from './whereabouts.ts';

/** A need or an offer as one line of a list. */
export interface Line {
	id: string;
	href: string;
	title: string;
	/** The language that it is written in. */
	lang: Locale;
	excerpt: string;
	firm: string;
	isAnonymous: boolean;
	where: string;
	skills: string[];
	facts: string[];
	/** In which state, where that is not the usual one. */
	state: string | null;
	isMine: boolean;
	isDemo: boolean;
	isPublished: boolean;
}

export const optionsOf = (prefix: string, values: readonly string[]) =>
	values.map((value) => ({ value, label: say(`${prefix}_${value}`) }));

export const languageName = (code: string, locale: Locale) => new Intl.DisplayNames([locale], { type: 'language' }).of(code) ?? code;
export const languageOptions = (locale: Locale) => ['fr', 'de', 'en'].map((value) => ({ value, label: languageName(value, locale) }));

export const dayInWords = (day: Date | string, locale: Locale, timeZone = 'UTC') =>
	new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(new Date(day));

/** “3 days ago”; what is long past reads better as a date. */
export function ago(at: Date, locale: Locale) {
	const days = Math.round((Date.now() - at.getTime()) / 86_400_000);
	if (days > 45) return dayInWords(at, locale);
	return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day');
}

export const cut = (text: string) => (text.length < 280 ? text : `${text.slice(0, Math.max(text.lastIndexOf(' '), 200))} …`);
const skills = ({ technologies, sectors }: { technologies: string[]; sectors: string[] }, locale: Locale) =>
	[...technologies, ...sectors].slice(0, 5).map((id) => label(id, locale));
const band = (value: string | null) => value && say(`amount_${value}`);
const told = (facts: (string | null | undefined | false)[]) => facts.filter((fact): fact is string => Boolean(fact));
const kindOf = (organisation: { name: string } | null) => organisation?.name ?? say('post_anonymous_firm');

export const needLine = (need: NeedSummary, hub: string, locale: Locale): Line => ({
	id: need.id,
	href: `/${hub}/needs/${need.id}`,
	title: need.title,
	lang: need.locale,
	excerpt: cut(need.excerpt),
	firm: kindOf(need.organisation),
	isAnonymous: need.confidentiality === 'anonymous',
	where: need.organisation?.communeName || areaName(need.area, locale),
	skills: skills(need, locale),
	facts: told([
		band(need.budgetBand),
		need.wantedBy && say('need_wanted', { day: dayInWords(need.wantedBy, locale) }),
		say(`place_${need.place}`),
		need.openedAt && say('need_posted', { when: ago(need.openedAt, locale) }),
		need.isMine && need.state === 'open' && need.expiresAt && say('need_open_until', { day: dayInWords(need.expiresAt, locale) })
	]),
	state: need.state === 'open' ? null : say(`need_state_${need.state}`),
	isMine: need.isMine,
	isDemo: need.isDemo,
	isPublished: need.isPublished
});

export const offerLine = (offer: OfferSummary, hub: string, locale: Locale): Line => ({
	id: offer.id,
	href: `/${hub}/offers/${offer.id}`,
	title: offer.title,
	lang: offer.locale,
	excerpt: cut(offer.excerpt),
	firm: offer.organisation.name,
	isAnonymous: false,
	where: offer.organisation.communeName || areaName(offer.area, locale),
	skills: skills(offer, locale),
	facts: told([
		band(offer.priceBand),
		offer.priceModel && say(`price_model_${offer.priceModel}`),
		capacity(offer),
		freeFrom(offer, locale),
		offer.onSite && say('offer_on_site_yes')
	]),
	state: offer.state === 'open' ? null : say(`offer_state_${offer.state}`),
	isMine: offer.isMine,
	isDemo: offer.isDemo,
	isPublished: offer.isPublished
});

export function capacity({ capacity, engaged }: { capacity: number; engaged: number }) {
	const free = capacity - engaged;
	if (free <= 0) return say('offer_capacity_full');
	return free === 1 ? say('offer_capacity_free_one', { capacity }) : say('offer_capacity_free', { free, capacity });
}

/** “free from 1 March 2027”, while that day has not come. */
export const freeFrom = ({ availableFrom }: { availableFrom: string | null }, locale: Locale) =>
	availableFrom && availableFrom > new Date().toISOString().slice(0, 10)
		? say('offer_free_from', { day: dayInWords(availableFrom, locale) })
		: null;

export const sizesInWords = (sizes: readonly string[], locale: Locale) =>
	new Intl.ListFormat(locale, { type: 'disjunction' }).format(sizes.map((size) => say(`size_${size}`, {}, locale)));

const published = (post: PublishedNeed | PublishedOffer, locale: Locale) => ({
	id: `${post.hub}/${post.id}`,
	title: post.title,
	lang: post.locale,
	firm: kindOf(post.organisation),
	isAnonymous: post.organisation === null,
	where: post.organisation?.communeName || areaName(post.area, locale),
	skills: skills(post, locale),
	state: null,
	isMine: false,
	isDemo: post.isDemo,
	isPublished: false
});

export const publishedNeedLine = (need: PublishedNeed, hub: string, locale: Locale): Line => ({
	...published(need, locale),
	href: `/${hub}/needs/network/${need.hub}/${need.id}`,
	excerpt: cut(need.problem.slice(0, 280)),
	facts: told([
		say('post_of_hub', { hub: need.hubName }),
		band(need.budgetBand),
		need.wantedBy && say('need_wanted', { day: dayInWords(need.wantedBy, locale) }),
		say(`place_${need.place}`)
	])
});

export const publishedOfferLine = (offer: PublishedOffer, hub: string, locale: Locale): Line => ({
	...published(offer, locale),
	href: `/${hub}/offers/network/${offer.hub}/${offer.id}`,
	excerpt: cut(offer.what.slice(0, 280)),
	facts: told([say('post_of_hub', { hub: offer.hubName }), band(offer.priceBand), capacity(offer), freeFrom(offer, locale)])
});

/** Technologies, sectors and areas as the entries of a filter, by name; what is chosen stays, though nothing has it now. */
export function conceptOptions(ids: readonly string[], chosen: string | undefined, locale: Locale) {
	const all = chosen && !ids.includes(chosen) ? [...ids, chosen] : ids;
	return byLabel(
		all.map((value) => ({ value, label: label(value, locale) })),
		locale
	);
}

export function areaOptions(areas: readonly string[], chosen: string | undefined, locale: Locale) {
	const all = chosen && !areas.includes(chosen) ? [...areas, chosen] : areas;
	return byLabel(
		all.map((value) => ({ value, label: areaName(value, locale) })),
		locale
	);
}

const byLabel = <T extends { label: string }>(options: T[], locale: Locale) =>
	options.sort((one, other) => one.label.localeCompare(other.label, locale));

/** History in words: what, by whom, and which fields. */
export const historyInWords = (lines: HistoryLine[], locale: Locale, timeZone: string) =>
	lines.map(({ at, what, who, changed }, nth) => ({
		nth,
		at: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: changed ? 'short' : undefined, timeZone }).format(at),
		iso: at.toISOString(),
		text: inWords(what.slice(what.indexOf('.') + 1), who),
		fields: Object.entries(changed ?? {}).map(([field, [before, after]]) => ({
			name: say(`post_field_${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`),
			before: valueInWords(field, before, locale),
			after: valueInWords(field, after, locale)
		}))
	}));

const inWords = (what: string, who: string | null) => {
	const done = say(`post_what_${what}`);
	return who ? say('post_history_who', { what: done, who }) : done;
};

const prefixes: Record<string, string> = {
	budgetBand: 'amount',
	priceBand: 'amount',
	place: 'place',
	confidentiality: 'confidentiality',
	priceModel: 'price_model',
	reach: 'reach',
	visibility: 'visibility'
};

function valueInWords(field: string, value: unknown, locale: Locale): string {
	if (value === null || value === undefined || value === '') return '';
	// The journal keeps whom a need names as a number of the member, which tells readers nothing.
	if (field === 'contact') return '';
	if (field === 'technologies' || field === 'sectors' || field === 'refusedConcepts')
		return (value as string[]).map((id) => label(id, locale)).join(', ');
	if (field === 'languages') return (value as string[]).map((code) => languageName(code, locale)).join(', ');
	if (field === 'forSizes') return sizesInWords(value as string[], locale);
	if (field === 'locale') return languageName(String(value), locale);
	if (field === 'wantedBy' || field === 'availableFrom' || field === 'expiresAt') return dayInWords(String(value), locale);
	if (typeof value === 'boolean') return value ? '✓' : '–';
	if (prefixes[field]) return say(`${prefixes[field]}_${String(value)}`);
	return field === 'state' ? '' : String(value);
}
