import { myOrganisations, requestsFor } from '#ecosystem/representatives.ts';
import { isMember } from '#platform/actor.ts';
import { say } from '#platform/i18n.ts';
import { authorize } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { actor } = event.locals;
	authorize(isMember(actor));
	const [mine, requests] = await Promise.all([actor.member ? myOrganisations(actor) : [], requestsFor(actor, {})]);
	const waiting = Map.groupBy(requests, ({ organisation }) => organisation);
	return {
		mine: mine.map(({ kind, acceptedAt, refusedAt, ...one }) => ({
			...one,
			kind: say(`organisation_kind_${kind}`),
			state: say(`organisation_state_${acceptedAt ? (one.isOwner ? 'owner' : 'acts') : refusedAt ? 'refused' : 'waiting'}`),
			isIn: acceptedAt !== null
		})),
		waiting: [...waiting.values()].map((all) => ({ slug: all[0]!.slug, name: all[0]!.organisationName, count: all.length }))
	};
};
