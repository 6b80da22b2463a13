import { fork } from 'node:child_process';
import { once } from 'node:events';
import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { acrossHubs, db, inHub, transaction } from '#platform/db.server.ts';
import { corpora, indexDocuments, type Corpus } from './fresh.ts';
import { buildCorpus, mergeCorpus } from './merge.ts';
import { analyseQuestion, flag, type Doc } from './ranking.ts';
import { searchCorpora } from './search.ts';

// Hubs of their own: the village's offers are in its index already.
const hubs = ['forge', 'mill', 'shed', 'dock', 'yard', 'far', 'loom', 'vat', 'kiln', 'press', 'lathe', 'saw', 'drill', 'anvil'];
beforeAll(async () => {
	await db.insertInto('networks').values({ id: 'rhine', name: 'Rhine' }).execute();
	const row = (id: string) => ({ id, name: id, place: id, locales: ['fr'], network: ['dock', 'yard'].includes(id) ? 'rhine' : null });
	await db.insertInto('hubs').values(hubs.map(row)).execute();
});

const id = (nth: number) => `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`;
const doc = (nth: number, text: string, more: Partial<Doc> = {}): Doc => ({
	record: id(nth),
	locale: 'fr',
	fields: [{ text, weight: 1 }],
	concepts: [],
	flags: flag.visitors,
	...more
});
const put = (hub: string, docs: Doc[], corpus: Corpus = 'offers') =>
	inHub(hub, () => transaction((tx) => indexDocuments(tx, hub, corpus, docs.map(indexed))));
const indexed = (one: Doc) => ({ record: one.record, make: () => one });
const remove = (hub: string, ...nths: number[]) =>
	inHub(hub, () =>
		transaction((tx) =>
			indexDocuments(
				tx,
				hub,
				'offers',
				nths.map((nth) => ({ record: id(nth), make: null }))
			)
		)
	);
const ask = (hub: string, text: string, { mask = 0, concepts = [] as { id: string; weight: number }[], k = 50 } = {}) =>
	inHub(hub, () => searchCorpora([{ hub, corpus: 'offers' }], { words: analyseQuestion(text, 'fr'), concepts }, { k, mask }));
const found = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).map(({ record }) => record);
const merge = (hub: string) => mergeCorpus({ hub, corpus: 'offers' });
const segments = (hub: string) => db.selectFrom('indexSegments').select(['segment', 'documents']).where('hub', '=', hub).execute();

test('a record is found as soon as its transaction commits, as it then is', async () => {
	await put('forge', [doc(1, 'Contrôle qualité par caméra'), doc(2, 'Formation au soudage')]);
	expect(await found('forge', 'une caméra pour contrôler')).toEqual([id(1)]);
	await put('forge', [doc(1, 'Maintenance de robots')]);
	expect(await found('forge', 'une caméra pour contrôler')).toEqual([]);
	expect(await found('forge', 'robot')).toEqual([id(1)]);
	await remove('forge', 1);
	expect(await found('forge', 'robot')).toEqual([]);
});

test('a transaction that began before others and ends after them is not missed', async () => {
	await put('far', [doc(3, 'Fraisage')]);
	let commit = () => {};
	const mayCommit = new Promise<void>((resolve) => (commit = resolve));
	let written = () => {};
	const isWritten = new Promise<void>((resolve) => (written = resolve));
	const slow = inHub('far', () =>
		transaction(async (tx) => {
			await indexDocuments(tx, 'far', 'offers', [indexed(doc(1, 'Tournage lent'))]);
			written();
			await mayCommit;
		})
	);
	await isWritten;
	await put('far', [doc(2, 'Tournage rapide')]);
	expect(await found('far', 'tournage')).toEqual([id(2)]);
	commit();
	await slow;
	expect(await found('far', 'tournage')).toEqual([id(1), id(2)]);
});

test('a merge changes nothing in what is found, and what changes after it is found at once', async () => {
	await put(
		'mill',
		['perçage', 'fraise', 'robot', 'caméra', 'vernis', 'soudage'].map((word, nth) => doc(10 + nth, `Atelier de ${word} à Mulhouse`))
	);
	const before = await ask('mill', 'un robot et une caméra');
	expect(before.map(({ record }) => record)).toEqual([id(12), id(13)]);
	expect(await merge('mill')).toBe(true);
	expect(await segments('mill')).toMatchObject([{ documents: 6 }]);
	expect(await ask('mill', 'un robot et une caméra')).toEqual(before);

	await put('mill', [doc(12, 'Atelier de peinture'), doc(20, 'Robots mobiles')]);
	await remove('mill', 13);
	expect(await found('mill', 'un robot et une caméra')).toEqual([id(20)]);
	await merge('mill');
	expect(await found('mill', 'un robot et une caméra')).toEqual([id(20)]);
	expect(await found('mill', 'peinture')).toEqual([id(12)]);
});

