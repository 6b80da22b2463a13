import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { worksAmountKinds, worksStates } from '#place/choices.ts';
import { clockOf, daysBetween, today } from '#place/days.ts';
import { listFloors } from '#place/floors.ts';
import { mayManagePlace, seesTerms } from '#place/policy.ts';
import { dayIn, euros } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { AddWorksAmount, addWorksAmount, amountsOf, removeWorksAmount, WorksAmountId } from '#place/works-money.ts';
import { listWorks, MoveWorks, moveWorks, PlanWorks, planWorks, type WorksLine } from '#place/works.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { refuse } from '#platform/refusal.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const { actor, locale } = locals;
	const [{ items }, { items: floors }, amounts] = await Promise.all([listWorks(actor), listFloors(actor), amountsOf(actor)]);
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
	const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
	const cents = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' });
	const exact = (amount: number) => cents.format(amount / 100);
	const isTold = seesTerms(actor);
	const sum = (what: 'budgetCents' | 'orderedCents' | 'invoicedCents') =>
		items.reduce((all, one) => all + (one.state === 'cancelled' && what === 'budgetCents' ? 0 : (one[what] ?? 0)), 0);
	const totals = { budget: sum('budgetCents'), ordered: sum('orderedCents'), invoiced: sum('invoicedCents') };
	const of = (part: number) => (totals.budget ? ` (${percent.format(part / totals.budget)})` : '');
	return {
		tabs: placeTabs(actor, 'works'),
		totals: isTold
			? [
					{ label: say('place_works_budget', {}, locale), value: money(totals.budget) },
					{ label: say('place_works_ordered', {}, locale), value: money(totals.ordered) + of(totals.ordered) },
					{ label: say('place_works_invoiced', {}, locale), value: money(totals.invoiced) + of(totals.invoiced) },
					{ label: say('place_works_left', {}, locale), value: money(totals.budget - totals.invoiced) }
				]
			: [],
		legend: [
			...worksStates
				.filter((state) => items.some((one) => one.state === state))
				.map((state) => ({ state: state as string, said: say(`place_works_${state}`, {}, locale) })),
			...(items.some(({ late }) => late) ? [{ state: 'late', said: say('place_works_delay', {}, locale) }] : []),
			...(isTold ? [{ state: 'spent', said: say('place_works_share_invoiced', {}, locale) }] : [])
		],
		amountKinds: worksAmountKinds.map((kind) => ({ value: kind, label: say(`place_works_amount_${kind}`, {}, locale) })),
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
			money: isTold
				? [
						{ label: say('place_works_budget', {}, locale), value: works.budgetCents === null ? '' : money(works.budgetCents) },
						{ label: say('place_works_ordered', {}, locale), value: works.orderedCents ? money(works.orderedCents) : '' },
						{ label: say('place_works_invoiced', {}, locale), value: works.invoicedCents ? money(works.invoicedCents) : '' }
					]
				: [],
			over: overspent(works) > 0 ? say('place_works_over', { sum: money(overspent(works)) }, locale) : '',
			spent: works.budgetCents ? Math.min(1, Math.max(0, (works.invoicedCents ?? 0) / works.budgetCents)) : 0,
			spentSaid:
				works.budgetCents && works.invoicedCents
					? say('place_works_spent', { share: percent.format(works.invoicedCents / works.budgetCents) }, locale)
					: '',
			amounts: amounts
				.filter((one) => one.works === works.id)
				.map(({ id, kind, label, datedOn, amountCents }) => ({
					id,
					kind: say(`place_works_amount_${kind}`, {}, locale),
					label,
					day: day(datedOn),
					amount: exact(amountCents)
				})),
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

/** By how much what is ordered, or was invoiced without an order, goes over the budget. */
const overspent = ({ budgetCents, orderedCents, invoicedCents }: WorksLine) =>
	budgetCents === null ? 0 : Math.max(orderedCents ?? 0, invoicedCents ?? 0) - budgetCents;

const WrittenAmount = AddWorksAmount.omit({ amountCents: true }).extend({ amount: z.number().min(-1_000_000_000).max(1_000_000_000) });
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
	}),
	amount: form(WrittenAmount, async ({ amount, ...input }, { locals }) => {
		const amountCents = Math.round(amount * 100);
		if (!amountCents) throw refuse('amount', 'amount_is_nothing');
		await addWorksAmount(locals.actor, { ...input, amountCents });
		return { isWritten: true };
	}),
	removeAmount: form(WorksAmountId, async (input, { locals }) => {
		await removeWorksAmount(locals.actor, input);
		return { isWritten: true };
	})
};
