import { organisationAt } from '#ecosystem/organisations.ts';
import { signedIn } from '#platform/signed-in.ts';
import { roadOf } from '#road/road.ts';
import { roadInWords } from '#road/said.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { actor, locale } = event.locals;
	const { id, slug, name } = await organisationAt(actor, event.params.organisation);
	return { organisation: { slug, name }, road: roadInWords(await roadOf(actor, { organisation: id }), { ...actor, locale }) };
};
