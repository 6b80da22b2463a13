// An import in the words of its reader, for its pages, its report and programs.
import { isMessage, say, type Locale } from '#platform/i18n.ts';
import { fieldOf, fieldsOf, type Field, type Kind } from './fields.ts';
import type { ContactView } from './contacts.ts';
import type { ImportView, ShownRow } from './imports.ts';
import { outcomes, verdicts, type Likely, type Reason } from './judging.ts';
import { choiceSaid } from './templates.ts';

const message = ({ code, params }: Reason) => say(isMessage(code) ? code : 'invalid', params);

export const reasonsSaid = (reasons: readonly Reason[]) => reasons.map((reason) => ({ ...reason, message: message(reason) }));

/** Letter of a column, as a spreadsheet has it. */
export function letterOf(at: number): string {
	return at < 26 ? String.fromCharCode(65 + at) : letterOf(Math.floor(at / 26) - 1) + letterOf(at % 26);
}

export const headerSaid = (headers: readonly string[], at: number) => headers[at] || say('import_no_header', { letter: letterOf(at) });

const inWords = (headers: readonly string[]) => (reason: Reason) =>
	reason.column === null ? message(reason) : say('import_reason', { header: headerSaid(headers, reason.column), reason: message(reason) });

const pageOf: Record<Kind, string | null> = { organisations: 'organisations', needs: 'needs', offers: 'offers', people: null };

/** The field whose form writes a column of a record. */
const fieldBehind = (kind: Kind, column: string): Field | undefined =>
	fieldOf(kind, column) ??
	fieldOf(kind, { communeName: 'commune', name: 'personName', phone: 'personPhone' }[column] ?? '') ??
	fieldsOf[kind].find(({ key }) => key.startsWith(`${column}.`));

function valueSaid(field: Field | undefined, value: unknown, locale: Locale): string {
	if (value === null || value === undefined || value === '') return say('import_nothing');
	if (Array.isArray(value))
		return value.map((one) => (field ? choiceSaid(field, String(one), locale) : String(one))).join(', ') || say('import_nothing');
	if (typeof value === 'object') return Object.values(value).join(' / ') || say('import_nothing');
	if (typeof value === 'boolean') return value ? '✓' : '–';
	const text = field && ('of' in field.reads || field.reads.as === 'concepts') ? choiceSaid(field, String(value), locale) : String(value);
	return text.length > 120 ? `${text.slice(0, 120)} …` : text;
}

/** Columns that follow from others, and numbers of records, tell a reader nothing. */
const silent = new Set([
	'commune',
	'lat',
	'lon',
	'nameKey',
	'foundByName',
	'foundByWords',
	'activityNomenclature',
	'organisation',
	'refusedConcepts'
]);

function changesSaid(kind: Kind, changes: ShownRow['changes'], locale: Locale): string[] {
	return Object.entries(changes)
		.filter(([column]) => !silent.has(column))
		.map(([column, [before, after]]) => {
			const field = fieldBehind(kind, column);
			return say('import_change', {
				field: field ? say(field.label) : column,
				before: valueSaid(field, before, locale),
				after: valueSaid(field, after, locale)
			});
		});
}

const likelySaid = ({ line, name, where }: Likely) =>
	line === null ? say('import_likely_record', { name: where ? `${name} (${where})` : name }) : say('import_likely_line', { name, line });

/** A row as a line of the report. */
export function rowSaid(
	{ kind, headers }: Pick<ImportView, 'kind' | 'headers'>,
	row: ShownRow,
	hub: string,
	locale: Locale,
	isOver: boolean
) {
	const page = pageOf[kind];
	const became = isOver && row.outcome;
	return {
		line: row.line,
		name: row.name || row.cells.find(Boolean) || '',
		href: row.record && page ? `/${hub}/${page}/${row.slug ?? row.record}` : null,
		verdict: row.verdict,
		said: became ? say(`import_became_${row.outcome}`) : row.verdict ? say(`import_row_${row.verdict}`) : '',
		tone: toneOf(became ? row.outcome : row.verdict),
		details: [
			...row.reasons.map(inWords(headers)),
			...row.likely.map(likelySaid),
			...(became === 'unchanged' ? [] : changesSaid(kind, row.changes, locale))
		],
		decision: row.decision,
		choices:
			row.verdict === 'likely' && !isOver
				? [
						{ value: 'skip', label: say('import_decision_skip') },
						{ value: 'new', label: say('import_decision_new') },
						...row.likely.flatMap(({ record, name }) => (record ? [{ value: record, label: say('import_decision_is', { name }) }] : []))
					]
				: []
	};
}

