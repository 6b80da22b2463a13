import type { platformApi } from '../api.ts';
import { createApiKey } from '../api-keys.ts';
import type { Examples } from './examples.ts';

export const platformExamples: Examples<typeof platformApi> = {
	listApiKeys: () => ({}),
	createApiKey: (actor) => ({ name: 'Stock system', roles: [actor.roles[0] ?? 'member'], scopes: ['read'], expiresInDays: 30 }),
	revokeApiKey: async (actor) => ({
		key: actor.roles.length
			? (await createApiKey(actor, { name: 'Old', roles: [...actor.roles], scopes: ['read'], expiresInDays: 1 })).id
			: crypto.randomUUID()
	})
};
