import { fail, isActionFailure, type ActionFailure } from '@sveltejs/kit';
import type { Actor } from '#platform/actor.ts';
import type { FormAnswer } from '#platform/form.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { findActivities } from './activity-search.ts';
import { nomenclatures, type Nomenclature } from './activities/activities.ts';
import { sizeClasses } from './activities/firms.ts';
import { countries, Duplicates, duplicates, kinds, workingLanguages } from './organisations.ts';
import { shown } from './policy.ts';
import { concepts } from './vocabulary/concepts.ts';

/** What the form of an organisation lets one choose from, in the reader's language. */
export function organisationFormOptions(locale: Locale) {
	const spoken = new Intl.DisplayNames(locale, { type: 'language' });
	const lands = new Intl.DisplayNames(locale, { type: 'region' });
	const ofKind = (...wanted: string[]) =>
		concepts.filter(({ kind }) => wanted.includes(kind)).map(({ id, label }) => ({ value: id, label: label[locale] }));
	return {
		kinds: kinds.map((value) => ({ value, label: say(`organisation_kind_${value}`) })),
		countries: countries.map((value) => ({ value, label: lands.of(value) ?? value })),
		nomenclatures: nomenclatures.map((value) => ({ value, label: say(`organisation_nomenclature_${value.toLowerCase()}`) })),
		sizes: sizeClasses.map((value) => ({ value, label: say(`organisation_size_${value}`) })),
		languages: workingLanguages.map((value) => ({ value, label: spoken.of(value) ?? value })),
		shows: shown.map((value) => ({ value, label: say(`organisation_shows_${value}`) })),
		technologies: ofKind('technology', 'process'),
		sectors: ofKind('sector')
	};
}

/** Codes that what was typed may mean, when it is not a code itself. */
export const activityChoices = (typed: unknown, nomenclature: unknown, locale: Locale) =>
	typeof typed === 'string' && typed.trim()
		? findActivities(
				typed,
				(nomenclatures as readonly string[]).includes(String(nomenclature)) ? (nomenclature as Nomenclature) : 'NAFREV2',
				locale,
				8
			)
		: [];

/** Beside a refusal stands what helps to mend it: the organisations that are there already, the codes that the words may mean. */
export async function helped(actor: Actor, locale: Locale, answer: unknown, except?: string) {
	if (!isActionFailure(answer)) return answer;
	const { status, data } = answer as unknown as ActionFailure<FormAnswer>;
	const { values, errors } = data;
	const asked = Duplicates.safeParse(values);
	const isThere = ['name', 'siren', 'vat', 'foreignId', 'siret'].some((field) => errors[field]);
	const found = asked.success && isThere ? await duplicates(actor, asked.data) : [];
	return fail(status, {
		...data,
		duplicates: found.filter(({ id }) => id !== except),
		activities: errors.activityCode ? activityChoices(values.activityCode, values.activityNomenclature, locale) : []
	});
}
