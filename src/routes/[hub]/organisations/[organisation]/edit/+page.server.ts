import { redirect } from '@sveltejs/kit';
import { removeLogo, SetLogo, setLogo } from '#ecosystem/logos.ts';
import { helped, organisationFormOptions } from '#ecosystem/organisation-form.ts';
import {
	ArchiveOrganisation,
	archiveOrganisation,
	EditOrganisation,
	editOrganisation,
	OneOrganisation,
	organisationAt
} from '#ecosystem/organisations.ts';
import { form } from '#platform/form.ts';
import { authorize } from '#platform/refusal.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	if (!locals.account) redirect(303, `/sign-in?back=${encodeURIComponent(url.pathname)}`);
	const organisation = await organisationAt(locals.actor, params.organisation);
	authorize(organisation.mayEdit);
	return { organisation, options: organisationFormOptions(locals.locale) };
};

const save = form(EditOrganisation, async (input, { locals, params }) => {
	const { slug } = await editOrganisation(locals.actor, input);
	redirect(303, `/${params.hub}/organisations/${slug}`);
});

export const actions: Actions = {
	save: async (event) => {
		const { id } = await organisationAt(event.locals.actor, event.params.organisation);
		return helped(event.locals.actor, event.locals.locale, await save(event), id);
	},
	logo: form(SetLogo, async (input, { locals, url }) => {
		await setLogo(locals.actor, input);
		redirect(303, url.pathname);
	}),
	unlogo: form(OneOrganisation, async (input, { locals, url }) => {
		await removeLogo(locals.actor, input);
		redirect(303, url.pathname);
	}),
	archive: form(ArchiveOrganisation, async (input, { locals, params }) => {
		await archiveOrganisation(locals.actor, input);
		redirect(303, `/${params.hub}/organisations`);
	})
};
