import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { findHub } from '#ecosystem/hubs.ts';
import { mergeFields, type MergeField } from '#ecosystem/merging/fields.ts';
import { findMerge, MergeId, undoDays, UndoMerge, undoMerge } from '#ecosystem/merging/merges.ts';
import { fieldSaid, valueSaid } from '#ecosystem/merging/said.ts';
import { dayInWords } from '#ecosystem/posts-said.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
	await parent();
	const { actor, locale } = locals;
	const id = found(MergeId.safeParse({ merge: params.merge }).data);
	const [merge, hub] = await Promise.all([findMerge(actor, id), findHub(params.hub)]);
	const { timeZone } = found(hub);
	const day = (at: Date) => dayInWords(at, locale, timeZone);
	const rows = (...whats: string[]) => merge.steps.filter(({ what }) => whats.includes(what)).reduce((sum, { count }) => sum + count, 0);
	return {
		id: merge.id,
		state: merge.state,
		stateSaid: say(`merges_state_${merge.state}`),
		title: say('merges_into', { gone: merge.goneName, kept: merge.keptName }),
		kept: { name: merge.keptName, href: `/${params.hub}/organisations/${merge.keptSlug}` },
		gone: merge.goneName,
		lead: say('merge_one_lead', { who: merge.mergedBy ?? say('duplicates_hub'), day: day(merge.mergedAt) }),
		undone: merge.undoneAt && say('merge_one_undone', { who: merge.undoneBy ?? say('duplicates_hub'), day: day(merge.undoneAt) }),
		until: day(merge.undoUntil),
		days: undoDays,
		isNew: url.searchParams.has('done') && merge.state === 'undoable',
		later: merge.later,
		rows: say('merge_rows', { count: rows('moved', 'changed'), dropped: rows('dropped') }),
		fields: merge.fields.map(({ field, before, now, isChangedSince }) => ({
			field,
			label: fieldSaid(field),
			isChangedSince,
			before: valueSaid(field, before, locale) || say('merge_empty'),
			now: valueSaid(field, now, locale) || say('merge_empty')
		}))
	};
};

const choice = z.enum(['before', 'now']).optional();
const chosen = z.object(Object.fromEntries(mergeFields.map((field) => [field, choice])) as Record<MergeField, typeof choice>);

export const actions: Actions = {
	default: form(UndoMerge.extend({ fields: chosen.prefault({}) }), async (input, { locals, params }) => {
		const { id } = await undoMerge(locals.actor, input);
		redirect(303, `/${params.hub}/desk/duplicates/merges/${id}`);
	})
};
