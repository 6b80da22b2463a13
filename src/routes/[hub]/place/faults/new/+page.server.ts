import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { inspected } from '#ecosystem/attachments.ts';
import { firmNames } from '#ecosystem/firms.ts';
import { faultCategories } from '#place/faults/choices.ts';
import { ReportFault, reportFault } from '#place/faults/faults.ts';
import { mayReportFaults } from '#place/faults/policy.ts';
import { listFloors } from '#place/floors.ts';
import { findPlan } from '#place/plan.ts';
import { drawnPlan, floorName } from '#place/said.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { authorize } from '#platform/refusal.ts';
import { readSettings } from '#platform/settings.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, url, params } = event;
	const { actor, locale } = locals;
	authorize(mayReportFaults(actor));
	const { items: floors } = await listFloors(actor);
	const plans = await Promise.all(floors.map(({ id }) => findPlan(actor, { floor: id })));
	const asked = z.uuid().safeParse(url.searchParams.get('unit')).data;
	const plan =
		plans.find(({ units }) => units.some(({ id }) => id === asked)) ??
		plans.find(({ floor }) => floor === url.searchParams.get('floor')) ??
		plans[0];
	const firms = await firmNames(
		actor,
		actor.organisations.map(({ id }) => id)
	);
	return {
		floor: plan?.floor ?? null,
		floors: plans.map((one) => ({ value: one.floor, label: floorName(one), href: `/${params.hub}/place/faults/new?floor=${one.floor}` })),
		unit: asked ?? '',
		units: plans.flatMap((one) =>
			one.units.map(({ id, number, name }) => ({ value: id, label: [number, name].filter(Boolean).join(' · '), group: floorName(one) }))
		),
		categories: faultCategories.map((category) => ({ value: category, label: say(`fault_category_${category}`, {}, locale) })),
		firms: [...firms].map(([value, { name }]) => ({ value, label: name })),
		megabytes: readSettings().KM0_UPLOAD_MB,
		plan: plan && {
			label: say('place_plan_of', { floor: floorName(plan) }, locale),
			...drawnPlan(plan, params.hub, locale)
		}
	};
};

export const actions: Actions = {
	default: form(ReportFault.extend({ files: z.array(z.instanceof(File)).default([]) }), async ({ files, ...input }, { locals, params }) => {
		authorize(mayReportFaults(locals.actor));
		const { id } = await reportFault(locals.actor, input, await inspected(files));
		redirect(303, `/${params.hub}/place/faults/${id}?sent`);
	})
};
