import { sql } from 'kysely';
import { staffRoles, visitor, type Actor, type Door, type Role } from '#platform/actor.ts';
import { acrossHubs, db } from '#platform/db.server.ts';
import type { Locale } from '#platform/i18n.ts';

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
