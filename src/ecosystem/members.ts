import { sql } from 'kysely';
import { z } from 'zod';
import { has, roles, staffRoles, visitor, type Actor, type Door, type Role } from '#platform/actor.ts';
import { acrossHubs, db, transaction, type Tx } from '#platform/db.server.ts';
import { isLocale, type Locale } from '#platform/i18n.ts';
import { changes, record } from '#platform/journal.ts';
import { cursorPage, PageInput } from '#platform/page.ts';
import { authorize, conflict, found, notFound, Refusal, signInFirst } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';

/** Who this account is in this hub: a visitor, a member, or staff. */
export async function actorOf(
	hub: string,
	account: { id: string; name: string } | null,
	locale: Locale,
	door: Door,
	request: string | null
): Promise<Actor> {
	if (!account) return visitor(hub, locale, door, request);
	// Asked before the hub of the request is held to, since sign-in itself belongs to no hub.
	const member = await acrossHubs(() =>
		db
			.selectFrom('members')
			.select(['id', 'roles'])
			.select((eb) =>
				eb
					.selectFrom('representatives')
					.innerJoin('organisations', (join) =>
						join.onRef('organisations.hub', '=', 'representatives.hub').onRef('organisations.id', '=', 'representatives.organisation')
					)
					.whereRef('representatives.hub', '=', 'members.hub')
					.whereRef('representatives.member', '=', 'members.id')
					.where('representatives.acceptedAt', 'is not', null)
					.where('organisations.archivedAt', 'is', null)
					.select(
						sql<
							{ id: string; isOwner: boolean }[]
						>`coalesce(json_agg(json_build_object('id', organisation, 'isOwner', is_owner) order by is_owner desc, organisations.name), '[]')`.as(
							'list'
						)
					)
					.as('organisations')
			)
			.where('hub', '=', hub)
			.where('account', '=', account.id)
			.where('leftAt', 'is', null)
			.executeTakeFirst()
	);
	if (!member) return { ...visitor(hub, locale, door, request), account: account.id, name: account.name };
	const roles = member.roles as Role[];
	return {
		hub,
		account: account.id,
		member: member.id,
		name: account.name,
		roles,
		staff: roles.some((role) => staffRoles.includes(role)),
		organisations: member.organisations ?? [],
		apiKey: null,
		locale,
		door,
		request
	};
}

/** A member as they act by mail; undefined once they left. */
export async function memberToAnswer(
	hub: string,
	member: string,
	request: string | null
): Promise<{ actor: Actor; email: string } | undefined> {
	const row = await db
		.selectFrom('members')
		.innerJoin('accounts', 'accounts.id', 'members.account')
		.select(['accounts.id', 'accounts.name', 'accounts.email', 'accounts.locale'])
		.where('members.hub', '=', hub)
		.where('members.id', '=', member)
		.where('members.leftAt', 'is', null)
		.executeTakeFirst();
	if (!row) return undefined;
	const actor = await actorOf(hub, row, isLocale(row.locale) ? row.locale : 'fr', 'api', request);
	return { actor, email: row.email.toLowerCase() };
}

/** People with their addresses and roles are the hub managers' business; what members show of themselves is in the directory. */
const mayManage = (actor: Actor) => has(actor);

export const ListMembers = PageInput.extend({
	q: text(100).optional(),
	role: z.enum(roles).optional()
});

export async function members(actor: Actor, { q, role, cursor, limit }: z.output<typeof ListMembers>) {
	authorize(mayManage(actor));
	let query = listed(actor);
	// Only the typed signs count, not what they mean to the database.
	if (q)
		query = query.where(
			sql<boolean>`accounts.name || ' ' || accounts.email || ' ' || members.title ilike ${`%${q.replaceAll(/[\\%_]/g, '\\$&')}%`}`
		);
	if (role) query = query.where(sql<boolean>`${role} = any (members.roles)`);
	return cursorPage(
		query,
		[
			['name', 'asc'],
			['id', 'asc']
		],
		{ cursor, limit }
	);
}

const listed = (actor: Actor) =>
	db
		.selectFrom('members')
		.innerJoin('accounts', 'accounts.id', 'members.account')
		.select(['members.id', 'accounts.name', 'accounts.email', 'members.title', 'members.isShown', 'members.joinedAt', 'members.version'])
		.select(sql<Role[]>`members.roles`.as('roles'))
		.select((eb) =>
			eb
				.selectFrom('representatives')
				.innerJoin('organisations', (join) =>
					join.onRef('organisations.hub', '=', 'representatives.hub').onRef('organisations.id', '=', 'representatives.organisation')
				)
				.whereRef('representatives.hub', '=', 'members.hub')
				.whereRef('representatives.member', '=', 'members.id')
				.where('representatives.acceptedAt', 'is not', null)
				.where('organisations.archivedAt', 'is', null)
				.select(sql<string[]>`coalesce(array_agg(organisations.name order by organisations.name), '{}')`.as('names'))
				.as('organisations')
		)
		.where('members.hub', '=', actor.hub)
		.where('members.leftAt', 'is', null);

/** Those who run the hub, by name: whom work may be handed to. */
export const staffOfHub = async (actor: Actor): Promise<{ member: string; name: string; roles: Role[] }[]> => {
	authorize(actor.staff);
	return db
		.selectFrom('members')
		.innerJoin('accounts', 'accounts.id', 'members.account')
		.select(['members.id as member', 'accounts.name', sql<Role[]>`members.roles`.as('roles')])
		.where('members.hub', '=', actor.hub)
		.where('members.leftAt', 'is', null)
		.where(sql<boolean>`members.roles && ${staffRoles}`)
		.orderBy('accounts.name')
		.orderBy('members.id')
		.execute();
};

