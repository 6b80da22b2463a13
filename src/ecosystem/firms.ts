import { sql } from 'kysely';
import { actsFor, type Actor } from '#platform/actor.ts';
import { db, type Tx } from '#platform/db.server.ts';
import { found, refuse } from '#platform/refusal.ts';
import { visibleTo } from './policy.ts';

/** Whoever is named must act for the firm; else it is who writes, if they do. */
export async function contactOf(tx: Tx, actor: Actor, organisation: string, contact: string | null | undefined, before: string | null) {
	if (!contact || contact === before) return before ?? (actsFor(actor, organisation) ? actor.member : null);
	const acting = await tx
		.selectFrom('representatives')
		.select('member')
		.where('hub', '=', actor.hub)
		.where('organisation', '=', organisation)
		.where('member', '=', contact)
		.where('acceptedAt', 'is not', null)
		.executeTakeFirst();
	if (!acting) throw refuse('contact', 'contact_not_of_the_firm');
	return contact;
}

/** The organisation that a need or an offer is written for. */
export const findFirm = async (tx: Tx, hub: string, id: string) =>
	found(
		await tx
			.selectFrom('organisations')
			.select('id')
			.where('hub', '=', hub)
			.where('id', '=', id)
			.where('archivedAt', 'is', null)
			.executeTakeFirst()
	);

/** What a list that is narrowed to one organisation is called by; null where the reader may not see that it exists. */
export const organisationName = async (actor: Actor, id: string) =>
	(
		await db
			.selectFrom('organisations')
			.select('name')
			.where('hub', '=', actor.hub)
			.where('id', '=', id)
			.where(visibleTo(actor))
			.executeTakeFirst()
	)?.name ?? null;

/** Name and address in the directory of those among these organisations that the actor may see. */
export async function firmNames(
	actor: Actor,
	ids: readonly string[],
	from: Pick<Tx, 'selectFrom'> = db
): Promise<Map<string, { name: string; slug: string }>> {
	if (!ids.length) return new Map();
	const rows = await from
		.selectFrom('organisations')
		.select(['id', 'name', 'slug'])
		.where('hub', '=', actor.hub)
		.where('id', 'in', [...new Set(ids)])
		.where(visibleTo(actor))
		.execute();
	return new Map(rows.map(({ id, name, slug }) => [id, { name, slug }]));
}

/** What whoever keeps the books needs of firms that the hub bills; the caller has checked that the actor does. */
export async function firmNumbers(hub: string, ids: readonly string[]) {
	if (!ids.length) return new Map<string, never>();
	const rows = await db
		.selectFrom('organisations')
		.select(['id', 'legalName', 'siren', 'vat', 'street', 'postcode', 'communeName'])
		.where('hub', '=', hub)
		.where('id', 'in', [...new Set(ids)])
		.execute();
	return new Map(rows.map(({ id, ...row }) => [id, row]));
}

/** What a contract says of the firms that sign it. */
export const firmAsParty = async (from: typeof db | Tx, hub: string, id: string) =>
	found(
		await from
			.selectFrom('organisations')
			.select(['name', 'slug', 'legalName', 'siren', 'street', 'postcode', 'communeName'])
			.where('hub', '=', hub)
			.where('id', '=', id)
			.executeTakeFirst()
	);

/** Organisations whose name holds these words, as many as a search can mean. */
export const firmsNamed = async (hub: string, words: string) =>
	(
		await db
			.selectFrom('organisations')
			.select('id')
			.where('hub', '=', hub)
			.where(sql<boolean>`without_accents(name) ilike without_accents(${`%${words.replace(/[\\%_]/g, '\\$&')}%`})`)
			.limit(1000)
			.execute()
	).map(({ id }) => id);

/** Who acts for an organisation, for those who choose a contact among them. */
export const peopleOf = (actor: Actor, organisation: string) =>
	db
		.selectFrom('representatives')
		.innerJoin('members', (join) =>
			join.onRef('members.hub', '=', 'representatives.hub').onRef('members.id', '=', 'representatives.member')
		)
		.innerJoin('accounts', 'accounts.id', 'members.account')
		.select(['members.id as value', 'accounts.name as label'])
		.where('representatives.hub', '=', actor.hub)
		.where('representatives.organisation', '=', organisation)
		.where('representatives.acceptedAt', 'is not', null)
		.where('members.leftAt', 'is', null)
		.orderBy('accounts.name')
		.execute();

/** The organisations that somebody may write for: their own, and for staff those whose name holds these words. */
export async function writableFirms(actor: Actor, q = '') {
	const own = actor.organisations.map(({ id }) => id);
	let firms = db
		.selectFrom('organisations')
		.select(['id as value', 'name as label'])
		.where('hub', '=', actor.hub)
		.where('archivedAt', 'is', null);
	if (!q) firms = firms.where('id', '=', sql<string>`any(${own}::uuid[])`);
	else if (actor.staff)
		firms = firms.where(sql<boolean>`without_accents(name) ilike without_accents(${`%${q.replace(/[\\%_]/g, '\\$&')}%`})`);
	else return [];
	return firms.orderBy('name').limit(30).execute();
}

/** Whether somebody asked to act for an organisation and has no answer yet. */
export const waitsForFirm = async (actor: Actor) =>
	actor.member !== null &&
	(await db
		.selectFrom('representatives')
		.select('organisation')
		.where('hub', '=', actor.hub)
		.where('member', '=', actor.member)
		.where('acceptedAt', 'is', null)
		.where('refusedAt', 'is', null)
		.executeTakeFirst()) !== undefined;
