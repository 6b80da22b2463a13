import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { openFile } from '#ecosystem/attachments.ts';
import { system, type Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { newcomer, refusal, stranger } from '#platform/testing/people.ts';
import { floor, unit } from '../api.examples.ts';
import { dayAfter } from '../days.ts';
import { AddUnit, addUnit } from '../units.ts';
import { rectangle } from '../polygons.ts';
import { AnswerFault, answerFault, findFault, ListFaults, listFaults, ReportFault, reportFault, reportFaultWithPhotos } from './faults.ts';

const house = system('mulhouse');
let manager: Actor;
let tenant: Actor;
let colleague: Actor;
let neighbour: Actor;
beforeAll(async () => {
	const firms = await db
		.selectFrom('organisations')
		.select('id')
		.where('hub', '=', 'mulhouse')
		.where('kind', '=', 'start_up')
		.orderBy('name')
		.limit(2)
		.execute();
	manager = await newcomer('mulhouse', ['site_manager']);
	tenant = await newcomer('mulhouse', ['member'], firms[0]?.id);
	colleague = await newcomer('mulhouse', ['member'], firms[0]?.id, false);
	neighbour = await newcomer('mulhouse', ['member'], firms[1]?.id);
});

const report = (actor: Actor, more: object) =>
	reportFault(actor, ReportFault.parse({ category: 'heating', title: 'Radiateur froid', words: 'Quatorze degrés.', ...more }));
const answer = (actor: Actor, fault: string, version: number, more: object) =>
	answerFault(actor, AnswerFault.parse({ fault, version, ...more }));
const seenBy = async (actor: Actor, q: string) =>
	(await listFaults(actor, ListFaults.parse({ q, state: 'all' }))).items.map(({ title }) => title);
const toldOf = (fault: string) =>
	db
		.selectFrom('notifications')
		.select(['member', 'what'])
		.where('hub', '=', 'mulhouse')
		.where('record', '=', fault)
		.orderBy('createdAt')
		.execute();

describe('where', () => {
	test('a spot on the plan finds the unit that it lies in, and its own coordinates are kept', async () => {
		const on = await floor(house);
		const rooms = [await unit(house, on), await unit(house, on, 10)];
		const { id } = await report(tenant, { floor: on.id, x: 12.5, y: 4 });
		expect(await findFault(tenant, { fault: id })).toMatchObject({ unit: rooms[1]?.id, x: 12.5, y: 4, isShared: false });
		const { id: outside } = await report(tenant, { floor: on.id, x: 30, y: 4 });
		expect(await findFault(tenant, { fault: outside })).toMatchObject({ unit: null, isShared: true });
	});

	test('nowhere, half a spot, outside of the floor and somebody else’s building are refused', async () => {
		const on = await floor(house);
		expect(await refusal(report(tenant, {}))).toBe('required');
		expect(await refusal(report(tenant, { floor: on.id, x: 3 }))).toBe('fault_spot_half');
		expect(await refusal(report(tenant, { floor: on.id, x: 300, y: 3 }))).toBe('fault_outside');
		expect(await refusal(report(tenant, { floor: crypto.randomUUID() }))).toBe('refers_to_nothing');
		const elsewhere = await unit(system('strasbourg'));
		expect(await refusal(report(tenant, { unit: elsewhere.id }))).toBe('refers_to_nothing');
	});
});

describe('who sees it', () => {
	test('the firm and who runs the place; a neighbour only what is broken where all go; a visitor nothing', async () => {
		const on = await floor(house);
		const { id: room } = await unit(house, on);
		const { id: corridor } = await addUnit(
			house,
			AddUnit.parse({
				floor: on.id,
				number: `C-${crypto.randomUUID().slice(0, 6)}`,
				use: 'shared',
				shape: rectangle(10, 0, 10, 10),
				from: '2020-01-01'
			})
		);
		const title = `Panne ${crypto.randomUUID()}`;
		const { id } = await report(tenant, { unit: room, title });
		await report(tenant, { unit: corridor, title: `${title} commune` });
		expect(await seenBy(manager, title)).toEqual([`${title} commune`, title]);
		expect(await seenBy(colleague, title)).toEqual([`${title} commune`, title]);
		expect(await seenBy(neighbour, title)).toEqual([`${title} commune`]);
		expect(await refusal(findFault(neighbour, { fault: id }))).toBe('not_found');
		expect(await refusal(answer(neighbour, id, 1, { words: 'Moi aussi' }))).toBe('not_found');
		expect(await refusal(listFaults(stranger('mulhouse'), ListFaults.parse({})))).toMatch(/forbidden|sign_in_first/);
	});

	test('photos are pictures, lose what they tell of their place, and open for the same people', async () => {
		const { id: room } = await unit(house);
		const photo = await sharp({ create: { width: 30, height: 20, channels: 3, background: 'red' } })
			.jpeg()
			.withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '47/1 44/1 0/1' } })
			.toBuffer();
		expect(photo.includes('Exif')).toBe(true);
		const photos = [{ name: 'porte.jpg', content: photo.toString('base64') }];
		const input = { ...ReportFault.parse({ unit: room, category: 'doors', title: 'Porte' }), photos };
		const { id } = await reportFaultWithPhotos(tenant, input);
		const [kept] = (await findFault(colleague, { fault: id })).photos;
		expect(kept?.name).toMatch(/porte/);
		expect(await refusal(openFile(neighbour, kept?.id as string))).toBe('not_found');
		const { sha256 } = await db
			.selectFrom('attachments')
			.select('sha256')
			.where('id', '=', kept?.id as string)
			.executeTakeFirstOrThrow();
		const { createHash } = await import('node:crypto');
		expect(sha256).not.toBe(createHash('sha256').update(photo).digest('hex'));
		const text = { name: 'notes.txt', content: Buffer.from('bonjour').toString('base64') };
		expect(await refusal(reportFaultWithPhotos(tenant, { ...input, photos: [text] }))).toBe('fault_not_a_picture');
	});
});

