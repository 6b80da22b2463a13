import { beforeAll, describe, expect, test } from 'vitest';
import { openFile } from '#ecosystem/attachments.ts';
import { system, visitor, type Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import type { Refusal } from '#platform/refusal.ts';
import { newcomer, person, refusal } from '#platform/testing/people.ts';
import { unit } from '../api.examples.ts';
import { dayAfter, today } from '../days.ts';
import { linkTo, smallPdf } from '../leases/api.examples.ts';
import { startInventory, uploadSignedInventory } from '../leases/inventories.ts';
import { findLease } from '../leases/shown.ts';
import { SendLease, sendLease, SignAsLandlord, signAsLandlord, SignByLink, signByLink, withdrawLease } from '../leases/signing.ts';
import { findUnit } from '../plan.ts';
import {
	addAdmissionSite,
	PresentSiteInput,
	SaveJobs,
	saveJobs,
	SaveWish,
	saveWish,
	SendAdmission,
	sendAdmission,
	startAdmission,
	withdrawAdmission
} from './admissions.ts';
import { findAdmission, ListAdmissions, listAdmissions } from './admissions-shown.ts';
import { draft, movedIn, offered, paper, ready, sent, site } from './api.examples.ts';
import { addDocument, judgeDocument } from './documents.ts';
import { netJobs, reckon, type PresentSite, type Rule } from './net-jobs.ts';
import { askDueDeclarations, DeclareJobs, declareJobs, ListPromises, listPromises, netJobsByYear } from './promises.ts';
import { documentKinds, ruleOf, SetAdmissionRules, setAdmissionRules } from './rules.ts';
import { DraftAdmissionLease, draftAdmissionLease, endOffers, MoveAdmission, moveAdmission, OfferUnits, offerUnits } from './stages.ts';
import { moveDueTenantsIn } from './tenancy.ts';

const house = system('mulhouse');
let manager: Actor;
let firm: Actor;
let other: Actor;
let funder: Actor;
const now = today('Europe/Paris');

beforeAll(async () => {
	const firms = await db
		.selectFrom('organisations')
		.select('id')
		.where('hub', '=', 'mulhouse')
		.where('kind', '=', 'industrial_sme')
		.where('archivedAt', 'is', null)
		.orderBy('name', 'desc')
		.limit(2)
		.execute();
	manager = await newcomer('mulhouse', ['site_manager']);
	firm = await newcomer('mulhouse', ['member'], firms[0]?.id);
	other = await newcomer('mulhouse', ['member'], firms[1]?.id);
	funder = await newcomer('mulhouse', ['funder']);
});

/** Both sides sign a lease that was sent. */
async function signBoth(lease: string) {
	const tenant = SignByLink.parse({ token: await linkTo(house, lease), signer: 'Paul Muller', agrees: true });
	await signByLink(visitor('mulhouse', 'fr'), tenant, { address: '', browser: '' });
	await signAsLandlord(manager, SignAsLandlord.parse({ lease, signer: 'Claire Weber', agrees: true }));
}

describe('net jobs', () => {
	const rule: Rule = { horizon: 24, mostMovedPercent: 60, leastNetJobs: 1, closingCounts: false };
	const here = (jobs: number, jobsMoved: number, jobsKept: number, more: Partial<PresentSite> = {}): PresentSite => ({
		isInRegion: true,
		jobs,
		jobsMoved,
		jobsKept,
		m2: 300,
		m2Freed: 0,
		becomes: 'kept',
		...more
	});

	test('a start-up without a site brings all of its jobs', () => {
		expect(reckon({ sites: [], created: [2, 5, 9], m2: 120 }, rule)).toEqual({
			net12: 2,
			net24: 5,
			net36: 9,
			netM2: 120,
			movedPercent: 0,
			isTransfer: false,
			transferBecause: []
		});
	});

	test('a job that moves inside the region counts for nothing, and one that its site loses counts against', () => {
		// 10 jobs before; 6 move, 3 stay, 1 is lost; 2, 4 and 8 are new.
		expect(reckon({ sites: [here(10, 6, 3, { m2Freed: 200, becomes: 'reduced' })], created: [2, 4, 8], m2: 150 }, rule)).toEqual({
			net12: 1,
			net24: 3,
			net36: 7,
			netM2: -50,
			movedPercent: 60,
			isTransfer: false,
			transferBecause: []
		});
	});

	test('a job that comes from outside the region is a new one', () => {
		const abroad = here(14, 4, 10, { isInRegion: false, m2Freed: 90 });
		expect(reckon({ sites: [abroad], created: [0, 0, 0], m2: 100 }, rule)).toMatchObject({ net24: 4, netM2: 100, isTransfer: false });
	});

	test('whoever moves mostly, or brings too little, makes a transfer; a closed site counts where the hub says so', () => {
		const closed = here(22, 22, 0, { becomes: 'closed', m2Freed: 300 });
		expect(reckon({ sites: [closed], created: [0, 0, 0], m2: 220 }, rule)).toMatchObject({
			movedPercent: 100,
			isTransfer: true,
			transferBecause: ['mostly_moved', 'too_few_net_jobs']
		});
		const growing = {
			sites: [here(4, 4, 0, { becomes: 'closed', m2Freed: 300 })],
			created: [10, 20, 30] as [number, number, number],
			m2: 400
		};
		expect(reckon(growing, rule)).toMatchObject({ movedPercent: 17, isTransfer: false });
		expect(reckon(growing, { ...rule, closingCounts: true })).toMatchObject({ transferBecause: ['closes_elsewhere'] });
		expect(reckon(growing, { ...rule, mostMovedPercent: 16 })).toMatchObject({ transferBecause: ['mostly_moved'] });
		expect(reckon(growing, { ...rule, horizon: 12, leastNetJobs: 11 })).toMatchObject({ transferBecause: ['too_few_net_jobs'] });
	});

	test('the second example of the book is reckoned as it stands there', () => {
		const sites = [here(30, 8, 22), here(14, 4, 10, { isInRegion: false })];
		expect(reckon({ sites, created: [2, 4, 8], m2: 200 }, rule)).toMatchObject({ net24: 8, movedPercent: 50, isTransfer: false });
	});

	test('what was promised and what was declared are counted the same way', () => {
		expect(netJobs(8, 3, 10)).toBe(1);
	});
});

test('a file is written in steps, taken up again, and says field by field what it lacks', async () => {
	const { id: admission, version } = await startAdmission(firm, { organisation: firm.organisations[0]!.id });
	const half = await saveWish(firm, SaveWish.parse({ admission, version, activity: 'Fonderie', use: 'workshop' }));
	expect(await findAdmission(firm, { admission })).toMatchObject({ activity: 'Fonderie', use: 'workshop', people: null, stage: 'draft' });
	const lacks = await sendAdmission(firm, SendAdmission.parse({ admission, version: half.version })).catch((error: Refusal) => error);
	expect((lacks as Refusal).fields.map(({ field }) => field)).toEqual([
		'people',
		'm2Least',
		'wantedFrom',
		'why',
		'created12',
		'created24',
		'created36',
		'hasNoSite'
	]);
	expect(await refusal(saveWish(firm, SaveWish.parse({ admission, version, activity: 'Autre' })))).toBe('changed_meanwhile');
	expect((await findAdmission(firm, { admission })).activity).toBe('Fonderie');
});

test('a transfer is marked by the rule of the hub, gives its reason, and is judged anew when the rule changes', async () => {
	const file = await draft(firm);
	const moved = await addAdmissionSite(
		firm,
		PresentSiteInput.parse({
			admission: file.id,
			version: file.version,
			...site,
			jobs: 9,
			jobsMoved: 9,
			jobsKept: 0,
			m2: 300,
			m2Freed: 300,
			becomes: 'closed'
		})
	);
	const wish = { activity: 'A', use: 'office', people: 9, m2Least: 120, wantedFrom: now, why: 'Ici' };
	const wished = await saveWish(firm, SaveWish.parse({ admission: file.id, version: moved.version, ...wish }));
	const jobs = { admission: file.id, created12: 1, created24: 2, created36: 3 };
	const promised = await saveJobs(firm, SaveJobs.parse({ ...jobs, version: wished.version }));
	expect(await findAdmission(firm, { admission: file.id })).toMatchObject({
		isTransfer: true,
		movedPercent: 82,
		net12: 1,
		net24: 2,
		netM2: -180,
		transferBecause: ['mostly_moved']
	});
	expect(await refusal(sendAdmission(firm, { admission: file.id, version: promised.version }))).toBe('transfer_needs_a_reason');
	const explained = await saveJobs(firm, SaveJobs.parse({ ...jobs, version: promised.version, transferReason: 'Le bail finit' }));
	await sendAdmission(firm, { admission: file.id, version: explained.version });

	const rule = await ruleOf(db, 'mulhouse');
	const set = async (change: object) =>
		setAdmissionRules(manager, SetAdmissionRules.parse({ ...rule, ...change, version: (await ruleOf(db, 'mulhouse')).version }));
	await set({ mostMovedPercent: 90 });
	expect((await findAdmission(firm, { admission: file.id })).isTransfer).toBe(false);
	await set({ region: ['67'] });
	expect(await findAdmission(firm, { admission: file.id })).toMatchObject({ net24: 11, netM2: 120, isTransfer: false });
	await set({});
	expect(await refusal(setAdmissionRules(manager, SetAdmissionRules.parse({ ...rule, version: 1 })))).toBe('changed_meanwhile');
});

test('nobody of another firm sees a file, and a funder sees it only once it is decided, without its documents', async () => {
	const file = await ready(firm);
	const kind = (await documentKinds(db, 'mulhouse')).find(({ isRequired }) => !isRequired)!;
	await addDocument(firm, { admission: file.id, kind: kind.id }, paper());
	const document = (await findAdmission(firm, { admission: file.id })).documents!.find((one) => one.kind === kind.id)!;
	expect((await openFile(firm, document.file!.id)).name).toBe('piece.txt');
	for (const nosy of [other, funder, await newcomer('mulhouse', ['accountant']), await newcomer('strasbourg', ['hub_manager'])]) {
		expect(await refusal(findAdmission(nosy, { admission: file.id }))).toBe('not_found');
		expect(await refusal(openFile(nosy, document.file!.id))).toBe('not_found');
		expect((await listAdmissions(nosy, ListAdmissions.parse({ limit: 100 }))).items.map(({ id }) => id)).not.toContain(file.id);
	}
	await moveAdmission(manager, MoveAdmission.parse({ admission: file.id, version: file.version, to: 'refused', because: 'Trop bruyant' }));
	expect(await findAdmission(funder, { admission: file.id })).toMatchObject({
		refusedBecause: 'Trop bruyant',
		documents: null,
		contacts: []
	});
	expect(await refusal(openFile(funder, document.file!.id))).toBe('not_found');
	expect(await refusal(findAdmission(other, { admission: file.id }))).toBe('not_found');
});

test('a document is refused with a reason, replaced, and accepted for good', async () => {
	const file = await sent(firm);
	const [kind] = await documentKinds(db, 'mulhouse');
	const first = await addDocument(firm, { admission: file.id, kind: kind!.id }, paper());
	const move = MoveAdmission.parse({ admission: file.id, version: file.version, to: 'complete' });
	expect(await refusal(moveAdmission(manager, move))).toBe('documents_are_missing');
	await judgeDocument(manager, { document: first.id, isAccepted: false, because: 'Illisible' });
	const refused = (await findAdmission(firm, { admission: file.id })).documents!.find(({ kind: one }) => one === kind!.id)!;
	expect(refused).toMatchObject({ state: 'refused', because: 'Illisible' });
	const told = await db
		.selectFrom('notifications')
		.select('what')
		.where('hub', '=', 'mulhouse')
		.where('member', '=', firm.member)
		.execute();
	expect(told.map(({ what }) => what)).toContain('admission_document_refused');

	const second = await addDocument(firm, { admission: file.id, kind: kind!.id }, paper('Une autre page'));
	expect(await refusal(openFile(firm, refused.file!.id))).toBe('not_found');
	await judgeDocument(manager, { document: second.id, isAccepted: true, because: '' });
	expect(await refusal(addDocument(firm, { admission: file.id, kind: kind!.id }, paper('Encore')))).toBe('document_is_accepted');
	expect((await findAdmission(firm, { admission: file.id })).documents!.find(({ kind: one }) => one === kind!.id)!.state).toBe('accepted');
	expect(await refusal(addDocument(other, { admission: file.id, kind: kind!.id }, paper()))).toBe('not_found');
});

test('of two who move a file at once, one moves it and the other is told', async () => {
	const file = await ready(firm);
	const to = (stage: string) => moveAdmission(manager, MoveAdmission.parse({ admission: file.id, version: file.version, to: stage }));
	const outcomes = await Promise.all([refusal(to('complete')), refusal(to('committee'))]);
	expect(outcomes.toSorted()).toEqual(['accepted', 'changed_meanwhile']);
});

test('an offer keeps its unit, ends by itself, and becomes a lease that the plan shows from its day', async () => {
	const [file, rival] = [await ready(firm), await ready(other)];
	const { id } = await unit(house);
	const offer = (admission: { id: string; version: number }) =>
		offerUnits(
			manager,
			OfferUnits.parse({
				admission: admission.id,
				version: admission.version,
				units: [id],
				from: dayAfter(now, 30),
				until: dayAfter(now, 999),
				rentCents: 9_000
			})
		);
	const made = await offer(file);
	expect(await refusal(offer(rival))).toBe('place_taken');
	expect((await findAdmission(other, { admission: rival.id })).stage).toBe('received');
	expect((await findUnit(manager, { unit: id })).spans.at(-1)).toMatchObject({ state: 'held', from: dayAfter(now, 30) });

	await db
		.updateTable('admissionOffers')
		.set({ expiresAt: new Date(0) })
		.where('admission', '=', file.id)
		.execute();
	await db
		.updateTable('claims')
		.set({ expiresAt: new Date(0) })
		.where('unit', '=', id)
		.where('kind', '=', 'hold')
		.execute();
	await endOffers.run({});
	const back = await findAdmission(firm, { admission: file.id });
	expect(back).toMatchObject({ stage: 'committee', offer: null });
	await offer(rival);

	const again = await offer({ id: file.id, version: back.version }).catch((error: Refusal) => error.code);
	expect(again).toBe('place_taken');
	const mine = await findAdmission(other, { admission: rival.id });
	const drafting = DraftAdmissionLease.parse({
		admission: rival.id,
		version: mine.version,
		number: `T-${id.slice(0, 6)}`,
		kind: 'service'
	});
	const { lease, version } = await draftAdmissionLease(manager, drafting);
	expect(await refusal(draftAdmissionLease(manager, { ...drafting, version }))).toBe('lease_is_being_prepared');
	expect(await findLease(manager, { lease })).toMatchObject({
		tenant: other.organisations[0]!.id,
		units: [{ id }],
		startsOn: dayAfter(now, 30),
		endsOn: dayAfter(now, 999),
		rentCents: 9_000,
		useClause: 'Vision industrielle',
		signatoryEmail: expect.stringContaining('@')
	});
	await sendLease(manager, SendLease.parse({ lease, version: 1 }));
	await db
		.updateTable('admissionOffers')
		.set({ expiresAt: new Date(0) })
		.where('admission', '=', rival.id)
		.execute();
	await endOffers.run({});
	expect(await findAdmission(other, { admission: rival.id })).toMatchObject({ stage: 'offered', lease: { phase: 'sent' } });
	await signBoth(lease);
	expect(await findAdmission(other, { admission: rival.id })).toMatchObject({
		stage: 'signed',
		offer: null,
		lease: { number: drafting.number, phase: 'upcoming' }
	});
	expect((await findUnit(manager, { unit: id })).spans.filter(({ state }) => state === 'let' || state === 'held')).toMatchObject([
		{ state: 'let', from: dayAfter(now, 30) }
	]);
	await moveDueTenantsIn('mulhouse');
	expect((await findAdmission(other, { admission: rival.id })).stage).toBe('signed');
	await db
		.updateTable('leases')
		.set({ startsOn: dayAfter(now, -1) })
		.where('id', '=', lease)
		.execute();
	await moveDueTenantsIn('mulhouse');
	expect(await findAdmission(other, { admission: rival.id })).toMatchObject({ stage: 'moved_in', movedInOn: dayAfter(now, -1) });
	expect(made.version).toBe(file.version + 1);
});

test('a lease that falls through sends its file back, and a file that is withdrawn takes its lease along', async () => {
	const draftedFor = async () => {
		const file = await offered(firm);
		const input = DraftAdmissionLease.parse({
			admission: file.id,
			version: file.version,
			number: `W-${file.id.slice(0, 8)}`,
			kind: 'service'
		});
		const { lease, version } = await draftAdmissionLease(manager, input);
		await sendLease(manager, SendLease.parse({ lease, version: 1 }));
		return { id: file.id, lease, version };
	};
	const taken = await draftedFor();
	await withdrawLease(manager, { lease: taken.lease, version: 2, because: 'Trop cher' });
	expect(await findAdmission(firm, { admission: taken.id })).toMatchObject({
		stage: 'committee',
		offer: null,
		lease: { phase: 'withdrawn' }
	});

	const left = await draftedFor();
	const unitOf = (await findAdmission(firm, { admission: left.id })).offer!.units[0]!.id;
	await withdrawAdmission(firm, { admission: left.id, version: left.version, because: '' });
	expect(await findLease(manager, { lease: left.lease })).toMatchObject({ state: 'withdrawn' });
	expect((await findUnit(manager, { unit: unitOf })).spans.filter(({ state }) => state === 'held')).toEqual([]);
});

test('a firm whose entry is inventoried and signed has moved in that day', async () => {
	const file = await offered(firm);
	const input = DraftAdmissionLease.parse({
		admission: file.id,
		version: file.version,
		number: `E-${file.id.slice(0, 8)}`,
		kind: 'service'
	});
	const { lease } = await draftAdmissionLease(manager, input);
	await sendLease(manager, SendLease.parse({ lease, version: 1 }));
	await signBoth(lease);
	const heldOn = dayAfter(now, -3);
	const { id: inventory } = await startInventory(manager, { lease, kind: 'entry', heldOn });
	await db.deleteFrom('inventoryLines').where('inventory', '=', inventory).execute();
	await uploadSignedInventory(manager, { inventory, version: 1, name: 'entree.pdf', content: smallPdf.toString('base64') });
	expect(await findAdmission(firm, { admission: file.id })).toMatchObject({ stage: 'moved_in', movedInOn: heldOn });
});

test('taken back or withdrawn, a file lets its units go', async () => {
	const file = await offered(firm);
	const unitOf = (await findAdmission(firm, { admission: file.id })).offer!.units[0]!.id;
	await withdrawAdmission(firm, { admission: file.id, version: file.version, because: '' });
	expect((await findUnit(manager, { unit: unitOf })).spans.filter(({ state }) => state === 'held')).toEqual([]);
	expect(await refusal(withdrawAdmission(firm, { admission: file.id, version: file.version + 1, because: '' }))).toBe(
		'admission_is_decided'
	);
});

test('each year a tenant is asked once, reminded once, and its answer stands beside the promise', async () => {
	const file = await movedIn(firm);
	const asked = async () =>
		(
			await db
				.selectFrom('notifications')
				.select('record')
				.where('member', '=', firm.member)
				.where('record', '=', file.id)
				.where('what', '=', 'admission_declaration')
				.execute()
		).length;
	await askDueDeclarations('mulhouse');
	expect(await asked()).toBe(1);
	await askDueDeclarations('mulhouse');
	expect(await asked()).toBe(1);
	await db
		.updateTable('admissionDeclarations')
		.set({ dueOn: dayAfter(now, -40) })
		.where('admission', '=', file.id)
		.where('year', '=', 1)
		.execute();
	await askDueDeclarations('mulhouse');
	await askDueDeclarations('mulhouse');
	expect(await asked()).toBe(2);

	const declare = (year: number, actor = firm) =>
		declareJobs(actor, DeclareJobs.parse({ admission: file.id, year, jobsHere: 1, jobsElsewhere: 0, words: 'Un départ' }));
	expect(await refusal(declare(1, other))).toBe('not_found');
	expect(await refusal(declare(3))).toBe('declaration_is_not_due');
	await declare(1);
	const { items } = await listPromises(manager, ListPromises.parse({ state: 'short', limit: 100 }));
	expect(items.find(({ admission }) => admission === file.id)).toMatchObject({ year: 1, promised: 2, real: 1, state: 'declared' });
	const years = await netJobsByYear(funder);
	for (const { promised, promisedByDeclared, notDeclared, real, rows } of years) {
		expect(promised).toBeCloseTo(rows.reduce((sum, row) => sum + row.promised, 0));
		const declared = rows.filter((row) => row.real !== null);
		expect(promisedByDeclared).toBeCloseTo(declared.reduce((sum, row) => sum + row.promised, 0));
		expect(promisedByDeclared + notDeclared).toBeCloseTo(promised);
		expect(real).toEqual(declared.length ? declared.reduce((sum, row) => sum + (row.real ?? 0), 0) : null);
	}
	expect(years.some(({ real, notDeclared }) => real !== null && notDeclared !== 0)).toBe(true);
	expect(await refusal(netJobsByYear(firm))).toBe('forbidden');
});

test('the demo has a file at each stage, and the funder sees those that are decided', async () => {
	const direction = await person('mulhouse', 'direction@mulhouse.example');
	const { items } = await listAdmissions(direction, ListAdmissions.parse({ limit: 100, stage: 'all' }));
	for (const stage of ['received', 'complete', 'visited', 'committee', 'offered', 'signed', 'moved_in', 'refused'])
		expect(items.some((file) => file.stage === stage)).toBe(true);
	expect(items.filter(({ isTransfer }) => isTransfer).length).toBeGreaterThan(2);
	const money = await person('mulhouse', 'financeur@mulhouse.example');
	const seen = await listAdmissions(money, ListAdmissions.parse({ limit: 100, stage: 'all' }));
	expect(new Set(seen.items.map(({ stage }) => stage))).toEqual(new Set(['signed', 'moved_in', 'refused']));
	const first = await listAdmissions(direction, ListAdmissions.parse({ limit: 2 }));
	const second = await listAdmissions(direction, ListAdmissions.parse({ limit: 2, cursor: first.next ?? undefined }));
	expect(second.items.map(({ id }) => id)).toEqual(items.slice(2, 4).map(({ id }) => id));
});
