import { allHubs } from '#ecosystem/hubs.ts';
import { api } from '#modules.ts';
import { apiChapters } from '#platform/api-page.ts';
import { baseUrl } from '#platform/auth.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url }) => {
	const hubs = await allHubs();
	const hub = hubs.find(({ id }) => id === url.searchParams.get('hub'))?.id ?? hubs[0]?.id ?? 'mulhouse';
	return { hub, hubs, server: baseUrl, chapters: await apiChapters(api, baseUrl, hub) };
};
