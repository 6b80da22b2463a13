import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { record } from '#platform/journal.ts';
import { cursorPage, PageInput } from '#platform/page.ts';
import { authorize, found, refuse } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { strong, type PairReason } from './pairs.ts';

export const DuplicateFilter = z.object({
	q: text(120).default(''),
	/** Pairs to look at, or those that somebody said are two. */
	state: z.enum(['open', 'distinct']).default('open'),
	/** Only pairs that are most likely one. */
	strong: z.boolean().default(false)
});
export const ListDuplicates = DuplicateFilter.extend(PageInput.shape);

const brief = (alias: string) => sql<{
	id: string;
	slug: string;
	name: string;
	legalName: string;
	communeName: string;
	siren: string | null;
	isListed: boolean;
}>`json_build_object('id', ${sql.ref(`${alias}.id`)}, 'slug', ${sql.ref(`${alias}.slug`)}, 'name', ${sql.ref(`${alias}.name`)},
	'legalName', ${sql.ref(`${alias}.legal_name`)}, 'communeName', ${sql.ref(`${alias}.commune_name`)}, 'siren', ${sql.ref(`${alias}.siren`)},
	'isListed', ${sql.ref(`${alias}.is_listed`)})`;

const isTold = (one: string, other: string) => sql<boolean>`exists (select from not_duplicates d where d.hub = p.hub
	and ((d.organisation = ${sql.ref(one)} and d.other = ${sql.ref(other)}) or (d.organisation = ${sql.ref(other)} and d.other = ${sql.ref(one)})))`;

/** Pairs of records that look the same, the likeliest first; or those that were told apart. */
export async function listDuplicates(actor: Actor, { q, state, strong: only, cursor, limit }: z.output<typeof ListDuplicates>) {
	authorize(actor.staff);
	let query = state === 'open' ? openPairs(actor) : distinctPairs(actor);
	if (only) query = query.where(sql<boolean>`p.points >= ${strong}`);
	if (q) {
		const sign = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
		query = query.where(
			sql<boolean>`without_accents(a.name || ' ' || a.legal_name || ' ' || b.name || ' ' || b.legal_name) ilike without_accents(${sign})`
		);
	}
	return cursorPage(
		query,
		[
			['points', 'desc'],
			['id', 'asc']
		],
		{ cursor, limit }
	);
}

const openPairs = ({ hub }: Actor) =>
	db
		.selectFrom('duplicatePairs as p')
		.innerJoin('organisations as a', (join) => join.onRef('a.hub', '=', 'p.hub').onRef('a.id', '=', 'p.one'))
		.innerJoin('organisations as b', (join) => join.onRef('b.hub', '=', 'p.hub').onRef('b.id', '=', 'p.other'))
		.select([
			sql<string>`p.one || '.' || p.other`.as('id'),
			'p.points',
			sql<PairReason[]>`p.reasons`.as('reasons'),
			brief('a').as('one'),
			brief('b').as('other')
		])
		.select([sql<Date | null>`null::timestamptz`.as('saidAt'), sql<string | null>`null::text`.as('saidBy'), sql<string>`''`.as('because')])
		.where('p.hub', '=', hub)
		.where('a.archivedAt', 'is', null)
		.where('b.archivedAt', 'is', null)
		.where(sql<boolean>`not ${isTold('p.one', 'p.other')}`);

