import { redirect } from '@sveltejs/kit';
import { AskForPassword, askForPassword, ChoosePassword, choosePassword } from '#ecosystem/accounts.ts';
import { callerOf } from '#platform/auth.server.ts';
import { form } from '#platform/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => ({ token: url.searchParams.get('token') });

export const actions: Actions = {
	ask: form(AskForPassword, async (input, event) => {
		await askForPassword(callerOf(event), input);
		return { sent: true };
	}),
	choose: form(ChoosePassword, async (input, event) => {
		await choosePassword(callerOf(event), input);
		redirect(303, '/sign-in?done=password');
	})
};
