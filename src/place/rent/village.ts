import { system, type Actor } from '#platform/actor.ts';
import { db, inHub } from '#platform/db.server.ts';
import type { LeaseKind } from '../choices.ts';
import { clockOf, today } from '../days.ts';
import { AddCosts, addCosts, closeStatement, OpenStatement, openStatement, type CostKind } from './charges.ts';
import { ImportIndices, importIndices } from './indices.ts';
import { published } from './published.ts';
import { quarterAfter } from './quarters.ts';
import { ConfirmRevisions, confirmRevisions, previewRevisions } from './revisions.ts';
import { issueRent } from './schedule.ts';
import { SetTerms, setTerms } from './terms.ts';
import { setVatOption } from './vat.ts';

/** The money of the demo: terms for every lease, indexations, this year's schedule and two statements of charges. Takes a hub that has leases. */
export async function fillRent(hub: string) {
	await inHub(hub, async () => {
		const actor = system(hub);
		const now = today(await clockOf(hub));
		const year = Number(now.slice(0, 4));
		await importIndices(actor, ImportIndices.parse({ indices: published }));
		const buildings = await db.selectFrom('buildings').select(['id', 'name']).where('hub', '=', hub).execute();
		const sheds = buildings.find(({ name }) => name === 'Les Sheds');
		if (sheds) await setVatOption(actor, { building: sheds.id, since: '2019-01-01' });
		await setAllTerms(actor);

		await confirmRevisions(actor, ConfirmRevisions.parse({ until: `${year - 1}-12-31` }));
		await issueRent(actor, { until: now });
		// One that did not wait for its index; the others are left to whoever opens the page.
		const { items } = await previewRevisions(actor, { until: now });
		const early = items.find(({ standing }) => standing === 'provisional');
		if (early) await confirmRevisions(actor, ConfirmRevisions.parse({ until: now, leases: [early.lease] }));

		const { id: site } = await db.selectFrom('sites').select('id').where('hub', '=', hub).orderBy('createdAt').executeTakeFirstOrThrow();
		const last = await statement(actor, site, year - 1, costs(sheds?.id));
		await closeStatement(actor, { statement: last });
		await statement(actor, site, year, costs(sheds?.id).slice(0, 4));
	});
}

const usual: Record<LeaseKind, object> = {
	commercial: { charges: 'provision', chargesCents: 3200, depositMonths: 3 },
	derogatory: { charges: 'flat', chargesCents: 2800, payment: 'monthly', depositMonths: 2 },
	precarious: { payment: 'monthly', vatCase: 'exempt' },
	service: { payment: 'monthly', vatCase: 'by_right' }
};

/** What some of them agreed beside that, by unit. */
const special: Record<string, object> = {
	'S-N1': { measure: 'net_usable', depositIndexed: true },
	'S-A2': { chargesWeight: 60, franchiseMonths: 3 },
	'S-S8': { franchiseMonths: 6, franchisePercent: 50, steps: [{ from: '2026-02-05', rentCents: 12_600 }] },
	'2-04': { vatCase: 'option', payment: 'monthly' },
	'0-05': { paid: 'arrears', rentBasis: 'surface', chargesWeight: 80 }
};

async function setAllTerms(actor: Actor) {
	const leases = await db
		.selectFrom('leases')
		.select(['id', 'kind', 'version', 'startsOn'])
		.where('hub', '=', actor.hub)
		.orderBy('number')
		.execute();
	const units = await db
		.selectFrom('leaseUnits')
		.innerJoin('units', (join) => join.onRef('units.hub', '=', 'leaseUnits.hub').onRef('units.id', '=', 'leaseUnits.unit'))
		.select(['leaseUnits.lease', 'units.number'])
		.where('leaseUnits.hub', '=', actor.hub)
		.orderBy('units.number')
		.execute();
	const numbers = Map.groupBy(units, ({ lease }) => lease);
	for (const { id, kind, version, startsOn } of leases) {
		const own = (numbers.get(id) ?? []).map(({ number }) => special[number] ?? {});
		// The last that was published when it was signed.
		const signed = `${startsOn.slice(0, 4)}-Q${Math.ceil(Number(startsOn.slice(5, 7)) / 3)}`;
		const index = kind === 'commercial' ? { index: 'ILC', referenceQuarter: quarterAfter(signed, -2) } : {};
		const terms = Object.assign({}, usual[kind as LeaseKind], index, ...own);
		await setTerms(actor, SetTerms.parse({ lease: id, version, terms }));
	}
}

type Paid = { kind: CostKind; label: string; cents: number; building?: string };

const costs = (sheds: string | undefined): Paid[] => [
	{ kind: 'energy', label: 'Chauffage urbain', cents: 9_486_230 },
	{ kind: 'cleaning', label: 'Parties communes', cents: 4_128_000 },
	{ kind: 'security', label: 'Télésurveillance et rondes', cents: 2_364_050 },
	{ kind: 'maintenance', label: 'Verrières des sheds', cents: 1_845_075, building: sheds },
	{ kind: 'water', label: 'Eau et assainissement', cents: 684_519 },
	{ kind: 'insurance', label: 'Immeuble', cents: 1_490_000 },
	{ kind: 'taxes', label: 'Taxe d’enlèvement des ordures', cents: 1_127_400 },
	{ kind: 'major_works', label: 'Reprise de la charpente', cents: 12_750_000, building: sheds }
];

async function statement(actor: Actor, site: string, year: number, all: Paid[]): Promise<string> {
	const { id } = await openStatement(actor, OpenStatement.parse({ site, year }));
	await addCosts(actor, AddCosts.parse({ statement: id, costs: all }));
	return id;
}
