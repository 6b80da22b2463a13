import { redirect } from '@sveltejs/kit';
import { SignUp, signUp } from '#ecosystem/accounts.ts';
import { hasMailServer, linkOfNewcomer } from '#ecosystem/outbox.ts';
import { callerOf, localPath } from '#platform/auth.server.ts';
import { form } from '#platform/form.ts';
import { locales, say } from '#platform/i18n.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const back = localPath(url.searchParams.get('back'));
	if (locals.account) redirect(303, back);
	return { back, languages: locales.map((value) => ({ value, label: say(`language_${value}`) })) };
};

export const actions: Actions = {
	default: form(SignUp, async (input, event) => {
		const caller = callerOf(event);
		await signUp(caller, input);
		const link = await linkOfNewcomer(input.email, { url: event.url, address: caller.address, headers: caller.headers });
		return { sent: input.email, hasMailServer: hasMailServer(), link: link && link.pathname + link.search };
	})
};
