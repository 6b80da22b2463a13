import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { has, owns, roles, type Actor, type Role } from '#platform/actor.ts';
import { baseUrl, type Caller } from '#platform/auth.server.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import type { Locale } from '#platform/i18n.ts';
import { record } from '#platform/journal.ts';
import { limit } from '#platform/limits.ts';
import { post } from '#platform/mail.ts';
import { cursorPage, PageInput } from '#platform/page.ts';
import { authorize, conflict, found, Refusal, signInFirst } from '#platform/refusal.ts';
import { email, locale, requiredText } from '#platform/shapes.ts';
import { createAccount, findAccount, newPassword } from './accounts.ts';
import { enter, inOrder } from './members.ts';
import { signIn } from './sign-in.ts';

const days = 14;

/** Managers invite to any role, animators plain members, owners of an organisation their colleagues. */
export const mayInvite = (actor: Actor, wanted: readonly Role[], organisation?: string) =>
	has(actor) ||
	(wanted.every((role) => role === 'member') && (has(actor, 'animator') || (organisation !== undefined && owns(actor, organisation))));

const maySeeInvitations = (actor: Actor) => has(actor, 'animator');

export const InviteMember = z.object({
	email,
	roles: z.array(z.enum(roles)).max(roles.length).default(['member']),
	organisation: z.uuid().optional(),
	locale
});

