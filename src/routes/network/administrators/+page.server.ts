import {
	administrators,
	AppointAdministrator,
	appointAdministrator,
	DismissAdministrator,
	dismissAdministrator
} from '#ecosystem/administrators.ts';
import { form } from '#platform/form.ts';
import { signedIn } from '#platform/signed-in.ts';
import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const own = signedIn(event);
	return { people: (await administrators(own)).map((one) => ({ ...one, isReader: one.id === own.id })) };
};

export const actions: Actions = {
	appoint: form(AppointAdministrator, async (input, event: RequestEvent) => ({
		appointed: await appointAdministrator(signedIn(event), input)
	})),
	dismiss: form(DismissAdministrator, async (input, event: RequestEvent) => {
		const own = signedIn(event);
		const dismissed = await dismissAdministrator(own, input);
		if (input.administrator === own.id) redirect(303, '/account');
		return { dismissed };
	})
};
