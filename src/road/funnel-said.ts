import { say, type Locale } from '#platform/i18n.ts';
import { label } from '#ecosystem/vocabulary/concepts.ts';
import type { Funnel, FunnelFilter } from './funnel.ts';
import type { z } from 'zod';

const number = (count: number | null, locale: Locale) => (count === null ? say('funnel_few') : new Intl.NumberFormat(locale).format(count));

/** A month, a sector or a size in words. */
export function groupInWords(by: Funnel['by'], key: string, locale: Locale): string {
	if (by === 'month') return monthInWords(key, locale);
	if (key === 'none') return say(`funnel_no_${by}`);
	return by === 'size' ? say(`organisation_size_${key}`) : label(key, locale);
}

export const monthInWords = (month: string, locale: Locale) =>
	new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-15`));

export const periodInWords = ({ from, to }: { from: string; to: string }, locale: Locale) =>
	from === to ? monthInWords(from, locale) : say('funnel_period', { from: monthInWords(from, locale), to: monthInWords(to, locale) });

/** The address of the list that a figure was counted from. */
export function figureAddress(at: string, filter: z.output<typeof FunnelFilter> & { from: string; to: string }, more: object): string {
	const { of, from, to, sector, size, kind } = filter;
	const params = new URLSearchParams();
	for (const [name, value] of Object.entries({ of, from, to, sector, size, kind, ...more }))
		if (value !== undefined) params.set(name, String(value));
	return `${at}?${params}`;
}

/** A funnel in words and shares of its widest stone, each figure with the address of its list where the reader may open it. */
export function funnelInWords(funnel: Funnel, filter: z.output<typeof FunnelFilter>, list: string | null, locale: Locale) {
	const { by, from, to } = funnel;
	const whole = { ...filter, from, to };
	const most = Math.max(1, ...funnel.stones.map(({ count }) => count ?? 0));
	const href = (count: number | null, more: object) => (list && count ? figureAddress(list, whole, more) : null);
	const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
	return {
		stones: funnel.stones.map(({ km, count, onward, medianDays }, nth) => ({
			km,
			name: say(`road_${km}`),
			count: number(count, locale),
			href: href(count, { km }),
			share: (count ?? 0) / most,
			isLast: nth === funnel.stones.length - 1,
			onward:
				nth === funnel.stones.length - 1 || !count || onward === null
					? null
					: say('funnel_onward', { count: onward, share: percent.format(onward / count) }),
			onwardHref: href(onward, { km, onward: true }),
			days: medianDays === null ? null : medianDays === 1 ? say('funnel_days_one') : say('funnel_days', { count: medianDays })
		})),
		rows: funnel.rows.map(({ key, counts }) => ({
			key,
			name: groupInWords(by, key, locale),
			cells: counts.map((count, nth) => {
				const km = funnel.stones[nth]?.km ?? 0;
				return { km, count: number(count, locale), href: href(count, by === 'month' ? { km, from: key, to: key } : { km, [by]: key }) };
			})
		}))
	};
}
