import { redirect } from '@sveltejs/kit';
import { AddOrganisation, addOrganisation } from '#ecosystem/organisations.ts';
import { mayAddOrganisation } from '#ecosystem/policy.ts';
import { localPath } from '#platform/auth.server.ts';
import { form } from '#platform/form.ts';
import { authorize } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import { registerSpeaks } from '#register/entries.ts';
import { filledFromRegister } from '../filling.ts';
import { choices, withHelp } from '../writing.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { actor, locale } = event.locals;
	authorize(mayAddOrganisation(actor));
	return { choices: choices(locale), register: await registerSpeaks(actor) };
};

export const actions: Actions = {
	default: async (event) =>
		(await filledFromRegister(event)) ??
		withHelp(
			event,
			form(AddOrganisation, async (input, { locals, params, url }) => {
				const { slug } = await addOrganisation(locals.actor, input);
				const back = localPath(url.searchParams.get('back'));
				// Whoever came to write a need or an offer goes on with it.
				redirect(303, back !== '/' && input.represents ? back : `/${params.hub}/organisations/${slug}`);
			})
		)
};
