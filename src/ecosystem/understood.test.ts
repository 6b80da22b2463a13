import { expect, test } from 'vitest';
import { understood, withUnderstood } from './understood.ts';

const german = 'Wir suchen eine industrielle Bildverarbeitung, die Kratzer auf unseren Teilen erkennt.';
const nothing = { technologies: [], sectors: [], refusedConcepts: [] };

test('German words on a French page are read as German, and named in the language of the reader', () => {
	const found = understood(german, 'fr');
	expect(found).toContainEqual(
		expect.objectContaining({ id: 'machine-vision', words: expect.arrayContaining(['industrielle Bildverarbeitung']) })
	);
	expect(found).toEqual(understood(german, 'de', 'fr'));
});

test('what somebody took away stays away, in whatever language it was written', () => {
	expect(withUnderstood(nothing, german, 'fr').technologies).toContain('machine-vision');
	expect(withUnderstood({ ...nothing, refusedConcepts: ['machine-vision'] }, german, 'fr').technologies).not.toContain('machine-vision');
});
