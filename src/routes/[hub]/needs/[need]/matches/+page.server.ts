import { redirect } from '@sveltejs/kit';
import { findNeed } from '#ecosystem/needs-shown.ts';
import { StartIntroductions, startIntroductions } from '#introductions/introductions.ts';
import { introducedAlready } from '#introductions/introductions-shown.ts';
import { mayAnimate } from '#introductions/policy.ts';
import { matchesOfNeed } from '#matching/matches.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { actor } = locals;
	const need = await findNeed(actor, { need: params.need });
	const [asked, already] = await Promise.all([
		matchesOfNeed(actor, { need: params.need, limit: 30 }),
		introducedAlready(actor, params.need)
	]);
	return {
		need: params.need,
		title: need.title,
		asked,
		introduced: Object.fromEntries(
			[...already].map(([firm, { id, state }]) => [firm, { id, state, said: say(`introduction_state_${state}`) }])
		),
		mayIntroduce: ['open', 'introduced', 'in_project'].includes(need.state) && (need.isMine || mayAnimate(actor)),
		isMine: need.isMine,
		isAnonymous: need.confidentiality === 'anonymous'
	};
};

export const actions: Actions = {
	introduce: form(StartIntroductions.omit({ need: true }), async (input, { locals, params }) => {
		const made = await startIntroductions(locals.actor, { ...input, need: params.need as string });
		const [only] = made;
		redirect(
			303,
			made.length === 1 && only ? `/${params.hub}/introductions/${only.id}` : `/${params.hub}/introductions?need=${params.need}`
		);
	})
};
