import { redirect } from '@sveltejs/kit';
import { addressIn, ConfirmEmail, confirmEmail } from '#ecosystem/accounts.ts';
import { callerOf, localPath } from '#platform/auth.server.ts';
import { form } from '#platform/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => {
	const token = url.searchParams.get('token') ?? '';
	return { token, email: addressIn(token), back: localPath(url.searchParams.get('back')) };
};

export const actions: Actions = {
	default: form(ConfirmEmail, async (input, event) => {
		await confirmEmail(callerOf(event), input);
		redirect(303, input.back === '/' ? '/account' : input.back);
	})
};
