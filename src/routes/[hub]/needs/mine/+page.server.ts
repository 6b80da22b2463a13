import { redirect } from '@sveltejs/kit';
import { countNeeds, listNeeds, ListNeeds } from '#ecosystem/needs-shown.ts';
import { mayPost } from '#ecosystem/needs-policy.ts';
import { countOffers, listOffers, ListOffers } from '#ecosystem/offers.ts';
import { needLine, offerLine } from '#ecosystem/posts-said.ts';
import { SetTerm, setTerm } from '#ecosystem/need-terms.ts';
import { findHub } from '#ecosystem/hubs.ts';
import { has } from '#platform/actor.ts';
import { form } from '#platform/form.ts';
import { found } from '#platform/refusal.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	if (!locals.account) redirect(303, `/sign-in?back=${encodeURIComponent(url.pathname)}`);
	const needs = ListNeeds.parse({ mine: true, state: 'all', limit: 50 });
	const offers = ListOffers.parse({ mine: true, state: 'all', limit: 50 });
	const [need, offer, needCount, offerCount, hub] = await Promise.all([
		listNeeds(actor, needs),
		listOffers(actor, offers),
		countNeeds(actor, needs),
		countOffers(actor, offers),
		findHub(params.hub)
	]);
	return {
		// All of this page is theirs.
		needs: need.items.map((one) => ({ ...needLine(one, params.hub, locale), isMine: false })),
		offers: offer.items.map((one) => ({ ...offerLine(one, params.hub, locale), isMine: false })),
		needCount,
		offerCount,
		mayPost: mayPost(actor),
		term: has(actor, 'hub_manager') ? found(hub).needDays : null
	};
};

export const actions: Actions = {
	term: form(SetTerm, async (input, { locals }) => ({ saved: await setTerm(locals.actor, input) }))
};
