import { allHubs } from '#ecosystem/hubs.ts';
import { api } from '#modules.ts';
import { apiChapters } from '#platform/api-page.ts';
import { baseUrl } from '#platform/auth.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url }) => {
	const hubs = await allHubs();
	const example = hubs.find(({ id }) => id === url.searchParams.get('hub'))?.id ?? hubs[0]?.id ?? 'mulhouse';
	// Not `hub`: that is what the shell takes for the hub one is in.
	return { example, hubs, server: baseUrl, chapters: await apiChapters(api, baseUrl, example) };
};
