import { redirect } from '@sveltejs/kit';
import { SignIn, signIn } from '#ecosystem/sign-in.ts';
import { baseUrl, callerOf, localPath, openIdName } from '#platform/auth.server.ts';
import { form } from '#platform/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const back = localPath(url.searchParams.get('back'));
	if (locals.account) redirect(303, back);
	// Passkeys and the OpenID provider know the installation by its own address, not by a hub's.
	const isOwnAddress = url.host === new URL(baseUrl).host;
	return {
		back,
		hasPasskeys: isOwnAddress,
		openId: isOwnAddress ? openIdName : null,
		trouble: url.searchParams.get('error'),
		done: url.searchParams.get('done')
	};
};

export const actions: Actions = {
	default: form(SignIn, async (input, event) => {
		const next = await signIn(callerOf(event), input);
		redirect(303, next === 'second_factor' ? `/sign-in/code?back=${encodeURIComponent(input.back)}` : input.back);
	})
};
