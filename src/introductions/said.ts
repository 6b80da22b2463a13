import { say, type Locale } from '#platform/i18n.ts';
import { areaName } from '#ecosystem/whereabouts.ts';
import { firmName, type IntroductionLine, type IntroductionSummary } from './introductions-shown.ts';

/** Whose move it is, in words of the reader. */
export function waitsInWords({ waitsFor, sides }: Pick<IntroductionSummary, 'waitsFor' | 'sides'>): string {
	const words = waitsFor.map((side) =>
		say(side !== 'staff' && sides.includes(side) ? 'introduction_waits_you' : `introduction_waits_${side}`)
	);
	return words.length ? [...new Set(words)].join(', ') : say('introduction_waits_nobody');
}

const day = (at: Date, locale: Locale, timeZone: string) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(at);

/** An introduction as one line of a list. */
export const introductionLine = (one: IntroductionSummary, hub: string, locale: Locale, timeZone: string) => ({
	id: one.id,
	href: `/${hub}/introductions/${one.id}`,
	need: one.need.title,
	needLocale: one.need.locale,
	needFirm: one.needFirm?.name ?? `${firmName(null)} · ${areaName(one.need.area, locale)}`,
	offer: one.offer.title,
	offerLocale: one.offer.locale,
	offerFirm: one.offerFirm.name,
	state: one.state,
	stateSaid: say(`introduction_state_${one.state}`),
	waits: waitsInWords(one),
	isMyMove: one.waitsFor.some((side) => side !== 'staff' && one.sides.includes(side)),
	since: day(one.updatedAt, locale, timeZone)
});

/** Day and hour on the hub's clock. */
export const momentInWords = (at: Date, locale: Locale, timeZone: string) =>
	new Intl.DateTimeFormat(locale, {
		weekday: 'short',
		day: 'numeric',
		month: 'long',
		year: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		timeZone
	}).format(at);

/** The timeline in words. */
export const linesInWords = (lines: IntroductionLine[], locale: Locale, timeZone: string) =>
	lines.map(({ at, what, side, who }, nth) => ({
		nth,
		iso: at.toISOString(),
		at: day(at, locale, timeZone),
		text: say(`introduction_what_${what.slice(what.indexOf('.') + 1)}`),
		by: [side && say(`introduction_by_${side}`), who].filter(Boolean).join(', ')
	}));
