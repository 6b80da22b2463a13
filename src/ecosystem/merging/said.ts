import { say, type Locale } from '#platform/i18n.ts';
import { activityLabel } from '../activities/activities.ts';
import type { Nomenclature } from '../activities/activities.ts';
import { printed } from '../numbers.ts';
import { dayInWords } from '../posts-said.ts';
import { label } from '../vocabulary/concepts.ts';
import type { listDuplicates } from './duplicates.ts';
import type { MergeField } from './fields.ts';
import { strong, type PairReason } from './pairs.ts';

type Values = Record<string, unknown>;
type Line = Awaited<ReturnType<typeof listDuplicates>>['items'][number];

const own: Partial<Record<MergeField, string>> = {
	numbers: 'merge_field_numbers',
	activity: 'merge_field_activity',
	size: 'merge_field_size',
	place: 'merge_field_place'
};

export const fieldSaid = (field: MergeField) =>
	say(own[field] ?? `organisation_field_${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`);

const text = (value: unknown) => (value === null || value === undefined || value === '' ? '' : String(value));
const joined = (parts: string[], by = ' · ') => parts.filter(Boolean).join(by);

/** What a record says in a field, in one line; empty where it says nothing. */
export function valueSaid(field: MergeField, values: Values, locale: Locale): string {
	const of = (column: string) => text(values[column]);
	const all = (column: string) => (values[column] ?? []) as string[];
	switch (field) {
		case 'numbers': {
			const numbers = (['siren', 'siret', 'vat', 'foreignId'] as const).map((column) => {
				const name = say(`organisation_field_${column === 'foreignId' ? 'foreign_id' : column}`);
				return of(column) && `${name} ${column === 'siren' || column === 'siret' ? printed(of(column)) : of(column)}`;
			});
			return joined(numbers);
		}
		case 'activity':
			return (
				of('activityCode') &&
				`${of('activityCode')} ${activityLabel(of('activityCode'), of('activityNomenclature') as Nomenclature, locale) ?? ''}`
			);
		case 'size':
			return joined([of('sizeClass') && say(`organisation_size_${of('sizeClass')}`), of('headcount')]);
		case 'place':
			return joined(
				[
					of('street'),
					joined([of('postcode'), of('communeName')], ' '),
					of('communeName') && (new Intl.DisplayNames(locale, { type: 'region' }).of(of('country')) ?? '')
				],
				', '
			);
		case 'kind':
			return say(`organisation_kind_${of('kind')}`);
		case 'languages':
			return joined(
				all('languages').map((one) => new Intl.DisplayNames(locale, { type: 'language' }).of(one) ?? one),
				', '
			);
		case 'technologies':
		case 'sectors':
			return joined(
				all(field).map((one) => label(one, locale)),
				', '
			);
		case 'description':
			return joined(
				Object.entries((values.description ?? {}) as Record<string, string>).map(([lang, said]) => `${lang.toUpperCase()} – ${said}`),
				'\n'
			);
		case 'shows':
			return joined(
				all('shows').map((one) => say(`organisation_shows_${one}`)),
				', '
			);
		case 'isListed':
			return values.isListed ? say('organisation_yes') : say('organisation_no');
		case 'logo':
			return values.logo ? say('organisation_yes') : '';
		default:
			return of(field);
	}
}

/** Why a pair looks the same, in words. */
export function reasonSaid({ code, value }: PairReason): string {
	if ((code === 'name' || code === 'name_near') && !value) return say(`duplicates_reason_${code}_nowhere`);
	return say(`duplicates_reason_${code}`, {
		value: code === 'number' ? value.replace(/^FR (\d{9})$/, (_, siren: string) => printed(siren)) : value
	});
}

/** A pair as the list shows it. */
export function pairSaid(
	{ id, one, other, points, reasons, saidAt, saidBy, because }: Line,
	hub: string,
	locale: Locale,
	timeZone: string
) {
	const shown = ({ slug, name, legalName, communeName, siren, isListed }: Line['one']) => ({
		name,
		href: `/${hub}/organisations/${slug}`,
		about: joined([legalName === name ? '' : legalName, communeName, siren ? printed(siren) : '', isListed ? '' : say('merge_unlisted')])
	});
	const said = saidAt && { who: saidBy ?? say('duplicates_hub'), day: dayInWords(saidAt, locale, timeZone) };
	return {
		key: id,
		one: { id: one.id, ...shown(one) },
		other: { id: other.id, ...shown(other) },
		title: say('duplicates_pair', { one: one.name, other: other.name }),
		href: `/${hub}/desk/duplicates/${one.id}/${other.id}`,
		isStrong: points >= strong,
		strength: say(points >= strong ? 'duplicates_likely' : 'duplicates_possible'),
		points: say('duplicates_points', { points }),
		reasons: reasons.map(reasonSaid),
		said: said ? (because ? say('duplicates_said_why', { ...said, because }) : say('duplicates_said', said)) : ''
	};
}
