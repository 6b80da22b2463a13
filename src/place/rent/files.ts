// What a table of indices or of costs says, once it was read from a file.
import { locales, say } from '#platform/i18n.ts';
import { Refusal, refuse } from '#platform/refusal.ts';
import { folded } from '#platform/text/folded.ts';
import { costKinds } from './charges.ts';

export interface Sheet {
	headers: readonly string[];
	lines: readonly { line: number; cells: readonly string[] }[];
}

const plain = (words: string) =>
	folded(words)
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();

/** What a column may be called, in any language, and by which word it is asked for. */
const called = {
	kind: ['indice', 'index', 'type'],
	quarter: ['trimestre', 'quartal', 'quarter', 'periode', 'period', 'zeitraum'],
	value: ['valeur', 'wert', 'value', 'niveau'],
	publishedOn: ['publie le', 'publication', 'date de publication', 'veroffentlicht am', 'published on', 'published'],
	source: ['source', 'quelle'],
	cost: ['nature', 'art', 'kind', 'categorie', 'kategorie'],
	label: ['libelle', 'bezeichnung', 'label', 'description', 'beschreibung'],
	amount: ['montant', 'montant ht', 'betrag', 'amount', 'cout', 'kosten', 'cost'],
	building: ['batiment', 'gebaude', 'building']
};
type Name = keyof typeof called;

function columns<N extends Name>({ headers }: Sheet, needed: readonly N[], others: readonly N[]) {
	const at = (name: N) => headers.findIndex((header) => called[name].includes(plain(header)));
	const missing = needed.filter((name) => at(name) < 0);
	if (missing.length) throw refuse('file', 'rent_columns_missing', { columns: missing.map((name) => called[name][0]).join(', ') });
	const places = new Map([...needed, ...others].map((name) => [name, at(name)]));
	return (cells: readonly string[], name: N) => (cells[places.get(name) ?? -1] ?? '').trim();
}

/** `1 234,56`, `1'234.56`, `1.234,56` or `1234.56`. */
export function numberIn(written: string): number {
	const bare = written.replace(/[\s\u00a0\u202f'’€]/g, '');
	const [comma, point] = [bare.lastIndexOf(','), bare.lastIndexOf('.')];
	const decimal = comma > point ? bare.replaceAll('.', '').replace(',', '.') : bare.replaceAll(',', '');
	return decimal === '' ? Number.NaN : Number(decimal);
}

/** `2025-09-23` or `23/09/2025`, `23.09.2025`. */
export function dayIn(written: string): string | undefined {
	const [, day, month, year] = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(written) ?? [];
	return year && month && day ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : written || undefined;
}

export function indicesIn(sheet: Sheet) {
	const read = columns(sheet, ['kind', 'quarter', 'value'], ['publishedOn', 'source']);
	return sheet.lines.map(({ cells }) => ({
		kind: read(cells, 'kind').toUpperCase(),
		quarter: read(cells, 'quarter'),
		value: numberIn(read(cells, 'value')),
		publishedOn: dayIn(read(cells, 'publishedOn')),
		source: read(cells, 'source')
	}));
}

const kinds = new Map(
	costKinds.flatMap((kind) => [
		[kind as string, kind],
		...locales.map((locale) => [plain(say(`rent_cost_${kind}`, {}, locale)), kind] as const)
	])
);

export function costsIn(sheet: Sheet, buildings: readonly { id: string; name: string }[]) {
	const read = columns(sheet, ['cost', 'amount'], ['label', 'building']);
	return sheet.lines.map(({ line, cells }) => {
		const wanted = plain(read(cells, 'building'));
		const building = wanted ? buildings.find(({ name }) => plain(name) === wanted) : null;
		if (building === undefined) throw onLine(line, 'refers_to_nothing');
		return {
			kind: kinds.get(plain(read(cells, 'cost'))) ?? read(cells, 'cost'),
			label: read(cells, 'label'),
			cents: Math.round(numberIn(read(cells, 'amount')) * 100),
			building: building?.id ?? null
		};
	});
}

const onLine = (line: number, code: string, params: Record<string, string | number> = {}) =>
	refuse('file', 'rent_line_unreadable', { line, problem: say(code, params) });

/** A refusal of one of many rows, told beside the file with the line that it is about. */
export function besideTheFile(thrown: unknown, { lines }: Sheet): unknown {
	if (!(thrown instanceof Refusal)) return thrown;
	const [first] = thrown.fields;
	const nth = Number(/^\w+\.(\d+)\./.exec(first?.field ?? '')?.[1] ?? Number.NaN);
	return first && lines[nth] ? onLine(lines[nth].line, first.code, first.params) : thrown;
}

/** A refusal of the only row of a list, told beside the field of the form that it came from. */
export function besideTheField(thrown: unknown): unknown {
	const [first] = thrown instanceof Refusal ? thrown.fields : [];
	return first ? refuse(first.field.replace(/^\w+\.0\./, ''), first.code, first.params) : thrown;
}
