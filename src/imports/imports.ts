import { createHash } from 'node:crypto';
import { sql, type Updateable } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { say } from '#platform/i18n.ts';
import { later } from '#platform/jobs.ts';
import { record, type Changed } from '#platform/journal.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import type { DB, JsonObject } from '#platform/schema.ts';
import { requiredText, text } from '#platform/shapes.ts';
import { recognised } from './columns.ts';
import { fieldOf, kinds, type Kind } from './fields.ts';
import { outcomes, verdicts, type Likely, type Outcome, type Reason, type Verdict } from './judging.ts';
import { mayImport } from './policy.ts';
import { readFile, type Reading } from './reading.ts';
import { previewing, running } from './running.ts';
import { isChoice, unknownIn, type Meanings } from './values.ts';

export const states = ['read', 'previewing', 'previewed', 'queued', 'running', 'done', 'cancelled', 'failed'] as const;
export type State = (typeof states)[number];
export const changedChoices = ['fill', 'overwrite', 'skip'] as const;
export const likelyChoices = ['skip', 'new'] as const;
export const legalBases = ['interest', 'consent', 'contract'] as const;

/** Where nothing runs and its columns may still be settled. */
export const settling: readonly State[] = ['read', 'previewed', 'cancelled', 'failed'];

export const CreateImport = z.object({ kind: z.enum(kinds), name: requiredText(200) });
export const ImportId = z.object({ import: z.uuid() });

