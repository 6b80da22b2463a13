import { z } from 'zod';
import { operation } from '#platform/operation.ts';
import { ownDataHere } from './own-data.ts';

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
		.handler(({ context }) => ownDataHere(context.actor))
};
