import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { organisationName, waitsForFirm, writableFirms } from '#ecosystem/firms.ts';
import { StartAdmission, startAdmission } from '#place/admissions/admissions.ts';
import { mayAdmit } from '#place/admissions/policy.ts';
import { findUnit } from '#place/plan.ts';
import { isMember } from '#platform/actor.ts';
import { form } from '#platform/form.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

/** Where somebody came from, who pressed the button of a unit. */
const unitIn = (url: URL) => z.uuid().safeParse(url.searchParams.get('unit')).data;

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, url } = event;
	const { actor } = locals;
	const own = await writableFirms(actor);
	const search = url.searchParams.get('firm') ?? '';
	const asked = z.uuid().safeParse(url.searchParams.get('organisation')).data;
	const isAsked = asked !== undefined && (mayAdmit(actor) || own.some(({ value }) => value === asked));
	const unit = unitIn(url);
	return {
		step: !isMember(actor) ? 'hub' : own.length || isAsked ? 'firm' : mayAdmit(actor) ? 'search' : 'organisation',
		own: isAsked ? [{ value: asked, label: (await organisationName(actor, asked)) ?? '' }] : own,
		mayChoose: mayAdmit(actor),
		search,
		found: mayAdmit(actor) && search ? await writableFirms(actor, search) : [],
		isWaiting: isMember(actor) && !own.length && (await waitsForFirm(actor)),
		unit: unit ? (await findUnit(actor, { unit })).number : null,
		back: `${url.pathname}${url.search}`
	};
};

export const actions: Actions = {
	default: form(StartAdmission, async (input, { locals, params, url }) => {
		const { id } = await startAdmission(locals.actor, input);
		const unit = unitIn(url);
		redirect(303, `/${params.hub}/place/admissions/${id}/edit${unit ? `?unit=${unit}` : ''}`);
	})
};
