import { z } from 'zod';
import { findHub } from '#ecosystem/hubs.ts';
import { dayIn } from '#place/said.ts';
import { CorrectIndex, correctIndex, findIndex } from '#place/rent/indices.ts';
import { indexIn, quarterIn } from '#place/rent/said.ts';
import { mayBill } from '#place/rent/schedule.ts';
import { rentSections } from '#place/rent/sections.ts';
import { placeTabs } from '#place/tabs.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { found, notFound } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

const idOf = (params: { index: string }) => {
	const { data } = z.uuid().safeParse(params.index);
	if (!data) throw notFound();
	return data;
};

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { actor, locale } = event.locals;
	const index = await findIndex(actor, { index: idOf(event.params) });
	const { timeZone } = found(await findHub(actor.hub));
	const [day, value, quarter] = [dayIn(locale), indexIn(locale), quarterIn(locale)];
	const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
	const name = `${index.kind} ${index.quarter}`;
	const said = (one: unknown) => (typeof one === 'number' ? value(one) : typeof one === 'string' ? one : '');
	return {
		tabs: placeTabs(actor, 'rent'),
		sections: rentSections(actor, 'indices'),
		mayBill: mayBill(actor),
		title: say('rent_index_title', { index: index.kind, quarter: quarter(index.quarter) }, locale),
		facts: [
			{ label: say('rent_value', {}, locale), value: value(index.value) },
			{
				label: say('rent_published', {}, locale),
				value: index.publishedOn ? day(index.publishedOn) : say('rent_published_none', {}, locale)
			},
			{ label: say('rent_source', {}, locale), value: index.source },
			{ label: say('rent_index_revisions', {}, locale), value: String(index.revisions) }
		],
		value: index.value,
		publishedOn: index.publishedOn,
		source: index.source,
		lines: index.lines.map(({ nth, at, what, who, changed }) => {
			const done = say(what.endsWith('corrected') ? 'rent_index_what_corrected' : 'rent_index_what_imported', {}, locale);
			const fields = [
				[say('rent_value', {}, locale), changed[name]],
				[say('rent_source', {}, locale), changed.source],
				[say('rent_published', {}, locale), changed.published],
				[say('rent_index_because', {}, locale), changed.because]
			] as const;
			return {
				nth,
				at: moment.format(at),
				iso: at.toISOString(),
				text: who ? say('rent_index_by', { what: done, who }, locale) : say('rent_index_by_demo', { what: done }, locale),
				fields: fields.flatMap(([label, pair]) => (pair ? [{ name: label, before: said(pair[0]), after: said(pair[1]) }] : []))
			};
		})
	};
};

export const actions: Actions = {
	default: form(CorrectIndex.omit({ index: true }), async (input, { locals, params }) => {
		const { revised } = await correctIndex(locals.actor, { ...input, index: idOf(params) });
		return { told: say('rent_index_corrected', { count: revised }, locals.locale) };
	})
};
