import { z } from 'zod';
import { admissionParts } from '#place/admissions/parts.ts';
import { mayAdmit } from '#place/admissions/policy.ts';
import {
	AddDocumentKind,
	addDocumentKind,
	DocumentKindId,
	findAdmissionRules,
	named,
	removeDocumentKind,
	SetAdmissionRules,
	setAdmissionRules
} from '#place/admissions/rules.ts';
import { placeTabs } from '#place/tabs.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { authorize } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { actor, locale } = event.locals;
	authorize(mayAdmit(actor));
	const rules = await findAdmissionRules(actor);
	return {
		tabs: placeTabs(actor, 'admissions'),
		parts: admissionParts(actor, 'rules'),
		rules: { ...rules, region: rules.region.join(' ') },
		horizons: [12, 24, 36].map((months) => ({ value: String(months), label: say('admission_months', { months }, locale) })),
		documents: rules.documents.map(({ id, name, isRequired }) => ({ id, name: named(name, locale), isRequired }))
	};
};

/** A choice among months comes as text, and the region as one line. */
const Written = SetAdmissionRules.omit({ region: true, horizon: true }).extend({
	region: z
		.string()
		.transform((line) => line.split(/[\s,;]+/).filter(Boolean))
		.pipe(SetAdmissionRules.shape.region),
	horizon: z.coerce.number().pipe(SetAdmissionRules.shape.horizon)
});

export const actions: Actions = {
	rules: form(Written, async (input, { locals }) => ({ saved: await setAdmissionRules(locals.actor, input) })),
	addDocument: form(AddDocumentKind, async (input, { locals }) => ({ saved: await addDocumentKind(locals.actor, input) })),
	removeDocument: form(DocumentKindId, async (input, { locals }) => ({ saved: await removeDocumentKind(locals.actor, input) }))
};
