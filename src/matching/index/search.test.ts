import { expect, test } from 'vitest';
import { db, inHub, transaction } from '#platform/db.server.ts';
import { indexDocument, unindexDocument } from './fresh.ts';
import { mergeCorpus } from './merge.ts';
import { analyseQuestion, flag, type Doc } from './ranking.ts';
import { searchCorpora } from './search.ts';

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
	await put('mulhouse', doc(1, 'Contrôle qualité par caméra'), doc(2, 'Formation au soudage'));
	expect(await found('mulhouse', 'une caméra pour contrôler')).toEqual([id(1)]);
	await put('mulhouse', doc(1, 'Maintenance de robots'));
	expect(await found('mulhouse', 'une caméra pour contrôler')).toEqual([]);
	expect(await found('mulhouse', 'robot')).toEqual([id(1)]);
	await inHub('mulhouse', () => transaction((tx) => unindexDocument(tx, 'mulhouse', 'offers', id(1))));
	expect(await found('mulhouse', 'robot')).toEqual([]);
});

const merge = (hub: string) => mergeCorpus({ hub, corpus: 'offers' });

test('a merge changes nothing in what is found, and what changes after it is found at once', async () => {
	const some = ['tour', 'fraise', 'robot', 'caméra', 'capteur', 'soudage'].map((word, nth) =>
		doc(10 + nth, `Atelier de ${word} à Mulhouse`)
	);
	await put('strasbourg', ...some);
	const before = await ask('strasbourg', 'un robot et une caméra');
	expect(before.map(({ record }) => record).sort()).toEqual([id(12), id(13)]);
	expect(await merge('strasbourg')).toBe(true);
	expect(await segments('strasbourg')).toBe(1);
	const after = await ask('strasbourg', 'un robot et une caméra');
	expect(after).toEqual(before);

	await put('strasbourg', doc(12, 'Atelier de peinture'), doc(20, 'Robots mobiles'));
	await inHub('strasbourg', () => transaction((tx) => unindexDocument(tx, 'strasbourg', 'offers', id(13))));
	expect(await found('strasbourg', 'un robot et une caméra')).toEqual([id(20)]);
	await merge('strasbourg');
	expect(await found('strasbourg', 'un robot et une caméra')).toEqual([id(20)]);
	expect(await found('strasbourg', 'peinture')).toEqual([id(12)]);
});

const segments = async (hub: string) => (await db.selectFrom('indexSegments').select('segment').where('hub', '=', hub).execute()).length;
