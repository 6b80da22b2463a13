import { findAccountLetter, FindLetter, sendAccountLetterAgain } from '#ecosystem/outbox.ts';
import { form } from '#platform/form.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => ({ letter: await findAccountLetter(signedIn(event), event.params) });

export const actions: Actions = {
	default: form(FindLetter.omit({ letter: true }), async (_, event: RequestEvent) => {
		await sendAccountLetterAgain(signedIn(event), event.params);
		return { again: true };
	})
};
