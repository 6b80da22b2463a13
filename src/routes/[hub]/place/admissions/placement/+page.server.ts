import { redirect } from '@sveltejs/kit';
import { findHub } from '#ecosystem/hubs.ts';
import { admissionParts } from '#place/admissions/parts.ts';
import {
	findPlacementWeights,
	listPlacements,
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
	const { locals, params } = event;
	const { actor, locale } = locals;
	const weights = await findPlacementWeights(actor);
	const { timeZone } = found(await findHub(params.hub));
	const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
	return {
		tabs: placeTabs(actor, 'admissions'),
		parts: admissionParts(actor, 'placement'),
		weights,
		proposals: (await listPlacements(actor)).items.map(({ id, state, askedAt, acceptedAt }) => ({
			id,
			href: `/${params.hub}/place/admissions/placement/${id}`,
			at: moment.format(askedAt),
			state: say(acceptedAt ? 'placement_state_accepted' : `placement_state_${state}`, {}, locale)
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
