import { redirect } from '@sveltejs/kit';
import { inspected } from '#ecosystem/attachments.ts';
import { peopleOf } from '#ecosystem/firms.ts';
import { needFormOptions } from '#ecosystem/need-form.ts';
import { ChangeNeed, changeNeed } from '#ecosystem/needs.ts';
import { findNeed, NeedId } from '#ecosystem/needs-shown.ts';
import { check, chipsOf, keepingConcepts, onPage, settled } from '#ecosystem/post-form.ts';
import { understood } from '#ecosystem/understood.ts';
import { form } from '#platform/form.ts';
import { forbidden, found } from '#platform/refusal.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	if (!locals.account) redirect(303, `/sign-in?back=${encodeURIComponent(url.pathname)}`);
	const need = await findNeed(actor, found(NeedId.safeParse({ need: params.need }).data));
	if (!need.inside || !need.organisation) throw forbidden();
	const kept = [...need.technologies, ...need.sectors];
	const now = understood([need.title, need.problem, need.result].join('\n'), need.locale).map(({ id }) => id);
	return {
		need,
		chips: chipsOf([...kept, ...now, ...need.inside.refusedConcepts], kept, locale),
		people: await peopleOf(actor, need.organisation.id),
		...needFormOptions(locale)
	};
};

export const actions: Actions = {
	save: keepingConcepts(
		form(ChangeNeed.extend(onPage), async ({ files, ...input }, { locals, params }) => {
			await changeNeed(locals.actor, settled(input), await inspected(files));
			redirect(303, `/${params.hub}/needs/${params.need}`);
		})
	),
	check
};
