import { redirect } from '@sveltejs/kit';
import { findHub } from '#ecosystem/hubs.ts';
import { listOn } from '#ecosystem/list-address.ts';
import { admissionParts } from '#place/admissions/parts.ts';
import {
	findPlacementWeights,
	ListPlacements,
	listPlacements,
	placementStates,
	ProposePlacement,
	proposePlacement,
	SetPlacementWeights,
	setPlacementWeights
} from '#place/admissions/placements.ts';
import { placeTabs } from '#place/tabs.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, params, url } = event;
	const { actor, locale } = locals;
	const { filter, page, ...list } = await listOn(url, ListPlacements, (filter) => listPlacements(actor, filter), 10);
	const weights = await findPlacementWeights(actor);
	const { timeZone } = found(await findHub(params.hub));
	const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
	return {
		tabs: placeTabs(actor, 'admissions'),
		parts: admissionParts(actor, 'placement'),
		weights,
		...list,
		q: filter.q,
		state: filter.state,
		states: (['all', 'accepted', ...placementStates] as const).map((state) => ({
			value: state,
			label: say(`placement_state_${state}`, {}, locale)
		})),
		proposals: page.items.map(({ id, state, askedAt, acceptedAt, placed, left }) => ({
			id,
			href: `/${params.hub}/place/admissions/placement/${id}`,
			at: moment.format(askedAt),
			state: say(acceptedAt ? 'placement_state_accepted' : `placement_state_${state}`, {}, locale),
			tone: acceptedAt ? ('good' as const) : state === 'failed' || state === 'infeasible' ? ('wrong' as const) : ('plain' as const),
			counts: state === 'ready' ? say('placement_counts', { placed, left }, locale) : ''
		}))
	};
};

export const actions: Actions = {
	propose: form(ProposePlacement.pick({ seconds: true }), async ({ seconds }, { locals, params }) => {
		const { id } = await proposePlacement(locals.actor, { pins: [], forbids: [], seconds });
		redirect(303, `/${params.hub}/place/admissions/placement/${id}`);
	}),
	weights: form(SetPlacementWeights, async (input, { locals }) => ({ saved: await setPlacementWeights(locals.actor, input) }))
};
