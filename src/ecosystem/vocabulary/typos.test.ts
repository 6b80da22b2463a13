import { expect, test } from 'vitest';
import { recogniseConcepts } from './concepts.ts';
import { spelling } from './typos.ts';

test('a letter left out, typed twice or swapped is no other word', () => {
	const meant = spelling(['soudage', 'palettisation', 'welding', 'traceability']);
	expect(meant('palettisaton')).toEqual(['palettisation']);
	expect(meant('pallettisation')).toEqual(['palettisation']);
	expect(meant('tracaebility')).toEqual(['traceability']);
	expect(meant('traceability')).toEqual([]);
});

test('another letter, another beginning and a short word are what they say', () => {
	const meant = spelling(['soudage', 'traceability', 'overhauling']);
	expect(meant('traceobility')).toEqual([]);
	expect(meant('verhauling')).toEqual([]);
	expect(meant('sodage')).toEqual([]);
});

test.each([
	['tracablité des lots', 'fr', 'traceability'],
	['maintenance prédicitve', 'fr', 'predictive-maintenance'],
	['Fernwartnug', 'de', 'remote-maintenance'],
	['cybersecurty', 'en', 'cybersecurity']
] as const)('a slip is understood, but less surely: %s', (text, language, id) => {
	expect(recogniseConcepts(text, language).find((found) => found.id === id)?.weight).toBe(0.6);
});

test('a long text is taken at its word, and so is one whose language we guess', () => {
	expect(recogniseConcepts('cybersecurty', 'en')).not.toEqual([]);
	expect(recogniseConcepts(`cybersecurty ${'and so on '.repeat(20)}`, 'en')).toEqual([]);
	expect(recogniseConcepts('cybersecurty')).toEqual([]);
});
