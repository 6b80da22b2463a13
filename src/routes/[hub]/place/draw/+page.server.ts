import { z } from 'zod';
import { uses } from '#place/choices.ts';
import { clockOf, today } from '#place/days.ts';
import { Corners } from '#place/drawn.ts';
import {
	AddBuilding,
	addBuilding,
	AddFloor,
	addFloor,
	AddSite,
	addSite,
	ChangeBuilding,
	changeBuilding,
	ChangeFloor,
	changeFloor,
	ChangeSite,
	changeSite,
	listFloors,
	listPlaces
} from '#place/floors.ts';
import { findPlan } from '#place/plan.ts';
import { mayManagePlace } from '#place/policy.ts';
import { drawnPlan } from '#place/said.ts';
import { placeTabs } from '#place/tabs.ts';
import { AddUnit, addUnit } from '#place/units.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { authorize } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, params, url } = event;
	const { actor, locale } = locals;
	authorize(mayManagePlace(actor));
	const [{ items: floors }, places, timeZone] = await Promise.all([listFloors(actor), listPlaces(actor), clockOf(actor.hub)]);
	const floor = floors.find(({ id }) => id === url.searchParams.get('floor')) ?? floors[0];
	const plan = floor && (await findPlan(actor, { floor: floor.id }));
	return {
		tabs: placeTabs(actor, 'draw'),
		today: today(timeZone),
		sites: places.sites.map(({ id, name }) => ({ value: id, label: name })),
		buildings: places.buildings.map(({ id, name }) => ({ value: id, label: name })),
		places: places.sites.map((site) => ({
			...site,
			buildings: places.buildings
				.filter((building) => building.site === site.id)
				.map((building) => ({
					...building,
					floors: floors.filter((one) => one.building === building.id).map(({ id, name, level }) => ({ id, name, level }))
				}))
		})),
		floor: floor?.id ?? null,
		floors: floors.map(({ id, name, buildingName }) => ({ value: id, label: `${buildingName} – ${name}` })),
		uses: uses.map((use) => ({ value: use, label: say(`place_use_${use}`, {}, locale) })),
		plan: plan && {
			label: say('place_plan_of', { floor: plan.name }, locale),
			...drawnPlan(plan, params.hub, locale)
		}
	};
};

/** People write corners and euros. */
const WrittenFloor = AddFloor.omit({ outline: true }).extend({ outline: Corners });
const WrittenUnit = AddUnit.omit({ shape: true, askedRentCents: true, equipment: true }).extend({
	shape: Corners,
	rent: z.number().min(0).max(100_000).nullish(),
	equipment: z.string().max(2000).default('')
});

export const actions: Actions = {
	site: form(AddSite, async (input, { locals }) => ({ added: await addSite(locals.actor, input) })),
	building: form(AddBuilding, async (input, { locals }) => ({ added: await addBuilding(locals.actor, input) })),
	floor: form(WrittenFloor, async (input, { locals }) => ({ added: await addFloor(locals.actor, input) })),
	changeSite: form(ChangeSite, async (input, { locals }) => ({ changed: await changeSite(locals.actor, input) })),
	changeBuilding: form(ChangeBuilding, async (input, { locals }) => ({ changed: await changeBuilding(locals.actor, input) })),
	changeFloor: form(ChangeFloor, async (input, { locals }) => ({ changed: await changeFloor(locals.actor, input) })),
	unit: form(WrittenUnit, async ({ rent, equipment, ...input }, { locals }) => ({
		added: await addUnit(locals.actor, {
			...input,
			askedRentCents: rent === null || rent === undefined ? null : Math.round(rent * 100),
			equipment: equipment
				.split(',')
				.map((one) => one.trim().slice(0, 80))
				.filter(Boolean)
				.slice(0, 50)
		})
	}))
};
