import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { worksStates } from '#place/choices.ts';
import { clockOf, daysBetween, today } from '#place/days.ts';
import { listFloors } from '#place/floors.ts';
import { mayManagePlace } from '#place/policy.ts';
import { dayIn, euros } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { listWorks, MoveWorks, moveWorks, PlanWorks, planWorks } from '#place/works.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const { actor, locale } = locals;
	const [{ items }, { items: floors }] = await Promise.all([listWorks(actor), listFloors(actor)]);
	const now = today(await clockOf(actor.hub));
	const [day, money] = [dayIn(locale), euros(locale)];
	const first = items.reduce((least, { startsOn }) => (startsOn < least ? startsOn : least), now);
	const last = items.reduce((most, { endsOn }) => (endsOn > most ? endsOn : most), now);
	const whole = Math.max(1, daysBetween(first, last) + 1);
	const part = (days: number) => Math.round((days / whole) * 10_000) / 100;
	const years = Array.from(
		{ length: Number(last.slice(0, 4)) - Number(first.slice(0, 4)) },
		(_, nth) => Number(first.slice(0, 4)) + nth + 1
	);
	return {
		tabs: placeTabs(actor, 'works'),
		mayPlan: mayManagePlace(actor),
		isPlanned: url.searchParams.has('planned'),
		today: now,
		now: part(daysBetween(first, now)),
		years: years.map((year) => ({ year, at: part(daysBetween(first, `${year}-01-01`)) })),
		states: worksStates.map((state) => ({ value: state, label: say(`place_works_${state}`, {}, locale) })),
		sites: [...new Map(floors.map(({ site, siteName }) => [site, siteName]))].map(([value, label]) => ({ value, label })),
		lines: items.map((works) => ({
			...works,
			from: day(works.startsOn),
			until: day(works.endsOn),
			stateSaid: say(`place_works_${works.state}`, {}, locale),
			budget: works.budgetCents === null ? '' : money(works.budgetCents),
			start: part(daysBetween(first, works.startsOn)),
			length: Math.max(0.6, part(daysBetween(works.startsOn, works.endsOn) + 1)),
			promisedAt: part(daysBetween(first, works.promisedEnd) + 1),
			lateSaid: works.late ? say('place_works_late', { days: works.late, day: day(works.promisedEnd) }, locale) : '',
			unitsSaid:
				works.units.length > 8
					? say('place_units_count', { count: works.units.length }, locale)
					: works.units.map(({ number }) => number).join(', '),
			afterSaid: works.after.map((id) => items.find((one) => one.id === id)?.lot ?? '').join(', '),
			hurt: works.hurt.map(({ number, startsOn, days }) => say('place_works_hurts', { number, day: day(startsOn), days }, locale))
		}))
	};
};

const Written = PlanWorks.omit({ budgetCents: true, units: true }).extend({ budget: z.number().min(0).max(1_000_000_000).nullish() });

export const actions: Actions = {
	plan: form(Written, async ({ budget, ...input }, { locals, params }) => {
		await planWorks(locals.actor, {
			...input,
			units: [],
			budgetCents: budget === null || budget === undefined ? null : Math.round(budget * 100)
		});
		redirect(303, `/${params.hub}/place/works?planned`);
	}),
	move: form(MoveWorks, async (input, { locals }) => {
		const { moved, hurt } = await moveWorks(locals.actor, input);
		const day = dayIn(locals.locale);
		return {
			moved: moved.map(({ lot, startsOn, endsOn }) =>
				say('place_works_moved', { lot, from: day(startsOn), until: day(endsOn) }, locals.locale)
			),
			hurt: hurt.map(({ number, startsOn, days }) => say('place_works_hurts', { number, day: day(startsOn), days }, locals.locale))
		};
	})
};
