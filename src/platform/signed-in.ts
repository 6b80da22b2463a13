import { redirect } from '@sveltejs/kit';

/** Sends a visitor to the sign-in page, from where they come back to this one. */
export const toSignIn = ({ pathname, search }: URL): never => redirect(303, `/sign-in?back=${encodeURIComponent(pathname + search)}`);

/** The signed-in person; a visitor signs in first. */
export function signedIn({ locals, url }: { locals: App.Locals; url: URL }): NonNullable<App.Locals['account']> {
	return locals.account ?? toSignIn(url);
}
