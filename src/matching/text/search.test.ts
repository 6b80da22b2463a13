import fc from 'fast-check';
import { expect, test } from 'vitest';
import { learnParts } from './compounds.ts';
import { analyseDocument, type TextDocument } from './documents.ts';
import { highlight } from './highlight.ts';
import type { Language } from './language.ts';
import { searchText, standardWeights, type Source } from './search.ts';
import { MemoryPages, mergeSegments, Segment, segmentInMemory } from './segment.ts';

const fields = ['title', 'body', 'concepts'];
const segment = (documents: readonly TextDocument[]) =>
	segmentInMemory(
		documents.map((one) => analyseDocument(one, fields)),
		fields
	);
const body = (text: string, number: number, language: Language = 'fr'): TextDocument => ({ number, language, fields: { body: text } });
const ask = (sources: Source[], text: string, k = 10, language: Language = 'fr') =>
	searchText(sources, { text, language }, standardWeights, k);
const found = async (texts: string[], question: string, language: Language = 'fr') =>
	(await ask([{ segments: [segment(texts.map((text, number) => body(text, number, language)))] }], question, 10, language)).map(
		({ document }) => texts[document]
	);

test('what is said in the asked words comes first, whatever their endings', async () => {
	expect(
		await found(
			['Formation au soudage', 'Contrôle de la qualité par caméra', 'Caméras de surveillance'],
			'contrôler la qualité avec des caméras'
		)
	).toEqual(['Contrôle de la qualité par caméra', 'Caméras de surveillance']);
});

test('a slip of the pen still finds', async () => {
	expect((await found(['Programmation de robots', 'Formation au soudage'], 'robto'))[0]).toBe('Programmation de robots');
	expect((await found(['Impression en métal', 'Formation au soudage'], 'soduage'))[0]).toBe('Formation au soudage');
});

test('part of a compound finds the compound', async () => {
	const texts = ['Qualitätsprüfung', 'Prüfung von Schweißnähten', 'Lagerverwaltung'];
	const parts = learnParts(new Map(['qualitat', 'prufung', 'lager', 'verwaltung'].map((word) => [word, 2])));
	const held = segmentInMemory(
		texts.map((text, number) => analyseDocument(body(text, number, 'de'), fields, parts)),
		fields
	);
	const hits = await searchText([{ segments: [held] }], { text: 'Verwaltung des Lagers', language: 'de' }, standardWeights, 10, parts);
	expect(hits.map(({ document }) => texts[document])).toEqual(['Lagerverwaltung']);
});

test('a word in the title weighs more than one in the body', async () => {
	const held = segment([
		{ number: 1, language: 'fr', fields: { title: 'Divers', body: 'robot' } },
		{ number: 2, language: 'fr', fields: { title: 'robot', body: 'Divers' } }
	]);
	expect((await ask([{ segments: [held] }], 'robot')).map(({ document }) => document)).toEqual([2, 1]);
});

test('words that stand together weigh more than the same words apart', async () => {
	const apart = 'contrôle des pièces, puis bien plus loin dans la longue suite de machines de notre grand atelier, une qualité';
	const together = 'contrôle qualité des pièces, puis bien plus loin dans la longue suite de machines de notre grand atelier';
	expect((await found([apart, together], 'contrôle qualité'))[0]).toBe(together);
});

test('tags meet tags and no word', async () => {
	const held = segment([
		{ number: 1, language: 'fr', fields: { concepts: ['machine-vision'] } },
		{ number: 2, language: 'fr', fields: { body: 'machine-vision' } }
	]);
	const hits = await searchText([{ segments: [held] }], { text: '', tags: [{ tag: 'machine-vision', weight: 1 }] }, standardWeights, 10);
	expect(hits.map(({ document, terms }) => [document, terms.map(({ field }) => field)])).toEqual([[1, ['concepts']]]);
});

test('flags keep documents out, and so does their burial', async () => {
	const held = segment([1, 2, 3].map((number) => ({ ...body('robot', number), flags: number })));
	const source = { segments: [held], allows: (flags: number) => flags !== 2 };
	expect((await ask([source], 'robot')).map(({ document }) => document)).toEqual([1, 3]);
	expect(held.bury(3)).toBe(true);
	expect(held.bury(7)).toBe(false);
	expect((await ask([source], 'robot')).map(({ document }) => document)).toEqual([1]);
});

