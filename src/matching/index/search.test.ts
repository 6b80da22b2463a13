import { beforeAll, expect, test } from 'vitest';
import { db, inHub, transaction } from '#platform/db.server.ts';
import { indexDocument, unindexDocument } from './fresh.ts';
import { mergeCorpus } from './merge.ts';
import { analyseQuestion, flag, type Doc } from './ranking.ts';
import { searchCorpora } from './search.ts';

// Hubs of their own: the village's offers are in its index already.
beforeAll(() =>
	db
		.insertInto('hubs')
		.values(['forge', 'mill'].map((id) => ({ id, name: id, place: id, locales: ['fr'] })))
		.execute()
);

const id = (nth: number) => `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`;
const doc = (nth: number, text: string, more: Partial<Doc> = {}): Doc => ({
	record: id(nth),
	locale: 'fr',
	fields: [{ text, weight: 1 }],
	concepts: [],
	flags: flag.visitors,
	...more
});
const put = (hub: string, ...docs: Doc[]) =>
	inHub(hub, () =>
		transaction(async (tx) => {
			for (const one of docs) await indexDocument(tx, hub, 'offers', one);
		})
	);
const ask = (hub: string, text: string, mask = 0) =>
	inHub(hub, () => searchCorpora([{ hub, corpus: 'offers' }], { words: analyseQuestion(text, 'fr'), concepts: [] }, { k: 10, mask }));
const found = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).map(({ record }) => record);

test('a record is found as soon as its transaction commits, as it then is', async () => {
	await put('forge', doc(1, 'Contrôle qualité par caméra'), doc(2, 'Formation au soudage'));
	expect(await found('forge', 'une caméra pour contrôler')).toEqual([id(1)]);
	await put('forge', doc(1, 'Maintenance de robots'));
	expect(await found('forge', 'une caméra pour contrôler')).toEqual([]);
	expect(await found('forge', 'robot')).toEqual([id(1)]);
	await inHub('forge', () => transaction((tx) => unindexDocument(tx, 'forge', 'offers', id(1))));
	expect(await found('forge', 'robot')).toEqual([]);
});

const merge = (hub: string) => mergeCorpus({ hub, corpus: 'offers' });

test('a merge changes nothing in what is found, and what changes after it is found at once', async () => {
	const some = ['tour', 'fraise', 'robot', 'caméra', 'capteur', 'soudage'].map((word, nth) =>
		doc(10 + nth, `Atelier de ${word} à Mulhouse`)
	);
	await put('mill', ...some);
	const before = await ask('mill', 'un robot et une caméra');
	expect(before.map(({ record }) => record).sort()).toEqual([id(12), id(13)]);
	expect(await merge('mill')).toBe(true);
	expect(await segments('mill')).toBe(1);
	const after = await ask('mill', 'un robot et une caméra');
	expect(after).toEqual(before);

	await put('mill', doc(12, 'Atelier de peinture'), doc(20, 'Robots mobiles'));
	await inHub('mill', () => transaction((tx) => unindexDocument(tx, 'mill', 'offers', id(13))));
	expect(await found('mill', 'un robot et une caméra')).toEqual([id(20)]);
	await merge('mill');
	expect(await found('mill', 'un robot et une caméra')).toEqual([id(20)]);
	expect(await found('mill', 'peinture')).toEqual([id(12)]);
});

const segments = async (hub: string) => (await db.selectFrom('indexSegments').select('segment').where('hub', '=', hub).execute()).length;
