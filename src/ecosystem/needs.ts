import { sql } from 'kysely';
import { z } from 'zod';
import { actsFor, type Actor } from '#platform/actor.ts';
import { transaction, type Tx } from '#platform/db.server.ts';
import type { Accepted } from '#platform/files/inspect.ts';
import { say } from '#platform/i18n.ts';
import { changes, record } from '#platform/journal.ts';
import { authorize, conflict, found, Refusal, refuse } from '#platform/refusal.ts';
import { locale, requiredText, text } from '#platform/shapes.ts';
import { keep } from './attachments.ts';
import { changed } from './changed.ts';
import { bands, confidentialities, places, roads, type NeedState } from './choices.ts';
import { contactOf, findFirm } from './firms.ts';
import { mayDecide, mayPost, mayWrite, needsOpenTo } from './needs-policy.ts';
import { findingsIn, findNeed, NeedId, type Texts } from './needs-shown.ts';
import { conceptIds, withUnderstood } from './understood.ts';

const WrittenNeed = z.object({
	/** The language that it is written in. */
	locale,
	title: requiredText(140),
	problem: requiredText(8000),
	result: text(3000).default(''),
	constraints: text(3000).default(''),
	technologies: conceptIds(30).default([]),
	sectors: conceptIds(30).default([]),
	/** Concepts that KM0 understands from the words and that do not fit. */
	refusedConcepts: conceptIds(100).default([]),
	budgetBand: z.enum(bands).nullish(),
	wantedBy: z.iso.date().nullish(),
	languages: z.array(locale).max(3).default([]),
	place: z.enum(places).default('either'),
	confidentiality: z.enum(confidentialities).default('members'),
	/** Also shown in the other hubs of the network. */
	isPublished: z.boolean().default(false),
	/** The member whom others are brought together with. */
	contact: z.uuid().nullish(),
	/** Opens it in the same step. */
	opens: z.boolean().default(false),
	/** Says that words which may name the firm of an anonymous need do not. */
	checked: z.boolean().default(false)
});

export const CreateNeed = WrittenNeed.extend({ organisation: z.uuid().optional() });
export const ChangeNeed = WrittenNeed.extend({ need: z.uuid(), version: z.number().int().min(1) });
export const OpenNeed = NeedId.extend({ checked: z.boolean().default(false) });
export const MoveNeed = NeedId.extend({ to: z.enum(['introduced', 'in_project', 'solved']) });
export const DropNeed = NeedId.extend({ reason: requiredText(1000) });

/** Writes a need for an organisation that the actor acts for, or for any as staff; files come with it or not at all. */
export async function createNeed(
	actor: Actor,
	{ organisation, opens, checked, ...input }: z.output<typeof CreateNeed>,
	files: Accepted[] = []
) {
	authorize(mayPost(actor));
	const firm = organisation ?? (actor.organisations.length === 1 ? actor.organisations[0]?.id : undefined);
	if (!firm) throw refuse('organisation', 'required');
	authorize(actor.staff || actsFor(actor, firm));

	const id = await transaction(async (tx) => {
		await findFirm(tx, actor.hub, firm);
		const row = await tx
			.insertInto('needs')
			.values({ hub: actor.hub, organisation: firm, author: actor.member, ...(await written(tx, actor, firm, input, null)) })
			.returningAll()
			.executeTakeFirstOrThrow();
		await record(tx, actor, 'need.created', row.id);
		await keep(tx, actor, 'need', row.id, files);
		if (opens) await open(tx, actor, row, checked);
		await changed(tx, actor.hub, 'need', row.id);
		return row.id;
	});
	return findNeed(actor, { need: id });
}

