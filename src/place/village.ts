import { system, type Actor } from '#platform/actor.ts';
import { db, inHub } from '#platform/db.server.ts';
import type { LeaseKind, Use } from './choices.ts';
import { HoldUnit, holdUnit } from './claims.ts';
import { clockOf, dayAfter, today } from './days.ts';
import { AddBuilding, addBuilding, AddFloor, addFloor, AddSite, addSite, ChangeBuilding, changeBuilding } from './floors.ts';
import { EndLease, endLease } from './leases/ending.ts';
import { SignLease, signLease } from './leases/leases.ts';
import { rectangle, type Ring } from './polygons.ts';
import { demoTerms } from './rent/demo-terms.ts';
import { setVatOption } from './rent/vat.ts';
import { AddUnit, addUnit, MeasureUnit, measureUnit, MergeUnits, mergeUnits, SplitUnit, splitUnit } from './units.ts';
import { AddWorksAmount, addWorksAmount } from './works-money.ts';
import { MoveWorks, moveWorks, PlanWorks, planWorks } from './works.ts';

interface Room {
	number: string;
	name?: string;
	use: Use;
	shape: Ring;
	people?: number;
	rent?: number;
	equipment?: string[];
	rooms?: string[];
}

const row = (count: number, each: (nth: number) => Room) => Array.from({ length: count }, (_, nth) => each(nth));

/** The sheds: about 5,500 m² with two rooms of thirty seats and three workshops, along a street under the saw-tooth roof. */
const sheds: Room[] = [
	{ number: 'S-00', name: 'Rue intérieure', use: 'shared', shape: rectangle(0, 22, 110, 6) },
	...row(3, (nth) => ({
		number: `S-A${nth + 1}`,
		name: ['Atelier prototypage', 'Atelier robotique', 'Atelier mesure'][nth],
		use: 'workshop',
		shape: rectangle(nth * 20, 0, 20, 22),
		people: 12,
		equipment: [
			['imprimante 3D métal', 'fraiseuse 5 axes'],
			['cobot', 'cellule robotisée'],
			['machine à mesurer tridimensionnelle', 'caméra industrielle']
		][nth]
	})),
	...row(5, (nth) => ({ number: `S-N${nth + 1}`, use: 'office', shape: rectangle(60 + nth * 10, 0, 10, 22), people: 18, rent: 11_500 })),
	{
		number: 'S-R1',
		name: 'Salle Tournesol',
		use: 'meeting',
		shape: rectangle(0, 28, 10, 9),
		people: 30,
		equipment: ['écran', 'visioconférence']
	},
	{ number: 'S-R2', name: 'Salle Coquelicot', use: 'meeting', shape: rectangle(10, 28, 10, 9), people: 30, equipment: ['écran'] },
	{ number: 'S-R0', name: 'Grande salle', use: 'hall', shape: rectangle(0, 28, 20, 9), people: 70, rooms: ['S-R1', 'S-R2'] },
	{ number: 'S-01', name: 'Cuisine et terrasse', use: 'shared', shape: rectangle(0, 37, 20, 13) },
	...row(9, (nth) => ({
		number: `S-S${nth + 1}`,
		use: nth < 2 ? 'coworking' : 'office',
		name: ['Coworking', 'Village des start-up'][nth],
		shape: rectangle(20 + nth * 10, 28, 10, 22),
		people: nth < 2 ? 24 : 16,
		rent: 11_500
	}))
];

/** A level of the building of 1896: rooms to both sides of a corridor. */
const level = (nth: number, names: Record<number, string>, uses: (at: number) => Use): Room[] => [
	{ number: `${nth}-00`, name: 'Couloir', use: 'shared', shape: rectangle(0, 12, 60, 4) },
	...row(12, (at) => ({
		number: `${nth}-${String(at + 1).padStart(2, '0')}`,
		name: names[at + 1],
		use: uses(at + 1),
		shape: rectangle((at % 6) * 10, at < 6 ? 0 : 16, 10, 12),
		people: uses(at + 1) === 'training' ? 20 : 9,
		rent: 13_000
	}))
];