describe('what becomes of it', () => {
	test('it is seen, planned for a day, mended, and opened again when it is not; each time those concerned hear of it', async () => {
		const { id: room } = await unit(house);
		const { id } = await report(tenant, { unit: room });
		const soon = dayAfter(new Date().toISOString().slice(0, 10), 5);
		expect(await refusal(answer(manager, id, 1, { state: 'planned' }))).toBe('required');
		expect(await refusal(answer(manager, id, 1, { state: 'planned', plannedOn: '2020-01-01' }))).toBe('fault_day_is_over');
		expect(await refusal(answer(manager, id, 1, { state: 'seen', plannedOn: soon }))).toBe('fault_day_is_for_planned');
		expect(await refusal(answer(manager, id, 1, { state: 'declined' }))).toBe('fault_say_why');
		expect(await refusal(answer(manager, id, 1, {}))).toBe('required');
		await answer(manager, id, 1, { state: 'planned', plannedOn: soon, words: 'Le chauffagiste passe.' });
		await answer(manager, id, 2, { state: 'done' });
		expect(await refusal(answer(tenant, id, 3, { state: 'done', words: 'Merci' }))).toBe('accepted');
		expect(await refusal(answer(tenant, id, 4, { state: 'planned', words: 'Demain' }))).toBe('forbidden');
		expect(await refusal(answer(tenant, id, 4, { state: 'received' }))).toBe('fault_say_why');
		await answer(tenant, id, 4, { state: 'received', words: 'Toujours froid.' });
		const fault = await findFault(tenant, { fault: id });
		expect(fault.answers.map(({ state }) => state)).toEqual(['received', 'planned', 'done', null, 'received']);
		expect(fault).toMatchObject({ state: 'received', plannedOn: null, version: 5 });
		const told = await toldOf(id);
		expect(told.filter(({ member }) => member === manager.member).map(({ what }) => what)).toEqual([
			'fault_reported',
			'fault_answered',
			'fault_moved'
		]);
		expect(told.filter(({ member }) => member === tenant.member).map(({ what }) => what)).toEqual(['fault_planned', 'fault_moved']);
		expect(told.some(({ member }) => member === neighbour.member)).toBe(false);
	});

	test('of two who move it at once one is told so, and words written meanwhile are not lost', async () => {
		const { id: room } = await unit(house);
		const { id } = await report(tenant, { unit: room });
		const results = await Promise.all(
			(['seen', 'done'] as const).map((state) => refusal(answer(manager, id, 1, { state, words: `Je m’en occupe (${state})` })))
		);
		expect(results.toSorted()).toEqual(['accepted', 'changed_meanwhile']);
		expect(await refusal(answer(tenant, id, 1, { words: 'On peut passer à midi.' }))).toBe('accepted');
	});

	test('fifty reported at once have fifty numbers', async () => {
		const { id: room } = await unit(house);
		const made = await Promise.all(Array.from({ length: 50 }, () => report(tenant, { unit: room })));
		expect(new Set(made.map(({ number }) => number)).size).toBe(50);
	});
});
