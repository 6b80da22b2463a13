// What a file of rows says. Runs apart from the server, so it knows nothing of it.
import { parse } from 'csv-parse/sync';
import readWorkbook from 'read-excel-file/node';
import { isPicture, isUtf16, signature } from '#platform/files/kinds.ts';
import { officeKind } from '#platform/files/office.ts';
import { FileRefused } from '#platform/files/refused.ts';
import { readZip } from '#platform/files/zip.ts';

export const limits = { megabytes: 10, rows: 20_000, columns: 100 };

export interface Line {
	/** As a spreadsheet numbers it. */
	line: number;
	cells: string[];
}

export interface Table {
	/** Sheets of a workbook that hold anything; none for a text. */
	sheets: string[];
	sheet: string | null;
	headers: string[];
	lines: Line[];
}

/** Why a file cannot be imported; its code is the key of a message. */
export class TableRefused extends Error {
	readonly code: string;
	readonly params: Record<string, string | number>;

	constructor(code: string, params: Record<string, string | number> = {}) {
		super(code);
		this.code = code;
		this.params = params;
	}
}

const unpacking = { entries: 2_000, unpacked: 150_000_000, ratio: 100 };

export async function readTable(bytes: Buffer, wanted?: string): Promise<Table> {
	if (bytes.length === 0) throw new TableRefused('import_file_empty');
	const made = signature(bytes);
	if (made === 'zip') return readExcel(bytes, wanted);
	if (made === 'compound') throw new TableRefused('import_old_or_locked_excel');
	if (made === 'pdf' || made === 'markup' || isPicture(made)) throw new TableRefused('import_not_a_table');
	return { sheets: [], sheet: null, ...table(readText(decoded(bytes))) };
}

async function readExcel(bytes: Buffer, wanted?: string): Promise<Table> {
	try {
		if (officeKind(readZip(bytes, unpacking)) !== 'xlsx') throw new TableRefused('import_not_a_table');
	} catch (error) {
		if (error instanceof FileRefused && error.code === 'file_type_not_allowed') throw new TableRefused('import_not_a_table');
		if (error instanceof FileRefused && error.code === 'file_has_macros') throw new TableRefused('import_has_macros');
		if (error instanceof FileRefused && error.code === 'file_protected') throw new TableRefused('import_old_or_locked_excel');
		if (error instanceof FileRefused && error.code === 'file_too_large') throw new TableRefused('import_unpacks_too_large');
		throw error;
	}
	const all = (await readWorkbook(bytes)).map(({ sheet, data }) => ({ sheet, lines: data as unknown[][] }));
	const filled = all.filter(({ lines }) => lines.some((cells) => cells.some((cell) => cell !== null && cell !== '')));
	const chosen = filled.find(({ sheet }) => sheet === wanted) ?? filled[0];
	if (!chosen) throw new TableRefused('import_file_empty');
	return {
		sheets: filled.map(({ sheet }) => sheet),
		sheet: chosen.sheet,
		...table(chosen.lines.map((cells) => cells.map(written)))
	};
}

/** A cell of a workbook as a person would have typed it. */
function written(cell: unknown): string {
	if (cell === null || cell === undefined) return '';
	if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().replace(/T00:00:00\.000Z$/, '');
	if (typeof cell === 'boolean') return cell ? '1' : '0';
	if (typeof cell !== 'number') return clean(String(cell));
	// Fifteen digits are what a spreadsheet means; long numbers are identifiers and never powers of ten.
	return Number.isInteger(cell) ? cell.toFixed(0) : String(Number(cell.toPrecision(15)));
}

/** A text in whichever encoding it comes. */
function decoded(bytes: Buffer): string {
	const text = textOf(bytes);
	if (text.includes('\0')) throw new TableRefused('import_not_a_table');
	return text;
}

