import { findOffer } from '#ecosystem/offers.ts';
import { matchesOfOffer } from '#matching/matches.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { title } = await findOffer(locals.actor, { offer: params.offer });
	return { offer: params.offer, title, ...(await matchesOfOffer(locals.actor, { offer: params.offer, limit: 30 })) };
};
