import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import type { Column } from '#platform/export/tables.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { authorize } from '#platform/refusal.ts';
import { label } from '#ecosystem/vocabulary/concepts.ts';
import { fieldsOf, kinds, type Field, type Kind } from './fields.ts';
import { mayImport } from './policy.ts';

export const OneKind = z.object({ kind: z.enum(kinds) });

/** A choice as our lists and templates write it. */
export function choiceSaid({ reads }: Field, code: string, locale: Locale): string {
	if (reads.as === 'one' || reads.as === 'many') return reads.said[0] ? say(`${reads.said[0]}_${code}`, {}, locale) : code;
	if (reads.as === 'country') return new Intl.DisplayNames([locale], { type: 'region' }).of(code) ?? code;
	if (reads.as === 'language' || reads.as === 'languages') return new Intl.DisplayNames([locale], { type: 'language' }).of(code) ?? code;
	return label(code, locale);
}

function explanationOf(field: Field, locale: Locale): string {
	const { reads, hint, required } = field;
	const list = 'said' in reads ? reads.of.map((code) => choiceSaid(field, code, locale)).join(', ') : '';
	return [
		hint ? say(hint, {}, locale) : say(`import_reads_${reads.as}`, { list }, locale),
		hint && 'said' in reads ? say(`import_reads_${reads.as}`, { list }, locale) : '',
		required ? `(${say('import_required', {}, locale)})` : ''
	]
		.filter(Boolean)
		.join(' ');
}

export interface Explained {
	field: string;
	label: string;
	explanation: string;
	required: boolean;
}

/** What a file of this kind may say, column by column. */
export function explained(actor: Actor, { kind }: z.output<typeof OneKind>): Explained[] {
	authorize(mayImport(actor));
	return fieldsOf[kind].map((field) => ({
		field: field.key,
		label: say(field.label, {}, actor.locale),
		explanation: explanationOf(field, actor.locale),
		required: field.required === true
	}));
}

const example = (field: Field, at: 0 | 1, locale: Locale) => {
	const value = field.examples[at];
	if (!value || !('of' in field.reads || field.reads.as === 'concepts')) return value;
	return value
		.split(', ')
		.map((code) => choiceSaid(field, code, locale))
		.join(', ');
};

/** A file to fill in: headers in the reader's language and two rows that show how. */
export function template(kind: Kind, locale: Locale) {
	const fields = fieldsOf[kind].filter(({ reads }) => reads.as !== 'page');
	const columns: Column[] = fields.map(({ key, label: name }) => ({ key, header: say(name, {}, locale), type: 'text' }));
	const rows = ([0, 1] as const).map((at) => Object.fromEntries(fields.map((field) => [field.key, example(field, at, locale)])));
	return { columns, rows };
}

/** By these values somebody left the example rows of a template in their file. */
const telltale: Record<Kind, string> = { organisations: 'name', people: 'email', needs: 'title', offers: 'title' };

export function isExample(kind: Kind, input: Record<string, unknown>) {
	const field = fieldsOf[kind].find(({ key }) => key === telltale[kind]);
	return field?.examples.includes(String(input[telltale[kind]] ?? '')) ?? false;
}
