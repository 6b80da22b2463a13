import { redirect } from '@sveltejs/kit';
import { localPath } from '#platform/auth.server.ts';
import { isLocale } from '#platform/i18n.ts';
import type { RequestHandler } from './$types';

/** How this reader reads: `lang` a language, `theme` light, dark or as the device. Then back to the page, which stays where it was. */
export const POST: RequestHandler = async ({ request, cookies, url }) => {
	const sent = await request.formData();
	const kept = { path: '/', maxAge: 60 * 60 * 24 * 365, sameSite: 'lax', httpOnly: false, secure: url.protocol === 'https:' } as const;

	const lang = sent.get('lang');
	if (isLocale(lang)) cookies.set('km0_lang', lang, kept);
	const theme = sent.get('theme');
	if (theme === 'light' || theme === 'dark') cookies.set('km0_theme', theme, kept);
	else if (theme === 'auto') cookies.delete('km0_theme', { path: '/' });

	redirect(303, withoutChoice(localPath(sent.get('back'))));
};

/** An address shared as `?lang=de` would win over the choice, and one that named a form's action would send it again. */
function withoutChoice(path: string) {
	const { pathname, searchParams } = new URL(path, 'http://localhost');
	for (const key of [...searchParams.keys()]) if (key === 'lang' || key.startsWith('/')) searchParams.delete(key);
	return pathname + (searchParams.size ? `?${searchParams}` : '');
}
