import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import { nomenclatures } from '#ecosystem/activities/activities.ts';
import { sizeClasses } from '#ecosystem/activities/firms.ts';
import { findActivities, type FoundActivity } from '#ecosystem/activity-search.ts';
import { countries, Duplicates, duplicates, kinds, workingLanguages } from '#ecosystem/organisations.ts';
import { shown } from '#ecosystem/policy.ts';
import { concepts, label, type Kind } from '#ecosystem/vocabulary/concepts.ts';
import { fromForm, type FormAnswer } from '#platform/form.ts';
import { say, type Locale } from '#platform/i18n.ts';

/** All that the form of an organisation offers to choose from, in the reader's language. */
export function choices(locale: Locale) {
	const regions = new Intl.DisplayNames(locale, { type: 'region' });
	const spoken = new Intl.DisplayNames(locale, { type: 'language' });
	const told = (values: readonly string[], prefix: string) =>
		values.map((value) => ({ value, label: say(`organisation_${prefix}_${value.toLowerCase()}`) }));
	return {
		kinds: told(kinds, 'kind'),
		sizes: told(sizeClasses, 'size'),
		nomenclatures: told(nomenclatures, 'nomenclature'),
		shows: told(shown, 'shows'),
		languages: workingLanguages.map((value) => ({ value, label: spoken.of(value) ?? value })),
		countries: countries
			.map((value) => ({ value, label: regions.of(value) ?? value }))
			.sort((one, other) => one.label.localeCompare(other.label, locale)),
		technologies: grouped(locale, 'technology', 'process'),
		sectors: grouped(locale, 'sector')
	};
}

/** Concepts under the widest of their kind; those that stand alone come last, together. */
function grouped(locale: Locale, ...wanted: Kind[]) {
	const all = concepts.filter(({ kind }) => wanted.includes(kind));
	const ids = new Map(all.map((concept) => [concept.id, concept]));
	const widest = (id: string): string => {
		const wider = ids.get(id)?.broader.find((other) => ids.has(other));
		return wider ? widest(wider) : id;
	};
	const named = (id: string) => ({ value: id, label: label(id, locale) });
	const byName = (one: { label: string }, other: { label: string }) => one.label.localeCompare(other.label, locale);
	const families = [...Map.groupBy(all, ({ id }) => widest(id))];
	const alone = families.filter(([, { length }]) => length === 1).map(([id]) => named(id));
	return [
		...families
			.filter(([, { length }]) => length > 1)
			.map(([id, members]) => ({ label: label(id, locale), options: members.map((member) => named(member.id)).sort(byName) }))
			.sort(byName),
		{ label: say('organisation_others'), options: alone.sort(byName) }
	];
}

export interface Refused extends FormAnswer {
	/** Activities that the words in the field may mean. */
	activities: FoundActivity[];
	/** Organisations that it is likely to be. */
	alike: { slug: string; name: string; communeName: string; because: 'number' | 'name' }[];
	/** There is such an organisation, but not for this person to see. */
	isHidden: boolean;
}

const numbers = ['siren', 'siret', 'vat', 'foreignId'];

/** The answer to a refused form, with what helps: activities to choose from, and the organisation that is there already. */
export async function withHelp<E extends RequestEvent>(event: E, write: (event: E) => Promise<ActionFailure<FormAnswer>>) {
	const sent = await event.request.clone().formData();
	const { status, data } = await write(event);
	const { actor, locale } = event.locals;
	const isTaken = status === 409 && ['name', ...numbers].some((field) => data.errors[field]);
	const wanted = isTaken ? Duplicates.safeParse(fromForm(Duplicates, sent)) : null;
	const found = wanted?.success ? await duplicates(actor, wanted.data) : [];
	const alike = found.filter(({ id }) => id !== sent.get('organisation'));
	const nomenclature = nomenclatures.find((each) => each === sent.get('activityNomenclature')) ?? 'NAFREV2';
	return fail(status, {
		...data,
		activities: data.errors.activityCode ? findActivities(String(sent.get('activityCode') ?? ''), nomenclature, locale) : [],
		alike: alike.map(({ slug, name, communeName, because }) => ({ slug, name, communeName, because })),
		isHidden: isTaken && alike.length === 0
	} satisfies Refused);
}
