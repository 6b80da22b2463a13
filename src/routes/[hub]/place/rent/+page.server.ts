import { z } from 'zod';
import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { clockOf, today } from '#place/days.ts';
import { centsIn } from '#place/rent/said.ts';
import { IssueRent, issueRent, lineKinds, ListRent, listRent, mayBill, sumRent } from '#place/rent/schedule.ts';
import { rentSections } from '#place/rent/sections.ts';
import { shownLines } from '#place/rent/shown.ts';
import { listVatOptions, SetVatOption, setVatOption } from '#place/rent/vat.ts';
import { placeTabs } from '#place/tabs.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { refuse } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

const Filter = ListRent.refine(({ from, until }) => !from || !until || until >= from, { path: ['until'], error: 'ends_before_it_begins' });

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, url } = event;
	const { actor, locale } = locals;
	const now = today(await clockOf(actor.hub));
	const usual = ListRent.omit({ cursor: true, limit: true }).parse({
		from: `${now.slice(0, 4)}-01-01`,
		until: `${now.slice(0, 4)}-12-31`
	});
	const given = filterFrom(ListRent, url.searchParams);
	// A list that nobody narrowed is this year's.
	const asked =
		url.searchParams.has('from') || url.searchParams.has('until') || url.searchParams.has('lease') ? given : { ...usual, ...given };
	const problem = Filter.safeParse(asked).success ? '' : say('ends_before_it_begins', {}, locale);
	const filter = problem ? { ...asked, until: undefined } : asked;
	const [page, total, vat] = await Promise.all([listRent(actor, { ...filter, limit: 25 }), sumRent(actor, filter), listVatOptions(actor)]);
	const address = addressOf(filter, {});
	const at = (cursor: string | null) => cursor && `${url.pathname}${address}&cursor=${encodeURIComponent(cursor)}`;
	const money = centsIn(locale);
	return {
		tabs: placeTabs(actor, 'rent'),
		sections: rentSections(actor, 'schedule'),
		mayBill: mayBill(actor),
		filter: {
			q: filter.q,
			from: asked.from ?? '',
			until: asked.until ?? '',
			what: filter.what ?? '',
			state: filter.state,
			lease: filter.lease
		},
		problem,
		whats: lineKinds.map((value) => ({ value, label: say(`rent_what_${value}`, {}, locale) })),
		states: (['all', 'open', 'issued'] as const).map((value) => ({ value, label: say(`rent_state_${value}`, {}, locale) })),
		address,
		previous: at(page.previous),
		next: at(page.next),
		total: say(
			'rent_sum',
			{ count: total.count, net: money(total.netCents), vat: money(total.vatCents), total: money(total.totalCents) },
			locale
		),
		lines: shownLines(page.items, actor.hub, locale),
		today: now,
		buildings: vat.items
	};
};

const Written = z.object({ building: z.uuid(), since: z.iso.date().nullish() });

export const actions: Actions = {
	issue: form(IssueRent, async (input, { locals }) => {
		const { count, totalCents } = await issueRent(locals.actor, input);
		return { told: say('rent_issued', { count, total: centsIn(locals.locale)(totalCents) }, locals.locale) };
	}),
	vat: form(Written, async (input, { locals }) => {
		const read = SetVatOption.safeParse(input);
		if (!read.success) throw refuse('since', 'invalid');
		await setVatOption(locals.actor, read.data);
		return { told: say('rent_saved', {}, locals.locale) };
	})
};
