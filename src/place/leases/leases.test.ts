import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { bytesOfFile, openFile } from '#ecosystem/attachments.ts';
import { system, type Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { newcomer, refusal, stranger } from '#platform/testing/people.ts';
import { readText } from '#platform/testing/paper.ts';
import { tenant, unit } from '../api.examples.ts';
import { findUnit } from '../plan.ts';
import { splitUnit, SplitUnit } from '../units.ts';
import { rectangle } from '../polygons.ts';
import { dayAfter, today } from '../days.ts';
import { termsSaid } from '../rent/terms-said.ts';
import { leaseAlarms, ListAlarms, listAlarms, tellAlarms } from './alarms.ts';
import { AmendLease, amendLease } from './amendments.ts';
import { fillLines, linkTo, smallPdf } from './api.examples.ts';
import {
	addInventoryPhotos,
	findInventory,
	removeInventoryLine,
	SendInventory,
	sendInventory,
	startInventory,
	takeSignedInventory,
	withdrawInventory,
	WriteInventoryLines,
	writeInventoryLines
} from './inventories.ts';
import { EndLease, endLease, RenewLease, renewLease } from './ending.ts';
import { breaksOf, monthsAfter } from './law.ts';
import { ChangeLease, changeLease, DraftLease, draftLease, SignLease, signLease } from './leases.ts';
import { takeCertificate } from './insurance.ts';
import { ownLeases } from './mine.ts';
import { findLease } from './shown.ts';
import { expireOffers, SendLease, sendLease, signAsLandlord, signByLink, takeSignedFile } from './signing.ts';

const hub = 'mulhouse';
const house = system(hub);
let manager: Actor;
let firm: string;
let count = 0;
beforeAll(async () => {
	manager = await newcomer(hub, ['site_manager']);
	firm = await tenant(house);
});

const input = (units: string[], more: object = {}) => ({
	number: `L-${++count}`,
	kind: 'commercial',
	tenant: firm,
	units,
	startsOn: '2040-01-01',
	endsOn: '2048-12-31',
	rentCents: 12_345,
	depositCents: 300_000,
	useClause: 'Prototypes et *essais* #numériques',
	landlordSignatory: 'Claire Weber',
	signatory: 'Paul Muller',
	signatoryEmail: 'paul@locataire.example',
	...more
});
const room = async () => (await unit(house)).id;
const drafted = async (units: string[], more: object = {}) => draftLease(manager, DraftLease.parse(input(units, more)));
const send = (lease: string, version = 1) => sendLease(manager, SendLease.parse({ lease, version }));
const here = { address: '192.0.2.9', browser: 'Firefox' };
const signature = { signer: 'Paul Muller', drawing: '10,10 50,90 100,20;120,30 140,80', agrees: true };
const landlord = (lease: string) => signAsLandlord(manager, { lease, signer: 'Claire Weber', drawing: '', agrees: true }, here);
const stateOf = async (lease: string) => (await findLease(manager, { lease })).phase;

async function sent(more: object = {}) {
	const units = [await room()];
	const { id } = await drafted(units, more);
	await send(id);
	return { id, units, token: await linkTo(house, id) };
}

describe('a lease is signed by both sides', () => {
	test('its units are held when it is sent and let when both have signed; the document says so, and by whom', async () => {
		const { id, units, token } = await sent();
		const [only] = units as [string];
		const seen = async () => (await findUnit(manager, { unit: only })).spans.find(({ from }) => from === '2040-01-01')?.state;
		expect([await stateOf(id), await seen()]).toEqual(['sent', 'held']);

		expect(await refusal(signByLink(stranger(hub), { token, ...signature, agrees: false }, here))).toBe('consent_missing');
		await signByLink(stranger(hub), { token, ...signature }, here);
		expect([await stateOf(id), await seen()]).toEqual(['sent', 'held']);
		expect(await refusal(signByLink(stranger(hub), { token, ...signature }, here))).toBe('signed_already');
		await landlord(id);
		expect([await stateOf(id), await seen()]).toEqual(['upcoming', 'let']);

		const { papers, signatures } = await findLease(manager, { lease: id });
		expect(papers.map(({ kind }) => kind)).toEqual(['signed', 'offer']);
		const [whole, offer] = await Promise.all(papers.map(({ file }) => bytesOfFile(db, hub, file)));
		expect(
			createHash('sha256')
				.update(offer as Buffer)
				.digest('hex')
		).toBe(signatures[0]?.sha256);
		expect(signatures).toMatchObject([
			{ side: 'tenant', signer: 'Paul Muller', how: 'drawn', address: '192.0.2.9', sha256: papers[1]?.sha256 },
			{ side: 'landlord', signer: 'Claire Weber', how: 'typed', sha256: papers[1]?.sha256 }
		]);
		const text = (await readText(whole as Buffer)).replace(/\s+/g, ' ');
		for (const words of [
			'Bail commercial',
			'Prototypes et *essais* #numériques',
			'123,45',
			'31 décembre 2042',
			'Preuve de signature',
			'192.0.2.9'
		])
			expect(text).toContain(words);
		expect(text).toContain(papers[1]?.sha256.slice(0, 40));
	});

	test('evidence is neither changed nor taken away', async () => {
		const { id, token } = await sent();
		await signByLink(stranger(hub), { token, ...signature }, here);
		const one = () => db.updateTable('leaseSignatures').set({ signer: 'Somebody else' }).where('lease', '=', id).execute();
		await expect(one()).rejects.toThrow(/evidence/);
		await expect(db.deleteFrom('leaseSignatures').where('lease', '=', id).execute()).rejects.toThrow(/evidence/);
	});

	test('a scan of the signed paper takes the place of signatures; what is no PDF does not', async () => {
		const { id, units } = await sent();
		const upload = (file: File) => refusal(takeSignedFile(manager, { lease: id, version: 2 }, file));
		expect(await upload(new File(['Bail'], 'bail.txt'))).toBe('pdf_expected');
		expect(await upload(new File([smallPdf], 'bail.pdf'))).toBe('accepted');
		expect((await findUnit(manager, { unit: units[0] as string })).spans.some(({ state }) => state === 'let')).toBe(true);
	});

	test('in German and English the document is German and English', async () => {
		for (const [locale, words] of [
			['de', 'Gewerbemietvertrag'],
			['en', 'three-year breaks']
		]) {
			const { id } = await sent({ locale });
			const [paper] = (await findLease(manager, { lease: id })).papers;
			expect((await readText(await bytesOfFile(db, hub, paper?.file ?? ''))).replace(/\s+/g, ' ')).toContain(words);
		}
	});
});

describe('who comes second is told', () => {
	test('of two offers of one unit one is sent; of two who sign for one side one signs', async () => {
		const units = [await room()];
		const [one, other] = [await drafted(units), await drafted(units)];
		const results = await Promise.all([refusal(send(one.id)), refusal(send(other.id))]);
		expect(results.toSorted()).toEqual(['accepted', 'place_taken']);
		const won = results[0] === 'accepted' ? one.id : other.id;
		const token = await linkTo(house, won);
		const signed = await Promise.all([1, 2, 3].map(() => refusal(signByLink(stranger(hub), { token, ...signature }, here))));
		expect(signed.toSorted()).toEqual(['accepted', 'signed_already', 'signed_already']);
		const again = await Promise.all([refusal(landlord(won)), refusal(landlord(won))]);
		expect(again.filter((result) => result === 'accepted')).toHaveLength(1);
	});

	test('two who change one draft: the second is told', async () => {
		const units = [await room()];
		const { id } = await drafted(units);
		const change = () => refusal(changeLease(manager, ChangeLease.parse({ ...input(units), lease: id, version: 1 })));
		expect((await Promise.all([change(), change()])).toSorted()).toEqual(['accepted', 'changed_meanwhile']);
	});

	test('an offer that nobody signed in time frees its units, and its link signs nothing more', async () => {
		const { id, units, token } = await sent();
		await db
			.updateTable('leases')
			.set({ expiresAt: new Date(Date.now() - 1000) })
			.where('id', '=', id)
			.execute();
		expect(await refusal(signByLink(stranger(hub), { token, ...signature }, here))).toBe('offer_is_over');
		await expireOffers.run({});
		expect(await stateOf(id)).toBe('expired');
		expect(await refusal(signLease(manager, SignLease.parse(input(units))))).toBe('accepted');
	});

	test('a link of an older document, of another hub or made up opens nothing', async () => {
		const { id, token } = await sent();
		await db
			.updateTable('leases')
			.set({ expiresAt: new Date(Date.now() - 1000) })
			.where('id', '=', id)
			.execute();
		await expireOffers.run({});
		const { version } = await findLease(manager, { lease: id });
		await send(id, version);
		const sign = (at: string, link: string) => refusal(signByLink(stranger(at), { token: link, ...signature }, here));
		expect(await sign(hub, token)).toBe('offer_is_over');
		expect(await sign('strasbourg', token)).toBe('not_found');
		expect(await sign(hub, `${token.slice(0, -4)}AAAA`)).toBe('not_found');
		expect(await sign(hub, await linkTo(house, id))).toBe('accepted');
	});
});

describe('the law holds', () => {
	test('nine years, six months of notice, an event, three years in all', async () => {
		const units = [await room()];
		const draft = (more: object) => refusal(drafted(units, more));
		expect(await draft({ endsOn: '2047-12-31' })).toBe('commercial_lease_lasts_nine_years');
		expect(await draft({ noticeMonths: 3 })).toBe('commercial_notice_is_six_months');
		expect(await draft({ endsOn: '2039-12-31' })).toBe('ends_before_it_begins');
		expect(await draft({ kind: 'precarious', endsOn: '2041-01-01' })).toBe('precarious_lease_needs_an_event');
		expect(await draft({ kind: 'derogatory', endsOn: '2060-01-01' })).toBe('derogatory_lease_too_long');
		expect(await draft({ kind: 'derogatory', endsOn: '2041-12-31' })).toBe('accepted');
	});

	test('a tenant leaves every three years, and says so six months before', () => {
		expect(breaksOf({ kind: 'commercial', startsOn: '2026-03-31', endsOn: '2035-03-30', noticeMonths: 6 })).toEqual([
			{ on: '2029-03-30', noticeBy: '2028-09-29' },
			{ on: '2032-03-30', noticeBy: '2031-09-29' }
		]);
		expect(breaksOf({ kind: 'derogatory', startsOn: '2026-01-01', endsOn: '2028-12-31', noticeMonths: 6 })).toEqual([]);
		expect([monthsAfter('2024-01-31', 1), monthsAfter('2025-03-31', -1), monthsAfter('2023-12-15', 14)]).toEqual([
			'2024-02-29',
			'2025-02-28',
			'2025-02-15'
		]);
	});

	test('an end is one of its breaks with notice in time, its term, or agreed', async () => {
		const { id } = await signLease(manager, SignLease.parse(input([await room()])));
		const end = (more: object) => refusal(endLease(manager, EndLease.parse({ lease: id, version: 1, ...more })));
		const breaking = { how: 'break', noticeBy: 'tenant', noticeOn: '2042-06-30', endsOn: '2042-12-31' };
		expect(await end({ ...breaking, endsOn: '2042-11-30' })).toBe('not_a_break_date');
		expect(await end({ ...breaking, noticeOn: '2042-07-01' })).toBe('notice_too_late');
		expect(await end({ ...breaking, noticeBy: 'landlord' })).toBe('only_the_tenant_may_break');
		expect(await end({ ...breaking, noticeBy: null })).toBe('required');
		expect(await end({ how: 'notice', noticeBy: 'landlord', noticeOn: '2041-01-01', endsOn: '2045-01-01' })).toBe(
			'commercial_notice_is_for_the_term'
		);
		expect(await end({ how: 'term', endsOn: '2045-01-01' })).toBe('not_the_term');
		expect(await end(breaking)).toBe('accepted');
	});

	test('a unit is not split while it is held for an offer or let', async () => {
		const { units } = await sent();
		const parts = [
			{ number: `P-${++count}`, use: 'office', shape: rectangle(0, 0, 4, 10) },
			{ number: `P-${++count}`, use: 'office', shape: rectangle(4, 0, 6, 10) }
		];
		expect(await refusal(splitUnit(manager, SplitUnit.parse({ unit: units[0], on: '2041-01-01', parts })))).toBe('unit_is_taken_then');
	});
});

describe('a lease changes, is followed and ends', () => {
	test('an amendment holds once both have signed; a longer term takes the units, or is refused', async () => {
		const units = [await room()];
		const { id } = await signLease(manager, SignLease.parse(input(units, { kind: 'service', endsOn: '2040-12-31' })));
		const amend = (version: number, endsOn: string, terms?: object) =>
			amendLease(manager, AmendLease.parse({ lease: id, version, words: 'Un an de plus.', endsOn, rentCents: 13_000, terms }));
		expect(await refusal(amend(1, '2041-12-31', { index: 'ILC' }))).toBe('index_needs_its_quarter');
		const { id: amendment } = await amend(1, '2041-12-31', { charges: 'flat', chargesCents: 2800 });
		const sentPaper = (await findLease(manager, { lease: id })).papers[0];
		const said = (await readText(await bytesOfFile(db, hub, sentPaper?.file ?? ''))).replace(/\s+/g, ' ');
		expect(said).toMatch(/comprises dans le loyer → 28,00 € HT par m² et par an, forfait/);
		expect(await refusal(amend(1, '2042-12-31'))).toBe('one_amendment_at_a_time');
		await signByLink(stranger(hub), { token: await linkTo(house, id), ...signature }, here);
		expect((await findLease(manager, { lease: id })).endsOn).toBe('2040-12-31');
		const sign = (which: string) =>
			signAsLandlord(manager, { lease: id, amendment: which, signer: 'Claire Weber', drawing: '', agrees: true });
		await sign(amendment);
		expect(await findLease(manager, { lease: id })).toMatchObject({
			endsOn: '2041-12-31',
			rentCents: 13_000,
			terms: { charges: 'flat', chargesCents: 2800 },
			amendments: [{ state: 'signed' }]
		});

		await signLease(manager, SignLease.parse(input(units, { startsOn: '2042-01-01', endsOn: '2050-12-31' })));
		const { id: second } = await amend(2, '2042-12-31');
		await signByLink(stranger(hub), { token: await linkTo(house, id), ...signature }, here);
		expect(await refusal(sign(second))).toBe('place_taken');
		expect((await findLease(manager, { lease: id })).endsOn).toBe('2041-12-31');
	});

	test('a renewal follows its lease from the day after, and a derogatory one within three years in all', async () => {
		const units = [await room()];
		const short = await signLease(manager, SignLease.parse(input(units, { kind: 'derogatory', endsOn: '2041-12-31' })));
		const renew = (endsOn: string) => renewLease(manager, RenewLease.parse({ lease: short.id, number: `R-${++count}`, endsOn }));
		expect(await refusal(renew('2043-06-30'))).toBe('derogatory_lease_too_long');
		const { id } = await renew('2042-12-31');
		expect(await findLease(manager, { lease: id })).toMatchObject({ startsOn: '2042-01-01', phase: 'draft', parent: { id: short.id } });
		expect((await findLease(manager, { lease: short.id })).followedBy).toMatchObject([{ id }]);
	});

	test('the people of the tenant see their lease from when it is sent, and nobody else’s', async () => {
		const { id } = await drafted([await room()]);
		const mine = await newcomer(hub, ['member'], firm);
		const see = (actor: Actor) => refusal(findLease(actor, { lease: id }));
		expect(await see(mine)).toBe('not_found');
		await send(id);
		expect(await see(mine)).toBe('accepted');
		expect(await see(await newcomer(hub, ['animator']))).toBe('forbidden');
		const other = await db
			.selectFrom('organisations')
			.select('id')
			.where('hub', '=', hub)
			.where('kind', '=', 'lab')
			.executeTakeFirstOrThrow();
		expect(await see(await newcomer(hub, ['member'], other.id))).toBe('not_found');
		expect(await see(await newcomer('strasbourg', ['hub_manager']))).toBe('not_found');
	});
});

test('each document of the demo that waits to be signed says the terms of its lease', async () => {
	const { rows } = await sql<{
		id: string;
	}>`select id from leases where hub = 'mulhouse' and state = 'sent' and number like 'B-20__-D_'`.execute(db);
	expect(rows.length).toBeGreaterThan(1);
	for (const { id } of rows) {
		const { papers, terms, vatCase } = await findLease(manager, { lease: id });
		const text = (await readText(await bytesOfFile(db, hub, papers[0]?.file ?? ''))).replace(/\s+/g, ' ');
		for (const { value } of termsSaid(terms, 'fr', vatCase)) expect(text).toContain(value.replace(/\s+/g, ' '));
	}
});

test('the demo has a lease in each phase and of each kind', async () => {
	const { rows } = await sql<{ state: string; kind: string }>`select distinct state, kind from leases where hub = 'mulhouse'`.execute(db);
	expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['draft', 'sent', 'signed', 'ended', 'expired', 'withdrawn']));
	expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['commercial', 'derogatory', 'precarious', 'service']));
});

