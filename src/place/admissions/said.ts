import { say, type Locale } from '#platform/i18n.ts';
import { dayIn, euros, squareMetres } from '../said.ts';
import type { AdmissionLine, AdmissionView } from './admissions-shown.ts';
import { boardStages, wantedUses, type Stage } from './choices.ts';

export const numberIn = (locale: Locale) => {
	const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
	return (number: number) => format.format(number);
};

/** `+4`, `−2`, `0`. */
export const signedIn = (locale: Locale) => {
	const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 2, signDisplay: 'exceptZero' });
	return (number: number) => format.format(number);
};

export const stageSaid = (stage: Stage, locale: Locale) => say(`admission_stage_${stage}`, {}, locale);
export const toneOf = (stage: Stage): 'plain' | 'brick' | 'signal' | 'good' | 'wrong' =>
	stage === 'refused' ? 'wrong' : stage === 'moved_in' || stage === 'signed' ? 'good' : stage === 'offered' ? 'brick' : 'plain';

export const wantedUseOptions = (locale: Locale) => wantedUses.map((use) => ({ value: use, label: say(`place_use_${use}`, {}, locale) }));

export function surfaceSaid(least: number | null, most: number | null, locale: Locale): string {
	const area = squareMetres(locale);
	if (!least) return '';
	return most && most > least ? say('admission_between_m2', { least: numberIn(locale)(least), most: area(most) }, locale) : area(least);
}

/** A file as a card or a line tells it. */
export function lineSaid(file: AdmissionLine, hub: string, locale: Locale, timeZone: string) {
	const day = dayIn(locale);
	const net = signedIn(locale);
	const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
	return {
		id: file.id,
		number: file.number,
		href: `/${hub}/place/admissions/${file.id}`,
		firm: file.firm,
		stage: file.stage,
		stageSaid: stageSaid(file.stage, locale),
		tone: toneOf(file.stage),
		use: file.use ? say(`place_use_${file.use}`, {}, locale) : '',
		surface: surfaceSaid(file.m2Least, file.m2Most, locale),
		from: file.wantedFrom ? day(file.wantedFrom) : '',
		people: file.people,
		net: say('admission_net_short', { jobs: net(file.net24) }, locale),
		isTransfer: file.isTransfer,
		since: moment.format(file.stageSince),
		version: file.version
	};
}
export type LineSaid = ReturnType<typeof lineSaid>;

/** Whom a file may be moved to by hand, from where it stands. */
export function movesFrom(stage: Stage, locale: Locale) {
	const order = boardStages.slice(0, 4) as readonly string[];
	const at = order.indexOf(stage);
	const named = (to: string | undefined) => to && { to, label: stageSaid(to as Stage, locale) };
	if (stage === 'offered') return { back: named('committee'), on: undefined };
	return at === -1 ? { back: undefined, on: undefined } : { back: named(order[at - 1]), on: named(order[at + 1]) };
}

/** What a file is reckoned at, in words that can be followed by hand. */
export function reckoningSaid(file: AdmissionView, horizon: number, mostMovedPercent: number, leastNetJobs: number, locale: Locale) {
	const number = numberIn(locale);
	const net = signedIn(locale);
	const inside = file.sites.filter(({ isInRegion }) => isInRegion);
	const sum = (of: (site: (typeof file.sites)[number]) => number, from = file.sites) => from.reduce((all, site) => all + of(site), 0);
	const moved = sum(({ jobsMoved }) => jobsMoved);
	const rows = ([12, 24, 36] as const).map((months) => {
		const created = { 12: file.created12, 24: file.created24, 36: file.created36 }[months] ?? 0;
		return {
			months,
			here: number(moved + created),
			kept: number(sum(({ jobsKept }) => jobsKept, inside)),
			before: number(sum(({ jobs }) => jobs, inside)),
			net: net({ 12: file.net12, 24: file.net24, 36: file.net36 }[months])
		};
	});
	const area = squareMetres(locale);
	return {
		rows,
		netM2: say(
			'admission_net_surface',
			{
				net: area(file.netM2),
				taken: area(file.m2Least ?? 0),
				freed: area(sum(({ m2Freed }) => m2Freed, inside))
			},
			locale
		),
		movedPercent: file.movedPercent,
		because: file.transferBecause.map((reason) =>
			say(
				`admission_because_${reason}`,
				{
					percent: file.movedPercent,
					most: mostMovedPercent,
					months: horizon,
					least: number(leastNetJobs),
					net: net({ 12: file.net12, 24: file.net24, 36: file.net36 }[horizon as 12 | 24 | 36])
				},
				locale
			)
		)
	};
}

export const moneySaid = (cents: number, locale: Locale) => say('place_rent_m2', { rent: euros(locale)(cents) }, locale);
