import { inHub } from '#platform/db.server.ts';
import { system, type Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import type { Examples } from '#platform/testing/examples.ts';
import type { placeApi } from './api.ts';
import { HoldUnit, holdUnit } from './claims.ts';
import { AddBuilding, addBuilding, AddFloor, addFloor, AddSite, addSite } from './floors.ts';
import { rectangle } from './polygons.ts';
import { AddUnit, addUnit } from './units.ts';
import { AddWorksAmount, addWorksAmount } from './works-money.ts';
import { PlanWorks, planWorks } from './works.ts';

export const named = (what: string) => `${what} ${crypto.randomUUID().slice(0, 8)}`;
/** The hub itself puts there what an example needs, whoever tries it then. */
const house = ({ hub }: Actor) => system(hub);
export const arranged = <T>(actor: Actor, work: (hub: Actor) => Promise<T>) => inHub(actor.hub, () => work(house(actor)));

export const site = (actor: Actor) => arranged(actor, (hub) => addSite(hub, AddSite.parse({ name: named('Site') })));

export const building = (actor: Actor) =>
	arranged(actor, async (hub) => addBuilding(hub, AddBuilding.parse({ site: (await site(actor)).id, name: named('Halle') })));

export const floor = (actor: Actor) =>
	arranged(actor, async (hub) =>
		addFloor(hub, AddFloor.parse({ building: (await building(actor)).id, name: named('RDC'), level: 0, outline: rectangle(0, 0, 40, 20) }))
	);

const drawn = (x = 0, width = 10) => ({ number: named('L').slice(0, 20), use: 'workshop', shape: rectangle(x, 0, width, 10) });

export async function unit(actor: Actor, on?: { id: string }, x = 0) {
	const { id } = on ?? (await floor(actor));
	return arranged(actor, (hub) => addUnit(hub, AddUnit.parse({ floor: id, from: '2020-01-01', ...drawn(x) })));
}

const lot = async (actor: Actor, number: string) => {
	const { id } = await site(actor);
	return arranged(actor, (hub) =>
		planWorks(hub, PlanWorks.parse({ site: id, lot: number, name: 'Façades', startsOn: '2027-01-04', endsOn: '2027-06-30' }))
	);
};

const invoice = { kind: 'invoice', label: 'Situation n° 1', datedOn: '2027-02-26', amountCents: 4_200_000 } as const;

export async function tenant({ hub }: Actor): Promise<string> {
	const { id } = await db
		.selectFrom('organisations')
		.select('id')
		.where('hub', '=', hub)
		.where('archivedAt', 'is', null)
		.where('kind', '=', 'start_up')
		.orderBy('name')
		.executeTakeFirstOrThrow();
	return id;
}

export const placeExamples: Examples<typeof placeApi> = {
	listFloors: () => ({}),
	addSite: () => ({ name: named('Fonderie'), address: '30 rue François-Spoerry' }),
	addBuilding: async (actor) => ({ site: (await site(actor)).id, name: named('Bâtiment'), builtIn: 1896 }),
	addFloor: async (actor) => ({ building: (await building(actor)).id, name: named('Étage'), level: 1, outline: rectangle(0, 0, 30, 20) }),
	changeSite: async (actor) => ({ site: (await site(actor)).id, name: named('Fonderie'), address: '30 rue François-Spoerry', position: 2 }),
	changeBuilding: async (actor) => ({
		building: (await building(actor)).id,
		name: named('Bâtiment'),
		builtIn: 1896,
		phase: '2019',
		position: 1
	}),
	changeFloor: async (actor) => ({ floor: (await floor(actor)).id, name: named('Entresol'), level: 1 }),
	findPlan: async (actor) => ({ floor: (await floor(actor)).id, on: '2026-06-01' }),
	findUnit: async (actor) => ({ unit: (await unit(actor)).id }),
	listFree: () => ({ use: 'office', least: 20, q: '' }),
	findOccupancy: () => ({ from: '2026-01-01', until: '2026-12-31' }),
	addUnit: async (actor) => ({ floor: (await floor(actor)).id, from: '2026-01-01', ...drawn() }),
	changeUnit: async (actor) => ({ unit: (await unit(actor)).id, version: 1, name: 'Atelier des fraiseurs', use: 'workshop', people: 6 }),
	measureUnit: async (actor) => ({
		unit: (await unit(actor)).id,
		kind: 'net_usable',
		m2: 96.4,
		measuredOn: '2026-03-02',
		surveyor: 'Géomètre Lutz'
	}),
	splitUnit: async (actor) => ({ unit: (await unit(actor)).id, on: '2027-01-01', parts: [drawn(0, 4), drawn(4, 6)] }),
	mergeUnits: async (actor) => {
		const on = await floor(actor);
		return { units: [(await unit(actor, on)).id, (await unit(actor, on, 10)).id], on: '2027-01-01', into: drawn(0, 20) };
	},
	holdUnit: async (actor) => ({ unit: (await unit(actor)).id, from: '2027-01-01', until: '2035-12-31', holder: await tenant(actor) }),
	releaseHold: async (actor) => {
		const { id } = await unit(actor);
		const { act } = await arranged(actor, (hub) => holdUnit(hub, HoldUnit.parse({ unit: id, from: '2027-01-01', until: '2027-12-31' })));
		return { act };
	},
	listWorks: () => ({}),
	planWorks: async (actor) => ({
		site: (await site(actor)).id,
		lot: '1',
		name: 'Gros œuvre',
		startsOn: '2027-01-04',
		endsOn: '2027-06-30'
	}),
	moveWorks: async (actor) => ({ works: (await lot(actor, '2')).id, version: 1, startsOn: '2027-01-04', endsOn: '2027-08-31' }),
	listWorksAmounts: async (actor) => ({ works: (await lot(actor, '3')).id }),
	addWorksAmount: async (actor) => ({ works: (await lot(actor, '4')).id, ...invoice }),
	removeWorksAmount: async (actor) => {
		const { id: works } = await lot(actor, '5');
		const { id } = await arranged(actor, (hub) => addWorksAmount(hub, AddWorksAmount.parse({ works, ...invoice })));
		return { amount: id };
	}
};