const tones = {
	new: 'good',
	added: 'good',
	changed: 'brick',
	likely: 'signal',
	refused: 'wrong',
	unchanged: 'plain',
	skipped: 'plain'
} as const;
const toneOf = (what: keyof typeof tones | null | undefined) => (what ? tones[what] : 'plain');

/** A report to mend and to send again: the columns of the file, and two more that say what is wrong. */
export const reportColumns = ({ headers }: Pick<ImportView, 'headers'>) => [
	...headers.map((header, at) => ({ key: `c${at}`, header, type: 'text' as const })),
	{ key: 'verdict', header: say('import_column_verdict'), type: 'text' as const },
	{ key: 'reasons', header: say('import_column_reasons'), type: 'text' as const }
];

export function reportRow(one: Pick<ImportView, 'kind' | 'headers'>, row: ShownRow, hub: string, locale: Locale, isOver: boolean) {
	const { said, details } = rowSaid(one, row, hub, locale, isOver);
	return { ...Object.fromEntries(row.cells.map((cell, at) => [`c${at}`, cell])), verdict: said, reasons: details.join('\n') };
}

const stateTones = {
	read: 'plain',
	previewing: 'brick',
	previewed: 'brick',
	queued: 'brick',
	running: 'brick',
	done: 'good',
	cancelled: 'plain',
	failed: 'wrong'
} as const;

type Summary = Pick<
	ImportView,
	'id' | 'fileName' | 'kind' | 'rowCount' | 'state' | 'counts' | 'createdBy' | 'createdAt' | 'startedAt' | 'endedAt'
>;

/** An import as one line of the list. */
export const importLine = (one: Summary, hub: string, locale: Locale, timeZone: string) => ({
	id: one.id,
	href: `/${hub}/desk/imports/${one.id}`,
	file: one.fileName,
	kind: say(`import_kind_${one.kind}`, {}, locale),
	rows: one.rowCount,
	state: say(`import_state_${one.state}`, {}, locale),
	tone: stateTones[one.state],
	result: Object.entries(one.counts.outcomes ?? {})
		.map(([outcome, count]) => say('import_count', { what: say(`import_outcome_${outcome}`, {}, locale), count }, locale))
		.join(', '),
	by: one.createdBy ?? say('imports_by_program', {}, locale),
	at: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(one.createdAt)
});

export function factsSaid(one: Summary, locale: Locale, timeZone: string): string {
	const facts = {
		kind: say(`import_kind_${one.kind}`),
		rows: new Intl.NumberFormat(locale).format(one.rowCount),
		when: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(one.endedAt ?? one.createdAt)
	};
	return one.createdBy ? say('import_facts_by', { ...facts, who: one.createdBy }) : say('import_facts', facts);
}

/** The rows by what was found out about them, as tabs. */
export function sortsSaid(
	{ state, counts, rowCount }: Pick<ImportView, 'state' | 'counts' | 'rowCount'>,
	chosen: { verdict?: string; outcome?: string },
	at: (change: object) => string
) {
	const what = state === 'done' ? 'outcome' : 'verdict';
	const all = (state === 'done' ? counts.outcomes : counts.verdicts) ?? {};
	const order: readonly string[] = state === 'done' ? outcomes : verdicts;
	return [
		{ href: at({ verdict: undefined, outcome: undefined }), label: say('import_all_rows'), count: rowCount, current: !chosen[what] },
		...order.flatMap((sort) => {
			const count = (all as Record<string, number | undefined>)[sort] ?? 0;
			return count || chosen[what] === sort
				? [
						{
							href: at({ verdict: undefined, outcome: undefined, [what]: sort }),
							label: say(`import_${what}_${sort}`),
							count,
							current: chosen[what] === sort
						}
					]
				: [];
		})
	];
}

/** Fields of choices whose empty cells may mean something: those that a record needs, and those that usually mean something. */
export function usualSaid({ kind, meanings }: Pick<ImportView, 'kind' | 'meanings'>, locale: Locale) {
	return fieldsOf[kind]
		.filter(({ reads, required, usually }) => 'of' in reads && (required || usually))
		.map((field) => ({
			field: field.key,
			label: say(field.label),
			code: meanings[field.key]?.[''] ?? field.usually ?? '-',
			choices: [
				{ value: '-', label: say('import_usual_none') },
				...('of' in field.reads ? field.reads.of.map((code) => ({ value: code, label: choiceSaid(field, code, locale) })) : [])
			]
		}));
}

export const contactSaid = (one: ContactView) => ({
	...one,
	basis: say(`import_legal_basis_${one.legalBasis}`),
	state: say(one.isMember ? 'contacts_member' : one.invitedAt ? 'contacts_invited' : 'contacts_recorded'),
	tone: one.isMember ? ('good' as const) : one.invitedAt ? ('brick' as const) : ('plain' as const),
	mayBeInvited: !one.isMember && !one.invitedAt
});
