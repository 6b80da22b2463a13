import { redirect } from '@sveltejs/kit';
import { listOn } from '#ecosystem/list-address.ts';
import { staffOfHub } from '#ecosystem/members.ts';
import { listAdmissions } from '#place/admissions/admissions-shown.ts';
import {
	AddCriterion,
	addCriterion,
	CriterionId,
	ListCommittees,
	listCommittees,
	listCriteria,
	PlanCommittee,
	planCommittee,
	removeCriterion
} from '#place/admissions/committees.ts';
import { admissionParts } from '#place/admissions/parts.ts';
import { mayAdmit } from '#place/admissions/policy.ts';
import { stageSaid } from '#place/admissions/said.ts';
import { clockOf, today } from '#place/days.ts';
import { dayIn } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, params, url } = event;
	const { actor, locale } = locals;
	const day = dayIn(locale);
	const { filter, page, ...list } = await listOn(url, ListCommittees, (filter) => listCommittees(actor, filter));
	const open = mayAdmit(actor)
		? await listAdmissions(actor, { q: '', stage: 'open', transfers: false, mine: false, limit: 100 })
		: { items: [] };
	return {
		tabs: placeTabs(actor, 'admissions'),
		parts: admissionParts(actor, 'committees'),
		...list,
		q: filter.q,
		state: filter.state,
		states: (['all', 'open', 'closed'] as const).map((state) => ({ value: state, label: say(`committees_${state}`, {}, locale) })),
		committees: page.items.map((one) => ({ ...one, day: day(one.heldOn), href: `/${params.hub}/place/admissions/committees/${one.id}` })),
		mayCall: mayAdmit(actor),
		today: today(await clockOf(actor.hub)),
		people: mayAdmit(actor) ? (await staffOfHub(actor)).map(({ member, name }) => ({ value: member, label: name })) : [],
		files: open.items.map((file) => ({ value: file.id, label: `${file.number} · ${file.firm}`, hint: stageSaid(file.stage, locale) })),
		criteria: await listCriteria(actor)
	};
};

export const actions: Actions = {
	call: form(PlanCommittee, async (input, { locals, params }) => {
		const { id } = await planCommittee(locals.actor, input);
		redirect(303, `/${params.hub}/place/admissions/committees/${id}`);
	}),
	addCriterion: form(AddCriterion, async (input, { locals }) => ({ saved: await addCriterion(locals.actor, input) })),
	removeCriterion: form(CriterionId, async (input, { locals }) => ({ saved: await removeCriterion(locals.actor, input) }))
};
