import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { has, roles, staffRoles, visitor, type Actor, type Role } from './actor.ts';
import { acrossHubs, db, transaction } from './db.server.ts';
import { isLocale, type Locale } from './i18n.ts';
import { record } from './journal.ts';
import { authorize, found, Refusal, membersOnly } from './refusal.ts';
import { requiredText } from './shapes.ts';

const scopes = ['read', 'write'] as const;
export type Scope = (typeof scopes)[number];

/** What the check constraints of the table promise about its lists. */
interface Held {
	roles: Role[];
	scopes: Scope[];
}

export const CreateApiKey = z.object({
	name: requiredText(100),
	/** What the key may do; never more than whoever makes it. */
	roles: z.array(z.enum(roles)).min(1).max(roles.length).default(['member']),
	scopes: z.array(z.enum(scopes)).min(1).default(['read']),
	expiresInDays: z.number().int().min(1).max(3650).default(365)
});

export const RevokeApiKey = z.object({ key: z.uuid() });

/** Makes a key for a program and returns it, this once: only its hash is kept. A member's key acts for that member's organisations. */
export async function createApiKey(actor: Actor, input: z.output<typeof CreateApiKey>) {
	if (!actor.roles.length) throw membersOnly(actor);
	authorize(!actor.apiKey && input.roles.every((role) => mayGive(actor, role)));
	const key = `km0_${actor.hub}_${randomBytes(32).toString('base64url')}`;

	return transaction(async (tx) => {
		const made = await tx
			.insertInto('apiKeys')
			.values({
				hub: actor.hub,
				name: input.name,
				prefix: key.slice(0, key.length - 36),
				sha256: hashed(key),
				roles: input.roles,
				scopes: input.scopes,
				member: actor.member,
				expiresAt: new Date(Date.now() + input.expiresInDays * 24 * 60 * 60 * 1000)
			})
			.returning(['id', 'name', 'roles', 'scopes', 'expiresAt'])
			.$narrowType<Held>()
			.executeTakeFirstOrThrow();
		await record(tx, actor, 'api_key.made', made.id, {
			name: [null, input.name],
			roles: [null, input.roles],
			scopes: [null, input.scopes]
		});
		return { ...made, key };
	});
}

/** The hub's keys for its manager, one's own for everybody else. */
export async function apiKeys(actor: Actor) {
	if (!actor.roles.length) throw membersOnly(actor);
	let keys = db.selectFrom('apiKeys').where('hub', '=', actor.hub).where('revokedAt', 'is', null);
	if (!has(actor)) keys = keys.where('member', '=', actor.member);
	const items = await keys
		.select(['id', 'name', 'prefix', 'roles', 'scopes', 'createdAt', 'expiresAt', 'lastUsedAt'])
		.$narrowType<Held>()
		.orderBy('createdAt', 'desc')
		.execute();
	return { items };
}

export async function revokeApiKey(actor: Actor, { key }: z.output<typeof RevokeApiKey>) {
	if (!actor.roles.length) throw membersOnly(actor);
	return transaction(async (tx) => {
		let own = tx.updateTable('apiKeys').where('hub', '=', actor.hub).where('id', '=', key).where('revokedAt', 'is', null);
		if (!has(actor)) own = own.where('member', '=', actor.member);
		const { id } = found(await own.set({ revokedAt: new Date() }).returning('id').executeTakeFirst());
		await record(tx, actor, 'api_key.revoked', id);
		return { id };
	});
}

export interface KeyHolder {
	actor: Actor;
	scopes: readonly Scope[];
}

/** Who calls with this key in this hub. Unknown, revoked, expired and another hub's keys are refused alike, so that none says more than another. */
export async function keyHolder(hub: string, key: string, locale: Locale, request: string): Promise<KeyHolder> {
	const row = await acrossHubs(() =>
		db
			.selectFrom('apiKeys')
			.select(['id', 'name', 'roles', 'scopes', 'member', 'lastUsedAt'])
			.$narrowType<Held>()
			.select((eb) =>
				eb
					.selectFrom('representatives')
					.innerJoin('organisations', (join) =>
						join.onRef('organisations.hub', '=', 'representatives.hub').onRef('organisations.id', '=', 'representatives.organisation')
					)
					.where('organisations.archivedAt', 'is', null)
					.whereRef('representatives.hub', '=', 'apiKeys.hub')
					.whereRef('representatives.member', '=', 'apiKeys.member')
					.where('representatives.acceptedAt', 'is not', null)
					.select(
						sql<
							{ id: string; isOwner: boolean }[]
						>`coalesce(json_agg(json_build_object('id', organisation, 'isOwner', is_owner) order by is_owner desc), '[]')`.as('list')
					)
					.as('organisations')
			)
			.select((eb) =>
				eb
					.selectFrom('members')
					.whereRef('members.hub', '=', 'apiKeys.hub')
					.whereRef('members.id', '=', 'apiKeys.member')
					.where('leftAt', 'is', null)
					.select('members.roles')
					.as('memberRoles')
			)
			.where('hub', '=', hub)
			.where('sha256', '=', hashed(key))
			.where('revokedAt', 'is', null)
			.where((eb) => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', new Date())]))
			.executeTakeFirst()
	);
	// A person who left, or lost a role, takes their keys' rights along.
	if (!row || (row.member && !row.memberRoles)) throw new Refusal('key_invalid', { status: 401 });
	const holds = row.roles.filter((role) => !row.memberRoles || row.memberRoles.includes(role) || row.memberRoles.includes('hub_manager'));

	if (!row.lastUsedAt || Date.now() - row.lastUsedAt.getTime() > 60_000)
		await acrossHubs(() =>
			db.updateTable('apiKeys').set({ lastUsedAt: new Date() }).where('hub', '=', hub).where('id', '=', row.id).execute()
		);
	return {
		actor: {
			...visitor(hub, locale, 'api', request),
			member: row.member,
			name: row.name,
			roles: holds,
			staff: holds.some((role) => staffRoles.includes(role)),
			organisations: row.organisations ?? [],
			apiKey: row.id
		},
		scopes: row.scopes
	};
}

/** The language of whoever made the key; undefined for a key of the hub itself. */
export async function localeOfOwner({ hub, member }: Actor): Promise<Locale | undefined> {
	if (!member) return undefined;
	const { locale } = await acrossHubs(() =>
		db
			.selectFrom('members')
			.innerJoin('accounts', 'accounts.id', 'members.account')
			.select('accounts.locale')
			.where('members.hub', '=', hub)
			.where('members.id', '=', member)
			.executeTakeFirstOrThrow()
	);
	return isLocale(locale) ? locale : undefined;
}

const mayGive = (actor: Actor, role: Role) => has(actor) || actor.roles.includes(role);
const hashed = (key: string) => createHash('sha256').update(key).digest('hex');
