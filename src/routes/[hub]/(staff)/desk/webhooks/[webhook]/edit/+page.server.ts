import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { form } from '#platform/form.ts';
import { eventChapters } from '#webhooks/said.ts';
import { ChangeWebhook, changeWebhook, findWebhook, removeWebhook } from '#webhooks/webhooks.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, parent }) => {
	await parent();
	const { address, description, all, events, isOn, version } = await findWebhook(locals.actor, params);
	return { values: { address, description, all, events, isOn }, version, chapters: eventChapters() };
};

export const actions: Actions = {
	save: form(ChangeWebhook, async (input, { locals, params }) => {
		await changeWebhook(locals.actor, input);
		redirect(303, `/${params.hub}/desk/webhooks/${params.webhook}`);
	}),
	remove: form(z.object({}), async (_, { locals, params }) => {
		await removeWebhook(locals.actor, params);
		redirect(303, `/${params.hub}/desk/webhooks`);
	})
};
