import { redirect } from '@sveltejs/kit';
import { DropNeed, dropNeed } from '#ecosystem/needs.ts';
import { findNeed, NeedId } from '#ecosystem/needs-shown.ts';
import { form } from '#platform/form.ts';
import { forbidden, found } from '#platform/refusal.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const need = await findNeed(locals.actor, found(NeedId.safeParse({ need: params.need }).data));
	if (!need.inside?.mayDecide) throw forbidden();
	return { id: need.id, title: need.title };
};

export const actions: Actions = {
	default: form(DropNeed.omit({ need: true }), async (input, { locals, params }) => {
		await dropNeed(locals.actor, { ...input, need: params.need as string });
		redirect(303, `/${params.hub}/needs/${params.need}`);
	})
};
