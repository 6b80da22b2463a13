import { ChangeEmail, changeEmail, ChangeProfile, changeProfile, hasPassword } from '#ecosystem/accounts.ts';
import { callerOf, openIdName } from '#platform/auth.server.ts';
import { form } from '#platform/form.ts';
import { locales, say } from '#platform/i18n.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { name, email, locale } = signedIn(event);
	return {
		own: { name, email, locale },
		hasPassword: await hasPassword(signedIn(event)),
		openId: openIdName ?? 'OpenID',
		languages: locales.map((value) => ({ value, label: say(`language_${value}`) }))
	};
};

export const actions: Actions = {
	profile: form(ChangeProfile, async (input, event) => {
		await changeProfile(signedIn(event), input);
		// The choice made with the language switch would otherwise win.
		event.cookies.set('km0_lang', input.locale, {
			path: '/',
			maxAge: 60 * 60 * 24 * 180,
			sameSite: 'lax',
			httpOnly: false,
			secure: event.url.protocol === 'https:'
		});
		return { saved: 'profile' as const };
	}),
	email: form(ChangeEmail, async (input, event) => {
		await changeEmail(callerOf(event), signedIn(event), input);
		return { saved: 'email' as const };
	})
};
