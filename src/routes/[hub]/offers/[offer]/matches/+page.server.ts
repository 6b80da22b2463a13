import { redirect } from '@sveltejs/kit';
import { findOffer } from '#ecosystem/offers.ts';
import { StartIntroductions, startIntroductions } from '#introductions/introductions.ts';
import { needsIntroducedTo } from '#introductions/introductions-shown.ts';
import { matchesOfOffer } from '#matching/matches.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { actor } = locals;
	const { title, organisation, isMine } = await findOffer(actor, { offer: params.offer });
	const [{ needs }, already] = await Promise.all([
		matchesOfOffer(actor, { offer: params.offer, limit: 30 }),
		needsIntroducedTo(actor, organisation.id)
	]);
	return {
		offer: params.offer,
		title,
		isMine,
		needs,
		introduced: Object.fromEntries(
			[...already].map(([need, { id, state }]) => [need, { id, state, said: say(`introduction_state_${state}`) }])
		)
	};
};

export const actions: Actions = {
	introduce: form(StartIntroductions.omit({ offers: true }), async (input, { locals, params }) => {
		const [made] = await startIntroductions(locals.actor, { ...input, offers: [params.offer as string] });
		redirect(303, `/${params.hub}/introductions/${made?.id}`);
	})
};
