import { z } from 'zod';
import { operation, type OperationRoute } from '#platform/operation.ts';
import { HoldUnit, holdUnit, ReleaseHold, releaseHold } from './claims.ts';
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
	FloorSummary,
	Id,
	listFloors,
	NoInput
} from './floors.ts';
import { FindOccupancy, findOccupancy, Occupancy } from './figures/occupancy.ts';
import { FindPlan, findPlan, findUnit, FreeUnit, ListFree, listFree, Plan, UnitId, UnitView } from './plan.ts';
import {
	AddUnit,
	addUnit,
	ChangeUnit,
	changeUnit,
	Ids,
	MeasureUnit,
	measureUnit,
	MergeUnits,
	mergeUnits,
	SplitUnit,
	splitUnit
} from './units.ts';
import {
	AddWorksAmount,
	addWorksAmount,
	ListWorksAmounts,
	listWorksAmounts,
	removeWorksAmount,
	WorksAmount,
	WorksAmountId
} from './works-money.ts';
import { listWorks, Moved, MoveWorks, moveWorks, PlanWorks, planWorks, WorksLine } from './works.ts';

const part = (route: Omit<OperationRoute, 'tags'>) => operation({ ...route, tags: ['place'] });
const siteManager = ['site_manager'] as const;

export const placeApi = {
	listFloors: part({ method: 'GET', path: '/place/floors', summary: 'Sites, buildings and floors', openTo: 'visitors' })
		.input(NoInput)
		.output(z.object({ items: z.array(FloorSummary) }))
		.handler(({ context }) => listFloors(context.actor)),
	addSite: part({ method: 'POST', path: '/place/sites', summary: 'Add a site', openTo: siteManager })
		.input(AddSite)
		.output(Id)
		.handler(({ context, input }) => addSite(context.actor, input)),
	addBuilding: part({ method: 'POST', path: '/place/buildings', summary: 'Add a building to a site', openTo: siteManager })
		.input(AddBuilding)
		.output(Id)
		.handler(({ context, input }) => addBuilding(context.actor, input)),
	addFloor: part({ method: 'POST', path: '/place/floors', summary: 'Add a floor with its outline in metres', openTo: siteManager })
		.input(AddFloor)
		.output(Id)
		.handler(({ context, input }) => addFloor(context.actor, input)),
	changeSite: part({
		method: 'PUT',
		path: '/place/sites/{site}',
		summary: 'Rename a site, change its address and its place',
		openTo: siteManager
	})
		.input(ChangeSite)
		.output(Id)
		.handler(({ context, input }) => changeSite(context.actor, input)),
	changeBuilding: part({
		method: 'PUT',
		path: '/place/buildings/{building}',
		summary: 'Rename a building, change its year, phase and place',
		openTo: siteManager
	})
		.input(ChangeBuilding)
		.output(Id)
		.handler(({ context, input }) => changeBuilding(context.actor, input)),
	changeFloor: part({ method: 'PUT', path: '/place/floors/{floor}', summary: 'Rename a floor and change its level', openTo: siteManager })
		.input(ChangeFloor)
		.output(Id)
		.handler(({ context, input }) => changeFloor(context.actor, input)),
	findPlan: part({
		method: 'GET',
		path: '/place/floors/{floor}/plan',
		summary: 'The plan of a floor on a day',
		description:
			'Each unit with its shape, its state on that day and how it stands before and after. Tenants are named to members, rents to who answers for them.',
		openTo: 'visitors'
	})
		.input(FindPlan)
		.output(Plan)
		.handler(({ context, input }) => findPlan(context.actor, input)),
	findUnit: part({ method: 'GET', path: '/place/units/{unit}', summary: 'One unit and its history', openTo: 'visitors' })
		.input(UnitId)
		.output(UnitView)
		.handler(({ context, input }) => findUnit(context.actor, input)),
	listFree: part({ method: 'GET', path: '/place/free', summary: 'What can be let, now and within two years', openTo: 'visitors' })
		.input(ListFree)
		.output(z.object({ items: z.array(FreeUnit) }))
		.handler(({ context, input }) => listFree(context.actor, input)),
	findOccupancy: part({ method: 'GET', path: '/place/occupancy', summary: 'Square metres by state and month', openTo: 'visitors' })
		.input(FindOccupancy)
		.output(Occupancy)
		.handler(({ context, input }) => findOccupancy(context.actor, input)),
	addUnit: part({
		method: 'POST',
		path: '/place/units',
		summary: 'Draw a unit on a floor',
		description:
			'Its shape lies within the outline of the floor and over no other unit of the same time. A hall names the rooms that it is made of.',
		openTo: siteManager
	})
		.input(AddUnit)
		.output(Id)
		.handler(({ context, input }) => addUnit(context.actor, input)),
	changeUnit: part({ method: 'PUT', path: '/place/units/{unit}', summary: 'Change what is said of a unit', openTo: siteManager })
		.input(ChangeUnit)
		.output(Id)
		.handler(({ context, input }) => changeUnit(context.actor, input)),
	measureUnit: part({ method: 'POST', path: '/place/units/{unit}/measures', summary: 'Add a measured surface', openTo: siteManager })
		.input(MeasureUnit)
		.output(Id)
		.handler(({ context, input }) => measureUnit(context.actor, input)),
	splitUnit: part({ method: 'POST', path: '/place/units/{unit}/split', summary: 'Split a unit from a day on', openTo: siteManager })
		.input(SplitUnit)
		.output(Ids)
		.handler(({ context, input }) => splitUnit(context.actor, input)),
	mergeUnits: part({ method: 'POST', path: '/place/units/merge', summary: 'Merge units of a floor from a day on', openTo: siteManager })
		.input(MergeUnits)
		.output(Id)
		.handler(({ context, input }) => mergeUnits(context.actor, input)),
	holdUnit: part({
		method: 'POST',
		path: '/place/units/{unit}/holds',
		summary: 'Keep a unit for somebody for a while',
		description: 'Refused when anything else has it then. It ends by itself.',
		openTo: siteManager
	})
		.input(HoldUnit)
		.output(z.object({ act: z.uuid(), unit: z.uuid(), expiresAt: z.date() }))
		.handler(({ context, input }) => holdUnit(context.actor, input)),
	releaseHold: part({
		method: 'POST',
		path: '/place/holds/{act}/release',
		summary: 'Let a held unit go',
		openTo: siteManager,
		successStatus: 200
	})
		.input(ReleaseHold)
		.output(z.object({ released: z.boolean() }))
		.handler(({ context, input }) => releaseHold(context.actor, input)),
	listWorks: part({ method: 'GET', path: '/place/works', summary: 'Works on the site', openTo: 'visitors' })
		.input(NoInput)
		.output(z.object({ items: z.array(WorksLine) }))
		.handler(({ context }) => listWorks(context.actor)),
	planWorks: part({ method: 'POST', path: '/place/works', summary: 'Plan a lot of works', openTo: siteManager })
		.input(PlanWorks)
		.output(Id)
		.handler(({ context, input }) => planWorks(context.actor, input)),
	moveWorks: part({
		method: 'PUT',
		path: '/place/works/{works}',
		summary: 'Move works',
		description: 'Moves what may only begin after them too, and tells which promised move-ins are hurt.',
		openTo: siteManager
	})
		.input(MoveWorks)
		.output(Moved)
		.handler(({ context, input }) => moveWorks(context.actor, input)),
	listWorksAmounts: part({
		method: 'GET',
		path: '/place/works/{works}/amounts',
		summary: 'Orders and invoices of a lot of works',
		openTo: ['site_manager', 'accountant', 'funder']
	})
		.input(ListWorksAmounts)
		.output(z.object({ items: z.array(WorksAmount) }))
		.handler(({ context, input }) => listWorksAmounts(context.actor, input)),
	addWorksAmount: part({
		method: 'POST',
		path: '/place/works/{works}/amounts',
		summary: 'Write down an order or an invoice of works',
		openTo: siteManager
	})
		.input(AddWorksAmount)
		.output(Id)
		.handler(({ context, input }) => addWorksAmount(context.actor, input)),
	removeWorksAmount: part({
		method: 'DELETE',
		path: '/place/works/amounts/{amount}',
		summary: 'Take an amount of works back',
		openTo: siteManager
	})
		.input(WorksAmountId)
		.output(WorksAmountId)
		.handler(({ context, input }) => removeWorksAmount(context.actor, input))
};
