import { redirect } from '@sveltejs/kit';
import { inspected } from '#ecosystem/attachments.ts';
import { organisationName, peopleOf, waitsForFirm, writableFirms } from '#ecosystem/firms.ts';
import { offerFormOptions } from '#ecosystem/need-form.ts';
import { mayPost } from '#ecosystem/needs-policy.ts';
import { CreateOffer, createOffer } from '#ecosystem/offers.ts';
import { check, keepingConcepts, onPage, settled } from '#ecosystem/post-form.ts';
import { actsFor, isMember } from '#platform/actor.ts';
import { form } from '#platform/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
	const { actor, locale } = locals;
	const back = `/${params.hub}/offers/new`;
	if (!locals.account) redirect(303, `/sign-in?back=${encodeURIComponent(back)}`);

	const asked = url.searchParams.get('organisation') ?? undefined;
	const own = await writableFirms(actor);
	const search = url.searchParams.get('firm') ?? '';
	const firm = asked && (actor.staff || actsFor(actor, asked)) ? asked : own.length === 1 ? own[0]?.value : undefined;
	const step = !isMember(actor) ? 'hub' : !mayPost(actor) ? 'organisation' : !firm && own.length === 0 ? 'firm' : 'form';
	return {
		step: step as 'hub' | 'organisation' | 'firm' | 'form',
		back,
		search,
		found: actor.staff && search ? await writableFirms(actor, search) : [],
		own,
		firm: firm ?? own[0]?.value ?? null,
		firmName: firm ? await organisationName(actor, firm) : null,
		isWaiting: step === 'organisation' && (await waitsForFirm(actor)),
		people: firm ? await peopleOf(actor, firm) : [],
		values: { locale, contact: firm && actsFor(actor, firm) ? actor.member : null },
		...offerFormOptions(locale)
	};
};

export const actions: Actions = {
	save: keepingConcepts(
		form(CreateOffer.extend(onPage), async ({ files, ...input }, { locals, params }) => {
			const offer = await createOffer(locals.actor, settled(input), await inspected(files));
			redirect(303, `/${params.hub}/offers/${offer.id}`);
		})
	),
	check
};