describe('alarms', () => {
	const now = today('Europe/Paris');
	const alarmsOf = async (number: string) =>
		(await listAlarms(manager, ListAlarms.parse({ q: number }))).items.map(({ alarm, day }) => [alarm, day]);
	const lease = async (startsOn: string, endsOn: string | null, more: object = {}) => {
		const { number } = input([]);
		await signLease(
			manager,
			SignLease.parse({ ...input([await room()]), number, startsOn, endsOn, kind: 'derogatory', depositReceivedOn: startsOn, ...more })
		);
		return number;
	};

	test('a derogatory lease warns six, three and one months before its end, and in red a month after it', async () => {
		for (const [days, alarm] of [
			[200, undefined],
			[170, 'derogatory_6'],
			[80, 'derogatory_3'],
			[20, 'derogatory_1'],
			[-5, 'term_over'],
			[-40, 'derogatory_overdue']
		] as const) {
			const endsOn = dayAfter(now, days);
			expect(await alarmsOf(await lease(dayAfter(now, -300), endsOn))).toEqual(alarm ? [[alarm, endsOn]] : []);
		}
	});

	test('a missing deposit, an insurance that is over, a notice to give', async () => {
		const start = monthsAfter(dayAfter(now, 210), -36);
		const number = await lease(start, null, {
			kind: 'commercial',
			depositReceivedOn: null,
			insuranceEndsOn: dayAfter(now, -1)
		});
		expect((await alarmsOf(number)).map(([alarm]) => alarm)).toEqual(['insurance_over', 'deposit_missing', 'notice_due']);
	});

	test('the demo has one of each, told once to who runs the place', async () => {
		const { items } = await listAlarms(manager, ListAlarms.parse({ q: 'B-', limit: 100 }));
		// The other tests number theirs otherwise.
		expect(new Set(items.filter(({ number }) => number.startsWith('B-')).map(({ alarm }) => alarm))).toEqual(
			// Statements wait at the desk: the last of the demo is closed.
			new Set(leaseAlarms.filter((alarm) => !alarm.startsWith('statement_')))
		);
		const { rows } = await sql<{ n: number }>`select count(*)::int as n from notifications where what = 'lease_alarm'`.execute(db);
		const count = async () =>
			(await sql<{ n: number }>`select count(*)::int as n from notifications where what = 'lease_alarm'`.execute(db)).rows[0]?.n ?? 0;
		await tellAlarms.run({});
		const once = await count();
		expect(once).toBeGreaterThan(rows[0]?.n ?? 0);
		await tellAlarms.run({});
		expect(await count()).toBe(once);
	});
});

