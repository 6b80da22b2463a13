import { z } from 'zod';
import { listFloors } from '#place/floors.ts';
import { centsIn } from '#place/rent/said.ts';
import { mayBill } from '#place/rent/schedule.ts';
import { rentSections } from '#place/rent/sections.ts';
import { findWorksReport, PlannedWorkId, PlanWork, planWork, removePlannedWork, type WorksReport } from '#place/rent/works-report.ts';
import { dayIn } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, url } = event;
	const { actor, locale } = locals;
	const site = z.uuid().safeParse(url.searchParams.get('site')).data;
	const [report, { items: floors }] = await Promise.all([findWorksReport(actor, { site }), listFloors(actor)]);
	const [day, money] = [dayIn(locale), centsIn(locale)];
	const told = (key: string, params: Record<string, string | number> = {}) => say(`rent_works_${key}`, params, locale);
	const part = (key: 'ahead' | 'past', { from, until, works, cents }: WorksReport['ahead']) => ({
		title: told(`${key}_title`, { from, until }),
		total: told('total', { total: money(cents) }),
		rows: works.map((work, nth) => ({
			key: work.id ?? `${key}-${nth}`,
			id: work.id,
			year: work.year,
			label: work.label,
			building: work.buildingName ?? say('rent_cost_whole_site', {}, locale),
			amount: work.cents === null ? told('no_budget') : money(work.cents),
			source: told(`source_${work.source}`),
			charged: work.isCharged === null ? '' : told(work.isCharged ? 'charged' : 'not_charged')
		}))
	});
	return {
		tabs: placeTabs(actor, 'rent'),
		sections: rentSections(actor, 'works'),
		mayBill: mayBill(actor),
		site: report.site,
		sites: [...new Map(floors.map((floor) => [floor.site, floor.siteName]))].map(([value, label]) => ({ value, label })),
		buildings: [...new Map(floors.filter((floor) => floor.site === report.site).map((floor) => [floor.building, floor.buildingName]))].map(
			([value, label]) => ({ value, label })
		),
		year: report.ahead.from,
		ahead: part('ahead', report.ahead),
		past: part('past', report.past),
		due: report.due.map((one) => ({
			...one,
			id: `${one.lease} ${one.day}`,
			href: `/${actor.hub}/place/leases/${one.lease}`,
			day: day(one.day),
			until: day(one.until),
			paper: `/${actor.hub}/place/rent/works/paper?site=${report.site}&lease=${one.lease}`
		}))
	};
};

/** People write euros, not cents. */
const Written = PlanWork.omit({ cents: true }).extend({ amount: z.number().min(0, 'cost_is_negative').max(100_000_000) });

export const actions: Actions = {
	plan: form(Written, async ({ amount, ...work }, { locals }) => {
		await planWork(locals.actor, { ...work, cents: Math.round(amount * 100) });
		return { told: say('rent_works_planned', {}, locals.locale) };
	}),
	remove: form(PlannedWorkId, async (input, { locals }) => {
		await removePlannedWork(locals.actor, input);
		return { told: say('rent_removed', {}, locals.locale) };
	})
};
