import { say, type Locale } from '#platform/i18n.ts';

/** A rank, a month or a step, as people read it. */
export function countedInWords(name: 'rank' | 'month' | 'reached', value: string, locale: Locale): string {
	if (name === 'rank') return say(`quality_rank_${value.replace('-', '_')}`, {}, locale);
	if (name === 'reached') return say(`quality_reached_${value}`, {}, locale);
	return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${value}-15T12:00:00Z`));
}
