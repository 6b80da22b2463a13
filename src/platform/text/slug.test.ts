import fc from 'fast-check';
import { expect, test } from 'vitest';
import { slug } from './slug.ts';

test('a name becomes an address anyone can type', () => {
	expect(
		Object.fromEntries(
			[
				'Grüne Werkstatt GmbH & Co. KG',
				"L'Œuvre d’Élise",
				'Straßenbau',
				'  Łódź—Řeznictví ',
				'Ｆａｂ ﬁx',
				'ÄÖÜ',
				'a\u0308pfel',
				'工場',
				''
			].map((name) => [name, slug(name)])
		)
	).toEqual({
		'Grüne Werkstatt GmbH & Co. KG': 'gruene-werkstatt-gmbh-co-kg',
		"L'Œuvre d’Élise": 'l-oeuvre-d-elise',
		Straßenbau: 'strassenbau',
		'  Łódź—Řeznictví ': 'lodz-reznictvi',
		'Ｆａｂ ﬁx': 'fab-fix',
		ÄÖÜ: 'aeoeue',
		'a\u0308pfel': 'aepfel',
		工場: '',
		'': ''
	});
});

test('a long name is cut between words', () => {
	expect(slug('Société alsacienne de constructions mécaniques et de filature de Mulhouse')).toBe(
		'societe-alsacienne-de-constructions-mecaniques-et-de'
	);
	expect(slug('x'.repeat(80))).toBe('x'.repeat(60));
});

test('any text becomes a safe address, and an address stays itself', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
			expect(slug(text)).toMatch(/^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/);
			expect(slug(text).length).toBeLessThanOrEqual(60);
			expect(slug(slug(text))).toBe(slug(text));
		})
	);
});
