import { redirect } from '@sveltejs/kit';
import { helped, organisationFormOptions } from '#ecosystem/organisation-form.ts';
import { AddOrganisation, addOrganisation } from '#ecosystem/organisations.ts';
import { form } from '#platform/form.ts';
import { authorize } from '#platform/refusal.ts';
import { isMember } from '#platform/actor.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	if (!locals.account) redirect(303, `/sign-in?back=${encodeURIComponent(url.pathname)}`);
	authorize(isMember(locals.actor));
	return { options: organisationFormOptions(locals.locale) };
};

const save = form(AddOrganisation, async (input, { locals, params }) => {
	const { slug } = await addOrganisation(locals.actor, input);
	redirect(303, `/${params.hub}/organisations/${slug}`);
});

export const actions: Actions = {
	save: async (event) => helped(event.locals.actor, event.locals.locale, await save(event))
};
