import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import type { Examples } from '#platform/testing/examples.ts';
import { arranged, building, named, site, tenant, unit } from '../api.examples.ts';
import { DraftLease, draftLease, SignLease, signLease } from '../leases/leases.ts';
import type { rentApi } from './api.ts';
import { AddCosts, addCosts, findStatement, OpenStatement, openStatement } from './charges.ts';
import { ImportIndices, importIndices, listIndices } from './indices.ts';
import { published } from './published.ts';
import { ConfirmRevisions, confirmRevisions } from './revisions.ts';
import { quarterAfter } from './quarters.ts';
import { LeaseTerms } from './terms.ts';
import { PlanWork, planWork } from './works-report.ts';

/** A lease of 100 m² at 120 € a year, of which the rent may be told otherwise. */
export const leaseWith = async (actor: Actor, terms: object = {}, more: object = {}) =>
	arranged(actor, async (hub) => signLease(hub, SignLease.parse(await rented(actor, terms, more))));

/** The same before it is sent. */
export const draftWith = async (actor: Actor, terms: object = {}, more: object = {}) =>
	arranged(actor, async (hub) => draftLease(hub, DraftLease.parse(await rented(actor, terms, more))));

const rented = async (actor: Actor, terms: object, more: object) => ({
	number: named('R'),
	kind: 'commercial',
	tenant: await tenant(actor),
	units: [(await unit(actor)).id],
	startsOn: '2022-07-01',
	endsOn: '2031-06-30',
	rentCents: 12_000,
	terms: LeaseTerms.parse(terms),
	...more
});

/** One that follows the ILC from its second quarter of 2022. */
export const indexedLease = (actor: Actor, more: object = {}) => leaseWith(actor, { index: 'ILC', referenceQuarter: '2022-Q2' }, more);

export const withIndices = (actor: Actor) => arranged(actor, (hub) => importIndices(hub, ImportIndices.parse({ indices: published })));

let quarters = 0;
const freshIndex = () => ({ kind: 'ICC', quarter: quarterAfter('1900-Q1', quarters++), value: 101.5, source: 'Journal officiel' });

async function keptIndex(actor: Actor) {
	const one = freshIndex();
	return arranged(actor, async (hub) => {
		await importIndices(hub, ImportIndices.parse({ indices: [one] }));
		const { items } = await listIndices(hub, {});
		return items.find(({ kind, quarter }) => kind === one.kind && quarter === one.quarter)?.id as string;
	});
}

const lastYear = new Date().getUTCFullYear() - 1;

const statement = (actor: Actor, of?: string) =>
	arranged(actor, async (hub) => openStatement(hub, OpenStatement.parse({ site: of ?? (await site(actor)).id, year: lastYear })));

async function withCosts(actor: Actor, of?: string) {
	const { id } = await statement(actor, of);
	const costs = [{ kind: 'cleaning', label: 'Ménage', cents: 1_000_000 }];
	await arranged(actor, (hub) => addCosts(hub, AddCosts.parse({ statement: id, costs })));
	return id;
}

async function siteOf(lease: string): Promise<string> {
	const { site: id } = await db
		.selectFrom('leaseUnits')
		.innerJoin('units', 'units.id', 'leaseUnits.unit')
		.innerJoin('floors', 'floors.id', 'units.floor')
		.innerJoin('buildings', 'buildings.id', 'floors.building')
		.select('buildings.site')
		.where('leaseUnits.lease', '=', lease)
		.executeTakeFirstOrThrow();
	return id;
}

/** A lease of the firm that somebody acts for, or of another where they answer for rents. */
const ownLease = async (actor: Actor) => leaseWith(actor, {}, { tenant: actor.organisations[0]?.id ?? (await tenant(actor)) });

const plannedWork = (of: string) => ({ site: of, year: lastYear + 2, label: 'Étanchéité de la terrasse', cents: 3_200_000 });

