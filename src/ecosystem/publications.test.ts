import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { acrossHubs, db, inHub, transaction } from '#platform/db.server.ts';
import { newcomer, refusal, stranger } from '#platform/testing/people.ts';
import { changed } from './changed.ts';
import { closeExpired } from './need-terms.ts';
import { ChangeNeed, changeNeed, CreateNeed, createNeed, dropNeed } from './needs.ts';
import { matchablePublishedOffers } from './matchable.ts';
import { findNeed, ListNeeds, listNeeds } from './needs-shown.ts';
import { CreateOffer, createOffer, moveOffer } from './offers.ts';
import {
	countPublications,
	findPublishedNeed,
	findPublishedOffer,
	ListPublications,
	listPublishedNeeds,
	listPublishedOffers,
	PublicationFilter
} from './publications.ts';

const need = {
	locale: 'fr',
	title: 'Peser sans arrêter la bande',
	problem: 'La balance arrête la bande à chaque sac.',
	confidentiality: 'members'
};
const offer = { locale: 'fr', title: 'Pesage en continu', what: 'Nous posons des bascules dynamiques.' };
const postNeed = (more: object = {}) => createNeed(mill, CreateNeed.parse({ ...need, isPublished: true, opens: true, ...more }));
const postOffer = (more: object = {}) => createOffer(mill, CreateOffer.parse({ ...offer, isPublished: true, opens: true, ...more }));
const list = (more: object = {}) => ListPublications.parse({ limit: 100, ...more });
const needsFor = async (actor: Actor) => (await listPublishedNeeds(actor, list())).items.map(({ id }) => id);
const offersFor = async (actor: Actor) => (await listPublishedOffers(actor, list())).items.map(({ id }) => id);

let firm: string;
let mill: Actor;
let strasbourg: Actor;
const passer = stranger('strasbourg');

beforeAll(async () => {
	const row = await db
		.selectFrom('organisations')
		.select('id')
		.where('hub', '=', 'mulhouse')
		.where('kind', '=', 'industrial_sme')
		.orderBy('name')
		.executeTakeFirstOrThrow();
	firm = row.id;
	mill = await newcomer('mulhouse', ['member'], firm);
	strasbourg = await newcomer('strasbourg');
});

test('a member of Strasbourg does not see a need kept for Mulhouse’s members, but finds it once it is published', async () => {
	const kept = await postNeed({ isPublished: false });
	expect(await refusal(findNeed(strasbourg, { need: kept.id }))).toBe('not_found');
	expect(await needsFor(strasbourg)).not.toContain(kept.id);
	expect(await refusal(findPublishedNeed(strasbourg, { from: 'mulhouse', id: kept.id }))).toBe('not_found');

	await changeNeed(mill, ChangeNeed.parse({ ...need, need: kept.id, version: kept.version, isPublished: true }));
	expect(await needsFor(strasbourg)).toContain(kept.id);
	expect(await findPublishedNeed(strasbourg, { from: 'mulhouse', id: kept.id })).toMatchObject({
		hub: 'mulhouse',
		hubName: 'KM0 Mulhouse',
		title: need.title,
		organisation: { name: expect.any(String), communeName: expect.any(String) }
	});
	expect((await listNeeds(strasbourg, ListNeeds.parse({ state: 'all', limit: 100 }))).items.map(({ id }) => id)).not.toContain(kept.id);
	// Kept for members there, kept for members here.
	expect(await needsFor(passer)).not.toContain(kept.id);
	expect(await needsFor(await newcomer('mulhouse'))).not.toContain(kept.id);
});

test('what is public is published to everybody, what is anonymous without its firm, what is for staff never', async () => {
	const open = await postNeed({ confidentiality: 'public' });
	const hidden = await postNeed({ confidentiality: 'anonymous' });
	expect(await needsFor(passer)).toEqual(expect.arrayContaining([open.id, hidden.id]));
	const { organisation, lat, lon, area } = await findPublishedNeed(passer, { from: 'mulhouse', id: hidden.id });
	expect({ organisation, lat, lon }).toEqual({ organisation: null, lat: null, lon: null });
	expect(area).toMatch(/^FR-6[78]$/);
	const again = await changeNeed(mill, ChangeNeed.parse({ ...need, need: open.id, version: open.version, confidentiality: 'staff' }));
	expect(again.isPublished).toBe(false);
	expect(await needsFor(strasbourg)).not.toContain(open.id);
});

