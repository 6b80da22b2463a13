import { sql } from 'kysely';
import { z } from 'zod';
import { firmNames, firmsNamed } from '#ecosystem/firms.ts';
import { actsFor, type Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { record } from '#platform/journal.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { authorize, conflict, forbidden, found, refuse } from '#platform/refusal.ts';
import type { JsonObject } from '#platform/schema.ts';
import { perLanguage, requiredText, text } from '#platform/shapes.ts';
import { mayAdmit, seesFiles } from './policy.ts';
import { named } from './rules.ts';

export const Criterion = z.object({ id: z.uuid(), name: z.string(), weight: z.number() });
const names = perLanguage(120).refine((all) => Object.keys(all).length > 0, { path: ['fr'], error: 'name_needed_once' });
export const AddCriterion = z.object({ name: names, weight: z.number().int().min(1).max(10).default(1) });

const mostCriteria = 12;

/** What a committee scores each file by. */
export async function addCriterion(actor: Actor, { name, weight }: z.output<typeof AddCriterion>): Promise<{ id: string }> {
	authorize(mayAdmit(actor));
	return transaction(async (tx) => {
		const { count } = await tx
			.selectFrom('admissionCriteria')
			.select(sql<number>`count(*)::int`.as('count'))
			.where('hub', '=', actor.hub)
			.where('removedAt', 'is', null)
			.executeTakeFirstOrThrow();
		if (count >= mostCriteria) throw refuse('name.fr', 'too_many', { maximum: mostCriteria });
		const row = await tx
			.insertInto('admissionCriteria')
			.values({ hub: actor.hub, name: JSON.stringify(name) as unknown as JsonObject, weight })
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(tx, actor, 'admission_rule.criterion_added', row.id, { name: [null, Object.values(name)[0]] });
		return row;
	});
}

export const CriterionId = z.object({ criterion: z.uuid() });

/** Later committees no longer score by it; scores that were given stay. */
export async function removeCriterion(actor: Actor, { criterion }: z.output<typeof CriterionId>): Promise<{ removed: boolean }> {
	authorize(mayAdmit(actor));
	return transaction(async (tx) => {
		found(
			await tx
				.updateTable('admissionCriteria')
				.set({ removedAt: new Date() })
				.where('hub', '=', actor.hub)
				.where('id', '=', criterion)
				.where('removedAt', 'is', null)
				.returning('id')
				.executeTakeFirst()
		);
		await record(tx, actor, 'admission_rule.criterion_removed', criterion);
		return { removed: true };
	});
}

export async function listCriteria(actor: Actor): Promise<z.output<typeof Criterion>[]> {
	const rows = await db
		.selectFrom('admissionCriteria')
		.select(['id', 'name', 'weight'])
		.where('hub', '=', actor.hub)
		.where('removedAt', 'is', null)
		.orderBy('createdAt')
		.orderBy('id')
		.execute();
	return rows.map(({ name, ...row }) => ({ ...row, name: named(name as Record<string, string>, actor.locale) }));
}

export const PlanCommittee = z.object({
	heldOn: z.iso.date(),
	place: text(200).default(''),
	/** Members of the hub who score. */
	members: z.array(z.uuid()).min(1, 'committee_needs_members').max(30),
	admissions: z.array(z.uuid()).min(1, 'committee_needs_files').max(50)
});
export const CommitteeId = z.object({ committee: z.uuid() });

/** Calls a committee over some files; its members see these from then on. */
export async function planCommittee(
	actor: Actor,
	{ heldOn, place, members, admissions }: z.output<typeof PlanCommittee>
): Promise<{ id: string }> {
	authorize(mayAdmit(actor));
	return transaction(async (tx) => {
		const people = await tx
			.selectFrom('members')
			.select('id')
			.where('hub', '=', actor.hub)
			.where('id', 'in', members)
			.where('leftAt', 'is', null)
			.execute();
		if (people.length < new Set(members).size) throw refuse('members', 'refers_to_nothing');
		const files = await tx
			.selectFrom('admissions')
			.select('id')
			.where('hub', '=', actor.hub)
			.where('id', 'in', admissions)
			.where('stage', 'not in', ['draft', 'withdrawn'])
			.execute();
		if (files.length < new Set(admissions).size) throw refuse('admissions', 'refers_to_nothing');
		const { id } = await tx
			.insertInto('admissionCommittees')
			.values({ hub: actor.hub, heldOn, place, calledBy: actor.member })
			.returning('id')
			.executeTakeFirstOrThrow();
		await tx
			.insertInto('admissionCommitteeMembers')
			.values(people.map(({ id: member }) => ({ hub: actor.hub, committee: id, member })))
			.execute();
		await tx
			.insertInto('admissionCommitteeFiles')
			.values(files.map(({ id: admission }) => ({ hub: actor.hub, committee: id, admission })))
			.execute();
		await record(tx, actor, 'admission_committee.called', id, { heldOn: [null, heldOn], files: [null, files.length] });
		return { id };
	});
}

const isOnIt = async (from: Tx | typeof db, actor: Actor, committee: string) =>
	actor.member !== null &&
	(await from
		.selectFrom('admissionCommitteeMembers')
		.select('member')
		.where('hub', '=', actor.hub)
		.where('committee', '=', committee)
		.where('member', '=', actor.member)
		.executeTakeFirst()) !== undefined;

async function openCommittee(from: Tx | typeof db, actor: Actor, committee: string) {
	const row = found(
		await from.selectFrom('admissionCommittees').selectAll().where('hub', '=', actor.hub).where('id', '=', committee).executeTakeFirst()
	);
	found(seesFiles(actor) || (await isOnIt(from, actor, committee)) ? row : null);
	return row;
}

export const ScoreFile = CommitteeId.extend({
	admission: z.uuid(),
	criterion: z.uuid(),
	score: z.number().int().min(0).max(5),
	words: text(1000).default('')
});

/** One member's score by one criterion. Whoever belongs to the firm or declared a conflict does not score it. */
export async function scoreFile(actor: Actor, { committee, ...input }: z.output<typeof ScoreFile>): Promise<{ id: string }> {
	return transaction(async (tx) => {
		const row = await openCommittee(tx, actor, committee);
		const { member } = actor;
		if (!member || !(await isOnIt(tx, actor, committee))) throw forbidden();
		if (row.closedAt) throw conflict('committee_is_closed');
		const file = found(
			await tx
				.selectFrom('admissionCommitteeFiles as files')
				.innerJoin('admissions', (join) => join.onRef('admissions.hub', '=', 'files.hub').onRef('admissions.id', '=', 'files.admission'))
				.select('admissions.organisation')
				.where('files.hub', '=', actor.hub)
				.where('files.committee', '=', committee)
				.where('files.admission', '=', input.admission)
				.executeTakeFirst()
		);
		const declared = await tx
			.selectFrom('admissionConflicts')
			.select('member')
			.where('hub', '=', actor.hub)
			.where('committee', '=', committee)
			.where('admission', '=', input.admission)
			.where('member', '=', member)
			.executeTakeFirst();
		if (declared || actsFor(actor, file.organisation)) throw conflict('conflict_of_interest');
		const values = { score: input.score, words: input.words, scoredAt: new Date() };
		await tx
			.insertInto('admissionScores')
			.values({ hub: actor.hub, committee, admission: input.admission, criterion: input.criterion, member, ...values })
			.onConflict((on) => on.columns(['hub', 'committee', 'admission', 'criterion', 'member']).doUpdateSet(values))
			.execute();
		await record(tx, actor, 'admission_committee.scored', committee, { admission: [null, input.admission], score: [null, input.score] });
		return { id: committee };
	});
}

export const DeclareConflict = CommitteeId.extend({ admission: z.uuid(), because: requiredText(500) });

/** Steps back from a file; scores that were given to it are taken out. */
export async function declareConflict(
	actor: Actor,
	{ committee, admission, because }: z.output<typeof DeclareConflict>
): Promise<{ id: string }> {
	return transaction(async (tx) => {
		await openCommittee(tx, actor, committee);
		const { member } = actor;
		if (!member || !(await isOnIt(tx, actor, committee))) throw forbidden();
		await tx
			.insertInto('admissionConflicts')
			.values({ hub: actor.hub, committee, admission, member, because })
			.onConflict((on) => on.columns(['hub', 'committee', 'admission', 'member']).doUpdateSet({ because }))
			.execute();
		await tx
			.deleteFrom('admissionScores')
			.where('hub', '=', actor.hub)
			.where('committee', '=', committee)
			.where('admission', '=', admission)
			.where('member', '=', member)
			.execute();
		await record(tx, actor, 'admission_committee.conflict_declared', committee, { admission: [null, admission] });
		return { id: committee };
	});
}

export const WriteMinutes = CommitteeId.extend({
	version: z.number().int().min(1),
	minutes: text(20_000).default(''),
	close: z.boolean().default(false)
});

/** Minutes of a committee; closed, it takes no more scores. Of two who write at once the second is told. */
export async function writeMinutes(
	actor: Actor,
	{ committee, version, minutes, close }: z.output<typeof WriteMinutes>
): Promise<{ id: string }> {
	authorize(mayAdmit(actor));
	return transaction(async (tx) => {
		const row = await openCommittee(tx, actor, committee);
		if (row.version !== version) throw conflict('changed_meanwhile');
		const kept = await tx
			.updateTable('admissionCommittees')
			.set({ minutes, version: version + 1, closedAt: close ? new Date() : row.closedAt })
			.where('hub', '=', actor.hub)
			.where('id', '=', committee)
			.where('version', '=', version)
			.returning('id')
			.executeTakeFirst();
		if (!kept) throw conflict('changed_meanwhile');
		await record(tx, actor, close ? 'admission_committee.closed' : 'admission_committee.minutes_written', committee);
		return { id: committee };
	});
}

export const CommitteeView = z.object({
	id: z.uuid(),
	heldOn: z.string(),
	place: z.string(),
	minutes: z.string(),
	version: z.number(),
	closedAt: z.date().nullable(),
	members: z.array(z.object({ member: z.uuid(), name: z.string() })),
	criteria: z.array(Criterion),
	files: z.array(
		z.object({
			id: z.uuid(),
			number: z.string(),
			firm: z.string(),
			stage: z.string(),
			net24: z.number(),
			isTransfer: z.boolean(),
			/** Of five, by the weights of the criteria; null while nobody scored. */
			average: z.number().nullable(),
			scores: z.array(z.object({ member: z.uuid(), criterion: z.uuid(), score: z.number(), words: z.string() })),
			conflicts: z.array(z.object({ member: z.uuid(), because: z.string() })),
			mayScore: z.boolean()
		})
	),
	isMember: z.boolean(),
	mayWrite: z.boolean()
});
export type CommitteeView = z.output<typeof CommitteeView>;

/** A committee with its files, scores and minutes, for its members and for staff who accompany firms. */
export async function findCommittee(actor: Actor, { committee }: z.output<typeof CommitteeId>): Promise<CommitteeView> {
	const row = await openCommittee(db, actor, committee);
	const of = { hub: actor.hub, committee };
	const members = await db
		.selectFrom('admissionCommitteeMembers as on')
		.innerJoin('members', (join) => join.onRef('members.hub', '=', 'on.hub').onRef('members.id', '=', 'on.member'))
		.innerJoin('accounts', 'accounts.id', 'members.account')
		.select(['on.member', 'accounts.name'])
		.where('on.hub', '=', of.hub)
		.where('on.committee', '=', committee)
		.orderBy('accounts.name')
		.execute();
	const files = await db
		.selectFrom('admissionCommitteeFiles as on')
		.innerJoin('admissions', (join) => join.onRef('admissions.hub', '=', 'on.hub').onRef('admissions.id', '=', 'on.admission'))
		.select([
			'admissions.id',
			'admissions.number',
			'admissions.organisation',
			'admissions.stage',
			'admissions.net24',
			'admissions.isTransfer'
		])
		.where('on.hub', '=', of.hub)
		.where('on.committee', '=', committee)
		.orderBy('admissions.number')
		.execute();
	const scores = await db
		.selectFrom('admissionScores')
		.select(['admission', 'member', 'criterion', 'score', 'words'])
		.where('hub', '=', of.hub)
		.where('committee', '=', committee)
		.execute();
	const conflicts = await db
		.selectFrom('admissionConflicts')
		.select(['admission', 'member', 'because'])
		.where('hub', '=', of.hub)
		.where('committee', '=', committee)
		.execute();
	const firms = await firmNames(
		actor,
		files.map(({ organisation }) => organisation)
	);
	const criteria = await listCriteria(actor);
	const weight = new Map(criteria.map((one) => [one.id, one.weight]));
	const isMember = members.some(({ member }) => member === actor.member);
	return {
		id: row.id,
		heldOn: row.heldOn,
		place: row.place,
		minutes: row.minutes,
		version: row.version,
		closedAt: row.closedAt,
		members,
		criteria,
		files: files.map(({ organisation, ...file }) => {
			const own = scores.filter(({ admission }) => admission === file.id);
			const stepped = conflicts.filter(({ admission }) => admission === file.id);
			const total = own.reduce((sum, { criterion }) => sum + (weight.get(criterion) ?? 1), 0);
			return {
				...file,
				firm: firms.get(organisation)?.name ?? '',
				average: total
					? Math.round((100 * own.reduce((sum, { criterion, score }) => sum + score * (weight.get(criterion) ?? 1), 0)) / total) / 100
					: null,
				scores: own,
				conflicts: stepped,
				mayScore: isMember && !row.closedAt && !actsFor(actor, organisation) && !stepped.some(({ member }) => member === actor.member)
			};
		}),
		isMember,
		mayWrite: mayAdmit(actor)
	};
}

export const CommitteeLine = z.object({
	id: z.uuid(),
	heldOn: z.string(),
	place: z.string(),
	members: z.number(),
	files: z.number(),
	/** Of these files, those that somebody scored. */
	scored: z.number(),
	isClosed: z.boolean()
});
export type CommitteeLine = z.output<typeof CommitteeLine>;

export const ListCommittees = PageInput.extend({
	/** A place, a firm or the number of a file. */
	q: text(200).default(''),
	state: z.enum(['all', 'open', 'closed']).default('all')
});

/** Committees, the latest first: all for staff, one's own for others. */
export async function listCommittees(actor: Actor, { q, state, ...page }: z.output<typeof ListCommittees>): Promise<Page<CommitteeLine>> {
	authorize(actor.member !== null || seesFiles(actor));
	const of = (table: string) => sql`${sql.table(table)} t where t.hub = committees.hub and t.committee = committees.id`;
	let query = db
		.selectFrom('admissionCommittees as committees')
		.select(['committees.id', 'committees.heldOn', 'committees.place'])
		.select([
			sql<number>`(select count(*)::int from ${of('admission_committee_members')})`.as('members'),
			sql<number>`(select count(*)::int from ${of('admission_committee_files')})`.as('files'),
			sql<number>`(select count(distinct t.admission)::int from ${of('admission_scores')})`.as('scored'),
			sql<boolean>`committees.closed_at is not null`.as('isClosed')
		])
		.where('committees.hub', '=', actor.hub);
	if (!seesFiles(actor))
		query = query.where(sql<boolean>`exists (select from ${of('admission_committee_members')} and t.member = ${actor.member}::uuid)`);
	if (state !== 'all') query = query.where('committees.closedAt', state === 'open' ? 'is' : 'is not', null);
	if (q) {
		const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
		const firms = await firmsNamed(actor.hub, q);
		query = query.where(
			sql<boolean>`(committees.place ilike ${like} or exists (select from ${of('admission_committee_files')} and exists (
				select from admissions a where a.hub = t.hub and a.id = t.admission and (a.number ilike ${like} or a.organisation = any(${firms}::uuid[])))))`
		);
	}
	return cursorPage(
		query,
		[
			['heldOn', 'desc'],
			['id', 'asc']
		],
		page
	);
}
