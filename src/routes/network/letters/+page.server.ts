import { accountLetters, shownLetters } from '#ecosystem/outbox.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const page = { cursor: event.url.searchParams.get('cursor') ?? undefined, limit: 25 };
	return { outbox: shownLetters(await accountLetters(signedIn(event), page)) };
};
