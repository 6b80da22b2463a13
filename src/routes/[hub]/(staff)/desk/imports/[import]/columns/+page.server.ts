import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { optionsOf } from '#ecosystem/posts-said.ts';
import { fieldOf, fieldsOf } from '#imports/fields.ts';
import {
	ChooseSheet,
	chooseSheet,
	findImport,
	firstRows,
	ImportId,
	legalBases,
	previewImport,
	setColumns,
	settling,
	unknownValues
} from '#imports/imports.ts';
import { headerSaid, usualSaid } from '#imports/said.ts';
import { choiceSaid } from '#imports/templates.ts';
import type { Meanings } from '#imports/values.ts';
import type { Actor } from '#platform/actor.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import type { Actions, PageServerLoad } from './$types';

const leftOut = '-';
/** No answer yet: rows with such a value are refused. */
const undecided = '?';

export const load: PageServerLoad = async ({ locals, params, parent }) => {
	await parent();
	const { actor, locale } = locals;
	const id = found(ImportId.safeParse({ import: params.import }).data);
	const one = await findImport(actor, id);
	if (!settling.includes(one.state)) redirect(303, `/${params.hub}/desk/imports/${one.id}`);
	const [rows, unknown] = await Promise.all([firstRows(actor, id), unknownValues(actor, id)]);
	const explained = Object.entries(one.meanings).flatMap(([field, values]) =>
		Object.entries(values).flatMap(([value, code]) => (value ? [{ field, value, code }] : []))
	);
	const asked = [...unknown.flatMap(({ field, values }) => values.map((value) => ({ field, value, code: undecided }))), ...explained];
	return {
		id: one.id,
		file: one.fileName,
		kind: one.kind,
		invites: one.invites,
		legalBasis: one.legalBasis,
		source: one.source,
		sheets: one.sheets.map((value) => ({ value, label: value })),
		sheet: one.sheet,
		hasUnknown: unknown.length > 0,
		fields: [
			{ value: leftOut, label: say('import_leave_out') },
			...fieldsOf[one.kind].map(({ key, label }) => ({ value: key, label: say(label) }))
		],
		columns: one.headers.map((_, at) => ({
			at,
			header: headerSaid(one.headers, at),
			field: one.mapping[at] || leftOut,
			examples: rows
				.map((cells) => cells[at] ?? '')
				.filter(Boolean)
				.map((cell) => (cell.length > 60 ? `${cell.slice(0, 60)} …` : cell))
		})),
		meanings: asked.flatMap(({ field: key, value, code }) => {
			const field = fieldOf(one.kind, key);
			if (!field) return [];
			const choices = 'of' in field.reads ? field.reads.of.map((code) => ({ value: code, label: choiceSaid(field, code, locale) })) : [];
			return [{ field: key, value, code, label: say('import_value_in', { value, field: say(field.label) }), choices }];
		}),
		meaningChoices: [
			{ value: undecided, label: say('import_value_refuse') },
			{ value: '-', label: say('import_value_nothing') }
		],
		usual: usualSaid(one, locale),
		legalBases: optionsOf('import_legal_basis', legalBases)
	};
};

const words = z.array(z.string().max(2000)).max(1000).default([]);
const Sent = z.object({
	mapping: words,
	meaningField: words,
	meaningValue: words,
	meaningCode: words,
	usualField: words,
	usualCode: words,
	invites: z.boolean().default(false),
	legalBasis: z.enum(legalBases).optional(),
	source: text(300).default('')
});

async function settle(actor: Actor, id: string, { mapping, invites, legalBasis, source, ...sent }: z.output<typeof Sent>) {
	const meanings: Meanings = {};
	const means = (field: string | undefined, value: string | undefined, code: string | undefined) => {
		if (field && value !== undefined && code && code !== undecided) meanings[field] = { ...meanings[field], [value]: code };
	};
	for (const [at, field] of sent.meaningField.entries()) means(field, sent.meaningValue[at], sent.meaningCode[at]);
	for (const [at, field] of sent.usualField.entries()) means(field, '', sent.usualCode[at]);
	return setColumns(actor, {
		import: id,
		mapping: mapping.map((key) => (key === leftOut ? '' : key)),
		meanings,
		invites,
		legalBasis,
		source
	});
}

export const actions: Actions = {
	save: form(Sent, async (input, { locals, params }) => {
		await settle(locals.actor, params.import as string, input);
		return { saved: true };
	}),
	preview: form(Sent, async (input, { locals, params, url }) => {
		const { id } = await settle(locals.actor, params.import as string, input);
		const here = `/${params.hub}/desk/imports/${id}`;
		// Columns that were settled just now may hold values that nobody was asked about yet.
		if (!url.searchParams.has('asked') && (await unknownValues(locals.actor, { import: id })).length)
			redirect(303, `${here}/columns#values`);
		await previewImport(locals.actor, { import: id });
		redirect(303, here);
	}),
	sheet: form(ChooseSheet, async (input, { locals, params }) => {
		const { id } = await chooseSheet(locals.actor, input);
		redirect(303, `/${params.hub}/desk/imports/${id}/columns`);
	})
};