export const rentExamples: Examples<typeof rentApi> = {
	setLeaseTerms: async (actor) => ({
		lease: (await draftWith(actor)).id,
		version: 1,
		terms: {
			index: 'ILC',
			referenceQuarter: '2022-Q2',
			charges: 'provision',
			chargesCents: 2500,
			steps: [{ from: '2025-07-01', rentCents: 13_000 }]
		}
	}),
	findLeaseRent: async (actor) => ({ lease: (await leaseWith(actor)).id }),
	listRent: () => ({ q: '', state: 'open', what: 'rent', from: `${lastYear}-01-01`, until: `${lastYear}-12-31` }),
	listDue: async (actor) => ({ organisation: actor.organisations[0]?.id ?? (await tenant(actor)) }),
	issueRent: async (actor) => ({ until: `${lastYear}-12-31`, lease: (await leaseWith(actor)).id }),
	listIndices: () => ({ kind: 'ILAT' }),
	importIndices: () => ({ indices: [freshIndex()] }),
	listAwaitedIndices: () => ({}),
	findIndex: async (actor) => ({ index: await keptIndex(actor) }),
	correctIndex: async (actor) => ({ index: await keptIndex(actor), value: 102.25, source: 'Journal officiel', because: 'Faute de frappe' }),
	removeIndex: async (actor) => {
		const { kind, quarter, ...rest } = freshIndex();
		await arranged(actor, (hub) => importIndices(hub, ImportIndices.parse({ indices: [{ kind, quarter, ...rest }] })));
		return { kind, quarter };
	},
	previewRevisions: async (actor) => ({ lease: (await indexedLease(actor)).id }),
	confirmRevisions: async (actor) => {
		await withIndices(actor);
		return { until: `${lastYear}-07-01`, leases: [(await indexedLease(actor)).id] };
	},
	listRevisions: () => ({}),
	listDepositRates: () => ({}),
	setDepositRate: () => ({ from: '1999-01-01', percent: 2.5, source: 'Banque de France' }),
	listVatOptions: () => ({}),
	setVatOption: async (actor) => ({ building: (await building(actor)).id, since: '2026-01-01' }),
	listStatements: () => ({}),
	openStatement: async (actor) => ({ site: (await site(actor)).id, year: lastYear }),
	findStatement: async (actor) => ({ statement: (await statement(actor)).id }),
	addCosts: async (actor) => ({
		statement: (await statement(actor)).id,
		costs: [
			{ kind: 'energy', label: 'Chauffage', cents: 2_150_000 },
			{ kind: 'major_works', label: 'Toiture', cents: 9_000_000 }
		]
	}),
	removeCost: async (actor) => {
		const id = await withCosts(actor);
		const { costs } = await arranged(actor, (hub) => findStatement(hub, { statement: id }));
		return { statement: id, cost: costs[0]?.id };
	},
	findWorksReport: async (actor) => ({ site: (await site(actor)).id }),
	planWork: async (actor) => plannedWork((await site(actor)).id),
	removePlannedWork: async (actor) => {
		const work = PlanWork.parse(plannedWork((await site(actor)).id));
		return { work: (await arranged(actor, (hub) => planWork(hub, work))).id };
	},
	closeStatement: async (actor) => ({ statement: await withCosts(actor) }),
	listRoll: () => ({ year: lastYear }),
	printLetters: async (actor) => {
		const { id } = await indexedLease(actor);
		await withIndices(actor);
		const until = `${lastYear}-07-01`;
		const { revisions } = await arranged(actor, (hub) => confirmRevisions(hub, ConfirmRevisions.parse({ until, leases: [id] })));
		return { ids: revisions, lang: 'de', as: 'zip' };
	},
	printStatement: async (actor) => {
		const lease = await leaseWith(actor, { charges: 'provision', chargesCents: 2500 });
		return { statement: await withCosts(actor, await siteOf(lease.id)), as: 'zip' };
	},
	printSchedule: async (actor) => ({ lease: (await ownLease(actor)).id }),
	printNotices: async (actor) => ({ lease: (await ownLease(actor)).id, from: `${lastYear}-01-01`, until: `${lastYear}-12-31` }),
	printWorks: async (actor) => ({ site: (await site(actor)).id, lang: 'en' })
};
