import { z } from 'zod';
import { pageOf } from '#platform/page.ts';
import { operation, type OperationRoute } from '#platform/operation.ts';
import { Backdrop, findBackdrop, OneFloor, PlaceBackdrop, placeBackdrop, removeBackdrop, SendBackdrop, sendBackdrop } from './backdrops.ts';
import {
	Exported,
	ExportDrawing,
	exportDrawing,
	Imported,
	ImportDrawing,
	importDrawing,
	ReadDrawing,
	readDrawing,
	ReadOutcome
} from './exchange.ts';
import { Id } from '../floors.ts';
import { Drawing, FindDrawing, findDrawing, SaveDrawing, saveDrawing, Saved } from './drawings.ts';
import {
	AddResource,
	addResource,
	ChangeResource,
	changeResource,
	ListResources,
	listResources,
	ResourceLine,
	RetireResource,
	retireResource
} from './resources.ts';

const part = (route: Omit<OperationRoute, 'tags' | 'openTo'> & { openTo?: OperationRoute['openTo'] }) =>
	operation({ openTo: ['site_manager'], ...route, tags: ['place'] });

export const drawingApi = {
	findDrawing: part({ method: 'GET', path: '/place/floors/{floor}/drawing', summary: 'A floor on a day, as it is drawn' })
		.input(FindDrawing)
		.output(Drawing)
		.handler(({ context, input }) => findDrawing(context.actor, input)),
	saveDrawing: part({
		method: 'PUT',
		path: '/place/floors/{floor}/drawing',
		summary: 'Save the whole drawing of a floor from a day on',
		description:
			'All of it or nothing. Units that are left out end on that day; one that somebody has from then on is neither removed nor reshaped. Refused when the floor was changed since `version` was read.'
	})
		.input(SaveDrawing)
		.output(Saved)
		.handler(({ context, input }) => saveDrawing(context.actor, input)),
	readDrawing: part({
		method: 'POST',
		path: '/place/floors/{floor}/drawing/read',
		summary: 'What an import of a DXF or GeoJSON drawing would make',
		description:
			'Closed lines of the chosen layers are rooms, texts within them their numbers and names, $INSUNITS the unit. Nothing is made; each room that would not be says why.',
		writes: false
	})
		.input(ReadDrawing)
		.output(ReadOutcome)
		.handler(({ context, input }) => readDrawing(context.actor, input)),
	importDrawing: part({
		method: 'POST',
		path: '/place/floors/{floor}/drawing/import',
		summary: 'Make the rooms of a DXF or GeoJSON drawing',
		description:
			'Those that nothing speaks against, beside the units that are there; lines that are no rooms come to lie under the drawing.'
	})
		.input(ImportDrawing)
		.output(Imported)
		.handler(({ context, input }) => importDrawing(context.actor, input)),
	exportDrawing: part({
		method: 'GET',
		path: '/place/floors/{floor}/drawing/export',
		summary: 'A floor on a day as GeoJSON or DXF',
		description: 'In metres on the grid of the floor, x to the right and y upwards.'
	})
		.input(ExportDrawing)
		.output(Exported)
		.handler(({ context, input }) => exportDrawing(context.actor, input)),
	findBackdrop: part({ method: 'GET', path: '/place/floors/{floor}/backdrop', summary: 'What lies under the drawing of a floor' })
		.input(OneFloor)
		.output(z.object({ backdrop: Backdrop.nullable() }))
		.handler(({ context, input }) => findBackdrop(context.actor, input)),
	setBackdrop: part({
		method: 'POST',
		path: '/place/floors/{floor}/backdrop',
		summary: 'Put a picture of a plan under the drawing of a floor'
	})
		.input(SendBackdrop)
		.output(z.object({ picture: z.uuid() }))
		.handler(({ context, input }) => sendBackdrop(context.actor, input)),
	placeBackdrop: part({ method: 'PUT', path: '/place/floors/{floor}/backdrop', summary: 'Move and scale what lies under a drawing' })
		.input(PlaceBackdrop)
		.output(OneFloor)
		.handler(({ context, input }) => placeBackdrop(context.actor, input)),
	removeBackdrop: part({
		method: 'DELETE',
		path: '/place/floors/{floor}/backdrop',
		summary: 'Take away what lies under a drawing',
		successStatus: 204
	})
		.input(OneFloor)
		.handler(({ context, input }) => removeBackdrop(context.actor, input)),
	listResources: part({
		method: 'GET',
		path: '/place/resources',
		summary: 'Rooms, desks, machines and parking places on a day',
		description:
			'A room is its unit; anything else is taken with its unit, and by itself. `pieces` are how many there are of it, `capacity` how many people it serves.',
		openTo: 'visitors'
	})
		.input(ListResources)
		.output(pageOf(ResourceLine))
		.handler(({ context, input }) => listResources(context.actor, input)),
	addResource: part({ method: 'POST', path: '/place/resources', summary: 'Put something that can be booked into a unit' })
		.input(AddResource)
		.output(Id)
		.handler(({ context, input }) => addResource(context.actor, input)),
	changeResource: part({ method: 'PUT', path: '/place/resources/{resource}', summary: 'Change or move a resource' })
		.input(ChangeResource)
		.output(Id)
		.handler(({ context, input }) => changeResource(context.actor, input)),
	retireResource: part({
		method: 'POST',
		path: '/place/resources/{resource}/retire',
		summary: 'Take a resource out of use from a day on',
		description: 'Refused while somebody has booked it then.',
		successStatus: 200
	})
		.input(RetireResource)
		.output(Id)
		.handler(({ context, input }) => retireResource(context.actor, input))
};