function textOf(bytes: Buffer): string {
	if (isUtf16(bytes)) return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
	// Without a mark at its beginning, a text in two-byte letters shows by every other byte being nothing.
	const start = bytes.subarray(0, 400);
	const nothing = (from: number) => start.filter((byte, at) => at % 2 === from && byte === 0).length;
	if (nothing(1) > start.length / 4) return new TextDecoder('utf-16le').decode(bytes);
	if (nothing(0) > start.length / 4) return new TextDecoder('utf-16be').decode(bytes);
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder('windows-1252').decode(bytes);
	}
}

const separators = [';', ',', '\t', '|'];

function readText(text: string): string[][] {
	// Excel's own hint to itself.
	const hint = /^\ufeff?sep=(.)\r?\n/i.exec(text);
	const rest = hint ? text.slice(hint[0].length) : text;
	const separator = hint?.[1] ?? likeliest(rest);
	try {
		const lines = records(rest, separator);
		if (lines.length > limits.rows + 1_000) throw tooMany(lines.length);
		return lines.map((cells) => cells.map((cell) => clean(unguarded(cell))));
	} catch (error) {
		if (error instanceof TableRefused) throw error;
		throw new TableRefused('import_text_broken', { line: Number((error as { lines?: number }).lines ?? 1) });
	}
}

const records = (text: string, delimiter: string, to?: number): string[][] =>
	parse(text, { delimiter, bom: true, relax_column_count: true, relax_quotes: true, ...(to && { to }) });

/** The separator that parts the first lines into most columns, alike on each of them. */
function likeliest(text: string): string {
	const start = text.slice(0, 200_000);
	const scored = separators.map((separator) => {
		let lines: string[][] = [];
		try {
			lines = records(start, separator, 30).filter((cells) => cells.some(Boolean));
		} catch {
			return { separator, score: 0 };
		}
		const widths = lines.map(({ length }) => length);
		const usual = [...Map.groupBy(widths, (width) => width)].sort(([, one], [, other]) => other.length - one.length)[0];
		const [width = 1, alike = []] = usual ?? [];
		return { separator, score: (width - 1) * (alike.length / Math.max(1, widths.length)) };
	});
	return scored.sort((one, other) => other.score - one.score)[0]?.separator ?? ';';
}

/** Our own lists put an apostrophe before what a spreadsheet would run. */
const unguarded = (cell: string) => cell.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, '');

const clean = (cell: string) => cell.replaceAll('\0', '').replace(/\r\n?/g, '\n').trim();

/** Headers and lines: titles above the table are passed over, empty lines too. */
function table(all: string[][]): { headers: string[]; lines: Line[] } {
	const filled = all.map((cells, at) => ({ line: at + 1, cells })).filter(({ cells }) => cells.some(Boolean));
	if (!filled.length) throw new TableRefused('import_file_empty');
	const said = ({ cells }: Line) => cells.filter(Boolean).length;
	const widest = Math.max(...filled.slice(0, 20).map(said));
	const first = filled.findIndex((one) => said(one) >= Math.min(widest, Math.max(2, widest / 2)));
	const [head, ...lines] = filled.slice(first);
	const width = filled.slice(first).reduce((most, { cells }) => Math.max(most, cells.findLastIndex(Boolean) + 1), 0);
	if (width > limits.columns) throw new TableRefused('import_too_many_columns', { count: width, maximum: limits.columns });
	if (!lines.length) throw new TableRefused('import_only_headers');
	if (lines.length > limits.rows) throw tooMany(lines.length);
	const whole = (cells: string[]) => Array.from({ length: width }, (_, at) => cells[at] ?? '');
	return {
		headers: whole(head?.cells ?? []).map((header) => header.replace(/\s+/g, ' ').slice(0, 200)),
		lines: lines.map(({ line, cells }) => ({ line, cells: whole(cells) }))
	};
}

const tooMany = (count: number) => new TableRefused('import_too_many_rows', { count, maximum: limits.rows });
