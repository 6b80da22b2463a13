import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import type { Examples } from '#platform/testing/examples.ts';
import { arranged, named, tenant, unit } from '../api.examples.ts';
import { AmendLease, amendLease } from './amendments.ts';
import type { leasesApi } from './api.ts';
import {
	AddInventoryPhotos,
	addInventoryPhotos,
	findInventory,
	sendInventory,
	startInventory,
	writeInventoryLines
} from './inventories.ts';
import { DraftLease, draftLease, SignLease, signLease } from './leases.ts';
import { paperToken } from './papers.ts';
import { sendLease } from './signing.ts';
import { findTemplate } from './templates.ts';

export const smallPdf = Buffer.from(
	'JVBERi0xLjQKMSAwIG9iago8PC9UeXBlL0NhdGFsb2cvUGFnZXMgMiAwIFI+PgplbmRvYmoKMiAwIG9iago8PC9UeXBlL1BhZ2VzL0tpZHNbMyAwIFJdL0NvdW50IDE+PgplbmRvYmoKMyAwIG9iago8PC9UeXBlL1BhZ2UvUGFyZW50IDIgMCBSL01lZGlhQm94WzAgMCAyMDAgMjAwXT4+CmVuZG9iagp0cmFpbGVyPDwvUm9vdCAxIDAgUj4+Cg==',
	'base64'
);

export const leaseOf = async (actor: Actor) => ({
	number: named('B'),
	kind: 'commercial',
	tenant: await tenant(actor),
	units: [(await unit(actor)).id],
	startsOn: '2026-01-01',
	endsOn: '2034-12-31',
	rentCents: 9500,
	depositCents: 150_000,
	useClause: 'Études et prototypes',
	landlordSignatory: 'Claire Weber',
	signatory: 'Paul Muller',
	signatoryTitle: 'gérant',
	signatoryEmail: 'paul.muller@demo.example'
});

export const signedLease = (actor: Actor) =>
	arranged(actor, async (hub) => signLease(hub, SignLease.parse({ ...(await leaseOf(actor)), signatory: 'Paul Muller' })));
export const draft = (actor: Actor) => arranged(actor, async (hub) => draftLease(hub, DraftLease.parse(await leaseOf(actor))));

export async function sentLease(actor: Actor) {
	const { id } = await draft(actor);
	await arranged(actor, (hub) => sendLease(hub, { lease: id, version: 1, days: 14 }));
	return { id };
}

/** The link that a letter carries to the last document of a lease. */
export async function linkTo({ hub }: Actor, lease: string): Promise<string> {
	const paper = await db
		.selectFrom('leasePapers')
		.select('id')
		.where('hub', '=', hub)
		.where('lease', '=', lease)
		.where('kind', 'in', ['offer', 'amendment', 'inventory'])
		.orderBy('createdAt', 'desc')
		.executeTakeFirstOrThrow();
	return paperToken(hub, paper.id);
}

/** The smallest picture there is. */
export const smallPng = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64'
);

export const startedInventory = (actor: Actor) =>
	arranged(actor, async (hub) => startInventory(hub, { lease: (await signedLease(actor)).id, kind: 'entry', heldOn: '2026-01-01' }));

/** An inventory of which all lines say what they ask for, in the state that is told. */
export const fillLines = (actor: Actor, inventory: string, state: 'new' | 'good' | 'worn' = 'good') =>
	arranged(actor, async (hub) => {
		const { lines } = await findInventory(hub, { inventory });
		const said = lines.map(({ id: line, kind, version }) => ({
			line,
			version,
			words: '',
			state: kind === 'element' ? state : null,
			reading: kind === 'meter' ? 1204.5 : null,
			count: kind === 'keys' ? 2 : null
		}));
		await writeInventoryLines(hub, { inventory, lines: said });
	});

const filledInventory = async (actor: Actor) => {
	const { id } = await startedInventory(actor);
	await fillLines(actor, id);
	return id;
};
const sentInventory = async (actor: Actor) => {
	const inventory = await filledInventory(actor);
	await arranged(actor, (hub) => sendInventory(hub, { inventory, version: 1, days: 14, signatory: '', signatoryEmail: '' }));
	return inventory;
};
const lineOf = async (actor: Actor, inventory: string) =>
	(await arranged(actor, (hub) => findInventory(hub, { inventory }))).lines[0]?.id as string;
const png = { name: 'mur.png', content: smallPng.toString('base64') };

const signature = { signer: 'Paul Muller', agrees: true };

