import { z } from 'zod';
import { readFile } from '#imports/reading.ts';
import { dayIn } from '#place/said.ts';
import { indexKinds } from '#place/rent/choices.ts';
import { besideTheFile, indicesIn, type Sheet } from '#place/rent/files.ts';
import { ImportIndices, importIndices, listIndices, RemoveIndex, removeIndex } from '#place/rent/indices.ts';
import { Quarter } from '#place/rent/quarters.ts';
import { indexIn, quarterIn } from '#place/rent/said.ts';
import { mayBill } from '#place/rent/schedule.ts';
import { rentSections } from '#place/rent/sections.ts';
import { placeTabs } from '#place/tabs.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { Refusal, refuse } from '#platform/refusal.ts';
import { fieldRefusals, text } from '#platform/shapes.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, url } = event;
	const { actor, locale } = locals;
	const kind = z.enum(indexKinds).safeParse(url.searchParams.get('kind')).data;
	const { items } = await listIndices(actor, { kind });
	const [day, value, quarter] = [dayIn(locale), indexIn(locale), quarterIn(locale)];
	return {
		tabs: placeTabs(actor, 'rent'),
		sections: rentSections(actor, 'indices'),
		mayBill: mayBill(actor),
		kind: kind ?? '',
		kinds: indexKinds.map((value) => ({ value, label: say(`rent_index_${value.toLowerCase()}`, {}, locale) })),
		items: items.map((index) => ({
			...index,
			id: `${index.kind} ${index.quarter}`,
			quarterSaid: quarter(index.quarter),
			valueSaid: value(index.value),
			published: index.publishedOn ? day(index.publishedOn) : '',
			link: /https:\S+/.exec(index.source)?.[0] ?? '',
			sourceSaid: index.source.replace(/,?\s*https:\S+/, '')
		}))
	};
};

const Written = z.object({
	kind: z.enum(indexKinds),
	quarter: Quarter,
	value: z.number().gt(0).max(100_000).multipleOf(0.01, 'two_decimals_at_most'),
	publishedOn: z.iso.date().nullish(),
	source: text(300).default('')
});
const told = ({ added, known }: { added: number; known: number }, locale: App.Locals['locale']) => ({
	told: say('rent_imported', { added, known }, locale)
});

export const actions: Actions = {
	add: form(Written, async (index, { locals }) => {
		try {
			return told(await importIndices(locals.actor, { indices: [index] }), locals.locale);
		} catch (thrown) {
			// Of the one index of this form, not of a list.
			const [first] = thrown instanceof Refusal ? thrown.fields : [];
			throw first ? refuse(first.field.replace('indices.0.', ''), first.code, first.params) : thrown;
		}
	}),
	file: form(z.object({ file: z.file() }), async ({ file }, { locals }) => {
		const { headers, batches } = await readFile(new Uint8Array(await file.arrayBuffer()));
		const sheet: Sheet = { headers, lines: batches.flatMap((batch) => JSON.parse(batch) as Sheet['lines']) };
		const read = ImportIndices.safeParse({ indices: indicesIn(sheet) });
		try {
			if (!read.success) throw new Refusal('invalid', { fields: fieldRefusals(read.error) });
			return told(await importIndices(locals.actor, read.data), locals.locale);
		} catch (thrown) {
			throw besideTheFile(thrown, sheet);
		}
	}),
	remove: form(RemoveIndex, async (input, { locals }) => {
		await removeIndex(locals.actor, input);
		return { told: say('rent_removed', {}, locals.locale) };
	})
};
