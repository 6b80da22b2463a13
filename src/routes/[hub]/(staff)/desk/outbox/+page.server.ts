import { letters, shownLetters } from '#ecosystem/outbox.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, parent }) => {
	await parent();
	const page = { cursor: url.searchParams.get('cursor') ?? undefined, limit: 25 };
	return { outbox: shownLetters(await letters(locals.actor, page)) };
};
