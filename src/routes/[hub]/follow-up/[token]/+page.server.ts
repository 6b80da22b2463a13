import { answerByLink, linkedAnswer } from '#introductions/follow-ups.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { z } from 'zod';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const { question, answer, given, need, partner } = await linkedAnswer(locals.actor, { token: params.token });
	return {
		need,
		partner,
		question: say(`follow_up_${question}`),
		answer: say(`follow_up_${question}_${answer}`),
		given: given && say(`follow_up_${question}_${given}`)
	};
};

export const actions: Actions = {
	default: form(z.object({}), async (_, { locals, params }) => ({
		thanks: (await answerByLink(locals.actor, { token: params.token as string })).question
	}))
};
