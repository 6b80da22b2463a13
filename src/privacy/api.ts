import { z } from 'zod';
import { operation } from '#platform/operation.ts';
import { AskErasure, askErasure, callOffErasure, ErasureOf, erasures } from './erasures.ts';
import { ownDataHere } from './own-data.ts';
import { retention, SetRetention, setRetention } from './retention.ts';

const managers = ['hub_manager'] as const;
const erasure = z.object({
	member: z.uuid(),
	name: z.string(),
	because: z.enum(['own_wish', 'request', 'inactive']),
	note: z.string(),
	askedAt: z.date(),
	dueAt: z.date(),
	isWhole: z.boolean(),
	refusedBecause: z.string().nullable()
});

const rule = z.object({ name: z.string(), days: z.number(), usual: z.number(), min: z.number(), max: z.number() });

export const privacyApi = {
	ownData: operation({
		method: 'GET',
		path: '/own-data',
		summary: 'All that this hub keeps about you',
		description:
			'Kind by kind, as the register of processing names them. The files you uploaded are at /files; the ZIP with all of it is on your account’s page.',
		tags: ['privacy'],
		openTo: 'members'
	})
		.input(z.object({}))
		.output(z.record(z.string(), z.array(z.record(z.string(), z.unknown()))))
		.handler(({ context }) => ownDataHere(context.actor)),
	erasures: operation({ method: 'GET', path: '/erasures', summary: 'Members who are to be erased', tags: ['privacy'], openTo: managers })
		.input(z.object({}))
		.output(z.object({ items: z.array(erasure) }))
		.handler(({ context }) => erasures(context.actor)),
	askErasure: operation({
		method: 'POST',
		path: '/members/{member}/erasure',
		summary: 'Erase a member who asked for it',
		description: 'After 14 days in which it can be called off. Where the person is in other hubs too, only what this hub keeps of them.',
		tags: ['privacy'],
		openTo: managers
	})
		.input(AskErasure)
		.output(erasure)
		.handler(({ context, input }) => askErasure(context.actor, input)),
	callOffErasure: operation({
		method: 'DELETE',
		path: '/members/{member}/erasure',
		summary: 'Keep a member who was to be erased on request',
		tags: ['privacy'],
		openTo: managers
	})
		.input(ErasureOf)
		.output(z.object({ member: z.uuid() }))
		.handler(({ context, input }) => callOffErasure(context.actor, input)),
	retention: operation({
		method: 'GET',
		path: '/retention',
		summary: 'How long this hub keeps what',
		tags: ['privacy'],
		openTo: 'visitors'
	})
		.input(z.object({}))
		.output(z.object({ items: z.array(rule) }))
		.handler(({ context }) => retention(context.actor)),
	setRetention: operation({
		method: 'PUT',
		path: '/retention/{rule}',
		summary: 'Keep something shorter or longer, within what the law leaves open',
		tags: ['privacy'],
		openTo: managers
	})
		.input(SetRetention)
		.output(rule)
		.handler(({ context, input }) => setRetention(context.actor, input))
};
