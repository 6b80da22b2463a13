import writeExcelFile, { type Cell } from 'write-excel-file/node';

export type Column = { key: string; header: string; type: 'text' | 'number' | 'date' };
/** A date is a day (`2026-03-01`) or an instant (a `Date`), which is shown on the clock of `timeZone`. */
export type Row = Record<string, unknown>;
export type Rows = Iterable<Row> | AsyncIterable<Row>;
export type CsvOptions = { separator?: ',' | ';'; bom?: boolean; timeZone?: string };

const batch = 64 * 1024;

/**
 * RFC 4180, in pieces, for lists longer than memory. French and German Excel expect `;` between cells and a comma in
 * numbers, and every Excel a byte order mark before it believes in UTF-8.
 */
export async function* toCsv(columns: Column[], rows: Rows, { separator = ',', bom = false, timeZone = 'UTC' }: CsvOptions = {}) {
	const clock = wallClock(timeZone);
	const line = (cells: string[]) => `${cells.map((cell) => quoted(cell, separator)).join(separator)}\r\n`;
	const cell = (value: unknown, { type }: Column) => {
		if (value === null || value === undefined) return '';
		if (typeof value === 'number' || typeof value === 'bigint') return separator === ';' ? String(value).replace('.', ',') : String(value);
		if (value instanceof Date) return clock(value);
		return type === 'number' && isNumeric(String(value)) ? String(value) : inert(String(value));
	};
	let text = (bom ? '\ufeff' : '') + line(columns.map(({ header }) => inert(header)));
	for await (const row of rows) {
		text += line(columns.map((column) => cell(row[column.key], column)));
		if (text.length < batch) continue;
		yield Buffer.from(text);
		text = '';
	}
	yield Buffer.from(text);
}

const quoted = (cell: string, separator: string) =>
	cell.includes('"') || cell.includes(separator) || /[\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** Excel runs a cell that starts like a formula, wherever the words came from; an apostrophe makes it text again. */
const inert = (text: string) => (/^[=+\-@\t\r\n＝＋－＠]/.test(text) && !isNumeric(text) ? `'${text}` : text);

const isNumeric = (text: string) => /^[+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?$/i.test(text);

export async function* toJson(columns: Column[], rows: Rows) {
	let text = '[';
	let before = '\n';
	for await (const row of rows) {
		text += before + JSON.stringify(Object.fromEntries(columns.map(({ key }) => [key, row[key] ?? null])));
		before = ',\n';
		if (text.length < batch) continue;
		yield Buffer.from(text);
		text = '';
	}
	yield Buffer.from(`${text}\n]\n`);
}

const longestSheet = 1_048_576;
const longestCell = 32_767;

export async function toXlsx(
	columns: Column[],
	rows: Rows,
	sheetName: string,
	{ timeZone = 'UTC' }: { timeZone?: string } = {}
): Promise<Buffer> {
	const clock = wallClock(timeZone);
	const sheet: Cell[][] = [columns.map(({ header }) => ({ value: header, fontWeight: 'bold' }))];
	for await (const row of rows) {
		if (sheet.length === longestSheet) throw new RangeError('too many rows for one sheet');
		sheet.push(columns.map(({ key, type }) => xlsxCell(row[key], type, clock)));
	}
	const width = ({ header, type }: Column) => ({ width: type === 'text' ? Math.max(24, header.length) : Math.max(16, header.length) });
	return writeExcelFile(sheet, { sheet: sheetTitle(sheetName), columns: columns.map(width), stickyRowsCount: 1 }).toBuffer();
}

function xlsxCell(value: unknown, type: Column['type'], clock: (instant: Date) => string): Cell {
	if (value === null || value === undefined || value === '') return null;
	// A sheet knows no zones: its dates are what the clock on the wall says.
	if (value instanceof Date) return { type: Date, value: new Date(`${clock(value).replace(' ', 'T')}Z`), format: 'yyyy-mm-dd hh:mm' };
	if (type === 'date' && isDay(value)) return { type: Date, value: new Date(`${value}T00:00Z`), format: 'yyyy-mm-dd' };
	const number = type === 'number' || typeof value === 'number' ? Number(value) : NaN;
	return Number.isFinite(number) ? { type: Number, value: number } : { type: String, value: String(value).slice(0, longestCell) };
}

const isDay = (value: unknown) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));

const sheetTitle = (name: string) =>
	name
		.replace(/[\\/?*[\]:\p{Cc}]/gu, ' ')
		.slice(0, 31)
		.replace(/^[' ]+|[' ]+$/g, '') || 'KM0';

// The Swedish way to write a date is the ISO way.
function wallClock(timeZone: string) {
	const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
	return (instant: Date) => format.format(instant);
}
