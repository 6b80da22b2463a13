import type { Cookies } from '@sveltejs/kit';

/**
 * What somebody typed into the box waits here until they have an account, a hub and a firm to write it for. It is their own text and comes
 * back to nobody else, so it needs no signature.
 */
const name = 'km0_need';
const bytes = 3500;

const settings = (hub: string, url: URL) => ({
	path: `/${hub}/needs`,
	httpOnly: true,
	sameSite: 'lax' as const,
	secure: url.protocol === 'https:',
	maxAge: 7 * 24 * 60 * 60
});

export function keepText(cookies: Cookies, hub: string, url: URL, text: string) {
	let kept = text.trim();
	while (encodeURIComponent(kept).length > bytes) kept = kept.slice(0, -50);
	if (kept) cookies.set(name, kept, settings(hub, url));
}

export const keptText = (cookies: Cookies) => cookies.get(name) ?? '';
export const forgetText = (cookies: Cookies, hub: string, url: URL) => cookies.delete(name, settings(hub, url));

/** The first words of a need, from one text: its first sentence is the title. */
export function beginning(text: string) {
	const whole = text.trim().slice(0, 8000);
	const first = /^[^\n]*?[.!?](?=\s|$)/.exec(whole)?.[0] ?? whole.split('\n')[0] ?? '';
	const title = first.length <= 140 ? first.replace(/\.$/, '') : `${first.slice(0, first.lastIndexOf(' ', 138))} …`;
	return { title, problem: whole };
}
