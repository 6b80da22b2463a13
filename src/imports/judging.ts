import type { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Changed } from '#platform/journal.ts';
import { fromDatabase, Refusal } from '#platform/refusal.ts';
import { fieldRefusals } from '#platform/shapes.ts';
import { fieldOf, fieldsOf, type Field, type Kind } from './fields.ts';
import { isExample } from './templates.ts';
import { read, type Meanings } from './values.ts';

export const verdicts = ['new', 'changed', 'unchanged', 'likely', 'refused'] as const;
export type Verdict = (typeof verdicts)[number];
export const outcomes = ['added', 'changed', 'unchanged', 'skipped', 'refused'] as const;
export type Outcome = (typeof outcomes)[number];

/** Why a row is refused, or what is to be known of it; at which column, where it is one. */
export interface Reason {
	column: number | null;
	code: string;
	params?: Record<string, string | number>;
}

/** A record, or an earlier line of the same file, that a row is likely to be. */
export interface Likely {
	record: string | null;
	line: number | null;
	name: string;
	where: string;
}

export interface Row {
	line: number;
	cells: string[];
	decision: string | null;
}

export interface Judged {
	line: number;
	verdict: Verdict;
	name: string;
	record: string | null;
	reasons: Reason[];
	/** What differs from what the hub knows, whether or not it is taken over. */
	changes: Changed;
	likely: Likely[];
	email?: string;
	/** What a run does about it; nothing where the row is left as it is. */
	act: Act | null;
}

export interface Act {
	does: 'add' | 'change';
	/** Of the kind's own. */
	what: unknown;
	reference: string | null;
}

export interface Choices {
	changedRows: 'fill' | 'overwrite' | 'skip';
	likelyRows: 'skip' | 'new';
	invites: boolean;
	legalBasis: string;
	source: string;
}

export interface Task {
	actor: Actor;
	import: string;
	kind: Kind;
	mapping: readonly string[];
	meanings: Meanings;
	choices: Choices;
	breathe: () => Promise<void>;
}

/** Judges the rows of a file in their order, some at a time, and writes what it judged. */
export interface Importer {
	judge: (rows: readonly Row[]) => Promise<Judged[]>;
	/** Answers with the records that rows became, by their lines. */
	write: (tx: Tx, judged: readonly Judged[]) => Promise<Map<number, string>>;
}

export interface Said {
	/** As the form of the kind would send it. */
	input: Record<string, unknown>;
	/** Fields that the row says something of; those that only have their usual value are not among them. */
	given: Set<string>;
	reasons: Reason[];
}

export interface Plan {
	of: (cells: readonly string[]) => Said;
	/** The columns beside which these refusals belong. */
	beside: (fields: readonly { field: string; code: string; params?: Record<string, string | number> }[]) => Reason[];
}

export function planOf({ kind, mapping, meanings }: Pick<Task, 'kind' | 'mapping' | 'meanings'>): Plan {
	const columns = mapping.flatMap((key, at) => {
		const field = fieldOf(kind, key);
		return field ? [{ at, field }] : [];
	});
	const usual = fieldsOf[kind].flatMap((field) => {
		const value = meanings[field.key]?.[''] ?? field.usually;
		return value && value !== '-' ? [{ field, value }] : [];
	});
	const columnOf = (name: string) =>
		(columns.find(({ field }) => field.key === name) ?? columns.find(({ field }) => field.key === name.split('.')[0]))?.at ?? null;
	return {
		of(cells) {
			const said: Said = { input: {}, given: new Set(), reasons: [] };
			for (const { field, value } of usual) put(said.input, field, value);
			for (const { at, field } of columns) {
				const cell = cells[at] ?? '';
				if (!cell) continue;
				const got = read(field, cell, meanings);
				if ('code' in got) said.reasons.push({ column: at, ...got });
				else if (got.value !== undefined) {
					put(said.input, field, got.value);
					said.given.add(field.key);
				}
			}
			if (isExample(kind, said.input)) said.reasons.push({ column: null, code: 'import_is_example' });
			return said;
		},
		beside: (fields) => fields.map(({ field, code, params }) => ({ column: columnOf(field), code, ...(params && { params }) }))
	};
}

function put(input: Record<string, unknown>, { key }: Field, value: unknown) {
	const [name = '', part] = key.split('.');
	if (part) input[name] = { ...(input[name] as object | undefined), [part]: value };
	else input[name] = value;
}

/** What a schema makes of it, or why it does not. */
export function parsed<S extends z.ZodType>(schema: S, input: object, { beside }: Plan): { data: z.output<S> } | { reasons: Reason[] } {
	const { success, data, error } = schema.safeParse(input);
	if (success) return { data };
	const isThere = (field: string) => (input as Record<string, unknown>)[field.split('.')[0] ?? ''] !== undefined;
	return { reasons: beside(fieldRefusals(error).map((one) => (isThere(one.field) ? one : { field: one.field, code: 'required' }))) };
}

/** What `work` answers, or the refusal that it throws as reasons. */
export function attempted<T>(work: () => T, { beside }: Plan): { data: T } | { reasons: Reason[] } {
	try {
		return { data: work() };
	} catch (thrown) {
		const refusal = fromDatabase(thrown);
		if (!(refusal instanceof Refusal)) throw thrown;
		return {
			reasons: refusal.fields.length ? beside(refusal.fields) : [{ column: null, code: refusal.code, params: refusal.params }]
		};
	}
}

export const refusedRow = (line: number, name: string, reasons: Reason[], record: string | null = null): Judged => ({
	line,
	verdict: 'refused',
	name,
	record,
	reasons,
	changes: {},
	likely: [],
	act: null
});

export const isEmpty = (value: unknown) =>
	value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** The same to a reader: the order of a list says nothing. */
export function same(one: unknown, other: unknown): boolean {
	if (isEmpty(one) && isEmpty(other)) return true;
	if (Array.isArray(one) && Array.isArray(other)) return JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());
	return JSON.stringify(one) === JSON.stringify(other);
}

/** Refuses the second line that speaks of the same thing. */
export function oncePerFile() {
	const seen = new Map<string, number>();
	return {
		/** The earlier line that said one of these, if any. */
		earlier: (keys: readonly string[]) => keys.map((key) => seen.get(key)).find((line) => line !== undefined),
		keep(line: number, keys: readonly string[]) {
			for (const key of keys) seen.set(key, line);
		}
	};
}
