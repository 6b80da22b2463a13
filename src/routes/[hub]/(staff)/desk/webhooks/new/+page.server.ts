import { form } from '#platform/form.ts';
import { authorize } from '#platform/refusal.ts';
import { mayHook } from '#webhooks/policy.ts';
import { eventChapters } from '#webhooks/said.ts';
import { CreateWebhook, createWebhook } from '#webhooks/webhooks.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
	await parent();
	authorize(mayHook(locals.actor));
	return { chapters: eventChapters() };
};

export const actions: Actions = {
	default: form(CreateWebhook, async (input, { locals }) => {
		const { id, secret } = await createWebhook(locals.actor, input);
		return { id, secret };
	})
};