const levels = [
	{ name: 'Rez-de-chaussée', rooms: level(0, { 1: 'Accueil', 2: 'Amphithéâtre' }, (at) => (at <= 2 ? 'shared' : 'training')) },
	{ name: 'Premier étage', rooms: level(1, {}, () => 'office') },
	{ name: 'Deuxième étage', rooms: level(2, { 1: 'Laboratoire commun' }, (at) => (at === 1 ? 'lab' : 'office')) }
];

/** The place as it is known, from the first day of works; tenants are invented firms. Takes a hub that has organisations. */
export async function fillPlace(hub: string) {
	await inHub(hub, async () => {
		const actor = system(hub);
		const now = today(await clockOf(hub));
		const { id: site } = await addSite(actor, AddSite.parse({ name: 'La Fonderie', address: '30 rue François-Spoerry, Mulhouse' }));
		const units = new Map<string, string>();
		const hall = await addBuilding(actor, AddBuilding.parse({ site, name: 'Les Sheds' }));
		const built = await addBuilding(actor, AddBuilding.parse({ site, name: 'Bâtiment 23', builtIn: 1896 }));
		await setVatOption(actor, { building: hall.id, since: '2019-01-01' });
		await changeBuilding(actor, ChangeBuilding.parse({ building: hall.id, name: 'Les Sheds', phase: '2016 – 2018' }));
		await changeBuilding(actor, ChangeBuilding.parse({ building: built.id, name: 'Bâtiment 23', builtIn: 1896, phase: '2017 – 2019' }));
		const ground = await addFloor(
			actor,
			AddFloor.parse({ building: hall.id, name: 'Les Sheds', level: 0, outline: rectangle(0, 0, 110, 50) })
		);
		await draw(actor, ground.id, sheds, units);
		for (const [nth, { name, rooms }] of levels.entries()) {
			const floor = await addFloor(actor, AddFloor.parse({ building: built.id, name, level: nth, outline: rectangle(0, 0, 60, 28) }));
			await draw(actor, floor.id, rooms, units);
		}
		const of = (number: string) => units.get(number) as string;
		const all = (prefix: string) => [...units].filter(([number]) => number.startsWith(prefix) && number !== 'S-R0').map(([, id]) => id);

		const shell = await lot(actor, site, '1', 'Curage et désamiantage', '2016-10-03', '2017-03-31', {
			units: [...all('S-'), ...all('0-')],
			budget: 480_000,
			paid: [
				['order', 'Marché de curage', '2016-09-20', 471_000],
				['invoice', 'Décompte général', '2017-05-12', 468_350]
			]
		});
		const roofs = await lot(actor, site, '2', 'Sheds : toitures, verrières, dallage', '2017-04-03', '2018-06-29', {
			units: all('S-'),
			after: [shell],
			budget: 2_150_000,
			contractor: 'Charpentes de la Doller (démo)',
			paid: [
				['order', 'Marché charpente et couverture', '2017-03-06', 2_080_000],
				['order', 'Avenant n° 1 : verrières nord', '2017-11-20', 54_000],
				['invoice', 'Situation n° 1', '2017-09-29', 690_000],
				['invoice', 'Situation n° 2', '2018-02-28', 915_000],
				['invoice', 'Décompte général', '2018-08-31', 529_000]
			]
		});
		await lot(actor, site, '3', 'Bâtiment 23 : plateaux et façades', '2017-04-03', '2018-12-14', {
			units: [...all('0-'), ...all('1-'), ...all('2-')],
			after: [shell],
			budget: 2_480_000,
			contractor: 'Bâtisseurs du Florival (démo)',
			paid: [
				['order', 'Marché tous corps d’état', '2017-03-06', 2_465_000],
				['invoice', 'Situations n° 1 à 6', '2017-12-22', 1_180_000],
				['invoice', 'Situations n° 7 à 12', '2018-11-30', 1_204_000],
				['invoice', 'Décompte général', '2019-02-15', 81_000]
			]
		});
		await lot(actor, site, '4', 'Salles et plates-formes', '2018-07-02', '2019-02-28', {
			units: all('S-A'),
			after: [roofs],
			budget: 640_000,
			paid: [
				['order', 'Équipement des ateliers', '2018-06-11', 598_000],
				['invoice', 'Équipement des ateliers', '2019-03-08', 598_000]
			]
		});
		await tenants(actor, of, now);

		const heating = await lot(actor, site, '5', 'Bâtiment 23 : chauffage du deuxième étage', dayAfter(now, -70), dayAfter(now, 14), {
			units: [of('2-07'), of('2-08')],
			budget: 118_000,
			contractor: 'Thermique du Rhin (démo)',
			about: 'Livraisons rue Spoerry le matin, avant 8 h 30. Pas de travaux le samedi.',
			paid: [
				['order', 'Marché de chauffage', dayAfter(now, -90), 112_400],
				['order', 'Avenant n° 1 : pompe de remplacement', dayAfter(now, -6), 9_800],
				['invoice', 'Situation n° 1', dayAfter(now, -40), 38_000],
				['invoice', 'Situation n° 2', dayAfter(now, -9), 31_500]
			]
		});
		await lot(actor, site, '6', 'Deuxième étage : sols et peinture', dayAfter(now, 15), dayAfter(now, 50), {
			units: [of('2-09')],
			after: [heating],
			budget: 34_000
		});
		// Two months late: the firm that was promised 2-07 cannot move in on its day.
		await moveWorks(
			actor,
			MoveWorks.parse({
				works: heating,
				version: 1,
				startsOn: dayAfter(now, -70),
				endsOn: dayAfter(now, 75),
				state: 'under_way',
				contractor: 'Thermique du Rhin (démo)',
				about:
					'Livraisons rue Spoerry le matin, avant 8 h 30. Pas de travaux le samedi. Une pompe manque : la fin est reportée de deux mois.'
			})
		);
	});
}

