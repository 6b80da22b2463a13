import { inHub } from '#platform/db.server.ts';
import { system, type Actor } from '#platform/actor.ts';
import type { Examples } from '#platform/testing/examples.ts';
import { floor, unit } from '../api.examples.ts';
import { rectangle } from '../polygons.ts';
import type { drawingApi } from './api.ts';
import { sendBackdrop } from './backdrops.ts';
import { findDrawing } from './drawings.ts';
import { asGeoJson } from './geojson.ts';
import { AddResource, addResource } from './resources.ts';

const arranged = <T>(actor: Actor, work: (hub: Actor) => Promise<T>) => inHub(actor.hub, () => work(system(actor.hub)));

/** A white plan of two pixels. */
const picture = {
	name: 'plan.png',
	content: 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAC0lEQVQImWP4DwYAFPIF+7wG5ekAAAAASUVORK5CYII='
};

async function backed(actor: Actor): Promise<string> {
	const { id } = await floor(actor);
	await arranged(actor, (hub) => sendBackdrop(hub, { floor: id, ...picture }));
	return id;
}

const sentRooms = () => {
	const number = `E ${crypto.randomUUID().slice(0, 8)}`;
	const room = { number, name: 'Atelier', use: 'workshop', people: 3, shape: rectangle(0, 0, 6, 4) };
	const content = JSON.stringify(asGeoJson(rectangle(0, 0, 40, 20), [room]));
	return { name: 'etage.geojson', content: Buffer.from(content).toString('base64') };
};

const desk = { kind: 'desk', name: 'Poste 1', x: 2, y: 2, capacity: 1, equipment: ['écran'], from: '2026-01-01' };

async function stands(actor: Actor): Promise<string> {
	const { id } = await unit(actor);
	return (await arranged(actor, (hub) => addResource(hub, AddResource.parse({ unit: id, ...desk })))).id;
}

export const drawingExamples: Examples<typeof drawingApi> = {
	findDrawing: async (actor) => ({ floor: (await floor(actor)).id, on: '2026-06-01' }),
	saveDrawing: async (actor) => {
		const on = await floor(actor);
		const { id } = await unit(actor, on);
		const { version } = await arranged(actor, (hub) => findDrawing(hub, { floor: on.id, on: '2026-06-01' }));
		const number = `D ${crypto.randomUUID().slice(0, 8)}`;
		return {
			floor: on.id,
			version,
			on: '2026-06-01',
			units: [
				{ id, number, use: 'workshop', shape: rectangle(0, 0, 8, 10) },
				{ number: `${number}b`, use: 'office', shape: rectangle(8, 0, 6, 10), people: 4 }
			]
		};
	},
	readDrawing: async (actor) => ({ floor: (await floor(actor)).id, on: '2026-06-01', ...sentRooms() }),
	importDrawing: async (actor) => ({ floor: (await floor(actor)).id, on: '2026-06-01', ...sentRooms() }),
	exportDrawing: async (actor) => {
		const on = await floor(actor);
		await unit(actor, on);
		return { floor: on.id, on: '2026-06-01', format: 'dxf' };
	},
	findBackdrop: async (actor) => ({ floor: await backed(actor) }),
	setBackdrop: async (actor) => ({ floor: (await floor(actor)).id, ...picture }),
	placeBackdrop: async (actor) => ({ floor: await backed(actor), x: 1, y: 2, metresPerPixel: 0.02, opacity: 0.4 }),
	removeBackdrop: async (actor) => ({ floor: await backed(actor) }),
	listResources: () => ({ kind: 'machine', q: 'imprimante' }),
	addResource: async (actor) => ({ unit: (await unit(actor)).id, ...desk }),
	changeResource: async (actor) => ({ resource: await stands(actor), version: 1, name: 'Poste du fond', x: 3, y: 4, capacity: 2 }),
	retireResource: async (actor) => ({ resource: await stands(actor), on: '2027-01-01' })
};
