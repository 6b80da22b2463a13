import { z } from 'zod';
import { operation } from '#platform/operation.ts';
import { findHub } from './hubs.ts';
import { mergingApi } from './merging/api.ts';
import { found } from '#platform/refusal.ts';
import { organisationsApi } from './organisations-api.ts';
import { peopleApi } from './people-api.ts';

export const ecosystemApi = {
	...organisationsApi,
	...peopleApi,
	...mergingApi,
	hub: operation({ method: 'GET', path: '/', summary: 'What this hub is', tags: ['ecosystem'], openTo: 'visitors' })
		.input(z.object({}))
		.handler(async ({ context }) => {
			const { id, name, place, locales, network } = found(await findHub(context.actor.hub));
			return { id, name, place, locales, network };
		})
};
