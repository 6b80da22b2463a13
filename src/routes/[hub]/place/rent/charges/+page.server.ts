import { redirect } from '@sveltejs/kit';
import { clockOf, today } from '#place/days.ts';
import { listFloors } from '#place/floors.ts';
import { listStatements, OpenStatement, openStatement } from '#place/rent/charges.ts';
import { centsIn } from '#place/rent/said.ts';
import { mayBill } from '#place/rent/schedule.ts';
import { rentSections } from '#place/rent/sections.ts';
import { dayIn } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { actor, locale } = event.locals;
	const [{ items }, { items: floors }] = await Promise.all([listStatements(actor), listFloors(actor)]);
	const now = today(await clockOf(actor.hub));
	const [day, money] = [dayIn(locale), centsIn(locale)];
	return {
		tabs: placeTabs(actor, 'rent'),
		sections: rentSections(actor, 'charges'),
		mayBill: mayBill(actor),
		year: Number(now.slice(0, 4)) - 1,
		sites: [...new Map(floors.map(({ site, siteName }) => [site, siteName]))].map(([value, label]) => ({ value, label })),
		items: items.map((one) => ({
			id: one.id,
			href: `/${actor.hub}/place/rent/charges/${one.id}`,
			title: say('rent_statement_of', { year: one.year, site: one.siteName }, locale),
			costs: money(one.costCents),
			deadline: day(one.deadline),
			tone: one.closedAt ? ('good' as const) : one.isLate ? ('wrong' as const) : one.isSoon ? ('signal' as const) : ('plain' as const),
			state: one.closedAt
				? say('rent_statement_closed', { day: day(one.closedAt.toISOString().slice(0, 10)) }, locale)
				: say(one.isLate ? 'rent_statement_late' : one.isSoon ? 'rent_statement_soon' : 'rent_statement_open_state', {}, locale)
		}))
	};
};

export const actions: Actions = {
	default: form(OpenStatement, async (input, { locals, params }) => {
		const { id } = await openStatement(locals.actor, input);
		redirect(303, `/${params.hub}/place/rent/charges/${id}`);
	})
};
