import { redirect } from '@sveltejs/kit';
import { AskForLink, askForLink, OpenLink, openLink } from '#ecosystem/sign-in.ts';
import { callerOf, localPath } from '#platform/auth.server.ts';
import { form } from '#platform/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => ({
	back: localPath(url.searchParams.get('back')),
	token: url.searchParams.get('token')
});

export const actions: Actions = {
	ask: form(AskForLink, async (input, event) => {
		await askForLink(callerOf(event), input);
		return { sent: true };
	}),
	open: form(OpenLink, async (input, event) => {
		const next = await openLink(callerOf(event), input);
		redirect(303, next === 'second_factor' ? `/sign-in/code?back=${encodeURIComponent(input.back)}` : input.back);
	})
};