const distinctPairs = ({ hub }: Actor): ReturnType<typeof openPairs> =>
	db
		.selectFrom('notDuplicates as n')
		.leftJoin('duplicatePairs as p', (join) =>
			join
				.onRef('p.hub', '=', 'n.hub')
				.on('p.one', '=', sql<string>`least(n.organisation, n.other)`)
				.on('p.other', '=', sql<string>`greatest(n.organisation, n.other)`)
		)
		.innerJoin('organisations as a', (join) => join.onRef('a.hub', '=', 'n.hub').onRef('a.id', '=', 'n.organisation'))
		.innerJoin('organisations as b', (join) => join.onRef('b.hub', '=', 'n.hub').onRef('b.id', '=', 'n.other'))
		.leftJoin('members', (join) => join.onRef('members.hub', '=', 'n.hub').onRef('members.id', '=', 'n.saidBy'))
		.leftJoin('accounts', 'accounts.id', 'members.account')
		.select([
			sql<string>`n.organisation || '.' || n.other`.as('id'),
			sql<number>`coalesce(p.points, 0)`.as('points'),
			sql<PairReason[]>`coalesce(p.reasons, '[]')`.as('reasons'),
			brief('a').as('one'),
			brief('b').as('other')
		])
		.select([
			sql<Date | null>`n.said_at`.as('saidAt'),
			sql<string | null>`accounts.name`.as('saidBy'),
			sql<string>`n.because`.as('because')
		])
		.where('n.hub', '=', hub)
		.where('a.archivedAt', 'is', null)
		.where('b.archivedAt', 'is', null) as unknown as ReturnType<typeof openPairs>;

/** How many pairs are to be looked at, and how many were told apart. */
export async function countDuplicates(actor: Actor) {
	authorize(actor.staff);
	const [open, distinct] = await Promise.all(
		[openPairs(actor), distinctPairs(actor)].map(async (query) => {
			const { rows } = await sql<{ count: number }>`select count(*) as count from ${query.as('pairs')}`.execute(db);
			return rows[0]?.count ?? 0;
		})
	);
	return { open: open ?? 0, distinct: distinct ?? 0 };
}

export const TwoOrganisations = z.object({ one: z.uuid(), other: z.uuid() });
export const TellApart = TwoOrganisations.extend({ because: text(300).default('') });

/** They are two organisations: the pair is not pointed out any more. */
export async function tellApart(actor: Actor, { because, ...pair }: z.output<typeof TellApart>) {
	const [one, other] = await findBoth(actor, pair);
	return transaction(async (tx) => {
		const said = await tx
			.insertInto('notDuplicates')
			.values({ hub: actor.hub, organisation: one.id, other: other.id, because, saidBy: actor.member })
			.returning(['organisation as one', 'other', 'saidAt', 'because'])
			.executeTakeFirstOrThrow();
		await record(tx, actor, 'organisation.told_apart', one.id, { other: [null, other.name], ...(because && { reason: [null, because] }) });
		await record(tx, actor, 'organisation.told_apart', other.id, { other: [null, one.name] });
		return said;
	});
}

/** They may be one after all: the pair is pointed out again. */
export async function doubtAgain(actor: Actor, pair: z.output<typeof TwoOrganisations>) {
	const [one, other] = await findBoth(actor, pair);
	await transaction(async (tx) => {
		const gone = await tx
			.deleteFrom('notDuplicates')
			.where('hub', '=', actor.hub)
			.where((eb) =>
				eb.or([
					eb.and([eb('organisation', '=', one.id), eb('other', '=', other.id)]),
					eb.and([eb('organisation', '=', other.id), eb('other', '=', one.id)])
				])
			)
			.returning('organisation')
			.execute();
		found(gone[0]);
		for (const [mine, theirs] of [
			[one, other],
			[other, one]
		] as const)
			await record(tx, actor, 'organisation.doubted_again', mine.id, { other: [theirs.name, null] });
	});
}

/** Both records, the smaller id first. */
async function findBoth(actor: Actor, { one, other }: z.output<typeof TwoOrganisations>) {
	authorize(actor.staff);
	if (one === other) throw refuse('other', 'told_apart_from_itself');
	const rows = await db
		.selectFrom('organisations')
		.select(['id', 'name'])
		.where('hub', '=', actor.hub)
		.where('id', 'in', [one, other])
		.where('archivedAt', 'is', null)
		.orderBy('id')
		.execute();
	return [found(rows[0]), found(rows[1])] as const;
}
