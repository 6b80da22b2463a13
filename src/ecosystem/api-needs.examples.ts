import { db } from '#platform/db.server.ts';
import type { Actor } from '#platform/actor.ts';
import type { Examples } from '#platform/testing/examples.ts';
import { newcomer } from '#platform/testing/people.ts';
import type { needsApi } from './api-needs.ts';
import { attach } from './attachments.ts';
import { CreateNeed, createNeed } from './needs.ts';
import { CreateOffer, createOffer } from './offers.ts';

const need = {
	locale: 'fr',
	title: 'Voir les rayures sur des pièces brillantes',
	problem: 'Deux personnes contrôlent à l’œil, la nuit personne.'
};
const offer = { locale: 'de', title: 'Kameras für glänzende Teile', what: 'Wir prüfen Oberflächen im Takt der Linie.' };
const note = { name: 'cahier.txt', content: Buffer.from('Trois pièces par minute').toString('base64') };

/** Whoever writes in this example: the actor, or somebody of some firm where the actor may not. */
async function writer(actor: Actor) {
	if (actor.organisations.length) return actor;
	const { id } = await db.selectFrom('organisations').select('id').where('hub', '=', actor.hub).orderBy('name').executeTakeFirstOrThrow();
	return newcomer(actor.hub, ['member'], id);
}

const needOf = async (actor: Actor, more: object = {}) =>
	createNeed(await writer(actor), CreateNeed.parse({ ...need, confidentiality: 'public', ...more }));
const openNeedOf = (actor: Actor) => needOf(actor, { opens: true });
const offerOf = async (actor: Actor, more: object = {}) =>
	createOffer(await writer(actor), CreateOffer.parse({ ...offer, opens: true, ...more }));

async function fileOf(actor: Actor) {
	const { id } = await openNeedOf(actor);
	const [file] = await attach(await writer(actor), 'need', id, [new File(['Trois pièces par minute'], 'cahier.txt')]);
	return file?.id;
}

const published = async (actor: Actor, kind: string) => {
	const elsewhere = await newcomer('strasbourg', ['hub_manager']);
	const { id } = await db
		.selectFrom('organisations')
		.select('id')
		.where('hub', '=', 'strasbourg')
		.orderBy('name')
		.executeTakeFirstOrThrow();
	const made =
		kind === 'need'
			? await createNeed(
					elsewhere,
					CreateNeed.parse({ ...need, organisation: id, confidentiality: 'public', isPublished: true, opens: true })
				)
			: await createOffer(elsewhere, CreateOffer.parse({ ...offer, organisation: id, isPublished: true, opens: true }));
	return { from: actor.hub === 'strasbourg' ? 'mulhouse' : 'strasbourg', id: made.id };
};

export const needsExamples: Examples<typeof needsApi> = {
	listNeeds: () => ({ q: 'rayures', sort: 'budget' }),
	findNeed: async (actor) => ({ need: (await openNeedOf(actor)).id }),
	needHistory: async (actor) => ({ need: (await openNeedOf(actor)).id }),
	createNeed: () => need,
	changeNeed: async (actor) => {
		const { id, version } = await needOf(actor);
		return { ...need, need: id, version, result: 'Une alarme', budgetBand: '5k_20k' };
	},
	openNeed: async (actor) => ({ need: (await needOf(actor)).id }),
	renewNeed: async (actor) => ({ need: (await openNeedOf(actor)).id }),
	moveNeed: async (actor) => ({ need: (await openNeedOf(actor)).id, to: 'solved' }),
	dropNeed: async (actor) => ({ need: (await needOf(actor)).id, reason: 'Le client est parti' }),
	similarNeeds: () => ({ text: need.problem, locale: 'fr' }),
	understandWords: () => ({ text: 'contrôle qualité par caméra' }),
	attachToNeed: async (actor) => ({ need: (await needOf(actor)).id, ...note }),
	setNeedTerm: () => ({ days: 120 }),
	listOffers: () => ({ q: 'Kamera', sort: 'price' }),
	findOffer: async (actor) => ({ offer: (await offerOf(actor)).id }),
	offerHistory: async (actor) => ({ offer: (await offerOf(actor)).id }),
	createOffer: () => offer,
	changeOffer: async (actor) => {
		const { id, version } = await offerOf(actor);
		return { ...offer, offer: id, version, proof: 'Drei Linien in Betrieb', capacity: 2, engaged: 1 };
	},
	moveOffer: async (actor) => ({ offer: (await offerOf(actor)).id, to: 'paused' }),
	attachToOffer: async (actor) => ({ offer: (await offerOf(actor)).id, ...note }),
	downloadFile: async (actor) => ({ file: await fileOf(actor) }),
	removeFile: async (actor) => ({ file: await fileOf(actor) }),
	listPublishedNeeds: () => ({ q: 'rayures' }),
	findPublishedNeed: (actor) => published(actor, 'need'),
	listPublishedOffers: () => ({}),
	findPublishedOffer: (actor) => published(actor, 'offer')
};
