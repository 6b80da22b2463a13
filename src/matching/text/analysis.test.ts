import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyse } from './analysis.ts';
import { learnParts, splitCompound } from './compounds.ts';
import { detectLanguage, fold, type Language } from './language.ts';
import { words } from './words.ts';

const terms = (text: string, language: Language) => analyse(text, language).map(({ term }) => term);
const spelt = (text: string) =>
	words(text)
		.filter((word) => !word.glued)
		.map(({ folded }) => folded);
const same = (one: string, other: string, language: Language) => expect(terms(one, language)).toEqual(terms(other, language));

test('accents, ligatures and sharp s do not part a word from itself', () => {
	expect(fold('Œuvre, Gießerei, Ægir, garçon, Çà et là')).toBe('oeuvre, giesserei, aegir, garcon, ca et la');
});

test('elided articles and possessives fall away', () => {
	expect(spelt("l'usine d’Alsace qu'il faut")).toEqual(['usine', 'alsace', 'il', 'faut']);
	expect(spelt("the company's boundary")).toEqual(['the', 'company', 'boundary']);
});

test('gender marks fall away and both genders of a job are one word', () => {
	expect(spelt('Soudeur (h/f/x) ou H/F, Techniker (m/w/d)')).toEqual(['soudeur', 'ou', 'techniker']);
	expect(spelt('chargé(e) étudiant·e·s Student:innen Ingenieur/in')).toEqual(['charge', 'etudiant', 'student', 'ingenieur']);
	same('accrocheuse ouvrière opératrice technicienne', 'accrocheur ouvrier opérateur technicien', 'fr');
	same('Ingenieurin MitarbeiterInnen Kauffrau', 'Ingenieur Mitarbeiter Kaufmann', 'de');
});

test('names of products stay whole, and are found in pieces and glued', () => {
	expect(spelt('C++, C# und Industrie 4.0 mit IP67, CAO/DAO 3D')).toEqual([
		'c++',
		'c#',
		'und',
		'industrie',
		'4.0',
		'mit',
		'ip67',
		'cao',
		'dao',
		'3d'
	]);
	expect(terms('S7-1500 IP67', 'en')).toEqual(['s7', '1500', 's71500', 'ip67', 'ip', '67']);
	expect(terms('X-ray', 'en')).toEqual(['ray', 'xray']);
	expect(terms('R&D', 'fr')).toEqual(['rd']);
});

test('question words carry no matter', () => {
	expect(terms('Comment est-ce que je peux contrôler la qualité ?', 'fr')).toEqual(terms('contrôler qualité', 'fr'));
	expect(terms('Wer kann uns bei der Prüfung helfen?', 'de')).toEqual(terms('Prüfung helfen', 'de'));
	expect(terms('Who can help us with the welding?', 'en')).toEqual(terms('help welding', 'en'));
});

test('a language is told from few words', () => {
	expect(detectLanguage('Nous cherchons une caméra pour contrôler nos pièces')).toBe('fr');
	expect(detectLanguage('Wir suchen jemanden für die Bildverarbeitung')).toBe('de');
	expect(detectLanguage('We are looking for machine vision')).toBe('en');
	expect(detectLanguage('', 'de')).toBe('de');
});

test('compounds part where their pieces are known, and job endings are no pieces', () => {
	const parts = learnParts(
		new Map(['tank', 'wagen', 'fahrer', 'tankwagen', 'prufung', 'qualitat', 'strick', 'stricker', 'strickerin'].map((word) => [word, 3]))
	);
	expect(splitCompound('tankwagenfahrer', parts)).toEqual(['tankwagen', 'fahrer']);
	expect(splitCompound('qualitatsprufung', parts)).toEqual(['qualitat', 'prufung']);
	expect(splitCompound('strickerin', parts)).toEqual([]);
});

test('no word is longer than the longest of a language, however long somebody types', () => {
	const endless = 'Baum'.repeat(2000);
	expect(words(endless)).toEqual([{ folded: 'baum'.repeat(20), start: 0, end: endless.length, place: 0 }]);
});

test('a piece that never stands alone is known by its kin', () => {
	const parts = learnParts(new Map(['hubschrauberpilot', 'hubschraubertest', 'pilot', 'test', 'flug'].map((word) => [word, 2])));
	expect(splitCompound('hubschrauberflug', parts)).toEqual(['hubschrauber', 'flug']);
});

test('every word stands in the text where it says', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme' }), (text) => {
			for (const { folded, start, end, glued } of words(text)) {
				expect(start).toBeLessThan(end);
				expect(end).toBeLessThanOrEqual(text.length);
				if (!glued) expect(folded).not.toBe('');
			}
		})
	);
});
