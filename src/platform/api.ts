import { z } from 'zod';
import { apiKeys, CreateApiKey, createApiKey, RevokeApiKey, revokeApiKey } from './api-keys.ts';
import { operation } from './operation.ts';
import { roles } from './actor.ts';

const key = z.object({
	id: z.uuid(),
	name: z.string(),
	roles: z.array(z.enum(roles)),
	scopes: z.array(z.enum(['read', 'write'])),
	expiresAt: z.date().nullable()
});

export const platformApi = {
	listApiKeys: operation({ method: 'GET', path: '/api-keys', summary: 'Keys for programs', tags: ['platform'], openTo: 'members' })
		.input(z.object({}))
		.output(z.object({ items: z.array(key.extend({ prefix: z.string(), createdAt: z.date(), lastUsedAt: z.date().nullable() })) }))
		.handler(({ context }) => apiKeys(context.actor)),
	createApiKey: operation({
		method: 'POST',
		path: '/api-keys',
		summary: 'Make a key for a program',
		description: 'The key is returned this once. It can never do more than whoever makes it.',
		tags: ['platform'],
		openTo: 'members'
	})
		.input(CreateApiKey)
		.output(key.extend({ key: z.string() }))
		.handler(({ context, input }) => createApiKey(context.actor, input)),
	revokeApiKey: operation({ method: 'DELETE', path: '/api-keys/{key}', summary: 'Revoke a key', tags: ['platform'], openTo: 'members' })
		.input(RevokeApiKey)
		.output(z.object({ id: z.uuid() }))
		.handler(({ context, input }) => revokeApiKey(context.actor, input))
};
