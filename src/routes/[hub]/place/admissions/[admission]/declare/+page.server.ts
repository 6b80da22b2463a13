import { redirect } from '@sveltejs/kit';
import { findAdmission } from '#place/admissions/admissions-shown.ts';
import { DeclareJobs, declareJobs } from '#place/admissions/promises.ts';
import { numberIn, signedIn as signed } from '#place/admissions/said.ts';
import { clockOf, dayAfter, today } from '#place/days.ts';
import { dayIn } from '#place/said.ts';
import { form } from '#platform/form.ts';
import { authorize, found } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, params, url } = event;
	const { actor, locale } = locals;
	const file = await findAdmission(actor, { admission: params.admission });
	authorize(file.may.declare);
	const now = today(await clockOf(actor.hub));
	const asked = Number(url.searchParams.get('year'));
	const due = file.declarations.filter(({ dueOn }) => dayAfter(dueOn, -14) <= now);
	const declaration = found(due.find(({ year }) => year === asked) ?? due.find(({ declaredAt }) => !declaredAt) ?? due.at(-1));
	const inside = file.sites.filter(({ isInRegion }) => isInRegion);
	const number = numberIn(locale);
	return {
		id: file.id,
		number: file.number,
		firm: file.firm,
		year: declaration.year,
		due: dayIn(locale)(declaration.dueOn),
		promised: signed(locale)([file.net12, file.net24, file.net36][declaration.year - 1] ?? 0),
		before: number(inside.reduce((sum, { jobs }) => sum + jobs, 0)),
		hasOthers: inside.some(({ becomes }) => becomes !== 'closed'),
		values: declaration
	};
};

export const actions: Actions = {
	default: form(DeclareJobs, async (input, { locals, params }) => {
		await declareJobs(locals.actor, input);
		redirect(303, `/${params.hub}/place/admissions/${input.admission}#promises`);
	})
};
