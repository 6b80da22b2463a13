import { frontPage } from '#ecosystem/front.ts';
import { roadsOf } from '#road/road.ts';
import { roadInWords } from '#road/said.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { actor, locale } = locals;
	const own = actor.organisations.slice(0, 3).map(({ id }) => id);
	const [front, roads] = await Promise.all([frontPage(params.hub, locale), own.length ? roadsOf(actor, own) : []]);
	// Whoever is at home here sees first where their own firm stands.
	return { ...front, roads: roads.map((road) => roadInWords(road, { ...actor, staff: false, locale })) };
};
