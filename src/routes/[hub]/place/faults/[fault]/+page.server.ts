import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { inspected } from '#ecosystem/attachments.ts';
import { findHub } from '#ecosystem/hubs.ts';
import { momentInWords } from '#introductions/said.ts';
import { bell, readAbout } from '#notifications/notifications.ts';
import { clockOf, today } from '#place/days.ts';
import { faultStates, isOpenState } from '#place/faults/choices.ts';
import { AnswerFault, answerFault, FaultId, findFault } from '#place/faults/faults.ts';
import { mayReportFaults } from '#place/faults/policy.ts';
import { placeOfFault, stateOfFault, toneOfFault } from '#place/faults/said.ts';
import { findPlan } from '#place/plan.ts';
import { mayManagePlace } from '#place/policy.ts';
import type { Point } from '#place/polygons.ts';
import { dayIn, drawnPlan } from '#place/said.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { authorize, found } from '#platform/refusal.ts';
import { readSettings } from '#platform/settings.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, params, url } = event;
	const { actor, locale } = locals;
	const fault = await findFault(actor, found(FaultId.safeParse(params).data));
	await readAbout(actor, fault.id);
	const { timeZone } = found(await findHub(params.hub));
	const plan = await findPlan(actor, { floor: fault.floor });
	const drawn = drawnPlan(plan, params.hub, locale);
	const [day, moment] = [dayIn(locale), (at: Date) => momentInWords(at, locale, timeZone)];
	const middle = drawn.units.find(({ id }) => id === fault.unit)?.label;
	const at: Point | undefined = fault.x !== null && fault.y !== null ? [fault.x, fault.y] : middle && [middle.x, middle.y];
	const nobody = say('fault_somebody', {}, locale);
	const isManager = mayManagePlace(actor);
	return {
		// What is read here rings no more, while the header was made at the same time.
		bell: await bell(actor),
		isSent: url.searchParams.has('sent'),
		version: fault.version,
		title: fault.title,
		tone: toneOfFault(fault),
		state: stateOfFault(fault, day, locale),
		stands: fault.state,
		plannedOn: fault.plannedOn,
		isUrgent: fault.isUrgent,
		isManager,
		mayReopen: !isManager && !isOpenState(fault.state),
		today: today(await clockOf(actor.hub)),
		states: faultStates.map((state) => ({ value: state, label: say(`fault_state_${state}`, {}, locale) })),
		facts: [
			{ label: say('fault_number', {}, locale), value: String(fault.number) },
			{
				label: say('fault_place', {}, locale),
				value: placeOfFault(fault),
				href: fault.unit ? `/${params.hub}/place/units/${fault.unit}` : undefined
			},
			{ label: say('fault_category', {}, locale), value: say(`fault_category_${fault.category}`, {}, locale) },
			{ label: say('fault_firm', {}, locale), value: fault.organisation },
			{ label: say('fault_reported_by', {}, locale), value: fault.reportedBy || nobody },
			{ label: say('fault_reported', {}, locale), value: moment(fault.reportedAt) }
		],
		photos: fault.photos.map(({ id, name }) => ({ href: `/${params.hub}/files/${id}`, name })),
		answers: fault.answers.map(({ id, author, isMine, words, state, plannedOn, at: when }) => {
			const who = author || nobody;
			const moved = !state
				? ''
				: state === 'planned' && plannedOn
					? say('fault_moved_to_day', { who, day: day(plannedOn) }, locale)
					: say('fault_moved_to', { who, state: say(`fault_state_${state}`, {}, locale) }, locale);
			return { id, author: who, isMine, words, moved, iso: when.toISOString(), when: moment(when) };
		}),
		megabytes: readSettings().KM0_UPLOAD_MB,
		plan: {
			label: `${say('fault_spot', {}, locale)} – ${placeOfFault(fault)}`,
			...drawn,
			pins: at ? [{ label: fault.title, at, isUrgent: fault.isUrgent }] : []
		}
	};
};

const Sent = AnswerFault.omit({ fault: true }).extend({ files: z.array(z.instanceof(File)).default([]) });

export const actions: Actions = {
	answer: form(Sent, async ({ files, ...input }, { locals, params }) => {
		authorize(mayReportFaults(locals.actor));
		const { fault } = found(FaultId.safeParse(params).data);
		await answerFault(locals.actor, { ...input, fault }, await inspected(files));
		redirect(303, `/${params.hub}/place/faults/${fault}#thread`);
	})
};
