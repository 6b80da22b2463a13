import { setImmediate } from 'node:timers/promises';
import { strToU8, Zip, ZipDeflate } from 'fflate';
import { wallClock, type Column, type Rows } from './tables.ts';

const batch = 256 * 1024;
const longestSheet = 1_048_576;
const longestCell = 32_767;

export interface Sheet {
	name: string;
	columns: Column[];
	rows: Rows;
}

/**
 * A workbook, in pieces: one sheet, and after it those in `more`. Texts stand in their cells as text, so nothing a member wrote is ever a
 * formula. Other requests are served between the pieces.
 */
export async function* toXlsx(
	columns: Column[],
	rows: Rows,
	sheetName: string,
	{ timeZone = 'UTC', more = [] }: { timeZone?: string; more?: readonly Sheet[] } = {}
) {
	let pieces: Buffer[] = [];
	const zip = new Zip((error, piece) => {
		if (error) throw error;
		pieces.push(Buffer.from(piece));
	});
	const part = (name: string) => {
		const file = new ZipDeflate(name, { level: 6 });
		// Its year, like the rest of the file, says nothing about when and where it was made.
		file.mtime = new Date(1980, 0, 1);
		zip.add(file);
		return (text: string, last: boolean) => file.push(strToU8(text), last);
	};
	const sheets = [{ name: sheetName, columns, rows }, ...more];
	for (const [name, text] of Object.entries(frame(sheets.map(({ name }) => sheetTitle(name))))) part(name)(text, true);

	const clock = wallClock(timeZone);
	for (const [nth, { columns, rows }] of sheets.entries()) {
		const sheet = part(`xl/worksheets/sheet${nth + 1}.xml`);
		let text = opening(columns);
		let line = 1;
		for await (const row of rows) {
			line += 1;
			if (line > longestSheet) throw new RangeError('too many rows for one sheet');
			text += `<row r="${line}">${columns.map(({ key, type }, n) => cell(row[key], type, `${letters(n)}${line}`, clock)).join('')}</row>`;
			if (text.length < batch) continue;
			sheet(text, false);
			text = '';
			yield* pieces;
			pieces = [];
			await setImmediate();
		}
		sheet(`${text}</sheetData></worksheet>`, true);
	}
	zip.end();
	yield* pieces;
}

function opening(columns: Column[]) {
	const width = ({ header, type }: Column) => Math.min(60, Math.max(type === 'text' ? 28 : 16, header.length + 2));
	const widths = columns.map((column, n) => `<col min="${n + 1}" max="${n + 1}" width="${width(column)}" customWidth="1"/>`).join('');
	const headers = columns.map(({ header }, n) => words(header, `${letters(n)}1`, style.bold)).join('');
	const frozen = '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>';
	return `${xml}<worksheet xmlns="${main}"><sheetViews>${frozen}</sheetViews>${widths && `<cols>${widths}</cols>`}<sheetData><row r="1">${headers}</row>`;
}

const style = { plain: 0, bold: 1, day: 2, instant: 3 };

function cell(value: unknown, type: Column['type'], at: string, clock: (instant: Date) => string) {
	if (value === null || value === undefined || value === '') return '';
	// A sheet knows no zones: its dates are what the clock on the wall says.
	if (value instanceof Date) return number(serial(`${clock(value).replace(' ', 'T')}Z`), at, style.instant);
	if (type === 'date' && isDay(value)) return number(serial(value), at, style.day);
	const amount = type === 'number' || typeof value === 'number' ? Number(value) : NaN;
	return Number.isFinite(amount) ? number(amount, at, style.plain) : words(String(value), at, style.plain);
}

const number = (value: number, at: string, as: number) => `<c r="${at}"${as ? ` s="${as}"` : ''}><v>${value}</v></c>`;

const words = (text: string, at: string, as: number) =>
	`<c r="${at}" t="inlineStr"${as ? ` s="${as}"` : ''}><is><t xml:space="preserve">${escaped(text.slice(0, longestCell))}</t></is></c>`;

const isDay = (value: unknown): value is string =>
	typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));

// Excel counts days from the last one of 1899.
const serial = (time: string) => Date.parse(time) / 86_400_000 + 25_569;

function letters(column: number): string {
	return (column >= 26 ? letters(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26));
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

// XML has no way to write most control characters, and Excel reads `_x0041_` as a letter.
const escaped = (text: string) =>
	text
		.toWellFormed()
		.replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, '')
		.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
		.replace(/[&<>"]/g, (mark) => entities[mark]!);

const sheetTitle = (name: string) =>
	name
		.toWellFormed()
		.replace(/[\\/?*[\]:\p{Cc}]/gu, ' ')
		.slice(0, 31)
		.toWellFormed()
		.replace(/^[' ]+|[' ]+$/g, '') || 'KM0';

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaged = 'http://schemas.openxmlformats.org/package/2006';
const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const relationships = (...list: (readonly [string, string])[]) =>
	`${xml}<Relationships xmlns="${packaged}/relationships">${list.map(([type, target], n) => `<Relationship Id="rId${n + 1}" Type="${office}/${type}" Target="${target}"/>`).join('')}</Relationships>`;

const frame = (titles: readonly string[]) => ({
	'[Content_Types].xml': `${xml}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${contentType}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${contentType}.styles+xml"/>${titles.map((_, n) => `<Override PartName="/xl/worksheets/sheet${n + 1}.xml" ContentType="${contentType}.worksheet+xml"/>`).join('')}</Types>`,
	'_rels/.rels': relationships(['officeDocument', 'xl/workbook.xml']),
	'xl/workbook.xml': `${xml}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${titles.map((title, n) => `<sheet name="${escaped(title)}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`).join('')}</sheets></workbook>`,
	'xl/_rels/workbook.xml.rels': relationships(...titles.map((_, n) => ['worksheet', `worksheets/sheet${n + 1}.xml`] as const), [
		'styles',
		'styles.xml'
	]),
	'xl/styles.xml': `${xml}<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
});