describe('an inventory', () => {
	const begun = async (lease: string, kind: 'entry' | 'exit' = 'entry') =>
		(await startInventory(manager, { lease, kind, heldOn: kind === 'entry' ? '2040-01-01' : '2041-01-01' })).id;
	const linesOf = async (inventory: string) => (await findInventory(manager, { inventory })).lines;
	const send = (inventory: string, version = 1) => sendInventory(manager, SendInventory.parse({ inventory, version }));
	const signBoth = async (lease: string, inventory: string) => {
		await signByLink(stranger(hub), { token: await linkTo(house, lease), ...signature }, here);
		await signAsLandlord(manager, { lease, inventory, signer: 'Claire Weber', drawing: '', agrees: true }, here);
	};

	test('is filled line by line, frozen when it is sent, and signed by both sides as a lease is', async () => {
		const { id } = await drafted([await room()]);
		expect(await refusal(begun(id))).toBe('lease_was_not_sent');
		await sendLease(manager, SendLease.parse({ lease: id, version: 1 }));
		const inventory = await begun(id);
		expect(await refusal(begun(id))).toBe('inventory_exists');
		expect(await refusal(send(inventory))).toBe('inventory_is_incomplete');
		await fillLines(house, inventory);
		const [first, second] = await linesOf(inventory);
		const write = (line: { id: string; version: number } | undefined, words: string) =>
			writeInventoryLines(
				manager,
				WriteInventoryLines.parse({ inventory, lines: [{ line: line?.id, version: line?.version, state: 'worn', words }] })
			);
		// Two who walk through two rooms do not stand in each other’s way; two who write one line do.
		expect(await Promise.all([refusal(write(first, 'Rayures')), refusal(write(second, 'Impacts'))])).toEqual(['accepted', 'accepted']);
		expect(await refusal(write(first, 'Autre'))).toBe('changed_meanwhile');
		await send(inventory);
		expect(await refusal(write(second, 'Après coup'))).toBe('inventory_was_sent');
		await signBoth(id, inventory);
		const { state, papers } = await findInventory(manager, { inventory });
		expect([state, papers.map(({ kind }) => kind)]).toEqual(['signed', ['inventory_signed', 'inventory']]);
		const text = (await readText(await bytesOfFile(db, hub, papers[0]?.file ?? ''))).replace(/\s+/g, ' ');
		for (const said of ['État des lieux d’entrée', 'Rayures', 'Paul Muller', 'Claire Weber', papers[1]?.sha256 ?? '', '192.0.2.9'])
			expect(text).toContain(said);
		expect(await stateOf(id)).toBe('sent');
		expect(await refusal(withdrawInventory(manager, { inventory, version: 3 }))).toBe('inventory_is_signed');
	});

	test('of the exit starts from that of the entry and says what got worse; photos tell no more than they show', async () => {
		const { id } = await signLease(manager, SignLease.parse(input([await room()])));
		const entry = await begun(id);
		await fillLines(house, entry);
		expect(await refusal(begun(id, 'exit'))).toBe('entry_inventory_not_signed');
		await takeSignedInventory(manager, { inventory: entry, version: 1 }, new File([new Uint8Array(smallPdf)], 'entree.pdf'));
		const exit = await begun(id, 'exit');
		const started = await linesOf(exit);
		expect(started.map(({ was, isWorse }) => [was?.state ?? was?.reading ?? was?.count, isWorse])).toEqual(
			(await linesOf(entry)).map(({ state, reading, count }) => [state ?? reading ?? count, false])
		);
		expect(await refusal(removeInventoryLine(manager, { line: started[0]?.id ?? '' }))).toBe('line_was_there_at_entry');
		await fillLines(house, exit, 'worn');
		const after = await linesOf(exit);
		expect(after.filter(({ isWorse }) => isWorse).map(({ kind }) => kind)).toEqual(Array.from({ length: 8 }, () => 'element'));

		const told = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#886' } })
			.withExif({ IFD0: { Artist: 'Jean Dupont' } })
			.jpeg()
			.toBuffer();
		expect(told.includes('Jean Dupont')).toBe(true);
		const line = after[0]?.id ?? '';
		await addInventoryPhotos(manager, { line, photos: [{ name: 'sol.jpg', content: told.toString('base64') }] });
		const photo = (await linesOf(exit))[0]?.photos[0]?.id ?? '';
		expect((await bytesOfFile(db, hub, photo)).includes('Jean Dupont')).toBe(false);
		expect(await refusal(addInventoryPhotos(manager, { line, photos: [{ name: 'x.pdf', content: smallPdf.toString('base64') }] }))).toBe(
			'fault_not_a_picture'
		);

		// The tenant sees what is sent or signed, and no draft.
		const mine = await newcomer(hub, ['member'], firm);
		const see = (inventory: string) => refusal(findInventory(mine, { inventory }));
		expect([await see(entry), await see(exit)]).toEqual(['accepted', 'not_found']);
		expect(await refusal(openFile(mine, photo))).toBe('not_found');
		expect((await ownLeases(mine)).items.find((lease) => lease.id === id)?.inventories).toMatchObject([{ id: entry, state: 'signed' }]);
		await sendInventory(manager, SendInventory.parse({ inventory: exit, version: 1 }));
		expect([await see(exit), await refusal(openFile(mine, photo))]).toEqual(['accepted', 'accepted']);
	});

	test('of each kind stands in the demo, one with differences', async () => {
		const { rows } = await sql<{ id: string; kind: string; state: string }>`
			select id, kind, state from inventories where hub = 'mulhouse' and lease in (select id from leases where number like 'B-%')`.execute(db);
		const told = rows.map(({ kind, state }) => `${kind} ${state}`);
		expect(told).toEqual(expect.arrayContaining(['entry signed', 'entry draft', 'exit sent']));
		const exit = rows.find(({ kind }) => kind === 'exit')?.id ?? '';
		expect((await linesOf(exit)).filter(({ isWorse }) => isWorse).length).toBe(4);
	});
});

