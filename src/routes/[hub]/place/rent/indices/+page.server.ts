import { z } from 'zod';
import { readFile } from '#imports/reading.ts';
import { dayIn } from '#place/said.ts';
import { indexKinds } from '#place/rent/choices.ts';
import { listDepositRates, SetDepositRate, setDepositRate } from '#place/rent/deposit-rates.ts';
import { besideTheField, besideTheFile, indicesIn, type Sheet } from '#place/rent/files.ts';
import { ImportIndices, importIndices, listIndices, RemoveIndex, removeIndex } from '#place/rent/indices.ts';
import { Quarter } from '#place/rent/quarters.ts';
import { listAwaited } from '#place/rent/revisions.ts';
import { indexIn, quarterIn } from '#place/rent/said.ts';
import { mayBill } from '#place/rent/schedule.ts';
import { rentSections } from '#place/rent/sections.ts';
import { shownAwaited } from '#place/rent/shown.ts';
import { placeTabs } from '#place/tabs.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { Refusal } from '#platform/refusal.ts';
import { fieldRefusals, text } from '#platform/shapes.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, url } = event;
	const { actor, locale } = locals;
	const kind = z.enum(indexKinds).safeParse(url.searchParams.get('kind')).data;
	const [{ items }, awaited, rates] = await Promise.all([listIndices(actor, { kind }), listAwaited(actor), listDepositRates(actor)]);
	const percent = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 2 });
	const [day, value, quarter] = [dayIn(locale), indexIn(locale), quarterIn(locale)];
	return {
		tabs: placeTabs(actor, 'rent'),
		sections: rentSections(actor, 'indices'),
		mayBill: mayBill(actor),
		kind: kind ?? '',
		quarter: Quarter.safeParse(url.searchParams.get('quarter')).data ?? '',
		awaited: shownAwaited(awaited.items, actor.hub, locale),
		kinds: indexKinds.map((value) => ({ value, label: say(`rent_index_${value.toLowerCase()}`, {}, locale) })),
		rates: rates.items.map((rate) => ({ ...rate, since: day(rate.from), said: percent.format(rate.percent / 100) })),
		items: items.map((index) => ({
			...index,
			href: `/${actor.hub}/place/rent/indices/${index.id}`,
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
	source: text(300).default(''),
	settle: z.boolean()
});
type Outcome = Awaited<ReturnType<typeof importIndices>>;
const told = ({ added, known, settled, at }: Outcome, { locale, actor }: App.Locals) => ({
	told: say('rent_imported', { added, known }, locale),
	settled: settled && {
		said: say('rent_imported_settled', { count: settled }, locale),
		href: `/${actor.hub}/place/rent/indexation?since=${at.toISOString()}`
	}
});

export const actions: Actions = {
	add: form(Written, async ({ settle, ...index }, { locals }) => {
		try {
			return told(await importIndices(locals.actor, { indices: [index], settle }), locals);
		} catch (thrown) {
			throw besideTheField(thrown);
		}
	}),
	file: form(z.object({ file: z.file(), settle: z.boolean() }), async ({ file, settle }, { locals }) => {
		const { headers, batches } = await readFile(new Uint8Array(await file.arrayBuffer()));
		const sheet: Sheet = { headers, lines: batches.flatMap((batch) => JSON.parse(batch) as Sheet['lines']) };
		const read = ImportIndices.safeParse({ indices: indicesIn(sheet), settle });
		try {
			if (!read.success) throw new Refusal('invalid', { fields: fieldRefusals(read.error) });
			return told(await importIndices(locals.actor, read.data), locals);
		} catch (thrown) {
			throw besideTheFile(thrown, sheet);
		}
	}),
	rate: form(SetDepositRate, async (input, { locals }) => {
		await setDepositRate(locals.actor, input);
		return { told: say('rent_saved', {}, locals.locale) };
	}),
	remove: form(RemoveIndex, async (input, { locals }) => {
		await removeIndex(locals.actor, input);
		return { told: say('rent_removed', {}, locals.locale) };
	})
};
