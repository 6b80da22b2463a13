import { redirect } from '@sveltejs/kit';
import { SignInWithOpenId, signInWithOpenId } from '#ecosystem/sign-in.ts';
import { callerOf } from '#platform/auth.server.ts';
import type { RequestHandler } from './$types';

// A link and no form: the content security policy keeps forms from leading to another site.
export const GET: RequestHandler = async (event) => {
	const { back } = SignInWithOpenId.parse({ back: event.url.searchParams.get('back') ?? undefined });
	redirect(303, await signInWithOpenId(callerOf(event), { back }));
};
