import { addressOf, filterFrom } from '#ecosystem/list-address.ts';
import { findHub } from '#ecosystem/hubs.ts';
import { countByStage, ListAdmissions, listAdmissions } from '#place/admissions/admissions-shown.ts';
import { boardStages } from '#place/admissions/choices.ts';
import { admissionParts } from '#place/admissions/parts.ts';
import { mayAdmit, seesFiles } from '#place/admissions/policy.ts';
import { lineSaid, movesFrom, stageSaid, wantedUseOptions } from '#place/admissions/said.ts';
import { MoveAdmission, moveAdmission } from '#place/admissions/stages.ts';
import { placeTabs } from '#place/tabs.ts';
import { has } from '#platform/actor.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

const usual = ListAdmissions.omit({ cursor: true, limit: true }).parse({});
const cards = 8;

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, url, params } = event;
	const { actor, locale } = locals;
	const { timeZone } = found(await findHub(params.hub));
	const isStaff = seesFiles(actor);
	const seesMore = isStaff || has(actor, 'funder');
	const filter = { ...filterFrom(ListAdmissions, url.searchParams), ...(!seesMore && { mine: true }) };
	const isBoard = isStaff && url.searchParams.get('view') !== 'list';
	const said = (file: Parameters<typeof lineSaid>[0]) => lineSaid(file, params.hub, locale, timeZone);
	const counts = isBoard ? await countByStage(actor) : {};
	const columns = isBoard
		? await Promise.all(
				boardStages.map(async (stage) => {
					const { items } = await listAdmissions(actor, { ...filter, cursor: undefined, stage, limit: cards });
					return {
						stage,
						label: stageSaid(stage, locale),
						count: counts[stage] ?? 0,
						all: `${url.pathname}${addressOf({ ...filter, stage }, usual)}&view=list`,
						files: items.map((file) => ({ ...said(file), ...movesFrom(file.stage, locale) }))
					};
				})
			)
		: [];
	const page = isBoard ? { items: [], next: null, previous: null } : await listAdmissions(actor, { ...filter, limit: 25 });
	const address = addressOf(filter, usual);
	const at = (cursor: string | null) => cursor && `${url.pathname}${address}&view=list&cursor=${cursor}`;
	return {
		tabs: placeTabs(actor, 'admissions'),
		parts: admissionParts(actor, 'files'),
		isBoard,
		isStaff,
		seesMore,
		mayAdmit: mayAdmit(actor),
		q: filter.q,
		stage: filter.stage,
		use: filter.use ?? '',
		transfers: filter.transfers,
		stages: (['all', 'open', ...boardStages] as const).map((stage) => ({
			value: stage,
			label: stage === 'all' || stage === 'open' ? say(`admission_files_${stage}`, {}, locale) : stageSaid(stage, locale)
		})),
		uses: wantedUseOptions(locale),
		columns,
		lines: page.items.map(said),
		address,
		previous: at(page.previous),
		next: at(page.next),
		isDone: url.searchParams.has('done')
	};
};

export const actions: Actions = {
	move: form(MoveAdmission, async (input, { locals }) => ({ moved: await moveAdmission(locals.actor, input) }))
};
