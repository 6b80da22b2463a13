import { redirect } from '@sveltejs/kit';
import { apiKeys, createApiKey, CreateApiKey, revokeApiKey, RevokeApiKey } from '#platform/api-keys.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { has, roles } from '#platform/actor.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const { actor } = locals;
	if (!actor.roles.length) redirect(303, `/sign-in?back=${encodeURIComponent(url.pathname)}`);
	const given = has(actor) ? roles : actor.roles;
	const { items } = await apiKeys(actor);
	return {
		roles: given.map((role) => ({ value: role, label: say(`role_${role}`) })),
		keys: items.map((key) => ({ ...key, roles: key.roles.map((role) => say(`role_${role}`)) }))
	};
};

export const actions: Actions = {
	create: form(CreateApiKey, async (input, { locals }) => ({ key: (await createApiKey(locals.actor, input)).key, revoked: false })),
	revoke: form(RevokeApiKey, async (input, { locals }) => {
		await revokeApiKey(locals.actor, input);
		return { key: '', revoked: true };
	})
};
