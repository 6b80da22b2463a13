import { organisationAt, organisationHistory } from '#ecosystem/organisations.ts';
import { namesOf } from '#ecosystem/representatives.ts';
import { label } from '#ecosystem/vocabulary/concepts.ts';
import { isMessage, say, type Locale } from '#platform/i18n.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { actor, locale } = event.locals;
	const { id, slug, name } = await organisationAt(actor, event.params.organisation);
	const lines = (await organisationHistory(actor, { organisation: id })).map((line) => ({
		...line,
		changed: line.changed as Record<string, [unknown, unknown]>
	}));
	const names = await namesOf(
		actor,
		lines.flatMap(({ changed }): string[] => (changed.member ?? []).filter((one) => typeof one === 'string'))
	);
	return {
		organisation: { id, slug, name },
		lines: lines.map(({ id, at, who, what, changed }) => ({
			...{ id, at, who },
			what: say(`organisation_did_${what.slice('organisation.'.length)}`),
			changes: Object.entries(changed)
				.filter(([field]) => field !== 'commune')
				.map(([field, [before, after]]) => ({
					field: fieldName(field),
					before: before === after ? '' : shown(field, before, names, locale),
					after: shown(field, after, names, locale)
				}))
		}))
	};
};

function fieldName(field: string) {
	const key = `organisation_field_${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
	return isMessage(key) ? say(key) : field;
}

/** A value as the form shows it. */
function shown(field: string, value: unknown, names: Map<string, string>, locale: Locale): string {
	if (value === null || value === undefined) return '';
	if (Array.isArray(value)) return value.map((one) => shown(field, one, names, locale)).join(', ');
	if (typeof value === 'boolean') return value ? say('organisation_yes') : say('organisation_no');
	if (typeof value === 'object')
		return Object.entries(value)
			.map(([lang, text]) => `${lang} : ${text}`)
			.join(' — ');
	const text = String(value);
	switch (field) {
		case 'member':
			return names.get(text) ?? '';
		case 'technologies':
		case 'sectors':
			return label(text, locale);
		case 'kind':
			return say(`organisation_kind_${text}`);
		case 'sizeClass':
			return say(`organisation_size_${text}`);
		case 'activityNomenclature':
			return say(`organisation_nomenclature_${text.toLowerCase()}`);
		case 'shows':
			return say(`organisation_shows_${text}`);
		case 'languages':
			return new Intl.DisplayNames(locale, { type: 'language' }).of(text) ?? text;
		case 'country':
			return new Intl.DisplayNames(locale, { type: 'region' }).of(text) ?? text;
		default:
			return text;
	}
}
