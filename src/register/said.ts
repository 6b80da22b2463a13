import { activityLabel } from '#ecosystem/activities/activities.ts';
import { dayInWords } from '#ecosystem/posts-said.ts';
import { printed } from '#ecosystem/numbers.ts';
import { say, type Locale } from '#platform/i18n.ts';
import type { Difference, Known } from './differences.ts';
import type { Entry } from './entries.ts';

/** Text of the field in a record, or as the register would have it. */
function valueSaid(field: Difference['field'], known: Partial<Known>, locale: Locale): string {
	switch (field) {
		case 'legalName':
			return known.legalName ?? '';
		case 'siret':
			return known.siret ? printed(known.siret) : '';
		case 'founded':
			return known.founded ? String(known.founded) : '';
		case 'sizeClass':
			return known.sizeClass ? say(`organisation_size_${known.sizeClass}`) : '';
		case 'activity': {
			const { activityCode: code, activityNomenclature: nomenclature } = known;
			if (!code || !nomenclature) return '';
			return `${code} ${activityLabel(code, nomenclature, locale)} (${say(`organisation_nomenclature_${nomenclature.toLowerCase()}`)})`;
		}
		case 'address':
			return [known.street, [known.postcode, known.communeName].filter(Boolean).join(' ')].filter(Boolean).join(', ');
	}
}

export const fieldSaid = (field: Difference['field']) =>
	say(`register_field_${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`);

export const fieldsSaid = (fields: readonly Difference['field'][], locale: Locale) =>
	new Intl.ListFormat(locale, { type: 'conjunction' }).format(fields.map(fieldSaid));

export function differenceSaid({ field, columns }: Difference, known: Partial<Known>, { company }: Entry, locale: Locale) {
	const there = valueSaid(field, columns, locale);
	return {
		field,
		label: fieldSaid(field),
		here: valueSaid(field, known, locale),
		there: field === 'sizeClass' && company?.bandYear ? say('register_band_of', { size: there, year: company.bandYear }) : there
	};
}

export const ceasedSaid = ({ state, ceasedOn }: Pick<Entry, 'state' | 'ceasedOn'>, locale: Locale) =>
	state === 'ceased' ? (ceasedOn ? say('register_ceased_on', { day: dayInWords(ceasedOn, locale) }) : say('register_ceased')) : '';

/** What is to be said of an entry besides its facts, its source last. */
export function notesSaid({ company, askedAt, isStale }: Entry, locale: Locale, timeZone: string): string[] {
	const day = dayInWords(askedAt, locale, timeZone);
	return [
		company?.isRestricted ? say('register_restricted') : company?.isPerson ? say('register_person') : '',
		isStale ? say('register_stale', { day }) : '',
		say('register_source', { day })
	].filter(Boolean);
}

/** What the page of an organisation says of the register; null when there is nothing to do. */
export function besideSaid(entry: Entry, differences: readonly Difference[], locale: Locale) {
	const ceased = ceasedSaid(entry, locale);
	const fields = (isMissing: boolean) =>
		fieldsSaid(
			differences.filter((one) => one.isMissing === isMissing).map(({ field }) => field),
			locale
		);
	const differ = fields(false);
	const missing = fields(true);
	if (ceased) return { isCeased: true, said: ceased };
	if (differ) return { isCeased: false, said: say('register_some_differ', { fields: differ }) };
	return missing ? { isCeased: false, said: say('register_some_missing', { fields: missing }) } : null;
}
