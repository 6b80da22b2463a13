import { fail, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { nomenclatures } from '#ecosystem/activities/activities.ts';
import { sirenOfSiret, checkSiret } from '#ecosystem/identifiers.ts';
import { findHub } from '#ecosystem/hubs.ts';
import { actionAt, form, typed } from '#platform/form.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { found, Refusal, refuse } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { asTyped, fillForm, type Filled } from '#register/differences.ts';
import { registerEntry, type Entry } from '#register/entries.ts';
import { ceasedSaid, notesSaid } from '#register/said.ts';

const Fill = z.object({
	siren: text(30).optional(),
	siret: text(30).optional(),
	country: text(2).default('FR'),
	activityNomenclature: z.enum(nomenclatures).optional(),
	/** Fields that the register may write over. */
	take: z.array(text(40)).max(20).default([])
});

/**
 * The form of an organisation with what the company register knows, when the button for that was pressed; null when it was another. What was
 * typed stays, and is only written over where somebody ticked it.
 */
export async function filledFromRegister<E extends RequestEvent>(event: E) {
	const sent = await event.request
		.clone()
		.formData()
		.catch(() => null);
	if (!sent?.has('fill')) return null;
	const values = typed(sent);
	const answer = (after: Record<string, unknown>, register: object) =>
		// For the framework the form failed: it stays as it is, and keeps the focus.
		fail(200, { form: actionAt(event.url), code: 'register', message: '', errors: {}, values: after, register });
	return form(Fill, async (input, { locals, params, request }: E) => {
		if (input.country !== 'FR') throw refuse('siren', 'french_numbers_only_in_france');
		const siret = checkSiret(input.siret ?? '');
		const siren = input.siren || (siret.ok ? sirenOfSiret(siret.value) : '');
		if (!siren) throw refuse('siren', 'required');
		let entry: Entry;
		try {
			entry = await registerEntry(locals.actor, { siren }, request.signal);
		} catch (thrown) {
			if (!(thrown instanceof Refusal) || !['register_silent', 'register_off'].includes(thrown.code)) throw thrown;
			return answer(values, { tone: 'wrong', title: say(thrown.code), notes: [], differs: [] });
		}
		if (!entry.company) throw refuse('siren', 'register_absent');
		const { timeZone } = found(await findHub(params.hub ?? ''));
		const filled = fillForm(values, asTyped(entry.company, input.activityNomenclature, locals.locale), input.take);
		return answer({ ...filled.values, siren, take: undefined }, said(entry, filled, locals.locale, timeZone));
	})(event);
}

const label = (field: string) => say(`organisation_field_${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`);

function said(entry: Entry, { filled, differs }: Filled, locale: Locale, timeZone: string) {
	const fields = new Intl.ListFormat(locale, { type: 'conjunction' }).format(filled.map(label));
	const ceased = ceasedSaid(entry, locale);
	return {
		tone: ceased ? 'signal' : filled.length ? 'good' : 'info',
		title: filled.length ? say('register_filled', { fields }) : differs.length ? say('register_link') : say('register_filled_nothing'),
		notes: [...(ceased ? [ceased] : []), ...notesSaid(entry, locale, timeZone)],
		differs: differs.map(({ field, typed, register }) => ({
			value: field,
			label: say('register_differs_line', { field: label(field), typed: shown(field, typed), register: shown(field, register) })
		}))
	};
}

const shown = (field: string, value: string) => (field === 'sizeClass' ? say(`organisation_size_${value}`) : value);
