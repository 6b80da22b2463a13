import { fail, redirect } from '@sveltejs/kit';
import { activityLabel } from '#ecosystem/activities/activities.ts';
import { communeWritten } from '#ecosystem/addresses.ts';
import { removeLogo, SetLogo, setLogo } from '#ecosystem/logos.ts';
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
import { signedIn } from '#platform/signed-in.ts';
import { registerSpeaks } from '#register/entries.ts';
import { filledFromRegister } from '../../filling.ts';
import { choices, withHelp } from '../../writing.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { actor, locale } = event.locals;
	const organisation = await organisationAt(actor, event.params.organisation);
	authorize(organisation.mayEdit);
	const { id, slug, name, logo, version, activityCode, activityNomenclature, description, commune, communeName } = organisation;
	return {
		...{ id, slug, name, logo, version },
		values: {
			...organisation,
			activityCode: activityCode && activityNomenclature && `${activityCode} ${activityLabel(activityCode, activityNomenclature, locale)}`,
			commune: communeWritten(commune, communeName),
			'description.fr': description.fr,
			'description.de': description.de,
			'description.en': description.en
		},
		choices: choices(locale),
		register: await registerSpeaks(actor)
	};
};

export const actions: Actions = {
	save: async (event) => {
		const filled = await filledFromRegister(event);
		if (filled) return filled;
		const { status, data } = await withHelp(
			event,
			form(EditOrganisation, async (input, { locals, params }) => {
				const { slug } = await editOrganisation(locals.actor, input);
				redirect(303, `/${params.hub}/organisations/${slug}`);
			})
		);
		if (data.code !== 'changed_meanwhile') return fail(status, data);
		// Whoever has been told may save what they typed over what the other wrote.
		const { version } = await organisationAt(event.locals.actor, event.params.organisation);
		return fail(status, { ...data, version });
	},
	logo: form(SetLogo, async (input, { locals, url }) => {
		await setLogo(locals.actor, input);
		redirect(303, url.pathname);
	}),
	removeLogo: form(OneOrganisation, async (input, { locals, url }) => {
		await removeLogo(locals.actor, input);
		redirect(303, url.pathname);
	}),
	archive: form(ArchiveOrganisation, async (input, { locals, params }) => {
		await archiveOrganisation(locals.actor, input);
		redirect(303, `/${params.hub}/organisations/mine`);
	})
};