test('a hit tells which typed word met which word, and what a perfect document would have got', async () => {
	await put('vat', [doc(1, 'Inspection par caméras industrielles'), doc(2, 'Cuisine collective'), doc(3, 'Comptabilité')]);
	const [hit] = await ask('vat', 'inspection par camera');
	expect(hit).toMatchObject({ hub: 'vat', corpus: 'offers', record: id(1) });
	expect(hit?.terms.map(({ typed }) => typed).sort()).toEqual(['camera', 'inspection']);
	expect(hit?.terms.reduce((all, { points }) => all + points, 0)).toBeCloseTo(hit?.words ?? 0);
	expect(hit?.ideal).toBeGreaterThan(0);
});

test('a slip of the pen still finds', async () => {
	await put('lathe', [doc(1, 'Programmation de robots'), doc(2, 'Formation au soudage'), doc(3, 'Impression en métal')]);
	expect((await found('lathe', 'robto'))[0]).toBe(id(1));
	expect((await found('lathe', 'soduage'))[0]).toBe(id(2));
});

test('part of a compound finds the compound', async () => {
	const german = (nth: number, text: string) => doc(nth, text, { locale: 'de' });
	await put('saw', [german(1, 'Qualitätsprüfung'), german(2, 'Lagerverwaltung'), german(3, 'Kantine')]);
	const hits = await inHub('saw', () =>
		searchCorpora(
			[{ hub: 'saw', corpus: 'offers' }],
			{ words: analyseQuestion('Verwaltung des Lagers', 'de'), concepts: [] },
			{ k: 5, mask: 0 }
		)
	);
	expect(hits[0]?.record).toBe(id(2));
});

test('a word in the title weighs more than one below it', async () => {
	const fields = (title: string, body: string) => ({
		fields: [
			{ text: title, weight: 3 },
			{ text: body, weight: 1 }
		]
	});
	await put('drill', [doc(1, '', fields('Divers', 'robot')), doc(2, '', fields('robot', 'Divers'))]);
	expect(await found('drill', 'robot')).toEqual([id(2), id(1)]);
});

test('words that stand together weigh more than the same words apart', async () => {
	const rest = 'des pièces, puis bien plus loin dans la longue suite de machines de notre grand atelier';
	await put('anvil', [doc(1, `contrôle ${rest}, une qualité`), doc(2, `contrôle qualité ${rest}`)]);
	expect(await found('anvil', 'contrôle qualité')).toEqual([id(2), id(1)]);
});

test('concepts find what the words do not, and are told with the hit', async () => {
	await put('kiln', [
		doc(1, 'Industrielle Bildverarbeitung', { locale: 'de', concepts: [{ id: 'machine-vision', weight: 1 }] }),
		doc(2, 'Buchhaltung', { locale: 'de', concepts: [{ id: 'erp', weight: 0.5 }] })
	]);
	const concepts = [{ id: 'machine-vision', weight: 1 }];
	for (const round of ['fresh', 'merged']) {
		expect(await ask('kiln', 'contrôle par caméra', { concepts }), round).toMatchObject([{ record: id(1), words: 0, concepts }]);
		await merge('kiln');
	}
});

test('only documents with every asked bit are found, fresh or merged', async () => {
	await put('shed', [
		doc(1, 'Usinage ouvert', { flags: flag.visitors | flag.members | flag.open }),
		doc(2, 'Usinage réservé', { flags: flag.members | flag.open }),
		doc(3, 'Usinage complet', { flags: flag.visitors | flag.members })
	]);
	for (let round = 0; round < 2; round++) {
		expect((await found('shed', 'usinage', { mask: flag.visitors | flag.open })).sort()).toEqual([id(1)]);
		expect((await found('shed', 'usinage', { mask: flag.members | flag.open })).sort()).toEqual([id(1), id(2)]);
		expect((await found('shed', 'usinage')).sort()).toEqual([id(1), id(2), id(3)]);
		await merge('shed');
	}
});

test('a hub sees of others what they publish to its network, and nothing else', async () => {
	for (const corpus of ['offers', 'published_offers'] as const) {
		await put('dock', [doc(1, `Grue ${corpus}`)], corpus);
		await inHub('dock', () => mergeCorpus({ hub: 'dock', corpus }));
		await put('dock', [doc(2, `Grue ${corpus} bis`)], corpus);
	}
	const seen = async (by: string) => {
		const places = corpora.map((corpus) => ({ hub: 'dock', corpus }));
		const hits = await inHub(by, () => searchCorpora(places, { words: analyseQuestion('grue', 'fr'), concepts: [] }, { k: 9, mask: 0 }));
		return hits.map(({ corpus, record }) => `${corpus} ${record}`).sort();
	};
	const published = [`published_offers ${id(1)}`, `published_offers ${id(2)}`];
	expect(await seen('dock')).toEqual([`offers ${id(1)}`, `offers ${id(2)}`, ...published]);
	expect(await seen('yard')).toEqual(published);
	expect(await seen('far')).toEqual([]);
	expect(await seen('dock')).toHaveLength(4);
});

