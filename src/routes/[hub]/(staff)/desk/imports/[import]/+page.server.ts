import { redirect } from '@sveltejs/kit';
import { findHub } from '#ecosystem/hubs.ts';
import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { optionsOf } from '#ecosystem/posts-said.ts';
import {
	cancelImport,
	changedChoices,
	DecideRow,
	decideRow,
	findImport,
	ImportId,
	importRows,
	likelyChoices,
	ListRows,
	RowFilter,
	RunImport,
	runImport
} from '#imports/imports.ts';
import { factsSaid, rowSaid, sortsSaid } from '#imports/said.ts';
import { form } from '#platform/form.ts';
import { isMessage, say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import type { Actions, PageServerLoad } from './$types';

const atWork = ['previewing', 'queued', 'running'];

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
	await parent();
	const { actor, locale } = locals;
	const id = found(ImportId.safeParse({ import: params.import }).data);
	const one = await findImport(actor, id);
	if (one.state === 'read') redirect(303, `/${params.hub}/desk/imports/${one.id}/columns`);
	const { timeZone } = found(await findHub(params.hub));
	const isOver = one.state === 'done';
	const isAtWork = atWork.includes(one.state);
	const filter = filterFrom(ListRows.omit({ import: true }), url.searchParams);
	const page = isAtWork ? { items: [], next: null, previous: null } : await importRows(actor, { ...filter, ...id, limit: 25 });
	const usual = RowFilter.omit({ import: true }).parse({});
	const at = (change: object) => `${url.pathname}${addressOf(filter, usual, change)}`;
	const onPage = (cursor: string | null) => cursor && `${at({})}&cursor=${cursor}`;
	const { outcomes = {}, verdicts = {} } = one.counts;
	return {
		id: one.id,
		file: one.fileName,
		facts: factsSaid(one, locale, timeZone),
		state: one.state,
		isOver,
		isAtWork,
		mayRun: ['previewed', 'cancelled', 'failed'].includes(one.state) && Object.keys(verdicts).length > 0,
		progress: one.progress,
		progressSaid: isAtWork ? say(`import_progress_${one.state}`) : '',
		failure: one.failure && say(isMessage(one.failure) ? one.failure : 'invalid'),
		isUseless: isOver && !outcomes.added && !outcomes.changed,
		refused: (isOver ? outcomes.refused : verdicts.refused) ?? 0,
		sorts: sortsSaid(one, filter, at),
		q: filter.q,
		sort: { verdict: filter.verdict ?? null, outcome: filter.outcome ?? null },
		rows: page.items.map((row) => rowSaid(one, row, params.hub, locale, isOver)),
		previous: onPage(page.previous),
		next: onPage(page.next),
		address: addressOf(filter, usual),
		changedRows: one.changedRows,
		likelyRows: one.likelyRows,
		changedChoices: optionsOf('import_changed', changedChoices),
		likelyChoices: optionsOf('import_likely', likelyChoices)
	};
};

export const actions: Actions = {
	run: form(RunImport, async (input, { locals, params }) => {
		const { id } = await runImport(locals.actor, input);
		redirect(303, `/${params.hub}/desk/imports/${id}`);
	}),
	cancel: form(ImportId, async (input, { locals, params }) => {
		const { id } = await cancelImport(locals.actor, input);
		redirect(303, `/${params.hub}/desk/imports/${id}`);
	}),
	decide: form(DecideRow, async (input, { locals }) => {
		await decideRow(locals.actor, input);
		return { decided: input.line };
	})
};
