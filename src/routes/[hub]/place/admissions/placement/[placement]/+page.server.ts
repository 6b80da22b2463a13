import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { findHub } from '#ecosystem/hubs.ts';
import { admissionParts } from '#place/admissions/parts.ts';
import {
	acceptPlacement,
	AcceptPlacement,
	cancelPlacement,
	findPlacement,
	PlacementId,
	proposePlacement
} from '#place/admissions/placements.ts';
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
	const list = new Intl.ListFormat(locale);
	const numbers = (units: { number: string }[]) => list.format(units.map(({ number }) => number));
	const choiceOf = (units: readonly { id: string }[]) => units.map(({ id }) => id).join(' ');
	/** What a firm could have, for a choice by hand. */
	const optionsOf = (admission: string) =>
		(view.options.find((one) => one.admission === admission)?.choices ?? []).map(({ units, from, m2, points: worth }) => ({
			value: `${admission} ${choiceOf(units)}`,
			label: say('placement_option', { units: numbers(units), m2: area(m2), from: day(from), points: points(worth) }, locale)
		}));
	/** What the best proposal without a line is worth, and what it does instead. */
	const without = ({ cost, others, file, instead }: (typeof view.lines)[number]) => {
		const firm = file.firm;
		return [
			...(others.length ? [say('placement_fits_others', { others: names(others) }, locale)] : []),
			...(view.status === 'optimal'
				? [cost ? say('placement_cost', { points: points(cost) }, locale) : say('placement_tie', {}, locale)]
				: [say('placement_cost_unproven', {}, locale)]),
			instead.units.length
				? say('placement_instead', { firm, units: numbers(instead.units) }, locale)
				: say('placement_instead_nothing', { firm }, locale),
			...(instead.takers.length ? [say('placement_instead_taken', { takers: names(instead.takers) }, locale)] : [])
		].join(' ');
	};
	return {
		tabs: placeTabs(actor, 'admissions'),
		parts: admissionParts(actor, 'placement'),
		id: view.id,
		at: moment.format(view.askedAt),
		state: view.state,
		isCancelled: view.state === 'cancelled',
		isWorking: view.state === 'waiting' || view.state === 'running',
		progress: view.progress,
		isOptimal: view.status === 'optimal',
		summary: say(
			view.status === 'optimal' ? 'placement_optimal' : 'placement_bounded',
			{ points: points(view.points), bound: points(view.bound), gap: number(view.gapPercent), pairs: view.candidates },
			locale
		),
		pins: view.pins.length,
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
			units: line.units.map(({ id, number }) => ({ id, number, href: `/${params.hub}/place/units/${id}` })),
			unitsSaid: numbers(line.units),
			choice: `${line.file.id} ${choiceOf(line.units)}`,
			options: optionsOf(line.file.id),
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
				...(line.units.length > 1 ? [say(line.adjoins ? 'placement_why_adjoins' : 'placement_why_same_floor', {}, locale)] : []),
				...(line.transferPoints ? [say('placement_why_transfer', { points: points(-line.transferPoints) }, locale)] : [])
			],
			cost: without(line)
		})),
		left: view.left.map(({ file, why, units }) => ({
			id: file.id,
			firm: file.firm,
			href: href(file.id),
			isOpen: file.isOpen,
			options: optionsOf(file.id),
			why: say(`placement_left_${why}`, { units: units.map(({ number }) => number).join(', ') }, locale)
		})),
		empty: view.empty.map(({ number }) => number).join(', ')
	};
};

/** `pin <file> <unit>` and `forbid <file> <unit>`, and `<file> <unit> …` for a choice by hand, as the page writes them. */
const ByHand = z.object({
	placement: z.uuid(),
	choices: z
		.array(z.string().regex(/^(pin|forbid) [0-9a-f-]{36} [0-9a-f-]{36}$/, 'not_a_choice'))
		.max(400)
		.default([]),
	instead: z
		.array(z.string().regex(/^([0-9a-f-]{36}( [0-9a-f-]{36})+)?$/, 'not_a_choice'))
		.max(400)
		.default([])
});
const Accept = ByHand.extend({
	days: AcceptPlacement.shape.days,
	admissions: z.array(z.uuid()).min(1, 'choose_a_line').max(200)
});
const chosenIn = (instead: string[]) =>
	instead.filter(Boolean).map((line) => {
		const [admission = '', ...units] = line.split(' ');
		return { admission, units };
	});

export const actions: Actions = {
	again: form(ByHand, async ({ placement, choices, instead }, { locals, params }) => {
		const of = (kind: string) =>
			choices.map((line) => line.split(' ')).flatMap(([what, admission = '', unit = '']) => (what === kind ? [{ admission, unit }] : []));
		const { lines } = await findPlacement(locals.actor, { placement });
		// What was chosen by hand, and is not what was proposed, must be.
		const changed = chosenIn(instead).filter(({ admission, units }) => {
			const own = lines.find(({ file }) => file.id === admission)?.units.map(({ id }) => id) ?? [];
			return own.join(' ') !== units.join(' ');
		});
		const pins = [
			...of('pin').filter((pin) => !changed.some(({ admission }) => admission === pin.admission)),
			...changed.flatMap(({ admission, units }) => units.map((unit) => ({ admission, unit })))
		];
		const { id } = await proposePlacement(locals.actor, { pins, forbids: of('forbid'), seconds: 20 });
		redirect(303, `/${params.hub}/place/admissions/placement/${id}`);
	}),
	accept: form(Accept, async ({ instead, choices: _, ...input }, { locals }) => {
		const { offered, refused } = await acceptPlacement(locals.actor, { ...input, instead: chosenIn(instead) });
		return {
			accepted: offered.length,
			troubles: refused.map(({ code }) => say(isMessage(code) ? code : 'invalid', {}, locals.locale))
		};
	}),
	cancel: form(PlacementId, async (input, { locals }) => ({ cancelled: await cancelPlacement(locals.actor, input) }))
};
