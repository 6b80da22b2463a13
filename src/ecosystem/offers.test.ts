import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { newcomer, person, refusal, stranger } from '#platform/testing/people.ts';
import {
	ChangeOffer,
	changeOffer,
	countOffers,
	CreateOffer,
	createOffer,
	findOffer,
	ListOffers,
	listOffers,
	moveOffer,
	OfferFilter,
	offerHistory
} from './offers.ts';

const words = {
	locale: 'de',
	title: 'Kameras für glänzende Oberflächen',
	what: 'Wir bauen industrielle Bildverarbeitung, die auch spiegelnde Teile im Takt der Linie prüft.',
	proof: 'Drei Linien bei Zulieferern in Südbaden',
	trl: 9,
	priceModel: 'fixed',
	priceBand: '20k_50k',
	capacity: 2,
	engaged: 1,
	languages: ['de', 'fr'],
	onSite: true
};
const written = (more: object = {}) => CreateOffer.parse({ ...words, opens: true, ...more });
const filter = (more: object = {}) => ListOffers.parse({ limit: 100, ...more });
const titles = async (actor: Actor, more: object = {}) => (await listOffers(actor, filter(more))).items.map(({ title }) => title);

let studio: Actor;
let colleague: Actor;
let neighbour: Actor;
const visitor = stranger('mulhouse');

beforeAll(async () => {
	const rows = await db
		.selectFrom('organisations')
		.select('id')
		.where('hub', '=', 'mulhouse')
		.where('kind', '=', 'digital_firm')
		.orderBy('name')
		.limit(2)
		.execute();
	studio = await newcomer('mulhouse', ['member'], rows[0]?.id);
	colleague = await newcomer('mulhouse', ['member'], rows[0]?.id, false);
	neighbour = await newcomer('mulhouse', ['member'], rows[1]?.id);
});

test('an offer is a draft, open, paused or withdrawn, and others see it open or paused', async () => {
	const { id: offer } = await createOffer(studio, written({ opens: false }));
	expect(await refusal(findOffer(neighbour, { offer }))).toBe('not_found');
	expect(await refusal(moveOffer(colleague, { offer, to: 'open' }))).toBe('forbidden');
	expect((await moveOffer(studio, { offer, to: 'open' })).state).toBe('open');
	expect(await refusal(moveOffer(neighbour, { offer, to: 'paused' }))).toBe('forbidden');
	expect(await findOffer(visitor, { offer })).toMatchObject({
		state: 'open',
		inside: null,
		organisation: { id: studio.organisations[0]?.id }
	});
	await moveOffer(studio, { offer, to: 'paused' });
	expect((await findOffer(visitor, { offer })).state).toBe('paused');
	await moveOffer(await person('mulhouse', 'animation@mulhouse.example'), { offer, to: 'withdrawn' });
	expect(await refusal(findOffer(visitor, { offer }))).toBe('not_found');
	expect(await refusal(moveOffer(studio, { offer, to: 'open' }))).toBe('not_from_this_state');
	expect((await moveOffer(studio, { offer, to: 'draft' })).state).toBe('draft');
	expect((await offerHistory(studio, { offer })).map(({ what }) => what)).toEqual([
		'offer.returned',
		'offer.withdrawn',
		'offer.paused',
		'offer.opened',
		'offer.created'
	]);
});

test('an offer says for which sizes of firm it is and from when it is free, and its history tells how that changed', async () => {
	const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
	const made = await createOffer(studio, written({ title: 'Glanzbold', forSizes: ['medium', 'small', 'medium'], availableFrom: day(60) }));
	expect(made).toMatchObject({ forSizes: ['small', 'medium'], availableFrom: day(60) });
	expect(await titles(visitor, { q: 'Glanzbold', forSize: 'medium' })).toEqual(['Glanzbold']);
	expect(await titles(visitor, { q: 'Glanzbold', forSize: 'large' })).toEqual([]);
	expect(await titles(visitor, { q: 'Glanzbold', available: true })).toEqual([]);

	const again = { ...words, title: 'Glanzbold', offer: made.id, version: made.version };
	expect(CreateOffer.safeParse({ ...words, forSizes: ['huge'] }).success).toBe(false);
	expect(CreateOffer.safeParse({ ...words, availableFrom: '2027-02-30' }).success).toBe(false);
	await changeOffer(studio, ChangeOffer.parse({ ...again, availableFrom: day(0) }));
	expect(await titles(visitor, { q: 'Glanzbold', forSize: 'large', available: true })).toEqual(['Glanzbold']);
	const [{ changed }] = await offerHistory(studio, { offer: made.id });
	expect(changed).toMatchObject({ forSizes: [['small', 'medium'], []], availableFrom: [day(60), day(0)] });
});

test('an offer for members stays among members', async () => {
	const { id: offer } = await createOffer(studio, written({ visibility: 'members' }));
	expect(await refusal(findOffer(visitor, { offer }))).toBe('not_found');
	expect(await refusal(findOffer(neighbour, { offer }))).toBe('accepted');
	expect(await refusal(findOffer(stranger('strasbourg'), { offer }))).toBe('not_found');
	expect((await listOffers(visitor, filter())).items.map(({ id }) => id)).not.toContain(offer);
});

test('its technologies are understood, its capacity is believable, and two people do not overwrite each other', async () => {
	const made = await createOffer(studio, written());
	expect(made.technologies).toContain('machine-vision');
	expect(await refusal(createOffer(studio, written({ capacity: 1, engaged: 2 })))).toBe('more_than_capacity');
	const edit = (actor: Actor) =>
		refusal(changeOffer(actor, ChangeOffer.parse({ ...words, offer: made.id, version: made.version, engaged: 2 })));
	expect((await Promise.all([edit(studio), edit(colleague)])).sort()).toEqual(['accepted', 'changed_meanwhile']);
	expect(await refusal(changeOffer(neighbour, ChangeOffer.parse({ ...words, offer: made.id, version: made.version + 1 })))).toBe(
		'forbidden'
	);
	expect(await refusal(createOffer(await newcomer('mulhouse'), written()))).toBe('forbidden');
});

test('lists are searched by words, concepts and firms, filtered and sorted', async () => {
	await createOffer(studio, written({ title: 'Spiegelprüfung', capacity: 1, engaged: 1, priceBand: 'over_150k' }));
	const { name } = (await findOffer(studio, { offer: (await createOffer(studio, written())).id })).organisation;
	expect(await titles(visitor, { q: 'spiegelprüfungen' })).toEqual(['Spiegelprüfung']);
	expect(await titles(visitor, { q: 'contrôle par caméra' })).toContain('Spiegelprüfung');
	expect(await titles(visitor, { q: name, technology: 'machine-vision' })).toContain('Spiegelprüfung');
	expect(await titles(visitor, { q: 'spiegelprüfung', available: true })).toEqual([]);
	expect(await titles(visitor, { sort: 'price', price: 'over_150k', onSite: true, language: 'fr' })).toContain('Spiegelprüfung');
	const all = await titles(visitor, { sort: 'title', limit: 100 });
	expect(await countOffers(visitor, OfferFilter.parse({}))).toBeGreaterThanOrEqual(all.length);
	expect(await titles(neighbour, { mine: true, state: 'all', q: 'Spiegelprüfung' })).toEqual([]);
});