// No two of these words are spelt at all alike: none stands for another.
const vocabulary = ['robot', 'caméra', 'fraise', 'cuve', 'moule', 'vernis', 'plomb', 'gaz', 'huile', 'zinc'];
const text = fc.array(fc.constantFrom(...vocabulary), { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
const step = fc.oneof(
	{ weight: 5, arbitrary: fc.record({ kind: fc.constant('put' as const), nth: fc.integer({ min: 0, max: 30 }), text }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), nth: fc.integer({ min: 0, max: 30 }) }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant('merge' as const) }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('build' as const) }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant('ask' as const), word: fc.constantFrom(...vocabulary) }) }
);

test('whatever is changed, removed and merged in whatever order, a search finds what a look at every record finds', async () => {
	let round = 0;
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
			const hub = `model-${round++}`;
			await acrossHubs(() =>
				db
					.insertInto('hubs')
					.values({ id: hub, name: hub, place: hub, locales: ['fr'] })
					.execute()
			);
			const model = new Map<number, string>();
			const agree = async (word: string) => {
				const expected = [...model].filter(([, words]) => words.split(' ').includes(word)).map(([nth]) => id(nth));
				expect((await found(hub, word)).sort()).toEqual(expected.sort());
			};
			async function* all() {
				for (const [nth, words] of [...model].reverse()) yield doc(nth, words);
			}
			for (const one of steps) {
				if (one.kind === 'put') {
					model.set(one.nth, one.text);
					await put(hub, [doc(one.nth, one.text)]);
				} else if (one.kind === 'remove') {
					model.delete(one.nth);
					await remove(hub, one.nth);
				} else if (one.kind === 'merge') await merge(hub);
				else if (one.kind === 'build') await buildCorpus(hub, 'offers', all());
				else await agree(one.word);
			}
			for (const word of vocabulary) await agree(word);

			// A corpus that is built anew weighs its documents as the same documents, all fresh, are weighed.
			await buildCorpus(hub, 'offers', all());
			const built = await ask(hub, vocabulary.join(' '));
			await acrossHubs(() => db.deleteFrom('indexCorpora').where('hub', '=', hub).execute());
			await put(
				hub,
				[...model].map(([nth, words]) => doc(nth, words))
			);
			expect(built.map(({ record, score }) => ({ record, score }))).toEqual(
				(await ask(hub, vocabulary.join(' '))).map(({ record, score }) => ({ record, score }))
			);
		}),
		{ numRuns: 12, endOnFailure: true }
	);
}, 120_000);

test('of two merges at once one works, and both leave the same index', async () => {
	await put(
		'loom',
		Array.from({ length: 60 }, (_, nth) => doc(nth, `Métier à tisser ${nth % 7}`))
	);
	const done = await Promise.all(Array.from({ length: 5 }, () => merge('loom')));
	expect(done.filter(Boolean).length).toBeGreaterThan(0);
	await merge('loom');
	expect(await segments('loom')).toMatchObject([{ documents: 60 }]);
	expect(new Set(await found('loom', 'tisser', { k: 100 })).size).toBe(60);
	expect(await found('loom', 'tisser', { k: 100 })).toHaveLength(60);
});

test('a process that is killed in the middle of a merge leaves an index that answers, and the next merge clears up', async () => {
	await put(
		'press',
		Array.from({ length: 400 }, (_, nth) => doc(100 + nth, `Dépannage de presse ${nth}`))
	);
	const killed = fork(`${import.meta.dirname}/testing/merge-until-killed.ts`, ['press'], { env: process.env });
	const [said] = (await once(killed, 'message')) as [string];
	expect(said).toBe('in the middle');
	killed.kill('SIGKILL');
	await once(killed, 'exit');

	const { rows } = await sql<{ left: number }>`select count(*) as left from index_pieces where hub = 'press' and segment not in
		(select segment from index_segments where hub = 'press')`.execute(db);
	expect(rows[0]?.left).toBeGreaterThan(0);
	expect(await found('press', 'dépannage', { k: 500 })).toHaveLength(400);
	await expect.poll(() => merge('press')).toBe(true);
	expect(await found('press', 'dépannage', { k: 500 })).toHaveLength(400);
	const { rows: after } = await sql<{ left: number }>`select count(*) as left from index_pieces where hub = 'press' and segment not in
		(select segment from index_segments where hub = 'press')`.execute(db);
	expect(after[0]?.left).toBe(0);
});

test('a change is found by another process, which had read the corpus before', async () => {
	const other = fork(`${import.meta.dirname}/testing/searcher.ts`, ['forge'], { env: process.env });
	const askOther = async (words: string) => {
		other.send(words);
		const [records] = (await once(other, 'message')) as [string[]];
		return records;
	};
	await once(other, 'message');
	expect(await askOther('imprimante')).toEqual([]);
	await put('forge', [doc(7, 'Imprimante 3D métal')]);
	expect(await askOther('imprimante')).toEqual([id(7)]);
	await merge('forge');
	expect(await askOther('imprimante')).toEqual([id(7)]);
	await put('forge', [doc(7, 'Scanner 3D')]);
	expect(await askOther('imprimante')).toEqual([]);
	expect(await askOther('scanner')).toEqual([id(7)]);
	other.kill();
});