/** Sends a letter with a link that makes its reader a member; a plain one where no role is named. */
export async function inviteMember(actor: Actor, input: z.output<typeof InviteMember>) {
	const wanted = input.roles.length ? inOrder(input.roles) : (['member'] as Role[]);
	authorize(mayInvite(actor, wanted, input.organisation));
	if (input.organisation)
		found(
			await db
				.selectFrom('organisations')
				.select('id')
				.where('hub', '=', actor.hub)
				.where('id', '=', input.organisation)
				.where('archivedAt', 'is', null)
				.executeTakeFirst()
		);
	await limit(`invite:${actor.hub}:${actor.member}`, { max: 100, seconds: 3600 });

	return transaction(async (tx) => {
		const isMember = await tx
			.selectFrom('members')
			.innerJoin('accounts', 'accounts.id', 'members.account')
			.select('members.id')
			.where('members.hub', '=', actor.hub)
			.where('members.leftAt', 'is', null)
			.where('accounts.email', '=', input.email)
			.executeTakeFirst();
		if (isMember && !input.organisation && wanted.every((role) => role === 'member')) throw conflict('already_a_member');
		// An invitation that ran out no longer stands in the way of another.
		await tx
			.updateTable('invitations')
			.set({ revokedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('email', '=', input.email)
			.where('acceptedAt', 'is', null)
			.where('revokedAt', 'is', null)
			.where('expiresAt', '<', sql<Date>`now()`)
			.execute();
		const { id, email, roles, expiresAt } = await invite(tx, actor, { ...input, roles: wanted });
		return { id, email, roles, expiresAt };
	});
}

/** The invitation itself, for whoever has checked that it may be made. */
export async function invite(
	tx: Tx,
	actor: Actor,
	{ email, roles, organisation, locale }: { email: string; roles: readonly Role[]; organisation?: string; locale: Locale }
) {
	const token = newToken();
	const { id, expiresAt } = await tx
		.insertInto('invitations')
		.values({
			hub: actor.hub,
			email,
			roles: inOrder(roles),
			organisation: organisation ?? null,
			locale,
			tokenSha256: hashed(token),
			invitedBy: actor.member,
			expiresAt: inSomeDays()
		})
		.returning(['id', 'expiresAt'])
		.executeTakeFirstOrThrow();
	await record(tx, actor, 'invitation.sent', id, { roles: [null, inOrder(roles)] });
	const link = await sendInvitation(tx, actor, email, locale, token);
	return { id, email, roles: inOrder(roles), expiresAt, link };
}

const newToken = () => randomBytes(24).toString('base64url');
const hashed = (token: string) => createHash('sha256').update(token).digest('hex');
const inSomeDays = () => new Date(Date.now() + days * 86_400_000);

async function sendInvitation(tx: Tx, actor: Actor, to: string, locale: Locale, token: string) {
	const { name, place } = await tx.selectFrom('hubs').select(['name', 'place']).where('id', '=', actor.hub).executeTakeFirstOrThrow();
	const link = `${baseUrl}/${actor.hub}/join?invitation=${token}`;
	await post(tx, {
		hub: actor.hub,
		to,
		locale,
		kind: actor.account ? 'invitation' : 'invitation_to_lead',
		params: { hub: `${name} ${place}`, who: actor.name, days },
		link
	});
	return link;
}

export const ListInvitations = PageInput;

/** Those that wait for an answer, and what became of the others. */
export async function invitations(actor: Actor, page: z.output<typeof ListInvitations>) {
	authorize(maySeeInvitations(actor));
	return cursorPage(
		listed(actor),
		[
			['createdAt', 'desc'],
			['id', 'asc']
		],
		page
	);
}

const listed = (actor: Actor) =>
	db
		.selectFrom('invitations')
		.leftJoin('organisations', (join) =>
			join.onRef('organisations.hub', '=', 'invitations.hub').onRef('organisations.id', '=', 'invitations.organisation')
		)
		.leftJoin('members', (join) => join.onRef('members.hub', '=', 'invitations.hub').onRef('members.id', '=', 'invitations.invitedBy'))
		.leftJoin('accounts', 'accounts.id', 'members.account')
		.select([
			'invitations.id',
			'invitations.email',
			'organisations.name as organisation',
			'accounts.name as invitedBy',
			'invitations.createdAt',
			'invitations.expiresAt'
		])
		.select(sql<Role[]>`invitations.roles`.as('roles'))
		.select(
			sql<InvitationState>`case when accepted_at is not null then 'accepted' when revoked_at is not null then 'revoked'
				when expires_at < now() then 'expired' else 'waiting' end`.as('state')
		)
		.where('invitations.hub', '=', actor.hub);

export type InvitationState = 'waiting' | 'accepted' | 'revoked' | 'expired';

/** The firms that an invitation from the desk may be for. */
export function organisationsToInviteTo(actor: Actor) {
	authorize(maySeeInvitations(actor));
	return db
		.selectFrom('organisations')
		.select(['id', 'name'])
		.where('hub', '=', actor.hub)
		.where('archivedAt', 'is', null)
		.orderBy('name')
		.execute();
}

export const FindInvitation = z.object({ invitation: z.uuid() });

export async function revokeInvitation(actor: Actor, { invitation }: z.output<typeof FindInvitation>) {
	await mayChange(actor, invitation);
	await transaction(async (tx) => {
		const revoked = await tx
			.updateTable('invitations')
			.set({ revokedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('id', '=', invitation)
			.where('acceptedAt', 'is', null)
			.where('revokedAt', 'is', null)
			.executeTakeFirst();
		if (!revoked.numUpdatedRows) throw conflict('invitation_over');
		await record(tx, actor, 'invitation.revoked', invitation);
	});
}

/** A new letter with a new link, good for another fourteen days; the link of the first one ends. */
export async function resendInvitation(actor: Actor, { invitation }: z.output<typeof FindInvitation>) {
	await mayChange(actor, invitation);
	await limit(`invite:${actor.hub}:${actor.member}`, { max: 100, seconds: 3600 });
	const token = newToken();
	await transaction(async (tx) => {
		const row = await tx
			.updateTable('invitations')
			.set({ tokenSha256: hashed(token), expiresAt: inSomeDays() })
			.where('hub', '=', actor.hub)
			.where('id', '=', invitation)
			.where('acceptedAt', 'is', null)
			.where('revokedAt', 'is', null)
			.returning(['email', 'locale'])
			.executeTakeFirst();
		if (!row) throw conflict('invitation_over');
		await record(tx, actor, 'invitation.sent_again', invitation);
		await sendInvitation(tx, actor, row.email, row.locale as Locale, token);
	});
}

/** An animator may take back or repeat what an animator may send. */
async function mayChange(actor: Actor, invitation: string) {
	authorize(maySeeInvitations(actor));
	const { roles } = found(await listed(actor).where('invitations.id', '=', invitation).executeTakeFirst());
	authorize(mayInvite(actor, roles));
}

const token = z.string().min(1).max(100);

/** What the holder of the link sees before answering: to whom it was sent, and whether that person has an account. */
export async function invitationFor(actor: Actor, sent: string) {
	const row = found(await listed(actor).where('invitations.tokenSha256', '=', hashed(sent)).executeTakeFirst());
	if (row.state !== 'waiting') throw new Refusal(`invitation_${row.state}`, { status: 410 });
	return {
		email: row.email,
		roles: row.roles,
		organisation: row.organisation,
		invitedBy: row.invitedBy,
		hasAccount: !!(await findAccount(row.email))
	};
}

export const AcceptInvitation = z.object({ invitation: token });

/** Makes the signed-in account a member, when it is the one that was invited. An invitation is good for once. */
export async function acceptInvitation(actor: Actor, { invitation }: z.output<typeof AcceptInvitation>): Promise<{ member: string }> {
	const { account } = actor;
	if (!account) throw signInFirst();
	return transaction((tx) => accept(tx, actor, account, invitation));
}

async function accept(tx: Tx, actor: Actor, account: string, sent: string) {
	const { email, emailVerified } = await tx
		.selectFrom('accounts')
		.select(['email', 'emailVerified'])
		.where('id', '=', account)
		.executeTakeFirstOrThrow();
	const row = found(
		await tx
			.selectFrom('invitations')
			.selectAll()
			.where('hub', '=', actor.hub)
			.where('tokenSha256', '=', hashed(sent))
			.forUpdate()
			.executeTakeFirst()
	);
	if (row.acceptedAt) throw new Refusal('invitation_accepted', { status: 410 });
	if (row.revokedAt) throw new Refusal('invitation_revoked', { status: 410 });
	if (row.expiresAt < new Date()) throw new Refusal('invitation_expired', { status: 410 });
	if (row.email !== email || !emailVerified) throw new Refusal('invitation_for_another', { status: 403 });

	const member = await enter(tx, actor, account, row.roles as Role[], 'member.invited');
	await tx
		.updateTable('invitations')
		.set({ acceptedAt: new Date(), acceptedBy: member })
		.where('hub', '=', actor.hub)
		.where('id', '=', row.id)
		.execute();
	if (row.organisation) await represent(tx, actor, member, row.organisation, row.invitedBy);
	return { member };
}

/** Acts for the organisation from now on; the first person of an organisation is its owner. */
const represent = (tx: Tx, actor: Actor, member: string, organisation: string, by: string | null) =>
	tx
		.insertInto('representatives')
		.values({
			hub: actor.hub,
			member,
			organisation,
			isOwner: sql<boolean>`not exists (
				select 1 from representatives where hub = ${actor.hub} and organisation = ${organisation} and accepted_at is not null
			)`,
			acceptedAt: new Date(),
			decidedBy: by
		})
		.onConflict((on) =>
			on.columns(['hub', 'member', 'organisation']).doUpdateSet({ acceptedAt: new Date(), refusedAt: null, decidedBy: by })
		)
		.execute();

export const AcceptAsNewcomer = z.object({ invitation: token, name: requiredText(120), password: newPassword });

/** Accepts with an account made on the spot: the letter has shown that the address is theirs. */
export async function acceptAsNewcomer(caller: Caller, actor: Actor, { invitation, name, password }: z.output<typeof AcceptAsNewcomer>) {
	await limit(`join:from:${caller.address}`, { max: 30, seconds: 3600 });
	const { email } = await invitationFor(actor, invitation);
	await transaction(async (tx) => {
		const account = await createAccount(tx, { name, email, password, locale: actor.locale });
		await accept(tx, { ...actor, account: account.id, name }, account.id, invitation);
	});
	await signIn(caller, { email, password, back: '/' });
}
