import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { clockOf, today } from '#place/days.ts';
import { ConfirmRevisions, confirmRevisions, listAwaited, ListRevisions, listRevisions, previewRevisions } from '#place/rent/revisions.ts';
import { mayBill, windowAround } from '#place/rent/schedule.ts';
import { rentSections } from '#place/rent/sections.ts';
import { shownAwaited, shownRevisions } from '#place/rent/shown.ts';
import { placeTabs } from '#place/tabs.ts';
import { form } from '#platform/form.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

const Listed = ListRevisions.pick({ since: true, cursor: true });

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, url } = event;
	const { actor, locale } = locals;
	const now = today(await clockOf(actor.hub));
	const latest = windowAround(now).until;
	const asked = z.iso.date().safeParse(url.searchParams.get('due')).data ?? now;
	const until = asked > latest ? latest : asked;
	const filter = filterFrom(Listed, url.searchParams);
	const [due, made, awaited] = await Promise.all([
		previewRevisions(actor, { until }),
		listRevisions(actor, { ...filter, limit: 25 }),
		listAwaited(actor)
	]);
	const address = addressOf({ since: filter.since }, {});
	const at = (cursor: string | null) => cursor && `${url.pathname}${address}&cursor=${encodeURIComponent(cursor)}`;
	const shown = shownRevisions(due.items, actor.hub, locale, now);
	return {
		tabs: placeTabs(actor, 'rent'),
		sections: rentSections(actor, 'indexation'),
		mayBill: mayBill(actor),
		awaited: shownAwaited(awaited.items, actor.hub, locale),
		until,
		latest,
		due: shown,
		leases: [...new Map(shown.filter(({ isReady }) => isReady).map(({ lease, number }) => [lease, number]))].map(([value, number]) => ({
			value,
			number
		})),
		count: Number(url.searchParams.get('made') ?? 0) || 0,
		since: filter.since ?? '',
		made: shownRevisions(made.items, actor.hub, locale, now),
		previous: at(made.previous),
		next: at(made.next),
		languages: (['fr', 'de', 'en'] as const).map((value) => ({
			value,
			label: new Intl.DisplayNames([locale], { type: 'language' }).of(value) ?? value
		}))
	};
};

const Written = ConfirmRevisions.extend({ leases: z.array(z.uuid()).min(1, 'rent_choose_one').max(5000) });

export const actions: Actions = {
	confirm: form(Written, async (input, { locals, params }) => {
		const { revisions, at } = await confirmRevisions(locals.actor, input);
		redirect(303, `/${params.hub}/place/rent/indexation?since=${at.toISOString()}&made=${revisions.length}`);
	})
};
