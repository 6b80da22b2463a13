import { ListNeeds, listNeeds } from '#ecosystem/needs-shown.ts';
import { ListOffers, listOffers } from '#ecosystem/offers.ts';
import { myOrganisations, requestsFor } from '#ecosystem/representatives.ts';
import { isMember } from '#platform/actor.ts';
import { say } from '#platform/i18n.ts';
import { authorize } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import { roadsOf } from '#road/road.ts';
import { roadInWords } from '#road/said.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { actor, locale } = event.locals;
	authorize(isMember(actor));
	const [mine, requests, offers, needs, roads] = await Promise.all([
		actor.member ? myOrganisations(actor) : [],
		requestsFor(actor, {}),
		listOffers(actor, ListOffers.parse({ mine: true, limit: 100 })),
		listNeeds(actor, ListNeeds.parse({ mine: true, limit: 100 })),
		roadsOf(
			actor,
			actor.organisations.slice(0, 20).map(({ id }) => id)
		)
	]);
	const open = ({ items }: { items: { organisation: { id: string } | null }[] }, id: string) =>
		items.filter(({ organisation }) => organisation?.id === id).length;
	const waiting = Map.groupBy(requests, ({ organisation }) => organisation);
	return {
		roads: roads.map((road) => roadInWords(road, { ...actor, staff: false, locale })),
		mine: mine.map(({ kind, acceptedAt, refusedAt, ...one }) => ({
			...one,
			kind: say(`organisation_kind_${kind}`),
			state: say(`organisation_state_${acceptedAt ? (one.isOwner ? 'owner' : 'acts') : refusedAt ? 'refused' : 'waiting'}`),
			isIn: acceptedAt !== null,
			offers: open(offers, one.id),
			needs: open(needs, one.id)
		})),
		waiting: [...waiting.values()].map((all) => ({ slug: all[0]!.slug, name: all[0]!.organisationName, count: all.length }))
	};
};
