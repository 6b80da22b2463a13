import { redirect } from '@sveltejs/kit';
import { signInWithOpenId } from '#ecosystem/sign-in.ts';
import { callerOf, localPath } from '#platform/auth.server.ts';
import type { RequestHandler } from './$types';

// A link and no form: the content security policy keeps forms from leading to another site.
export const GET: RequestHandler = async (event) => {
	redirect(303, await signInWithOpenId(callerOf(event), { back: localPath(event.url.searchParams.get('back')) }), { external: true });
};
