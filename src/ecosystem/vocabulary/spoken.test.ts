import { expect, test } from 'vitest';
import { mulhouse } from '#demo/content/mulhouse.ts';
import { strasbourg } from '#demo/content/strasbourg.ts';
import { spokenIn } from './spoken.ts';

const another = { fr: 'de', de: 'fr', en: 'fr' } as const;

test('the words tell their language, whatever that of the page', () => {
	const said = [mulhouse, strasbourg].flatMap(({ offers, needs }) => [
		...offers.map(({ lang, title, what }) => ({ lang, title, text: `${title}\n${what}` })),
		...needs.map(({ lang, title, problem }) => ({ lang, title, text: `${title}\n${problem}` }))
	]);
	expect(said.length).toBeGreaterThan(200);
	expect(said.filter(({ lang, text }) => spokenIn(text, another[lang]) !== lang)).toEqual([]);
	// Most titles too, which are a few words each.
	const titles = said.filter(({ lang, title }) => spokenIn(title, another[lang]) === lang);
	expect(titles.length / said.length).toBeGreaterThan(0.95);
});

test('a few words speak the language in which they mean something, and words that mean nothing that of the page', () => {
	expect(spokenIn('industrielle Bildverarbeitung', 'fr')).toBe('de');
	expect(spokenIn('contrôle qualité par caméra', 'de')).toBe('fr');
	expect(spokenIn('machine vision', 'fr')).toBe('fr');
	expect(spokenIn('Zurbuchen', 'en')).toBe('en');
	expect(spokenIn('', 'de')).toBe('de');
});
