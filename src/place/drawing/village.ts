import { system, type Actor } from '#platform/actor.ts';
import { db, inHub } from '#platform/db.server.ts';
import { AddBuilding, addBuilding, AddFloor, addFloor } from '../floors.ts';
import { rectangle } from '../polygons.ts';
import { AddUnit, addUnit } from '../units.ts';
import { AddResource, addResource } from './resources.ts';

const from = '2019-03-01';

/** Rooms, desks, machines and parking places of the place as `fillPlace` drew it. */
export async function fillResources(hub: string) {
	await inHub(hub, async () => {
		const actor = system(hub);
		const rows = await db.selectFrom('units').select(['id', 'number']).where('hub', '=', hub).where('existsUntil', 'is', null).execute();
		const units = new Map(rows.map(({ id, number }) => [number, id]));
		const add = (unit: string, more: object) =>
			addResource(actor, AddResource.parse({ unit: units.get(unit), from, isAccessible: true, ...more }));

		for (const [unit, name, x, y, capacity, equipment] of [
			['S-R1', 'Salle Tournesol', 5, 32.5, 30, ['écran', 'visioconférence']],
			['S-R2', 'Salle Coquelicot', 15, 32.5, 30, ['écran']],
			['S-R0', 'Grande salle', 10, 32.5, 70, ['écran', 'sonorisation']],
			['0-02', 'Amphithéâtre', 15, 6, 90, ['écran', 'visioconférence', 'sonorisation']]
		] as const)
			await add(unit, { kind: 'room', name, x, y, capacity, equipment });

		// The coworking room is let as a whole, and its desks with it; those of the street are everybody's.
		const desk = (unit: string, name: string, x: number, y: number, equipment: string[] = []) =>
			add(unit, { kind: 'desk', name, x, y, capacity: 1, equipment });
		for (let nth = 0; nth < 12; nth++)
			await desk('S-S1', `Poste ${nth + 1}`, 22 + (nth % 3) * 3, 31 + Math.floor(nth / 3) * 5, nth % 3 ? [] : ['écran']);
		for (let nth = 0; nth < 6; nth++) await desk('S-00', `Poste nomade ${nth + 1}`, 70 + nth * 4, 25, nth % 2 ? [] : ['écran']);

		for (const [unit, name, x, y, pieces, equipment] of [
			['S-A1', 'Imprimante 3D à fil', 4, 5, 3, ['PLA', 'PETG', 'ABS']],
			['S-A1', 'Imprimante 3D métal', 10, 5, 1, ['acier', 'titane']],
			['S-A1', 'Fraiseuse 5 axes', 15, 15, 1, ['aluminium', 'acier']],
			['S-A2', 'Cobot', 26, 6, 1, ['préhenseur', 'vision']],
			['S-A2', 'Cellule robotisée', 34, 14, 1, ['soudure']],
			['S-A3', 'Machine à mesurer tridimensionnelle', 46, 8, 1, ['palpeur']],
			['S-A3', 'Caméra industrielle', 55, 15, 2, ['12 Mpx']]
		] as const)
			await add(unit, { kind: 'machine', name, x, y, pieces, capacity: 2, equipment });

		await parking(actor, units);
		for (let nth = 0; nth < 8; nth++)
			await add('P-1', {
				kind: 'parking',
				name: `Place ${nth + 1}`,
				x: 1.25 + nth * 2.5,
				y: 2.5,
				shape: rectangle(nth * 2.5, 0, 2.5, 5),
				capacity: 1,
				isAccessible: nth < 2,
				equipment: nth > 5 ? ['borne de recharge 22 kW'] : []
			});
	});
}

async function parking(actor: Actor, units: Map<string, string>) {
	const { site } = await db
		.selectFrom('buildings')
		.select('site')
		.where('hub', '=', actor.hub)
		.where('name', '=', 'Les Sheds')
		.executeTakeFirstOrThrow();
	const { id: building } = await addBuilding(actor, AddBuilding.parse({ site, name: 'Cour' }));
	const { id: floor } = await addFloor(actor, AddFloor.parse({ building, name: 'Cour', level: 0, outline: rectangle(0, 0, 20, 11) }));
	const { id } = await addUnit(
		actor,
		AddUnit.parse({ floor, number: 'P-1', name: 'Stationnement', use: 'parking', shape: rectangle(0, 0, 20, 5), from, isAccessible: true })
	);
	units.set('P-1', id);
}
