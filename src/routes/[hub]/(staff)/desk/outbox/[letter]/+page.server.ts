import { FindLetter, findLetter, sendAgain } from '#ecosystem/outbox.ts';
import { form } from '#platform/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, parent }) => {
	await parent();
	return { letter: await findLetter(locals.actor, params) };
};

export const actions: Actions = {
	default: form(FindLetter.omit({ letter: true }), async (_, { locals, params }) => {
		await sendAgain(locals.actor, params);
		return { again: true };
	})
};
