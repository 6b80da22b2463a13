import sharp from 'sharp';
import { system, type Actor } from '#platform/actor.ts';
import { inHub } from '#platform/db.server.ts';
import type { Examples } from '#platform/testing/examples.ts';
import { unit } from '../api.examples.ts';
import type { figuresApi } from './api.ts';
import { SendPhoto, sendPhoto } from './photos.ts';

export const picture = async () =>
	(
		await sharp({ create: { width: 40, height: 30, channels: 3, background: '#97351f' } })
			.png()
			.toBuffer()
	).toString('base64');

const sent = async (actor: Actor) => ({
	unit: (await unit(actor)).id,
	name: 'atelier.png',
	content: await picture(),
	alt: 'L’atelier vu de la porte'
});

/** A picture that is already there, for the examples that change it. */
const photo = async (actor: Actor) => {
	const input = SendPhoto.parse(await sent(actor));
	return (await inHub(actor.hub, () => sendPhoto(system(actor.hub), input))).id;
};

export const figuresExamples: Examples<typeof figuresApi> = {
	findLetting: () => ({ from: '2026-01-01', until: '2026-12-31' }),
	listMonth: () => ({ month: '2026-06', state: 'let' }),
	listRentRoll: () => ({ on: '2026-06-01', ends: '2034' }),
	listVacancies: () => ({ on: '2026-06-01' }),
	listMoves: () => ({ year: '2019', way: 'in' }),
	listUnits: () => ({ use: 'office', q: '' }),
	listZones: () => ({}),
	listPhotos: async (actor) => ({ unit: (await unit(actor)).id }),
	addPhoto: sent,
	changePhoto: async (actor) => ({ photo: await photo(actor), alt: 'L’atelier, côté cour', isPublic: true, position: 1 }),
	removePhoto: async (actor) => ({ photo: await photo(actor) })
};