test('a publication ends with what it copies', async () => {
	const dropped = await postNeed();
	await dropNeed(mill, { need: dropped.id, reason: 'Réglé' });
	const expired = await postNeed();
	await db
		.updateTable('needs')
		.set({ expiresAt: new Date(Date.now() - 1000) })
		.where('id', '=', expired.id)
		.execute();
	await closeExpired('mulhouse');
	const paused = await postOffer();
	expect(await offersFor(passer)).toContain(paused.id);
	await moveOffer(mill, { offer: paused.id, to: 'paused' });
	expect(await needsFor(strasbourg)).not.toEqual(expect.arrayContaining([dropped.id]));
	expect(await needsFor(strasbourg)).not.toEqual(expect.arrayContaining([expired.id]));
	expect(await offersFor(passer)).not.toContain(paused.id);
	await moveOffer(mill, { offer: paused.id, to: 'open' });
	expect(await offersFor(passer)).toContain(paused.id);
});

test('the copy of an offer tells matching in the other hub for whom it is and from when', async () => {
	const shared = await postOffer({ forSizes: ['micro'], availableFrom: '2030-01-31' });
	expect(await findPublishedOffer(passer, { from: 'mulhouse', id: shared.id })).toMatchObject({
		forSizes: ['micro'],
		availableFrom: '2030-01-31'
	});
	expect(await matchablePublishedOffers(strasbourg, 'mulhouse', [shared.id])).toMatchObject([
		{ forSizes: ['micro'], availableFrom: '2030-01-31' }
	]);
});

test('a publication follows its firm', async () => {
	const shared = await postOffer();
	const tell = (set: object) =>
		transaction(async (tx) => {
			await tx.updateTable('organisations').set(set).where('hub', '=', 'mulhouse').where('id', '=', firm).execute();
			await changed(tx, 'mulhouse', 'organisation', firm);
		});
	await tell({ name: 'Nouveau Nom' });
	expect((await findPublishedOffer(passer, { from: 'mulhouse', id: shared.id })).organisation?.name).toBe('Nouveau Nom');
	await tell({ archivedAt: new Date() });
	expect(await refusal(findPublishedOffer(passer, { from: 'mulhouse', id: shared.id }))).toBe('not_found');
	await tell({ archivedAt: null });
	expect(await refusal(findPublishedOffer(passer, { from: 'mulhouse', id: shared.id }))).toBe('accepted');
});

test('the copy stands or falls with the change', async () => {
	const shared = await postNeed();
	const failing = transaction(async (tx) => {
		await tx.updateTable('needs').set({ title: 'Jamais' }).where('id', '=', shared.id).execute();
		await changed(tx, 'mulhouse', 'need', shared.id);
		throw new Error('no');
	});
	await expect(failing).rejects.toThrow('no');
	expect((await findPublishedNeed(strasbourg, { from: 'mulhouse', id: shared.id })).title).toBe(need.title);
});

test('publications are searched, and only within the network', async () => {
	await postOffer();
	expect((await listPublishedOffers(passer, list({ q: 'bascule dynamique' }))).items.map(({ title }) => title)).toContain(offer.title);
	expect((await listPublishedOffers(passer, list({ q: 'bascule', from: 'strasbourg' }))).items).toEqual([]);
	const count = await countPublications(passer, 'offer', PublicationFilter.parse({}));
	expect(count).toBeGreaterThan(10);
	await db.updateTable('hubs').set({ network: null }).where('id', '=', 'strasbourg').execute();
	try {
		expect(await countPublications(passer, 'offer', PublicationFilter.parse({}))).toBe(0);
	} finally {
		await db.updateTable('hubs').set({ network: 'alsace' }).where('id', '=', 'strasbourg').execute();
	}
});

test('row-level security lets a hub read its network’s publications, and nothing else of it', async () => {
	const publications = () => db.selectFrom('publications').select('hub').distinct().orderBy('hub').execute();
	expect(await inHub('strasbourg', publications)).toEqual([{ hub: 'mulhouse' }, { hub: 'strasbourg' }]);
	expect(await inHub('', publications)).toEqual([]);
	const steal = () => db.deleteFrom('publications').where('hub', '=', 'mulhouse').returning('record').execute();
	expect(await inHub('strasbourg', steal)).toEqual([]);
	await acrossHubs(() => db.updateTable('hubs').set({ network: null }).where('id', '=', 'strasbourg').execute());
	expect(await inHub('strasbourg', publications)).toEqual([{ hub: 'strasbourg' }]);
	await acrossHubs(() => db.updateTable('hubs').set({ network: 'alsace' }).where('id', '=', 'strasbourg').execute());
});
