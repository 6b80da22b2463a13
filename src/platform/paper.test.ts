import { PDFDocument } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readText } from '#platform/testing/paper.ts';
import { paper } from './paper.ts';

const letter = `#set document(title: data.title)
= #data.title
#for line in data.lines [- #line]`;

test('a paper says what it was given, in our letters, and never runs what somebody typed', async () => {
	const typed = '#panic("no") $x$ *bold* [a](b) </script> “Müller & Fils” – 1 234,50 €';
	const pdf = paper(letter, { title: 'Avis d’échéance', lines: [typed] }, 'fr');
	const read = await PDFDocument.load(pdf);
	expect(read.getTitle()).toBe('Avis d’échéance');
	expect(pdf.toString('latin1')).toMatch(/HankenGrotesk/);
	expect(await readText(pdf)).toContain('Avis d’échéance');
	expect((await readText(pdf)).replace(/\s+/g, ' ')).toContain(typed.replace(/\s+/g, ' '));
});

test('pictures are set where the template names them, and forgotten after', async () => {
	const picture = await sharp({ create: { width: 40, height: 40, channels: 3, background: 'red' } })
		.png()
		.toBuffer();
	const template = '#image("/plan.png", width: 30mm)';
	expect(paper(template, {}, 'de', { 'plan.png': picture }).toString('latin1')).toContain('/Subtype /Image');
	expect(() => paper(template, {}, 'de')).toThrow(/does not compile/);
});

test('half a letter does not stop a paper', async () => {
	expect(await readText(paper(letter, { title: 'x', lines: ['before \ud800 after'] }, 'en'))).toContain('after');
});
