import { redirect } from '@sveltejs/kit';
import { inspected } from '#ecosystem/attachments.ts';
import { peopleOf } from '#ecosystem/firms.ts';
import { offerFormOptions } from '#ecosystem/need-form.ts';
import { ChangeOffer, changeOffer, findOffer, OfferId } from '#ecosystem/offers.ts';
import { check, chipsOf, keepingConcepts, onPage, settled } from '#ecosystem/post-form.ts';
import { understood } from '#ecosystem/understood.ts';
import { form } from '#platform/form.ts';
import { forbidden, found } from '#platform/refusal.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { actor, locale } = locals;
	if (!locals.account) redirect(303, `/sign-in?back=${encodeURIComponent(url.pathname)}`);
	const offer = await findOffer(actor, found(OfferId.safeParse({ offer: params.offer }).data));
	if (!offer.inside) throw forbidden();
	const kept = [...offer.technologies, ...offer.sectors];
	const now = understood(`${offer.title}\n${offer.what}`, offer.locale).map(({ id }) => id);
	return {
		offer,
		chips: chipsOf([...kept, ...now, ...offer.inside.refusedConcepts], kept, locale),
		people: await peopleOf(actor, offer.organisation.id),
		...offerFormOptions(locale)
	};
};

export const actions: Actions = {
	save: keepingConcepts(
		form(ChangeOffer.extend(onPage), async ({ files, ...input }, { locals, params }) => {
			await changeOffer(locals.actor, settled(input), await inspected(files));
			redirect(303, `/${params.hub}/offers/${params.offer}`);
		})
	),
	check
};
