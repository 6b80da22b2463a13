import { z } from 'zod';
import { leaseKinds } from '#place/choices.ts';
import { clausesFrom } from '#place/leases/form.ts';
import { leaseChoices } from '#place/leases/said.ts';
import { FindTemplate, findTemplate, writeTemplate } from '#place/leases/templates.ts';
import { placeTabs } from '#place/tabs.ts';
import { form } from '#platform/form.ts';
import { locale as language } from '#platform/shapes.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, url } = event;
	const { actor, locale } = locals;
	const asked = { kind: url.searchParams.get('kind') ?? 'commercial', locale: url.searchParams.get('locale') ?? locale };
	const which = FindTemplate.safeParse(asked).data ?? { kind: 'commercial' as const, locale };
	return {
		tabs: placeTabs(actor, 'leases'),
		isDone: url.searchParams.has('done'),
		which,
		template: await findTemplate(actor, which),
		...leaseChoices(locale)
	};
};

const Written = z.object({
	kind: z.enum(leaseKinds),
	locale: language,
	version: z.number().int().min(0),
	title: z.array(z.string().max(160)).default([]),
	text: z.array(z.string().max(6000)).default([])
});

export const actions: Actions = {
	default: form(Written, async ({ title, text, ...input }, { locals }) => {
		const { clauses } = await findTemplate(locals.actor, input);
		const keys = clauses.map(({ key }) => key);
		return { done: await writeTemplate(locals.actor, { ...input, clauses: clausesFrom(title, text, keys) }) };
	})
};
