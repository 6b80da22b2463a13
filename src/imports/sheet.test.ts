import { buffer } from 'node:stream/consumers';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { toXlsx } from '#platform/export/xlsx.ts';
import { limits, readTable, TableRefused } from './sheet.ts';

const refused = async (bytes: Buffer) => {
	try {
		await readTable(bytes);
		return 'read';
	} catch (error) {
		return error instanceof TableRefused ? error.code : 'damaged';
	}
};
const cells = async (bytes: Buffer) => {
	const { headers, lines } = await readTable(bytes);
	return [headers, ...lines.map(({ cells }) => cells)];
};

test('a text is read in whichever encoding and with whichever separator it comes', async () => {
	const said = [
		['Nom', 'Ort'],
		['Müller, Söhne', 'Épinal']
	];
	for (const separator of [';', ',', '\t']) {
		const text = said.map((row) => row.map((cell) => `"${cell}"`).join(separator)).join('\r\n');
		for (const bytes of [
			Buffer.from(text),
			Buffer.from(`\ufeff${text}`),
			Buffer.from(`\ufeff${text}`, 'utf16le'),
			Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
			Buffer.from(text, 'utf16le'),
			Buffer.from(text, 'latin1')
		])
			expect(await cells(bytes)).toEqual(said);
	}
	expect(await cells(Buffer.from('sep=|\r\nNom|Ort\r\n"deux\nlignes"|x'))).toEqual([
		['Nom', 'Ort'],
		['deux\nlignes', 'x']
	]);
});

test('titles above the table and empty lines are passed over, and lines keep their numbers', async () => {
	const { headers, lines } = await readTable(Buffer.from('Exposants 2025\n\nNom;Nom;\nRoth;a;\n\nSax;b;'));
	expect(headers).toEqual(['Nom', 'Nom']);
	expect(lines).toEqual([
		{ line: 4, cells: ['Roth', 'a'] },
		{ line: 6, cells: ['Sax', 'b'] }
	]);
});

test('a workbook tells numbers, dates and what formulas came to', async () => {
	const columns = ['siret', 'day', 'text'].map((key) => ({
		key,
		header: key,
		type: key === 'siret' ? ('number' as const) : key === 'day' ? ('date' as const) : ('text' as const)
	}));
	const bytes = await buffer(
		toXlsx(columns, [{ siret: 73282932000074, day: '2026-03-31', text: '=cmd' }], 'A', { more: [{ name: 'B', columns, rows: [] }] })
	);
	expect(await readTable(bytes)).toMatchObject({
		sheets: ['A', 'B'],
		sheet: 'A',
		lines: [{ line: 2, cells: ['73282932000074', '2026-03-31', '=cmd'] }]
	});
});

test('a broken or hostile file is refused by what is wrong with it', async () => {
	expect(await refused(Buffer.alloc(0))).toBe('import_file_empty');
	expect(await refused(Buffer.from(' \n;;\n'))).toBe('import_file_empty');
	expect(await refused(Buffer.from('Nom;Ville\n'))).toBe('import_only_headers');
	expect(await refused(Buffer.from('Nom;Ville\n"Roth;x\n'))).toBe('import_text_broken');
	expect(await refused(Buffer.from('%PDF-1.7\n'))).toBe('import_not_a_table');
	expect(await refused(Buffer.from('<html><body>'))).toBe('import_not_a_table');
	expect(await refused(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toBe('import_old_or_locked_excel');
	expect(await refused(Buffer.from(zipSync({ 'a.txt': strToU8('x') })))).toBe('import_not_a_table');
	expect(await refused(Buffer.from('504b0304ffff', 'hex'))).toBe('damaged');
	expect(await refused(Buffer.from(zipSync({ 'xl/bomb.xml': new Uint8Array(60_000_000) }, { level: 9 })))).toBe('import_unpacks_too_large');
	const wide = Array.from({ length: 200 }, (_, at) => `c${at}`).join(';');
	expect(await refused(Buffer.from(`${wide}\n${wide}`))).toBe('import_too_many_columns');
	expect(await refused(Buffer.from(`Nom;Ville\n${'Roth;x\n'.repeat(limits.rows + 1)}`))).toBe('import_too_many_rows');
});
