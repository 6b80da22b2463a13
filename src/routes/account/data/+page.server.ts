import { redirect } from '@sveltejs/kit';
import { checkPassword, ForgetAccount, forgetAccount, hasPassword } from '#ecosystem/accounts.ts';
import { signOut } from '#ecosystem/sign-in.ts';
import { callerOf } from '#platform/auth.server.ts';
import { form } from '#platform/form.ts';
import { refuse } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ hasPassword: await hasPassword(signedIn(event)) });

export const actions: Actions = {
	forget: form(ForgetAccount, async ({ email, password }, event) => {
		const account = signedIn(event);
		const caller = callerOf(event);
		if (email !== account.email) throw refuse('email', 'email_not_yours');
		if (await hasPassword(account)) await checkPassword(caller, account, password);
		await forgetAccount(account);
		await signOut(caller);
		redirect(303, '/sign-in?done=forgotten');
	})
};
