import { system, type Actor } from '#platform/actor.ts';
import { db, inHub } from '#platform/db.server.ts';
import { clockOf, today } from '../days.ts';
import { setDepositRate } from './deposit-rates.ts';
import { AddCosts, addCosts, closeStatement, OpenStatement, openStatement, type CostKind } from './charges.ts';
import { ImportIndices, importIndices } from './indices.ts';
import { published } from './published.ts';
import { ConfirmRevisions, confirmRevisions, previewRevisions } from './revisions.ts';
import { issueRent } from './schedule.ts';
import { PlanWork, planWork } from './works-report.ts';

/** The money of the demo: indexations, this year's schedule and two statements of charges. Takes a hub that has leases. */
export async function fillRent(hub: string) {
	await inHub(hub, async () => {
		const actor = system(hub);
		const now = today(await clockOf(hub));
		const year = Number(now.slice(0, 4));
		await importIndices(actor, ImportIndices.parse({ indices: published }));
		const buildings = await db.selectFrom('buildings').select(['id', 'name']).where('hub', '=', hub).execute();
		const sheds = buildings.find(({ name }) => name === 'Les Sheds');
		await setDepositRate(actor, {
			from: `${year - 2}-01-01`,
			percent: 2.5,
			source: 'Exemple, à remplacer par le taux publié par la Banque de France'
		});

		await confirmRevisions(actor, ConfirmRevisions.parse({ until: `${year - 1}-12-31` }));
		await issueRent(actor, { until: now });
		// One that did not wait for its index; the others are left to whoever opens the page.
		const { items } = await previewRevisions(actor, { until: now });
		const early = items.find(({ standing }) => standing === 'provisional');
		if (early) await confirmRevisions(actor, ConfirmRevisions.parse({ until: now, leases: [early.lease] }));

		const { id: site } = await db.selectFrom('sites').select('id').where('hub', '=', hub).orderBy('createdAt').executeTakeFirstOrThrow();
		for (const [nth, label, cents, building] of [
			[0, 'Étanchéité de la toiture-terrasse', 4_850_000],
			[1, 'Remplacement des luminaires des circulations', 2_360_000],
			[1, 'Portes de sécurité des ateliers', 3_120_000, sheds?.id],
			[2, 'Ravalement de la façade sur le canal', 16_400_000]
		] as const)
			await planWork(actor, PlanWork.parse({ site, year: year + nth, label, cents, building }));
		const last = await statement(actor, site, year - 1, costs(sheds?.id));
		await closeStatement(actor, { statement: last });
		await statement(actor, site, year, costs(sheds?.id).slice(0, 4));
		// One that was left lying, and waits at the desk.
		await statement(actor, site, year - 2, [
			{ kind: 'energy', label: 'Chauffage urbain', cents: 9_104_870 },
			{ kind: 'maintenance', label: 'Mise aux normes de l’ascenseur', cents: 2_675_000 }
		]);
	});
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
