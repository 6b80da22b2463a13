import { expect, test } from 'vitest';
import { db } from '#platform/db.server.ts';
import { frontPage } from './front.ts';

const confidentialityOf = async (ids: string[]) =>
	(await db.selectFrom('needs').select('confidentiality').distinct().where('id', 'in', ids).execute()).map(
		({ confidentiality }) => confidentiality
	);

test('the front page shows what anybody may see, newest first, and names no anonymous firm', async () => {
	const newest = await db
		.selectFrom('needs')
		.select('id')
		.where('hub', '=', 'mulhouse')
		.where('state', '=', 'open')
		.where('confidentiality', 'in', ['public', 'anonymous'])
		.orderBy('openedAt', 'desc')
		.limit(3)
		.execute();
	// What must not appear is there to appear.
	await db.updateTable('needs').set({ confidentiality: 'anonymous' }).where('id', '=', newest[0].id).execute();
	await db.updateTable('needs').set({ confidentiality: 'members' }).where('id', '=', newest[1].id).execute();

	const page = await frontPage('mulhouse', 'fr');

	expect(page.needs).toHaveLength(5);
	expect(page.needs.map(({ id }) => id)).not.toContain(newest[1].id);
	expect(page.needs.find(({ id }) => id === newest[0].id)?.organisation ?? null).toBeNull();
	expect((await confidentialityOf(page.needs.map(({ id }) => id))).sort()).not.toEqual(expect.arrayContaining(['members']));
	expect(page.offers).toHaveLength(5);
	expect(page.organisations).toHaveLength(6);
	expect(page.counts.offers).toBeGreaterThan(page.offers.length);
});

test('sentences to try come in the language of the reader first', async () => {
	for (const locale of ['fr', 'de', 'en'] as const) {
		const { examples } = await frontPage('mulhouse', locale);
		const first = examples.map((example) => example.locale === locale);
		expect(first).toEqual(first.toSorted().toReversed());
		expect(examples).toHaveLength(3);
	}
});