async function draw(actor: Actor, floor: string, rooms: Room[], units: Map<string, string>) {
	for (const { rent, rooms: parts = [], ...room } of rooms) {
		const { id } = await addUnit(
			actor,
			AddUnit.parse({
				...room,
				floor,
				from: '2016-01-01',
				isAccessible: true,
				safetyPeople: room.people,
				askedRentCents: rent,
				rooms: parts.map((number) => units.get(number))
			})
		);
		units.set(room.number, id);
	}
}

interface Lot {
	units: string[];
	after?: string[];
	budget?: number;
	contractor?: string;
	about?: string;
	/** Orders and invoices, in euros. */
	paid?: [kind: 'order' | 'invoice', label: string, day: string, euros: number][];
}

async function lot(actor: Actor, site: string, number: string, name: string, startsOn: string, endsOn: string, more: Lot) {
	const { budget, paid = [], ...rest } = more;
	const input = PlanWorks.parse({ site, lot: number, name, startsOn, endsOn, budgetCents: budget && budget * 100, ...rest });
	const { id } = await planWorks(actor, input);
	for (const [kind, label, datedOn, euros] of paid)
		await addWorksAmount(actor, AddWorksAmount.parse({ works: id, kind, label, datedOn, amountCents: euros * 100 }));
	if (endsOn < today(await clockOf(actor.hub)))
		await db.updateTable('works').set({ state: 'done' }).where('hub', '=', actor.hub).where('id', '=', id).execute();
	return id;
}

