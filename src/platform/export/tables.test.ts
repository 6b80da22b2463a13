import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { toCsv, toJson, type Column, type CsvOptions, type Row, type Rows } from './tables.ts';
import { toXlsx } from './xlsx.ts';

const columns: Column[] = [
	{ key: 'name', header: 'Nom', type: 'text' },
	{ key: 'staff', header: 'Effectif', type: 'number' },
	{ key: 'since', header: 'Depuis', type: 'date' }
];
const rows = [
	{ name: 'Filature "Roth"; Mulhouse', staff: 12.5, since: '2019-07-01', inside: 'never asked for' },
	{ name: 'Müller\nSöhne', staff: null, since: new Date('2026-07-01T22:30:00Z') }
];
const whole = async (pieces: AsyncIterable<Buffer>) => Buffer.concat(await Array.fromAsync(pieces)).toString();
const csv = (rows: Rows, options?: CsvOptions) => whole(toCsv(columns, rows, options));

test('a list becomes CSV as RFC 4180 has it', async () => {
	expect(await csv(rows)).toBe(
		'Nom,Effectif,Depuis\r\n"Filature ""Roth""; Mulhouse",12.5,2019-07-01\r\n"Müller\nSöhne",,2026-07-01 22:30\r\n'
	);
});

test('French and German Excel get their separator, comma and byte order mark, on the clock of the hub', async () => {
	expect(await csv(rows, { separator: ';', bom: true, timeZone: 'Europe/Paris' })).toBe(
		'\ufeffNom;Effectif;Depuis\r\n"Filature ""Roth""; Mulhouse";12,5;2019-07-01\r\n"Müller\nSöhne";;2026-07-02 00:30\r\n'
	);
});

test('nothing a member wrote runs in a spreadsheet, and numbers stay numbers', async () => {
	const names = ['=1+1', '+33 3 89 00 00 00', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '-12,5', '+4', '-1e3', 'a=1', '-'];
	const written = await csv(names.map((name) => ({ name, staff: -3 })));
	expect(
		cells(written)
			.slice(1)
			.map(([name, staff]) => [name, staff])
	).toEqual(
		["'=1+1", "'+33 3 89 00 00 00", "'-2+3", "'@SUM(A1)", "'\t=1", "'\r=1", "'＝1+1", '-12,5', '+4', '-1e3', 'a=1', "'-"].map((name) => [
			name,
			'-3'
		])
	);
	expect(await whole(toCsv([{ key: 'x', header: '=cmd()', type: 'number' }], [{ x: '=cmd()' }]))).toBe("'=cmd()\r\n'=cmd()\r\n");
});

/** A reader of RFC 4180 written apart from the writer. */
function cells(text: string, separator = ',') {
	const table: string[][] = [[]];
	let cell = '';
	let inside = false;
	for (let at = 0; at < text.length; at += 1) {
		const character = text[at]!;
		if (inside && character === '"' && text[at + 1] === '"') {
			cell += '"';
			at += 1;
		} else if (character === '"') inside = !inside;
		else if (!inside && character === separator) {
			table.at(-1)!.push(cell);
			cell = '';
		} else if (!inside && character === '\r') {
			table.at(-1)!.push(cell);
			table.push([]);
			cell = '';
			at += 1;
		} else cell += character;
	}
	return table.slice(0, -1);
}

test('any words survive the way through CSV', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' })), fc.constantFrom(',' as const, ';' as const), async (names, separator) => {
			const read = cells(
				await csv(
					names.map((name) => ({ name, staff: 1, since: '2026-01-01' })),
					{ separator }
				),
				separator
			);
			expect(read.slice(1).map(([name], n) => (name === `'${names[n]}` ? names[n] : name))).toEqual(names);
		})
	);
});

