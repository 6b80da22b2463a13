import { redirect } from '@sveltejs/kit';
import { archivedOrganisations, OneOrganisation, restoreOrganisation } from '#ecosystem/organisations.ts';
import { form } from '#platform/form.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	return { archived: await archivedOrganisations(event.locals.actor) };
};

export const actions: Actions = {
	default: form(OneOrganisation, async (input, { locals, params }) => {
		const { slug } = await restoreOrganisation(locals.actor, input);
		redirect(303, `/${params.hub}/organisations/${slug}`);
	})
};
