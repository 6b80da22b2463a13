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

/** `2026-03-01 14:30` on the clocks of a place. The Swedish way to write a date is the ISO way. */
export function wallClock(timeZone: string) {
	const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
	return (instant: Date) => format.format(instant);
}