/** Takes a file in: it is read, and waits for its columns to be settled. */
export async function createImport(actor: Actor, { kind, name }: z.output<typeof CreateImport>, bytes: Uint8Array) {
	authorize(mayImport(actor));
	const read = await readFile(bytes);
	const id = await transaction(async (tx) => {
		const row = await tx
			.insertInto('imports')
			.values({
				hub: actor.hub,
				kind,
				fileName: name,
				file: read.sheets.length > 1 ? Buffer.from(bytes) : null,
				sheets: read.sheets,
				...(await whatWasRead(tx, actor, kind, read, bytes)),
				createdBy: actor.member,
				apiKey: actor.apiKey,
				door: actor.door,
				locale: actor.locale
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await keepRows(tx, actor.hub, row.id, read);
		await record(tx, actor, 'import.read', row.id, { rows: [null, read.count] });
		return row.id;
	});
	return findImport(actor, { import: id });
}

async function whatWasRead(tx: Tx, actor: Actor, kind: Kind, read: Reading, bytes: Uint8Array) {
	const remembered = await tx
		.selectFrom('importMappings')
		.select(['mapping', 'meanings'])
		.where('hub', '=', actor.hub)
		.where('kind', '=', kind)
		.where('headers', '=', sql<string[]>`${read.headers}::text[]`)
		.executeTakeFirst();
	const sha256 = createHash('sha256')
		.update(`${read.sheet ?? ''}\n`)
		.update(bytes)
		.digest('hex');
	return {
		sha256,
		sheet: read.sheet,
		headers: read.headers,
		rowCount: read.count,
		mapping: remembered?.mapping.map((key) => (fieldOf(kind, key) ? key : '')) ?? recognised(kind, read.headers, actor.locale),
		meanings: JSON.stringify(remembered?.meanings ?? {}) as unknown as JsonObject
	};
}

async function keepRows(tx: Tx, hub: string, id: string, { batches }: Reading) {
	await tx.deleteFrom('importRows').where('hub', '=', hub).where('import', '=', id).execute();
	for (const rows of batches)
		await sql`insert into import_rows (hub, import, line, cells)
			select ${hub}, ${id}, r.line, r.cells from json_to_recordset(${rows}::json) as r (line integer, cells text[])`.execute(tx);
}

export const ChooseSheet = ImportId.extend({ sheet: z.string().max(100) });

/** Reads another sheet of the same workbook instead. */
export async function chooseSheet(actor: Actor, { import: id, sheet }: z.output<typeof ChooseSheet>) {
	const before = await findImport(actor, { import: id });
	if (!before.sheets.includes(sheet)) throw refuse('sheet', 'not_a_choice');
	if (!settling.includes(before.state)) throw conflict('import_at_work');
	const { file } = await db
		.selectFrom('imports')
		.select('file')
		.where('hub', '=', actor.hub)
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	if (!file) throw conflict('import_at_work');
	const read = await readFile(file, sheet);
	await transaction(async (tx) => {
		await set(tx, actor, id, settling, {
			...(await whatWasRead(tx, actor, before.kind, read, file)),
			state: 'read',
			counts: '{}' as never
		});
		await keepRows(tx, actor.hub, id, read);
		await record(tx, actor, 'import.sheet_chosen', id, { sheet: [before.sheet, sheet] });
	});
	return findImport(actor, { import: id });
}

const meanings = z.record(z.string().max(60), z.record(z.string().max(2000), z.string().max(80)));

export const SetColumns = ImportId.extend({
	/** The field of each column, in the order of the columns; '' leaves a column out. */
	mapping: z.array(z.string().max(60)).max(100),
	/** By field: what values mean that no list knows. '-' means nothing; '' as a value is an empty cell of a new record. */
	meanings: meanings.default({}),
	/** Of people: whether they are sent an invitation, on what the law lets the hub keep them, and where their data come from. */
	invites: z.boolean().default(false),
	legalBasis: z.enum(legalBases).optional(),
	source: text(300).default('')
});

const mostLetters = 1_000;

/** Settles which column is what; remembered for the next file with the same headers. */
export async function setColumns(actor: Actor, { import: id, mapping, ...input }: z.output<typeof SetColumns>) {
	const { kind, headers, state, rowCount } = await findImport(actor, { import: id });
	if (!settling.includes(state)) throw conflict('import_at_work');
	if (kind === 'people' && input.invites && rowCount > mostLetters)
		throw refuse('invites', 'import_too_many_letters', { count: rowCount, maximum: mostLetters });
	if (mapping.length !== headers.length) throw refuse('mapping', 'import_columns_missing', { count: headers.length });
	for (const [at, key] of mapping.entries()) {
		if (key && !fieldOf(kind, key)) throw refuse(`mapping.${at}`, 'not_a_choice');
		if (key && mapping.indexOf(key) !== at) throw refuse(`mapping.${at}`, 'import_field_twice', { field: said(kind, key) });
	}
	if (!mapping.some(Boolean)) throw refuse('mapping', 'import_nothing_mapped');
	if (kind === 'people' && !input.legalBasis) throw refuse('legalBasis', 'required');
	if (kind === 'people' && !input.source) throw refuse('source', 'required');
	const kept = meaningsOf(kind, input.meanings);
	await transaction(async (tx) => {
		await set(tx, actor, id, settling, {
			mapping,
			meanings: JSON.stringify(kept) as unknown as JsonObject,
			invites: kind === 'people' && input.invites,
			legalBasis: kind === 'people' ? (input.legalBasis ?? null) : null,
			source: input.source,
			state: 'read'
		});
		const values = { mapping, meanings: JSON.stringify(kept) as unknown as JsonObject, usedAt: new Date() };
		await tx
			.insertInto('importMappings')
			.values({ hub: actor.hub, kind, headers, ...values })
			.onConflict((on) => on.columns(['hub', 'kind', 'headers']).doUpdateSet(values))
			.execute();
		await record(tx, actor, 'import.columns_set', id);
	});
	return findImport(actor, { import: id });
}

const said = (kind: Kind, key: string) => say(fieldOf(kind, key)?.label ?? 'invalid');

/** Without what no field or no list knows. */
function meaningsOf(kind: Kind, given: Meanings): Meanings {
	const kept: Meanings = {};
	for (const [key, values] of Object.entries(given)) {
		const field = fieldOf(kind, key);
		if (!field || !isChoice(field)) continue;
		const codes = 'of' in field.reads ? field.reads.of : [];
		const known = Object.entries(values).filter(([, code]) => code === '-' || codes.includes(code));
		if (known.length) kept[key] = Object.fromEntries(known);
	}
	return kept;
}

export interface UnknownValues {
	field: string;
	values: string[];
}

const mostAsked = 30;

/** Values in the columns of choices that no list knows and nobody has explained yet. */
export async function unknownValues(actor: Actor, { import: id }: z.output<typeof ImportId>): Promise<UnknownValues[]> {
	const { kind, mapping, meanings } = await findImport(actor, { import: id });
	const asked: UnknownValues[] = [];
	for (const [at, key] of mapping.entries()) {
		const field = fieldOf(kind, key);
		if (!field || !isChoice(field)) continue;
		const rows = await db
			.selectFrom('importRows')
			.select(sql<string>`cells[${at + 1}::int]`.as('cell'))
			.distinct()
			.where('hub', '=', actor.hub)
			.where('import', '=', id)
			.limit(5_000)
			.execute();
		const unknown = new Set(rows.flatMap(({ cell }) => unknownIn(field, cell, meanings)));
		if (unknown.size) asked.push({ field: key, values: [...unknown].sort().slice(0, mostAsked) });
	}
	return asked;
}

/** The first rows as they stand in the file. */
export async function firstRows(actor: Actor, { import: id }: z.output<typeof ImportId>, limit = 5): Promise<string[][]> {
	authorize(mayImport(actor));
	const rows = await db
		.selectFrom('importRows')
		.select('cells')
		.where('hub', '=', actor.hub)
		.where('import', '=', id)
		.orderBy('line')
		.limit(limit)
		.execute();
	return rows.map(({ cells }) => cells);
}

/** Judges every row without writing any. */
export async function previewImport(actor: Actor, { import: id }: z.output<typeof ImportId>) {
	const { kind, legalBasis } = await findImport(actor, { import: id });
	if (kind === 'people' && !legalBasis) throw refuse('legalBasis', 'required');
	await transaction(async (tx) => {
		await set(tx, actor, id, settling, { state: 'previewing', progress: 0, failure: null, cancelAskedAt: null, counts: '{}' as never });
		await record(tx, actor, 'import.previewed', id);
		await later(tx, previewing, { hub: actor.hub, id });
	});
	return findImport(actor, { import: id });
}

export const DecideRow = ImportId.extend({
	line: z.number().int().min(1).max(10_000_000),
	/** `skip`, `new`, or the id of the record that it is. */
	decision: z.union([z.literal('skip'), z.literal('new'), z.uuid()])
});

/** Says of a row that is likely to be there already what it is. */
export async function decideRow(actor: Actor, { import: id, line, decision }: z.output<typeof DecideRow>) {
	const { state } = await findImport(actor, { import: id });
	if (!settling.includes(state)) throw conflict('import_at_work');
	const row = found(
		await db
			.selectFrom('importRows')
			.select('likely')
			.where('hub', '=', actor.hub)
			.where('import', '=', id)
			.where('line', '=', line)
			.where('verdict', '=', 'likely')
			.executeTakeFirst()
	);
	const known = (row.likely as unknown as Likely[]).map(({ record }) => record);
	if (decision !== 'skip' && decision !== 'new' && !known.includes(decision)) throw refuse('decision', 'not_a_choice');
	await transaction(async (tx) => {
		await tx
			.updateTable('importRows')
			.set({ decision })
			.where('hub', '=', actor.hub)
			.where('import', '=', id)
			.where('line', '=', line)
			.execute();
		await record(tx, actor, 'import.row_decided', id, { line: [null, line], decision: [null, decision] });
	});
	return findImport(actor, { import: id });
}

export const RunImport = ImportId.extend({
	/** What is done with rows whose record the hub has with other values: fill its gaps, overwrite it, or leave it. */
	changedRows: z.enum(changedChoices).default('fill'),
	/** What is done with rows that are likely to be there already, where nobody decided on the row. */
	likelyRows: z.enum(likelyChoices).default('skip')
});

/** Takes all of it over, in one piece, as soon as its turn comes. The same file runs once at a time. */
export async function runImport(actor: Actor, { import: id, changedRows, likelyRows }: z.output<typeof RunImport>) {
	await findImport(actor, { import: id });
	await transaction(async (tx) => {
		await set(tx, actor, id, ['previewed', 'cancelled', 'failed'], {
			changedRows,
			likelyRows,
			state: 'queued',
			progress: 0,
			failure: null,
			cancelAskedAt: null,
			startedAt: new Date(),
			endedAt: null,
			file: null
		});
		await record(tx, actor, 'import.started', id, { changedRows: [null, changedRows], likelyRows: [null, likelyRows] });
		await later(tx, running, { hub: actor.hub, id });
	});
	return findImport(actor, { import: id });
}

/** Stops what is at work; nothing of it stays. */
export async function cancelImport(actor: Actor, { import: id }: z.output<typeof ImportId>) {
	await findImport(actor, { import: id });
	await transaction(async (tx) => {
		await set(tx, actor, id, ['previewing', 'queued', 'running'], { cancelAskedAt: new Date() }, 'import_over');
		await record(tx, actor, 'import.cancelled', id);
	});
	return findImport(actor, { import: id });
}

async function set(
	tx: Tx,
	actor: Actor,
	id: string,
	from: readonly State[],
	values: Updateable<DB['imports']>,
	otherwise = 'import_at_work'
) {
	const { numUpdatedRows } = await tx
		.updateTable('imports')
		.set(values)
		.where('hub', '=', actor.hub)
		.where('id', '=', id)
		.where('state', 'in', from)
		.executeTakeFirst();
	if (!numUpdatedRows) throw conflict(otherwise);
}

export interface Counts {
	verdicts: Partial<Record<Verdict, number>>;
	outcomes: Partial<Record<Outcome, number>>;
}

const shownColumns = [
	'imports.id',
	'imports.fileName',
	'imports.rowCount',
	'imports.progress',
	'imports.failure',
	'imports.createdAt',
	'imports.startedAt',
	'imports.endedAt'
] as const;

const listed = (actor: Actor) =>
	db
		.selectFrom('imports')
		.leftJoin('members', (join) => join.onRef('members.hub', '=', 'imports.hub').onRef('members.id', '=', 'imports.createdBy'))
		.leftJoin('accounts', 'accounts.id', 'members.account')
		.select(shownColumns)
		.select([
			sql<Kind>`imports.kind`.as('kind'),
			sql<State>`imports.state`.as('state'),
			sql<Partial<Counts>>`imports.counts`.as('counts'),
			sql<string | null>`accounts.name`.as('createdBy')
		])
		.where('imports.hub', '=', actor.hub);

export const ImportFilter = z.object({ q: text(100).default(''), kind: z.enum(kinds).optional(), state: z.enum(states).optional() });
export const ListImports = ImportFilter.extend(PageInput.shape);

/** What was imported or is on its way, latest first. */
export async function listImports(actor: Actor, { q, kind, state, ...page }: z.output<typeof ListImports>) {
	authorize(mayImport(actor));
	let query = listed(actor);
	if (q)
		query = query.where(
			sql<boolean>`without_accents(imports.file_name || ' ' || coalesce(accounts.name, '')) ilike without_accents(${`%${q.replaceAll(/[\\%_]/g, '\\$&')}%`})`
		);
	if (kind) query = query.where('imports.kind', '=', kind);
	if (state) query = query.where('imports.state', '=', state);
	return cursorPage(
		query,
		[
			['createdAt', 'desc'],
			['id', 'asc']
		],
		page
	);
}

export async function findImport(actor: Actor, { import: id }: z.output<typeof ImportId>) {
	authorize(mayImport(actor));
	return found(
		await listed(actor)
			.select(['imports.sheets', 'imports.sheet', 'imports.headers', 'imports.mapping', 'imports.invites', 'imports.source'])
			.select([
				sql<Meanings>`imports.meanings`.as('meanings'),
				sql<(typeof legalBases)[number] | null>`imports.legal_basis`.as('legalBasis'),
				sql<(typeof changedChoices)[number]>`imports.changed_rows`.as('changedRows'),
				sql<(typeof likelyChoices)[number]>`imports.likely_rows`.as('likelyRows')
			])
			.where('imports.id', '=', id)
			.executeTakeFirst()
	);
}
export type ImportView = Awaited<ReturnType<typeof findImport>>;

export const RowFilter = ImportId.extend({
	q: text(100).default(''),
	verdict: z.enum(verdicts).optional(),
	outcome: z.enum(outcomes).optional()
});
export const ListRows = RowFilter.extend(PageInput.shape);

export interface ShownRow {
	line: number;
	cells: string[];
	name: string;
	verdict: Verdict | null;
	outcome: Outcome | null;
	record: string | null;
	/** Address of an organisation's page. */
	slug: string | null;
	reasons: Reason[];
	changes: Changed;
	likely: Likely[];
	decision: string | null;
}

/** The rows of an import with what was found out about each, in their order. */
export async function importRows(
	actor: Actor,
	{ import: id, q, verdict, outcome, ...page }: z.output<typeof ListRows>
): Promise<Page<ShownRow>> {
	await findImport(actor, { import: id });
	let query = db
		.selectFrom('importRows')
		.select(['line', 'cells', 'name', 'record', 'decision'])
		.select([
			sql<Verdict | null>`verdict`.as('verdict'),
			sql<Outcome | null>`outcome`.as('outcome'),
			sql<Reason[]>`reasons`.as('reasons'),
			sql<Changed>`changes`.as('changes'),
			sql<Likely[]>`likely`.as('likely'),
			sql<string | null>`(select slug from organisations o where o.hub = import_rows.hub and o.id = import_rows.record)`.as('slug')
		])
		.where('hub', '=', actor.hub)
		.where('import', '=', id);
	if (q)
		query = query.where(
			sql<boolean>`without_accents(array_to_string(cells, ' ')) ilike without_accents(${`%${q.replaceAll(/[\\%_]/g, '\\$&')}%`})`
		);
	if (verdict) query = query.where('verdict', '=', verdict);
	if (outcome) query = query.where('outcome', '=', outcome);
	return cursorPage(query, [['line', 'asc']], page);
}