/** Replaces what is written in a need. */
export async function changeNeed(
	actor: Actor,
	{ need, version, opens, checked, ...input }: z.output<typeof ChangeNeed>,
	files: Accepted[] = []
) {
	await transaction(async (tx) => {
		const before = await lockNeed(tx, actor, need);
		authorize(mayWrite(actor, before));
		if (before.version !== version) throw conflict('changed_meanwhile');
		if (roads[before.state as NeedState].length === 0) throw conflict('need_is_closed');
		const after = await written(tx, actor, before.organisation, input, before);
		const wider = after.confidentiality !== before.confidentiality || after.isPublished !== before.isPublished;
		if (before.state !== 'draft' && wider) authorize(mayDecide(actor, before));

		const row = await tx
			.updateTable('needs')
			.set({ ...after, version: version + 1, updatedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('id', '=', need)
			.returningAll()
			.executeTakeFirstOrThrow();
		if (isOut(row.state)) await refuseNames(tx, row, checked);
		await record(tx, actor, 'need.changed', need, changes(before, after));
		await keep(tx, actor, 'need', need, files);
		if (opens && row.state !== 'open') await open(tx, actor, row, checked);
		await changed(tx, actor.hub, 'need', need);
	});
	return findNeed(actor, { need });
}

/** Others see it from now on, for as many days as the hub keeps needs open. */
export async function openNeed(actor: Actor, { need, checked }: z.output<typeof OpenNeed>) {
	await transaction(async (tx) => {
		await open(tx, actor, await lockNeed(tx, actor, need), checked);
		await changed(tx, actor.hub, 'need', need);
	});
	return findNeed(actor, { need });
}

/** Keeps an open need open for another term, or opens an expired one again. */
export async function renewNeed(actor: Actor, { need, checked }: z.output<typeof OpenNeed>) {
	await transaction(async (tx) => {
		const row = await lockNeed(tx, actor, need);
		if (row.state === 'expired') await open(tx, actor, row, checked);
		else {
			authorize(mayDecide(actor, row));
			if (row.state !== 'open') throw conflict('not_from_this_state');
			const expiresAt = await endOfTerm(tx, actor.hub);
			await set(tx, actor, need, { expiresAt, remindedAt: null });
			await record(tx, actor, 'need.renewed', need, { expiresAt: [row.expiresAt, expiresAt] });
		}
		await changed(tx, actor.hub, 'need', need);
	});
	return findNeed(actor, { need });
}

/** Says how far it has come: people were introduced, a project runs, it is solved. */
export async function moveNeed(actor: Actor, { need, to }: z.output<typeof MoveNeed>) {
	await transaction(async (tx) => {
		await move(tx, actor, await lockNeed(tx, actor, need), to, { closedAt: to === 'solved' ? new Date() : null });
		await changed(tx, actor.hub, 'need', need);
	});
	return findNeed(actor, { need });
}

export async function dropNeed(actor: Actor, { need, reason }: z.output<typeof DropNeed>) {
	await transaction(async (tx) => {
		await move(tx, actor, await lockNeed(tx, actor, need), 'dropped', { closedAt: new Date(), droppedReason: reason });
		await changed(tx, actor.hub, 'need', need);
	});
	return findNeed(actor, { need });
}

type NeedRow = Awaited<ReturnType<typeof lockNeed>>;

const lockNeed = async (tx: Tx, actor: Actor, id: string) =>
	found(
		await tx
			.selectFrom('needs')
			.selectAll()
			.where('hub', '=', actor.hub)
			.where('id', '=', id)
			.where(needsOpenTo(actor))
			.forUpdate()
			.executeTakeFirst()
	);

const isOut = (state: string) => ['open', 'introduced', 'in_project', 'solved'].includes(state);

async function open(tx: Tx, actor: Actor, row: NeedRow, checked: boolean) {
	await refuseNames(tx, row, checked);
	await move(tx, actor, row, 'open', {
		openedAt: row.openedAt ?? new Date(),
		expiresAt: await endOfTerm(tx, actor.hub),
		remindedAt: null
	});
}

async function move(
	tx: Tx,
	actor: Actor,
	row: NeedRow,
	to: NeedState,
	also: Partial<Pick<NeedRow, 'openedAt' | 'expiresAt' | 'remindedAt' | 'closedAt' | 'droppedReason'>>
) {
	authorize(mayDecide(actor, row));
	if (!roads[row.state as NeedState].includes(to)) throw conflict('not_from_this_state');
	await set(tx, actor, row.id, { state: to, ...also });
	await record(
		tx,
		actor,
		`need.${to === 'open' ? 'opened' : to}`,
		row.id,
		changes<object>({ state: row.state }, { state: to, ...(also.droppedReason && { reason: also.droppedReason }) })
	);
}

const set = (
	tx: Tx,
	actor: Actor,
	id: string,
	values: Partial<Pick<NeedRow, 'state' | 'openedAt' | 'expiresAt' | 'remindedAt' | 'closedAt' | 'droppedReason'>>
) =>
	tx
		.updateTable('needs')
		.set({ ...values, updatedAt: new Date(), version: sql<number>`version + 1` })
		.where('hub', '=', actor.hub)
		.where('id', '=', id)
		.execute();

export const endOfTerm = async (tx: Tx, hub: string) => {
	const { needDays } = await tx.selectFrom('hubs').select('needDays').where('id', '=', hub).executeTakeFirstOrThrow();
	return new Date(Date.now() + needDays * 24 * 60 * 60 * 1000);
};

type Input = Omit<z.output<typeof WrittenNeed>, 'opens' | 'checked'>;

const written = async (tx: Tx, actor: Actor, organisation: string, input: Input, before: NeedRow | null) => ({
	...needColumns(input, before),
	contact: await contactOf(tx, actor, organisation, input.contact, before?.contact ?? null)
});

/** The row that these fields make, but for whom it names. */
export function needColumns({ contact: _, ...input }: Input, before: { wantedBy: string | null } | null) {
	const { wantedBy = null, budgetBand = null } = input;
	if (wantedBy && wantedBy !== before?.wantedBy && wantedBy < today()) throw refuse('wantedBy', 'date_has_passed');
	if (input.isPublished && input.confidentiality === 'staff') throw refuse('isPublished', 'kept_for_staff');
	const words = [input.title, input.problem, input.result].join('\n');
	return {
		...input,
		...withUnderstood(input, words, input.locale),
		wantedBy,
		budgetBand,
		languages: [...new Set(input.languages)]
	};
}

const today = () => new Date().toISOString().slice(0, 10);

/** An anonymous need must not tell in its own words whose it is. */
async function refuseNames(tx: Tx, need: Texts, checked: boolean) {
	const telling = (await findingsIn(tx, need)).filter(({ certain }) => certain || !checked);
	if (telling.length === 0) return;
	const fields = Object.entries(Object.groupBy(telling, ({ field }) => field)).map(([field, all = []]) => ({
		field,
		code: all.some(({ certain }) => certain) ? 'text_names_the_firm' : 'text_may_name_the_firm',
		params: { found: all.map(({ found }) => say('post_quoted', { text: found })).join(', ') }
	}));
	const worst = fields.find(({ code }) => code === 'text_names_the_firm') ?? fields[0];
	throw new Refusal(worst.code, { fields, params: { found: fields.map(({ params }) => params.found).join(', ') } });
}