test('a tenant hands in the certificate of its insurance, and nobody else’s; the alarm that it was over goes', async () => {
	const { id } = await signLease(
		manager,
		SignLease.parse(input([await room()], { startsOn: '2020-01-01', insuranceEndsOn: '2020-12-31' }))
	);
	const { number } = await findLease(manager, { lease: id });
	const over = async () => (await listAlarms(manager, ListAlarms.parse({ q: number }))).items.map(({ alarm }) => alarm);
	expect(await over()).toContain('insurance_over');
	const mine = await newcomer(hub, ['member'], firm);
	const hand = (actor: Actor, insuranceEndsOn: string, file = new File([new Uint8Array(smallPdf)], 'attestation.pdf')) =>
		refusal(takeCertificate(actor, { lease: id, insurer: 'Mutuelle de la Thur', insuranceEndsOn }, file));
	expect(await hand(mine, '2020-12-31')).toBe('insurance_is_over');
	expect(await hand(mine, '2090-12-31', new File(['words'], 'notes.txt'))).toBe('pdf_or_picture_expected');
	expect(await hand(await newcomer(hub), '2090-12-31')).toBe('forbidden');
	expect(await hand(mine, '2090-12-31')).toBe('accepted');
	expect(await over()).not.toContain('insurance_over');
	expect((await findLease(mine, { lease: id })).papers[0]).toMatchObject({ kind: 'insurance' });
});

test('somebody sees the leases of their own firm', async () => {
	const mine = await newcomer(hub, ['member'], firm);
	const { items } = await ownLeases(mine);
	expect(items.length).toBeGreaterThan(0);
	expect(items.some(({ phase }) => phase === 'draft')).toBe(false);
	expect((await ownLeases(await newcomer(hub))).items).toEqual([]);
});
