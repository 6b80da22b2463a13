import { matchesOfNeed } from '#matching/matches.ts';
import { findNeed } from '#ecosystem/needs-shown.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { title } = await findNeed(locals.actor, { need: params.need });
	return { need: params.need, title, asked: await matchesOfNeed(locals.actor, { need: params.need, limit: 30 }) };
};
