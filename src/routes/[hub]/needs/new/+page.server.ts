import { redirect } from '@sveltejs/kit';
import { inspected } from '#ecosystem/attachments.ts';
import { organisationName, peopleOf, waitsForFirm, writableFirms } from '#ecosystem/firms.ts';
import { beginning, forgetText, keepText, keptText } from '#ecosystem/need-beginning.ts';
import { needFormOptions } from '#ecosystem/need-form.ts';
import { mayPost } from '#ecosystem/needs-policy.ts';
import { CreateNeed, createNeed } from '#ecosystem/needs.ts';
import { similarNeeds } from '#ecosystem/needs-shown.ts';
import { check, chipsOf, keepingConcepts, onPage, settled } from '#ecosystem/post-form.ts';
import { needLine } from '#ecosystem/posts-said.ts';
import { understood } from '#ecosystem/understood.ts';
import { actsFor, isMember } from '#platform/actor.ts';
import { form } from '#platform/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params, cookies }) => {
	const { actor, locale } = locals;
	const text = (url.searchParams.get('text') ?? keptText(cookies)).slice(0, 8000);
	if (!mayPost(actor)) keepText(cookies, params.hub, url, text);
	const back = `/${params.hub}/needs/new${text ? `?text=${encodeURIComponent(text.slice(0, 1000))}` : ''}`;
	if (!locals.account) redirect(303, `/sign-in?back=${encodeURIComponent(back)}`);

	const asked = url.searchParams.get('organisation') ?? undefined;
	const own = await writableFirms(actor);
	const search = url.searchParams.get('firm') ?? '';
	const found = actor.staff && search ? await writableFirms(actor, search) : [];
	const firm = asked && (actor.staff || actsFor(actor, asked)) ? asked : own.length === 1 ? own[0]?.value : undefined;
	const step = !isMember(actor) ? 'hub' : !mayPost(actor) ? 'organisation' : !firm && own.length === 0 ? 'firm' : 'form';

	const first = beginning(text);
	const ids = text ? understood(text, locale).map(({ id }) => id) : [];
	const near = text && step === 'form' ? await similarNeeds(actor, { text, locale }) : [];
	return {
		step: step as 'hub' | 'organisation' | 'firm' | 'form',
		text,
		search,
		found,
		own,
		firm: firm ?? own[0]?.value ?? null,
		firmName: firm ? await organisationName(actor, firm) : null,
		isWaiting: step === 'organisation' && (await waitsForFirm(actor)),
		people: firm ? await peopleOf(actor, firm) : [],
		values: { locale, ...first, contact: firm && actsFor(actor, firm) ? actor.member : null },
		chips: chipsOf(ids, ids, locale),
		similar: near.map((need) => needLine(need, params.hub, locale)),
		...needFormOptions(locale)
	};
};

export const actions: Actions = {
	save: keepingConcepts(
		form(CreateNeed.extend(onPage), async ({ files, ...input }, { locals, params, cookies, url }) => {
			const need = await createNeed(locals.actor, settled(input), await inspected(files));
			forgetText(cookies, params.hub as string, url);
			redirect(303, `/${params.hub}/needs/${need.id}`);
		})
	),
	check
};
