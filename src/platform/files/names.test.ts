import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kinds, type Kind } from './kinds.ts';
import { cleanName, neutralName } from './names.ts';

test('a file name loses its path and what cannot be seen', () => {
	expect(cleanName('../../etc/Plan d’atelier.pdf', 'pdf')).toBe('Plan d’atelier.pdf');
	expect(cleanName('C:\\Users\\Roth\\Plan.PDF', 'pdf')).toBe('Plan.pdf');
	expect(cleanName('facture\u202Efdp.png', 'png')).toBe('facturefdp.png');
	expect(cleanName('a<b>:"c|?*.txt\r\n', 'txt')).toBe('a-b---c---.txt');
	expect(cleanName('', 'odt')).toBe('document.odt');
	expect(cleanName('....', 'jpeg')).toBe('document.jpg');
	expect(cleanName(`${'Über'.repeat(60)}.docx`, 'docx')).toHaveLength(120);
});

test('any name becomes a short visible one that keeps its ending', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom(...(Object.keys(kinds) as Kind[])), (name, kind) => {
			const clean = cleanName(name, kind);
			expect(clean).toMatch(/^[^/\\\p{Cc}\p{Cf}<>:"|?*]{1,120}$/u);
			expect(clean.isWellFormed()).toBe(true);
			expect(clean).not.toMatch(/^\./);
		})
	);
});

test('a neutral name tells only what kind of file it is', () => {
	expect([neutralName('pdf', 1), neutralName('jpeg', 2), neutralName('step', 3)]).toEqual([
		'document-1.pdf',
		'image-2.jpg',
		'document-3.step'
	]);
});