test('marks lie on the words that answer', () => {
	const text = 'Nous contrôlons l’aspect des pièces, et les contrôles comptent.';
	const marks = highlight(text, { text: 'contrôler des pièces', language: 'fr' }, 'fr');
	expect(marks.map(({ start, end, query }) => [text.slice(start, end), query])).toEqual([
		['contrôlons', 'contrôler'],
		['pièces', 'pièces'],
		['contrôles', 'contrôler']
	]);
});

const vocabulary =
	'robot robots caméra contrôle contrôler qualité pièce soudage souder usine capteur capteurs laser découpe vis palette chariot'.split(' ');
const someText = fc.array(fc.constantFrom(...vocabulary), { maxLength: 30 }).map((words) => words.join(' '));
const someDocuments = fc
	.array(fc.record({ title: someText, body: someText, flags: fc.nat(255) }), { minLength: 2, maxLength: 40 })
	.map((list) =>
		list.map(({ flags, ...texts }, number): TextDocument => ({
			number: number * 3,
			flags,
			language: 'fr',
			fields: { ...texts, concepts: [texts.title.slice(0, 5)] }
		}))
	);
const rounded = (hits: Awaited<ReturnType<typeof ask>>) =>
	hits.map(({ document, score, terms }) => [
		document,
		score.toFixed(4),
		terms.map(({ matched, field, points }) => `${matched} ${field} ${points.toFixed(4)}`)
	]);

test('reasons add up to the score, and hits come in its order', async () => {
	await fc.assert(
		fc.asyncProperty(someDocuments, someText, async (documents, question) => {
			const hits = await ask([{ segments: [segment(documents)] }], question);
			for (const { score, terms } of hits) expect(terms.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score, 9);
			expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).sort((a, b) => b - a));
		})
	);
});

test('several segments, or two hubs, or their merger answer like one', async () => {
	await fc.assert(
		fc.asyncProperty(someDocuments, someText, fc.nat(40), async (documents, question, cut) => {
			const whole = segment(documents);
			const halves = [segment(documents.slice(0, cut)), segment(documents.slice(cut))].filter(({ numbers }) => numbers.length > 0);
			const store = new MemoryPages();
			const merged = new Segment(await mergeSegments(halves, (page) => store.pages.push(page)), store);
			const expected = rounded(await ask([{ segments: [whole] }], question));
			expect(rounded(await ask([{ segments: halves }], question))).toEqual(expected);
			expect(
				rounded(
					await ask(
						halves.map((half) => ({ segments: [half] })),
						question,
						documents.length
					)
				)
					.slice(0, expected.length)
					.map(([, score]) => score)
			).toEqual(expected.map(([, score]) => score));
			expect(rounded(await ask([{ segments: [merged] }], question))).toEqual(expected);
		}),
		{ numRuns: 40 }
	);
});

test('a merger leaves the dead behind', async () => {
	const [one, other] = [segment([body('robot', 1), body('laser', 3)]), segment([body('robot laser', 2), body('robot', 4)])];
	one.bury(1);
	other.bury(4);
	const store = new MemoryPages();
	const merged = new Segment(await mergeSegments([one, other], (page) => store.pages.push(page)), store);
	expect([...merged.numbers]).toEqual([2, 3]);
	expect(merged.dictionary.terms.map((term, at) => [term, merged.dictionary.documents[at]])).toEqual([
		['las', 2],
		['robot', 1]
	]);
});

test('one more asked word loses no document that was found', async () => {
	await fc.assert(
		fc.asyncProperty(someDocuments, fc.constantFrom(...vocabulary), fc.constantFrom(...vocabulary), async (documents, first, second) => {
			const sources = [{ segments: [segment(documents)] }];
			const [before, after] = [await ask(sources, first, 100), await ask(sources, `${first} ${second}`, 100)];
			const still = new Set(after.map(({ document }) => document));
			expect(before.filter(({ document }) => !still.has(document))).toEqual([]);
		})
	);
});
