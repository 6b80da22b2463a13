import { redirect } from '@sveltejs/kit';
import { GiveCode, giveCode } from '#ecosystem/sign-in.ts';
import { callerOf, localPath } from '#platform/auth.server.ts';
import { form } from '#platform/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const back = localPath(url.searchParams.get('back'));
	if (locals.account) redirect(303, back);
	return { back };
};

export const actions: Actions = {
	default: form(GiveCode, async (input, event) => {
		await giveCode(callerOf(event), input);
		redirect(303, input.back);
	})
};
