import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { findHub } from '#ecosystem/hubs.ts';
import { admissionParts } from '#place/admissions/parts.ts';
import { acceptPlacement, AcceptPlacement, findPlacement, proposePlacement } from '#place/admissions/placements.ts';
import { numberIn } from '#place/admissions/said.ts';
import { dayIn, squareMetres } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { form } from '#platform/form.ts';
import { isMessage, say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, params } = event;
	const { actor, locale } = locals;
	const view = await findPlacement(actor, { placement: params.placement });
	const { timeZone } = found(await findHub(params.hub));
	const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone });
	const [day, area, number] = [dayIn(locale), squareMetres(locale), numberIn(locale)];
	// Points are kept in tenths.
	const points = (tenths: number) => number(tenths / 10);
	const names = (files: { firm: string }[]) => new Intl.ListFormat(locale).format(files.map(({ firm }) => firm));
	const href = (id: string) => `/${params.hub}/place/admissions/${id}`;
	const pairs = (of: typeof view.pins) =>
		of.map(({ admission, unit }) => {
			const line = view.lines.find(({ file }) => file.id === admission);
			return { admission, unit, line };
		});
	return {
		tabs: placeTabs(actor, 'admissions'),
		parts: admissionParts(actor, 'placement'),
		id: view.id,
		at: moment.format(view.askedAt),
		state: view.state,
		isWorking: view.state === 'waiting' || view.state === 'running',
		progress: view.progress,
		isOptimal: view.status === 'optimal',
		summary: say(
			view.status === 'optimal' ? 'placement_optimal' : 'placement_bounded',
			{ points: points(view.points), bound: points(view.bound), gap: number(view.gapPercent), pairs: view.candidates },
			locale
		),
		pins: pairs(view.pins).length,
		forbids: view.forbids.length,
		chosen: [
			...view.pins.map((pin) => `pin ${pin.admission} ${pin.unit}`),
			...view.forbids.map((one) => `forbid ${one.admission} ${one.unit}`)
		],
		lines: view.lines.map((line) => ({
			id: line.file.id,
			firm: line.file.firm,
			number: line.file.number,
			href: href(line.file.id),
			isOpen: line.file.isOpen,
			unit: line.unit.number,
			unitId: line.unit.id,
			unitHref: `/${params.hub}/place/units/${line.unit.id}`,
			m2: area(line.m2),
			from: day(line.from),
			points: points(line.points),
			isPinned: line.isPinned,
			why: [
				say(
					'placement_why_points',
					{ jobs: points(line.jobPoints), fit: points(line.fitPoints), vacancy: points(line.vacancyPoints) },
					locale
				),
				say(line.sameUse ? 'placement_why_same_use' : 'placement_why_near_use', {}, locale),
				line.waitMonths ? say('placement_why_wait', { months: line.waitMonths }, locale) : say('placement_why_no_wait', {}, locale),
				...(line.transferPoints ? [say('placement_why_transfer', { points: points(-line.transferPoints) }, locale)] : [])
			],
			cost: line.others.length
				? say('placement_cost_others', { others: names(line.others), points: points(line.cost) }, locale)
				: say('placement_cost', { points: points(line.cost) }, locale)
		})),
		left: view.left.map(({ file, why, units }) => ({
			id: file.id,
			firm: file.firm,
			href: href(file.id),
			why: say(`placement_left_${why}`, { units: units.map(({ number }) => number).join(', ') }, locale)
		})),
		empty: view.empty.map(({ number }) => number).join(', ')
	};
};

/** `pin <file> <unit>` and `forbid <file> <unit>`, as the page writes its choices. */
const Choices = z.object({
	placement: z.uuid(),
	choices: z.array(z.string().regex(/^(pin|forbid) [0-9a-f-]{36} [0-9a-f-]{36}$/, 'not_a_choice')).max(400)
});
const Accept = AcceptPlacement.pick({ placement: true, days: true }).extend({
	admissions: z.array(z.uuid()).min(1, 'choose_a_line').max(200)
});

export const actions: Actions = {
	again: form(Choices, async ({ choices }, { locals, params }) => {
		const of = (kind: string) =>
			choices.map((line) => line.split(' ')).flatMap(([what, admission = '', unit = '']) => (what === kind ? [{ admission, unit }] : []));
		const { id } = await proposePlacement(locals.actor, { pins: of('pin'), forbids: of('forbid'), seconds: 20 });
		redirect(303, `/${params.hub}/place/admissions/placement/${id}`);
	}),
	accept: form(Accept, async (input, { locals }) => {
		const { offered, refused } = await acceptPlacement(locals.actor, input);
		return {
			accepted: offered.length,
			troubles: refused.map(({ code }) => say(isMessage(code) ? code : 'invalid', {}, locals.locale))
		};
	})
};
