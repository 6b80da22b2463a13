import { z } from 'zod';
import { readFile } from '#imports/reading.ts';
import { listFloors } from '#place/floors.ts';
import { AddCosts, addCosts, closeStatement, costKinds, findStatement, RemoveCost, removeCost } from '#place/rent/charges.ts';
import { besideTheField, besideTheFile, costsIn, type Sheet } from '#place/rent/files.ts';
import { centsIn } from '#place/rent/said.ts';
import { mayBill } from '#place/rent/schedule.ts';
import { rentSections } from '#place/rent/sections.ts';
import { dayIn, squareMetres } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { notFound, Refusal } from '#platform/refusal.ts';
import { fieldRefusals, text } from '#platform/shapes.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

const idOf = (params: { statement: string }) => {
	const { data } = z.uuid().safeParse(params.statement);
	if (!data) throw notFound();
	return data;
};

async function buildingsOf(actor: App.Locals['actor'], site: string) {
	const { items } = await listFloors(actor);
	return [...new Map(items.filter((floor) => floor.site === site).map(({ building, buildingName }) => [building, buildingName]))].map(
		([id, name]) => ({ id, name })
	);
}

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { actor, locale } = event.locals;
	const statement = await findStatement(actor, { statement: idOf(event.params) });
	const buildings = await buildingsOf(actor, statement.site);
	const [day, money, area] = [dayIn(locale), centsIn(locale), squareMetres(locale)];
	const here = `/${actor.hub}/place/rent/charges/${statement.id}`;
	const { totals } = statement;
	return {
		tabs: placeTabs(actor, 'rent'),
		sections: rentSections(actor, 'charges'),
		mayBill: mayBill(actor) && !statement.closedAt,
		here,
		id: statement.id,
		title: say('rent_statement_of', { year: statement.year, site: statement.siteName }, locale),
		closed: statement.closedAt ? say('rent_statement_closed', { day: day(statement.closedAt.toISOString().slice(0, 10)) }, locale) : '',
		isLate: statement.isLate,
		facts: [
			{ label: say('rent_costs', {}, locale), value: money(totals.costCents) },
			{ label: say('rent_shares', {}, locale), value: money(totals.shareCents) },
			{ label: say('rent_landlord', {}, locale), value: money(totals.landlordCents) },
			{ label: say('rent_provisions', {}, locale), value: money(totals.provisionCents) },
			{ label: say('rent_balance', {}, locale), value: money(totals.balanceCents) },
			{ label: say('rent_deadline', {}, locale), value: day(statement.deadline) }
		],
		kinds: costKinds.map((value) => ({ value, label: say(`rent_cost_${value}`, {}, locale) })),
		buildings: buildings.map(({ id, name }) => ({ value: id, label: name })),
		costs: statement.costs.map((cost) => ({
			id: cost.id,
			kind: say(`rent_cost_${cost.kind}`, {}, locale),
			label: cost.label,
			building: cost.buildingName ?? say('rent_cost_whole_site', {}, locale),
			amount: money(cost.cents),
			landlord: money(cost.landlordCents),
			isChargeable: cost.isChargeable
		})),
		tenants: statement.tenants.map((one) => ({
			id: one.lease,
			number: one.number,
			href: `/${actor.hub}/place/leases/${one.lease}/rent`,
			tenant: one.tenantName,
			m2: area(one.m2),
			days: one.days,
			share: money(one.shareCents),
			provisions: money(one.provisionCents),
			balance: money(one.balanceCents),
			paper: `${here}/papers?lease=${one.lease}`
		}))
	};
};

/** People write euros, not cents. */
const Written = z.object({
	kind: z.enum(costKinds),
	label: text(200).default(''),
	amount: z.number().min(0, 'cost_is_negative').max(100_000_000),
	building: z.uuid().nullish(),
	isChargeable: z.boolean()
});
const added = (count: number, locale: App.Locals['locale']) => ({ told: say('rent_cost_added', { count }, locale) });

export const actions: Actions = {
	add: form(Written, async ({ amount, ...cost }, { locals, params }) => {
		const costs = [{ ...cost, cents: Math.round(amount * 100) }];
		try {
			return added((await addCosts(locals.actor, { statement: idOf(params), costs })).added, locals.locale);
		} catch (thrown) {
			throw besideTheField(thrown);
		}
	}),
	file: form(z.object({ file: z.file() }), async ({ file }, { locals, params }) => {
		const { actor } = locals;
		const { site } = await findStatement(actor, { statement: idOf(params) });
		const { headers, batches } = await readFile(new Uint8Array(await file.arrayBuffer()));
		const sheet: Sheet = { headers, lines: batches.flatMap((batch) => JSON.parse(batch) as Sheet['lines']) };
		const read = AddCosts.safeParse({ statement: idOf(params), costs: costsIn(sheet, await buildingsOf(actor, site)) });
		try {
			if (!read.success) throw new Refusal('invalid', { fields: fieldRefusals(read.error) });
			return added((await addCosts(actor, read.data)).added, locals.locale);
		} catch (thrown) {
			throw besideTheFile(thrown, sheet);
		}
	}),
	remove: form(RemoveCost.omit({ statement: true }), async (input, { locals, params }) => {
		await removeCost(locals.actor, { ...input, statement: idOf(params) });
		return { told: say('rent_removed', {}, locals.locale) };
	}),
	close: form(z.object({}), async (_, { locals, params }) => {
		await closeStatement(locals.actor, { statement: idOf(params) });
		return { told: say('rent_closed_now', {}, locals.locale) };
	})
};