test('a long list is written in pieces while it is read', async () => {
	let read = 0;
	async function* many() {
		for (; read < 20_000; read += 1) yield { name: `Firm ${read}`, staff: read };
	}
	const readAtEachPiece: number[] = [];
	let size = 0;
	for await (const piece of toCsv(columns, many())) {
		readAtEachPiece.push(read);
		size += piece.length;
	}
	expect(readAtEachPiece.length).toBeGreaterThan(4);
	expect(readAtEachPiece[0]).toBeLessThan(5_000);
	expect(size).toBeGreaterThan(300_000);
});

test('JSON has the columns asked for and nothing else', async () => {
	async function* slow() {
		yield* rows;
	}
	expect(JSON.parse(await whole(toJson(columns, slow())))).toEqual([
		{ name: 'Filature "Roth"; Mulhouse', staff: 12.5, since: '2019-07-01' },
		{ name: 'Müller\nSöhne', staff: null, since: '2026-07-01T22:30:00.000Z' }
	]);
	expect(JSON.parse(await whole(toJson(columns, [])))).toEqual([]);
});

const book = async (rows: Rows, name: string, options?: { timeZone: string }) => buffer(toXlsx(columns, rows, name, options));

async function sheet(rows: Rows, name = 'Annuaire', options?: { timeZone: string }) {
	const parts = unzipSync(await book(rows, name, options));
	const part = (path: string) => strFromU8(parts[path]!);
	const xml = part('xl/worksheets/sheet1.xml');
	const cells = [...xml.matchAll(/<c r="(\w+)"[^>]*>(?:<v>(.*?)<\/v>|<is><t[^>]*>(.*?)<\/t><\/is>)<\/c>/gs)].map(([, at, number, text]) => [
		at,
		number === undefined ? unescaped(text!) : Number(number)
	]);
	return {
		cells: Object.fromEntries(cells) as Record<string, unknown>,
		xml,
		title: /<sheet name="([^"]*)"/.exec(part('xl/workbook.xml'))![1]
	};
}
const unescaped = (text: string) =>
	text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' })[name]!);

const serial = (day: string) => Date.parse(`${day}Z`) / 86_400_000 + 25_569;

test('a list becomes a workbook whose numbers count and whose dates are dates', async () => {
	const { cells, title } = await sheet(rows, 'Annuaire', { timeZone: 'Europe/Paris' });
	expect(title).toBe('Annuaire');
	const { C3, ...rest } = cells;
	expect(rest).toEqual({
		A1: 'Nom',
		B1: 'Effectif',
		C1: 'Depuis',
		A2: 'Filature "Roth"; Mulhouse',
		B2: 12.5,
		C2: serial('2019-07-01T00:00'),
		A3: 'Müller\nSöhne'
	});
	expect(C3).toBeCloseTo(serial('2026-07-02T00:30'), 6);
});

test('a workbook holds words, never formulas, whatever they contain', async () => {
	const wild = ['=1+1', '@SUM(A1)', '</t></si><f>1</f>', 'a\u0000b\u0008c', '&amp;', 'x'.repeat(40_000), '007', '_x0041_'];
	const { cells, xml } = await sheet(wild.map((name) => ({ name })));
	expect(wild.map((_, n) => cells[`A${n + 2}`])).toEqual([
		'=1+1',
		'@SUM(A1)',
		'</t></si><f>1</f>',
		'abc',
		'&amp;',
		'x'.repeat(32_767),
		'007',
		'_x005F_x0041_'
	]);
	expect(xml).not.toContain('<f>');
});

test('a sheet takes any title', async () => {
	expect((await sheet([], 'Besoins [2026]: a/b?*\\ and a great deal more words')).title).toBe('Besoins  2026   a b    and a gr');
	expect((await sheet([], "'")).title).toBe('KM0');
});

test('an async list fills a workbook', async () => {
	async function* firms(): AsyncGenerator<Row> {
		yield* Array.from({ length: 3 }, (_, n) => ({ name: `Firm ${n}`, staff: String(n) }));
	}
	expect((await sheet(firms())).cells).toMatchObject({ A2: 'Firm 0', B2: 0, A4: 'Firm 2', B4: 2 });
});