export const FindMember = z.object({ member: z.uuid() });

export async function findMember(actor: Actor, { member }: z.output<typeof FindMember>) {
	authorize(mayManage(actor));
	return listed(actor).where('members.id', '=', member).executeTakeFirst().then(found);
}

export const ChangeRoles = z.object({
	member: z.uuid(),
	roles: z.array(z.enum(roles)).min(1).max(roles.length),
	version: z.number().int()
});

/** The last hub manager keeps that role: the database sees to it, for two managers who let go at once as well. */
export async function changeRoles(actor: Actor, input: z.output<typeof ChangeRoles>) {
	const before = await findMember(actor, input);
	const wanted = inOrder(input.roles);
	await transaction(async (tx) => {
		const changed = await tx
			.updateTable('members')
			.set({ roles: wanted, version: sql<number>`version + 1` })
			.where('hub', '=', actor.hub)
			.where('id', '=', input.member)
			.where('leftAt', 'is', null)
			.where('version', '=', input.version)
			.executeTakeFirst();
		if (!changed.numUpdatedRows) throw conflict('changed_meanwhile');
		await record(tx, actor, 'member.roles_changed', input.member, changes({ roles: before.roles }, { roles: wanted }));
	});
	return findMember(actor, input);
}

export const inOrder = (some: readonly Role[]) => roles.filter((role) => some.includes(role));

export async function removeMember(actor: Actor, { member }: z.output<typeof FindMember>) {
	await findMember(actor, { member });
	await transaction(async (tx) => {
		await leave(tx, actor.hub, member, actor.member);
		await record(tx, actor, 'member.removed', member);
	});
}

/** Leaves by one's own will; who did may come back. */
export async function leaveHub(actor: Actor) {
	const { member } = actor;
	if (!member) throw notFound();
	await transaction(async (tx) => {
		await leave(tx, actor.hub, member, null);
		await record(tx, actor, 'member.left', member);
	});
}

/** Whoever leaves no longer acts for any organisation here, after a return neither. */
export async function leave(tx: Tx, hub: string, member: string, removedBy: string | null) {
	await tx
		.updateTable('members')
		.set({ leftAt: new Date(), removedBy, isShown: false, version: sql<number>`version + 1` })
		.where('hub', '=', hub)
		.where('id', '=', member)
		.where('leftAt', 'is', null)
		.execute();
	await tx.deleteFrom('representatives').where('hub', '=', hub).where('member', '=', member).execute();
}

/** Anybody with an account becomes a plain member of a hub that is open, in one click. */
export async function joinHub(actor: Actor): Promise<{ member: string }> {
	const { account } = actor;
	if (!account) throw signInFirst();
	const hub = found(await db.selectFrom('hubs').select('isOpen').where('id', '=', actor.hub).executeTakeFirst());
	if (!hub.isOpen) throw forbiddenFor('hub_by_invitation');
	return transaction(async (tx) => {
		const former = await tx
			.selectFrom('members')
			.select(['leftAt', 'removedBy'])
			.where('hub', '=', actor.hub)
			.where('account', '=', account)
			.forUpdate()
			.executeTakeFirst();
		if (former && !former.leftAt) throw conflict('already_a_member');
		if (former?.removedBy) throw forbiddenFor('hub_by_invitation');
		return { member: await enter(tx, actor, account, ['member'], 'member.joined') };
	});
}

const forbiddenFor = (code: string) => new Refusal(code, { status: 403 });

/** Makes the account a member with these roles beside those it has; who had left begins again with these alone. */
export async function enter(tx: Tx, actor: Actor, account: string, given: readonly Role[], what: string): Promise<string> {
	const { id } = await tx
		.insertInto('members')
		.values({ hub: actor.hub, account, roles: inOrder(given) })
		.onConflict((on) =>
			on.constraint('already_a_member').doUpdateSet({
				roles: sql<string[]>`case when members.left_at is null
					then array(select distinct unnest(members.roles || excluded.roles)) else excluded.roles end`,
				joinedAt: sql<Date>`case when members.left_at is null then members.joined_at else now() end`,
				leftAt: null,
				removedBy: null,
				version: sql<number>`members.version + 1`
			})
		)
		.returning('id')
		.executeTakeFirstOrThrow();
	await record(tx, { ...actor, member: id }, what, id, changes({}, { roles: inOrder(given) } as object));
	return id;
}

export const ChangeMemberProfile = z.object({ title: text(120), isShown: z.boolean().default(false) });

/** What a member is in this hub, and whether the public directory may say so. */
export async function changeMemberProfile(actor: Actor, { title, isShown }: z.output<typeof ChangeMemberProfile>) {
	const { member } = actor;
	if (!member) throw notFound();
	await transaction(async (tx) => {
		const before = await tx
			.selectFrom('members')
			.select(['title', 'isShown'])
			.where('hub', '=', actor.hub)
			.where('id', '=', member)
			.forUpdate()
			.executeTakeFirstOrThrow();
		await tx.updateTable('members').set({ title, isShown }).where('hub', '=', actor.hub).where('id', '=', member).execute();
		await record(tx, actor, 'member.profile_changed', member, changes({ isShown: before.isShown }, { isShown }));
	});
}

/** Where this account belongs, for its own pages. */
export const membershipsOf = (account: string) =>
	acrossHubs(() =>
		db
			.selectFrom('members')
			.innerJoin('hubs', 'hubs.id', 'members.hub')
			.select(['hubs.id', 'hubs.name', 'hubs.place', 'members.title', 'members.isShown', 'members.joinedAt'])
			.select(sql<Role[]>`members.roles`.as('roles'))
			.where('members.account', '=', account)
			.where('members.leftAt', 'is', null)
			.orderBy('hubs.name')
			.execute()
	);
