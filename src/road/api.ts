import { staffRoles } from '#platform/actor.ts';
import { pageOf } from '#platform/page.ts';
import { operation, type OperationRoute } from '#platform/operation.ts';
import {
	AssignEntry,
	assignEntry,
	countDesk,
	DeskCounts,
	DeskEntry,
	DeskFilter,
	ListDesk,
	listDesk,
	SnoozeEntry,
	snoozeEntry
} from './desk.ts';
import { FigureEntry, Funnel, FunnelFilter, funnelOf, ListFigure, listFigure } from './funnel.ts';
import { FindRoad, roadOf, RoadView } from './road.ts';

const part = (route: Omit<OperationRoute, 'tags'>) => operation({ ...route, tags: ['road'] });

export const roadApi = {
	roadOf: part({
		method: 'GET',
		path: '/organisations/{organisation}/road',
		summary: 'Where an organisation stands between km 0 and km 7, what is next and whose move it is',
		description: 'For its own people and staff. Read from records and journal: each stone names what proves it.',
		openTo: 'members'
	})
		.input(FindRoad)
		.output(RoadView)
		.handler(({ context, input }) => roadOf(context.actor, input)),
	listDesk: part({
		method: 'GET',
		path: '/desk',
		summary: 'What waits for staff, the most urgent first',
		description: 'Read from the records: an entry goes when what it asks for is done. Kinds that are not yours to see are left out.',
		openTo: 'staff'
	})
		.input(ListDesk)
		.output(pageOf(DeskEntry))
		.handler(({ context, input }) => listDesk(context.actor, input)),
	countDesk: part({ method: 'GET', path: '/desk/counts', summary: 'How much waits, by kind and by whose it is', openTo: 'staff' })
		.input(DeskFilter)
		.output(DeskCounts)
		.handler(({ context, input }) => countDesk(context.actor, input)),
	assignEntry: part({
		method: 'PUT',
		path: '/desk/assignee',
		summary: 'Hand an entry of the desk to somebody of the staff, or to nobody',
		openTo: 'staff'
	})
		.input(AssignEntry)
		.output(DeskEntry)
		.handler(({ context, input }) => assignEntry(context.actor, input)),
	snoozeEntry: part({
		method: 'PUT',
		path: '/desk/rest',
		summary: 'Let an entry of the desk rest until a day, with the reason',
		openTo: 'staff'
	})
		.input(SnoozeEntry)
		.output(DeskEntry)
		.handler(({ context, input }) => snoozeEntry(context.actor, input)),
	funnelOf: part({
		method: 'GET',
		path: '/funnel',
		summary: 'How many reached each kilometre, by month, sector or size',
		description: 'Counted once, when it was first reached. Funders read whole years or the past twelve months, and no figure below five.',
		openTo: [...staffRoles, 'funder']
	})
		.input(FunnelFilter)
		.output(Funnel)
		.handler(({ context, input }) => funnelOf(context.actor, input)),
	listFigure: part({
		method: 'GET',
		path: '/funnel/list',
		summary: 'What a figure of the funnel was counted from',
		openTo: 'staff'
	})
		.input(ListFigure)
		.output(pageOf(FigureEntry))
		.handler(({ context, input }) => listFigure(context.actor, input))
};
