import { expect, test } from 'vitest';
import { inHub } from '#platform/db.server.ts';
import { stranger } from '#platform/testing/people.ts';
import { download, everyItem } from './list-export.ts';
import { ListNeeds, wholeNeeds } from './needs-shown.ts';
import { countOffers, ListOffers, OfferFilter, wholeOffers } from './offers.ts';

const visitor = stranger('mulhouse');

test('a list is taken away whole, by whoever reads it long after the request', async () => {
	const offers = everyItem('mulhouse', (cursor) => wholeOffers(visitor, ListOffers.parse({ cursor, limit: 20 })));
	// A stream reads its next piece in no hub.
	const taken = await inHub('', () => Array.fromAsync(offers));
	expect(taken).toHaveLength(await countOffers(visitor, OfferFilter.parse({})));
	expect(new Set(taken.map(({ id }) => id)).size).toBe(taken.length);
	expect(taken.filter(({ what }) => what.length > 280).length).toBeGreaterThan(50);
});

test('an anonymous need is taken away without its firm', async () => {
	const needs = everyItem('mulhouse', (cursor) => wholeNeeds(visitor, ListNeeds.parse({ cursor, limit: 50 })));
	const anonymous = (await Array.fromAsync(needs)).filter(({ confidentiality }) => confidentiality === 'anonymous');
	expect(anonymous.length).toBeGreaterThan(3);
	expect(anonymous.filter(({ organisation, isDemo }) => organisation !== null || isDemo)).toEqual([]);
});

test('there is no format but those three', () => {
	const table = { name: 'liste', title: 'Liste', columns: [], rows: [], locale: 'fr' as const, timeZone: 'Europe/Paris' };
	expect(() => download('pdf', table)).toThrow('not_found');
	expect(download('csv', table).headers.get('content-disposition')).toBe('attachment; filename="liste.csv"');
});
