import { findHub } from '#ecosystem/hubs.ts';
import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { staffOfHub } from '#ecosystem/members.ts';
import { hasMailServer } from '#ecosystem/outbox.ts';
import { optionsOf } from '#ecosystem/posts-said.ts';
import { outcomes } from '#introductions/choices.ts';
import { has } from '#platform/actor.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { wallClock } from '#platform/time.ts';
import { ActOnEntry, actOnEntry } from '#road/desk-actions.ts';
import { entryInWords } from '#road/desk-said.ts';
import { AssignEntry, assignEntry, countDesk, DeskFilter, ListDesk, listDesk, SnoozeEntry, snoozeEntry } from '#road/desk.ts';
import { z } from 'zod';
import type { Actions, PageServerLoad } from './$types';

const usual = DeskFilter.parse({});

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
	await parent();
	const { actor, locale } = locals;
	const filter = filterFrom(ListDesk, url.searchParams);
	const [page, counts, staff, hub] = await Promise.all([
		listDesk(actor, { ...filter, limit: 25 }),
		countDesk(actor, filter),
		staffOfHub(actor),
		findHub(params.hub)
	]);
	const { timeZone } = found(hub);
	const address = addressOf(filter, usual);
	const at = (cursor: string | null) => cursor && `${url.pathname}${address}&cursor=${cursor}`;
	const view = (change: object) => url.pathname + addressOf(filter, usual, { whose: 'all', resting: false, ...change });
	return {
		filter,
		address,
		entries: page.items.map((entry) => entryInWords(entry, actor, locale, timeZone)),
		total: counts.total,
		views: [
			{ href: view({}), label: say('desk_view_all'), count: counts.all, current: filter.whose === 'all' && !filter.resting },
			{ href: view({ whose: 'mine' }), label: say('desk_view_mine'), count: counts.mine, current: filter.whose === 'mine' },
			{ href: view({ whose: 'free' }), label: say('desk_view_free'), count: counts.free, current: filter.whose === 'free' },
			{ href: view({ resting: true }), label: say('desk_view_resting'), count: counts.resting, current: filter.resting }
		],
		kinds: counts.kinds
			.filter(({ kind, count }) => count || kind === filter.kind)
			.map(({ kind, count }) => ({ value: kind, label: `${say(`desk_kind_${kind}`)} (${count})` })),
		colleagues: staff.map(({ member, name }) => ({ value: member, label: member === actor.member ? say('desk_me', { name }) : name })),
		me: actor.member,
		outcomes: optionsOf('outcome', outcomes),
		tomorrow: wallClock(new Date(Date.now() + 86_400_000), timeZone).slice(0, 10),
		previous: at(page.previous),
		next: at(page.next),
		lacksMailServer: has(actor) && !hasMailServer()
	};
};

/** An empty choice hands it back to everybody. */
const assigned = AssignEntry.extend({ me: z.boolean().default(false) });

export const actions: Actions = {
	act: form(ActOnEntry, async (input, { locals }) => {
		await actOnEntry(locals.actor, input);
		return { done: say(`desk_done_${input.action}`) };
	}),
	assign: form(assigned, async ({ me, ...input }, { locals }) => {
		const { actor } = locals;
		const { assignee } = await assignEntry(actor, me ? { ...input, assignee: actor.member } : input);
		return { done: assignee ? say('desk_done_assigned', { who: assignee.name }) : say('desk_done_freed') };
	}),
	// Without a day the form is refused, and does not wake what rests.
	snooze: form(SnoozeEntry.extend({ until: z.iso.date() }), async (input, { locals }) => {
		await snoozeEntry(locals.actor, input);
		return { done: say('desk_done_snoozed') };
	}),
	wake: form(SnoozeEntry.omit({ until: true, because: true }), async (input, { locals }) => {
		await snoozeEntry(locals.actor, { ...input, until: null, because: '' });
		return { done: say('desk_done_woken') };
	})
};
