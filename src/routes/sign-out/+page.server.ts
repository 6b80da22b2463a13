import { redirect } from '@sveltejs/kit';
import { signOut } from '#ecosystem/sign-in.ts';
import { callerOf } from '#platform/auth.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	if (!locals.account) redirect(303, '/');
};

export const actions: Actions = {
	default: async (event) => {
		await signOut(callerOf(event));
		redirect(303, '/');
	}
};