export const leasesExamples: Examples<typeof leasesApi> = {
	listLeases: () => ({ state: 'all', q: '' }),
	findLease: async (actor) => ({ lease: (await signedLease(actor)).id }),
	signLease: leaseOf,
	draftLease: async (actor) => ({ ...(await leaseOf(actor)), locale: 'de' }),
	changeLease: async (actor) => {
		const { id } = await draft(actor);
		return { ...(await leaseOf(actor)), lease: id, version: 1, rentCents: 10_000 };
	},
	noteLease: async (actor) => ({
		lease: (await signedLease(actor)).id,
		version: 1,
		insurer: 'Assurances du Rhin',
		insuranceEndsOn: '2027-12-31',
		depositReceivedOn: '2026-01-02',
		guarantees: [{ kind: 'bank', guarantor: 'Banque de la Thur', amountCents: 500_000, endsOn: '2029-12-31' }]
	}),
	renewInsurance: async (actor) => ({
		lease: (await signedLease(actor)).id,
		insurer: 'Mutuelle de la Thur',
		insuranceEndsOn: '2090-12-31',
		name: 'attestation.pdf',
		content: smallPdf.toString('base64')
	}),
	seeLeaseAlarm: async (actor) => {
		const { id } = await arranged(actor, async (hub) =>
			signLease(hub, SignLease.parse({ ...(await leaseOf(actor)), startsOn: '2020-01-01', endsOn: '2021-12-31', kind: 'service' }))
		);
		return { lease: id, alarm: 'term_over', day: '2021-12-31' };
	},
	sendLease: async (actor) => ({ lease: (await draft(actor)).id, version: 1, days: 10 }),
	signLeaseAsLandlord: async (actor) => ({ lease: (await sentLease(actor)).id, ...signature, signer: 'Claire Weber' }),
	signLeaseByLink: async (actor) => ({
		token: await linkTo(actor, (await sentLease(actor)).id),
		...signature,
		drawing: '10,10 40,60 90,20'
	}),
	uploadSignedLease: async (actor) => ({
		lease: (await draft(actor)).id,
		version: 1,
		name: 'bail.pdf',
		content: smallPdf.toString('base64')
	}),
	withdrawLease: async (actor) => ({ lease: (await sentLease(actor)).id, version: 2, because: 'Le projet est reporté' }),
	amendLease: async (actor) => ({
		lease: (await signedLease(actor)).id,
		version: 1,
		words: 'Le preneur dispose aussi du local à vélos.',
		endsOn: '2035-12-31'
	}),
	withdrawAmendment: async (actor) => {
		const { id } = await signedLease(actor);
		const { id: amendment } = await arranged(actor, (hub) => amendLease(hub, AmendLease.parse({ lease: id, version: 1, words: 'Essai' })));
		return { amendment };
	},
	renewLease: async (actor) => ({ lease: (await signedLease(actor)).id, number: named('R') }),
	endLease: async (actor) => ({
		lease: (await signedLease(actor)).id,
		version: 1,
		endsOn: '2028-12-31',
		how: 'break',
		noticeBy: 'tenant',
		noticeOn: '2028-06-15',
		because: 'Départ à la première échéance'
	}),
	listInventories: async (actor) => ({ lease: (await signedLease(actor)).id }),
	findInventory: async (actor) => ({ inventory: (await startedInventory(actor)).id }),
	startInventory: async (actor) => ({ lease: (await signedLease(actor)).id, kind: 'entry', heldOn: '2026-01-01' }),
	writeInventory: async (actor) => ({
		inventory: (await startedInventory(actor)).id,
		version: 1,
		heldOn: '2026-01-02',
		remarks: 'Visite faite en présence des deux parties.'
	}),
	writeInventoryLines: async (actor) => {
		const { id: inventory } = await startedInventory(actor);
		return { inventory, lines: [{ line: await lineOf(actor, inventory), version: 1, state: 'worn', words: 'Rayures près de la porte' }] };
	},
	addInventoryLine: async (actor) => ({
		inventory: (await startedInventory(actor)).id,
		kind: 'element',
		room: 'Vestiaire',
		element: 'Lavabo',
		state: 'good'
	}),
	removeInventoryLine: async (actor) => ({ line: await lineOf(actor, (await startedInventory(actor)).id) }),
	addInventoryPhotos: async (actor) => ({ line: await lineOf(actor, (await startedInventory(actor)).id), photos: [png] }),
	removeInventoryPhoto: async (actor) => {
		const { id: inventory } = await startedInventory(actor);
		const line = await lineOf(actor, inventory);
		await arranged(actor, (hub) => addInventoryPhotos(hub, AddInventoryPhotos.parse({ line, photos: [png] })));
		const { lines } = await arranged(actor, (hub) => findInventory(hub, { inventory }));
		return { file: lines[0]?.photos[0]?.id ?? '' };
	},
	sendInventory: async (actor) => ({ inventory: await filledInventory(actor), version: 1, days: 7 }),
	withdrawInventory: async (actor) => ({ inventory: await sentInventory(actor), version: 2 }),
	uploadSignedInventory: async (actor) => ({
		inventory: await filledInventory(actor),
		version: 1,
		name: 'etat-des-lieux.pdf',
		content: smallPdf.toString('base64')
	}),
	listLeaseAlarms: () => ({ q: '' }),
	listOwnLeases: () => ({}),
	findLeaseTemplate: () => ({ kind: 'derogatory', locale: 'en' }),
	writeLeaseTemplate: async (actor) => ({
		kind: 'service',
		locale: 'fr',
		version: (await arranged(actor, (hub) => findTemplate(hub, { kind: 'service', locale: 'fr' }))).version,
		clauses: [{ key: 'object', title: 'Objet', text: 'Lots {units}, du {start} au {end}.' }]
	})
};