/** Leases of each kind, one for each alarm, firms that came and went, and two units that are held. */
async function tenants(actor: Actor, of: (number: string) => string, now: string) {
	const firms = await db
		.selectFrom('organisations')
		.select('id')
		.where('hub', '=', actor.hub)
		.where('isReal', '=', false)
		.where('archivedAt', 'is', null)
		.where('kind', 'in', ['digital_firm', 'start_up'])
		.orderBy('name')
		.execute();
	let next = 0;
	const firm = () => firms[next++ % firms.length]?.id as string;
	// What its lease bills on.
	await measureUnit(
		actor,
		MeasureUnit.parse({
			unit: of('S-N1'),
			kind: 'net_usable',
			m2: 211.4,
			measuredOn: '2018-12-10',
			surveyor: 'Géomètre-expert Lutz (démo)'
		})
	);
	let count = 0;
	const let_ = (kind: LeaseKind, numbers: string[], startsOn: string, endsOn: string | null, rent = 12_000, tenant = firm()) =>
		signLease(
			actor,
			SignLease.parse({
				number: `B-${startsOn.slice(0, 4)}-${String(++count).padStart(2, '0')}`,
				kind,
				tenant,
				units: numbers.map(of),
				terms: demoTerms(kind, startsOn, numbers[0]),
				startsOn,
				endsOn,
				rentCents: rent,
				depositCents: 150_000,
				depositReceivedOn: startsOn,
				event: kind === 'precarious' ? 'Chantier du chauffage du deuxième étage' : '',
				noticeMonths: kind === 'commercial' ? 6 : kind === 'service' ? 1 : 3
			})
		);
	const nine = (day: string) => dayAfter(`${Number(day.slice(0, 4)) + 9}${day.slice(4)}`, -1);

	for (const [units, day] of [
		[['S-N1'], '2019-01-07'],
		[['S-N2'], '2019-01-07'],
		[['S-S3'], '2019-03-04'],
		[['1-01', '1-02'], '2019-01-07'],
		[['1-07'], '2019-09-02'],
		[['1-08', '1-09'], '2021-11-02'],
		[['S-S5'], '2022-04-01'],
		[['2-04', '2-05'], '2023-07-03'],
		[['S-A2'], '2023-09-04'],
		[['S-S4'], '2019-06-03'],
		[['1-03'], '2019-03-04'],
		[['1-04', '1-05'], '2020-01-06'],
		[['2-02'], '2019-09-02'],
		[['2-03'], '2022-01-03'],
		[['S-S8'], '2024-02-05']
	] as [string[], string][])
		await let_('commercial', units, day, nine(day));
	for (const nth of [3, 4, 5, 6, 7, 8]) await let_('commercial', [`0-0${nth}`], '2019-01-07', nine('2019-01-07'), 10_500);
	for (const [kind, unit, from, until] of [
		['derogatory', 'S-N4', '2019-06-03', '2021-05-31'],
		['derogatory', 'S-N5', '2020-02-03', '2022-01-31'],
		['precarious', '2-12', '2021-01-04', '2021-12-31']
	] as [LeaseKind, string, string, string][]) {
		const { id } = await let_(kind, [unit], from, until, 9_500);
		await endLease(actor, EndLease.parse({ lease: id, version: 1, endsOn: until, because: 'Terme' }));
	}
	await let_('service', ['S-S1'], '2019-01-07', null, 18_000);
	await let_('service', ['S-S2'], '2020-09-01', null, 18_000);

	// What an alarm must say: too long already, over since yesterday, over in two months, in half a year, cannot move in, over in two weeks.
	await let_('derogatory', ['S-N3'], dayAfter(now, -900), dayAfter(now, -41), 9_500);
	await let_('precarious', ['2-10'], dayAfter(now, -400), dayAfter(now, -1), 6_000);
	await let_('derogatory', ['S-S6'], dayAfter(now, -700), dayAfter(now, 62), 9_500);
	await let_('derogatory', ['S-S7'], dayAfter(now, -500), dayAfter(now, 150), 9_500);
	await let_('commercial', ['2-07'], dayAfter(now, 30), nine(dayAfter(now, 30)), 13_000);

	await let_('derogatory', ['S-N4'], dayAfter(now, -420), dayAfter(now, 14), 9_500, firms.at(-1)?.id);

	await holdUnit(
		actor,
		HoldUnit.parse({
			unit: of('S-N4'),
			from: dayAfter(now, 20),
			until: dayAfter(now, 3300),
			holder: firm(),
			days: 21,
			note: 'Comité du mois prochain'
		})
	);
	await holdUnit(
		actor,
		HoldUnit.parse({ unit: of('1-12'), from: dayAfter(now, 45), until: dayAfter(now, 1100), holder: firm(), days: 30 })
	);

	const office = { use: 'office', people: 8, isAccessible: true, askedRentCents: 12_500 };
	await splitUnit(
		actor,
		SplitUnit.parse({
			unit: of('S-S9'),
			on: '2023-09-01',
			parts: [
				{ number: 'S-S9a', shape: rectangle(100, 28, 10, 12), ...office },
				{ number: 'S-S9b', shape: rectangle(100, 40, 10, 10), ...office }
			]
		})
	);
	await mergeUnits(
		actor,
		MergeUnits.parse({
			units: [of('1-10'), of('1-11')],
			on: '2024-05-01',
			into: { number: '1-10/11', name: 'Plateau double', shape: rectangle(30, 16, 20, 12), ...office, people: 18 }
		})
	);
}
