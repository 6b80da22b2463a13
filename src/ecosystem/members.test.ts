import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import type { Actor, Role } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { history } from '#platform/journal.ts';
import { browser } from '#platform/testing/caller.ts';
import { newcomer, person, refusal, stranger } from '#platform/testing/people.ts';
import { createAccount, findAccount } from './accounts.ts';
import {
	acceptAsNewcomer,
	acceptInvitation,
	invitationFor,
	invitations,
	inviteMember,
	resendInvitation,
	revokeInvitation
} from './invitations.ts';
import {
	actorOf,
	changeMemberProfile,
	changeRoles,
	findMember,
	joinHub,
	leaveHub,
	members,
	membershipsOf,
	removeMember
} from './members.ts';

const hub = 'mulhouse';
let manager: Actor;
let one = 0;
beforeAll(async () => void (manager = await person(hub, 'direction@mulhouse.example')));

const newEmail = () => `guest.${++one}@atelier.example`;

/** Somebody with an account, who is in no hub yet. */
async function passerBy(email = newEmail()): Promise<Actor> {
	const account = await transaction((tx) => createAccount(tx, { name: 'Paul Passant', email, locale: 'fr' }));
	return actorOf(hub, account, 'fr', 'page', null);
}

const invite = (actor: Actor, roles: Role[] = ['member'], email = newEmail(), organisation?: string) =>
	inviteMember(actor, { email, roles, organisation, locale: 'fr' });

/** The token in the newest letter to this address. */
async function tokenTo(email: string) {
	const { bodyText } = await db
		.selectFrom('mails')
		.select('bodyText')
		.where('recipient', '=', email)
		.orderBy('createdAt', 'desc')
		.executeTakeFirstOrThrow();
	return new URL(bodyText.match(/http\S+/)?.[0] ?? '').searchParams.get('invitation') ?? '';
}

const rolesOf = async (actor: Actor) => (await findMember(manager, { member: actor.member ?? '' })).roles;

test('managers find members by name, address, title and role; others see no list', async () => {
	const found = await members(manager, { q: 'animation@mul', limit: 25 });
	expect(found.items).toMatchObject([
		{ name: 'Yacine Benali', email: 'animation@mulhouse.example', roles: ['animator'], title: 'Animateur' }
	]);
	expect((await members(manager, { q: '100%_', limit: 25 })).items).toEqual([]);
	expect((await members(manager, { role: 'hub_manager', limit: 25 })).items.map(({ name }) => name)).toContain('Claire Muller');
	for (const email of ['animation@mulhouse.example', 'site@mulhouse.example'])
		expect(await refusal(members(await person(hub, email), { limit: 25 }))).toBe('forbidden');
	expect(await refusal(members(stranger(hub), { limit: 25 }))).toBe('forbidden');
});

test('a second hub’s manager sees and changes nobody here', async () => {
	const elsewhere = await newcomer('strasbourg', ['hub_manager']);
	const here = await newcomer(hub);
	const member = here.member ?? '';
	expect((await members(elsewhere, { q: here.name, limit: 25 })).items).toEqual([]);
	expect(await refusal(findMember(elsewhere, { member }))).toBe('not_found');
	expect(await refusal(changeRoles(elsewhere, { member, roles: ['hub_manager'], version: 1 }))).toBe('not_found');
	expect(await refusal(removeMember(elsewhere, { member }))).toBe('not_found');
	expect(await rolesOf(here)).toEqual(['member']);
});

test('a long list goes on where its page ended', async () => {
	for (let rows = 0; rows < 3; rows++) await newcomer(hub, ['juror']);
	const all = await members(manager, { role: 'juror', limit: 3 });
	expect(all.items).toHaveLength(3);
	const next = await members(manager, { role: 'juror', limit: 3, cursor: all.next ?? '' });
	expect(next.items.length).toBeGreaterThan(0);
	expect(next.items.map(({ id }) => id)).not.toContain(all.items[0]?.id);
});

test('roles change at once, leave their line in the journal, and two editors do not overwrite each other', async () => {
	const somebody = await newcomer(hub);
	const member = somebody.member ?? '';
	expect(await changeRoles(manager, { member, roles: ['mentor', 'member'], version: 1 })).toMatchObject({
		roles: ['member', 'mentor'],
		version: 2
	});
	expect(await refusal(changeRoles(manager, { member, roles: ['juror'], version: 1 }))).toBe('changed_meanwhile');
	expect(await history(manager, 'member', member)).toMatchObject([
		{ what: 'member.roles_changed', who: 'Claire Muller', changed: { roles: [['member'], ['member', 'mentor']] } }
	]);
});

test('nobody below a manager gives roles, to themselves least of all', async () => {
	const animator = await newcomer(hub, ['animator']);
	expect(await refusal(changeRoles(animator, { member: animator.member ?? '', roles: ['hub_manager'], version: 1 }))).toBe('forbidden');
	expect(await refusal(removeMember(animator, { member: manager.member ?? '' }))).toBe('forbidden');
});

/** A hub in which these two alone are managers. */
async function twoManagers() {
	const id = `hub-${Math.random().toString(36).slice(2, 10)}`;
	await db
		.insertInto('hubs')
		.values({ id, name: 'Two', place: 'Colmar', locales: ['fr'] })
		.execute();
	return [await newcomer(id, ['hub_manager']), await newcomer(id, ['hub_manager', 'animator'])] as const;
}

test('the last manager stays, whichever way they try to go', async () => {
	const [first, second] = await twoManagers();
	await changeRoles(first, { member: second.member ?? '', roles: ['animator'], version: 1 });
	expect(await refusal(changeRoles(first, { member: first.member ?? '', roles: ['member'], version: 1 }))).toBe('last_manager');
	expect(await refusal(leaveHub(first))).toBe('last_manager');
	expect(await refusal(removeMember(first, { member: first.member ?? '' }))).toBe('last_manager');
	expect(await refusal(leaveHub(second))).toBe('accepted');
});

test('two managers who let go at the same moment cannot both succeed', async () => {
	for (let round = 0; round < 8; round++) {
		const [first, second] = await twoManagers();
		const letGo = (actor: Actor) => changeRoles(actor, { member: actor.member ?? '', roles: ['member'], version: 1 });
		const answers = await Promise.all([refusal(letGo(first)), refusal(round % 2 ? leaveHub(second) : letGo(second))]);
		// Whoever reads after losing the role is refused for that; the hub keeps one either way.
		expect(answers.filter((answer) => answer === 'last_manager')).toHaveLength(1);
		const left = await db
			.selectFrom('members')
			.select('id')
			.where('hub', '=', first.hub)
			.where('leftAt', 'is', null)
			.where(sql<boolean>`'hub_manager' = any (roles)`)
			.execute();
		expect(left).toHaveLength(1);
	}
});

test('anybody with an account joins in one click, leaves, and comes back; whom a manager removed does not', async () => {
	const paul = await passerBy();
	expect(await refusal(joinHub(stranger(hub)))).toBe('sign_in_first');
	const { member } = await joinHub(paul);
	expect(await membershipsOf(paul.account ?? '')).toMatchObject([{ id: hub, roles: ['member'] }]);
	expect(await refusal(joinHub(paul))).toBe('already_a_member');

	await leaveHub({ ...paul, member });
	expect(await membershipsOf(paul.account ?? '')).toEqual([]);
	expect(await joinHub(paul)).toEqual({ member });

	await removeMember(manager, { member });
	expect(await refusal(joinHub(paul))).toBe('hub_by_invitation');
	expect((await history(manager, 'member', member)).map(({ what }) => what)).toEqual([
		'member.removed',
		'member.joined',
		'member.left',
		'member.joined'
	]);
});

test('two clicks at once make one member', async () => {
	const paul = await passerBy();
	const answers = await Promise.all([refusal(joinHub(paul)), refusal(joinHub(paul))]);
	expect(answers).toContain('accepted');
	expect(await db.selectFrom('members').select('roles').where('hub', '=', hub).where('account', '=', paul.account).execute()).toEqual([
		{ roles: ['member'] }
	]);
});

test('a hub that is not open lets in who is invited', async () => {
	await db.updateTable('hubs').set({ isOpen: false }).where('id', '=', hub).execute();
	try {
		const email = newEmail();
		const paul = await passerBy(email);
		expect(await refusal(joinHub(paul))).toBe('hub_by_invitation');
		await invite(manager, ['member'], email);
		expect(await refusal(acceptInvitation(paul, { invitation: await tokenTo(email) }))).toBe('accepted');
	} finally {
		await db.updateTable('hubs').set({ isOpen: true }).where('id', '=', hub).execute();
	}
});

test('whoever leaves no longer acts for a firm, after coming back neither', async () => {
	const { id: firm } = await db.selectFrom('organisations').select('id').where('hub', '=', hub).limit(1).executeTakeFirstOrThrow();
	const anna = await newcomer(hub, ['member'], firm);
	const again = async () => (await actorOf(hub, { id: anna.account ?? '', name: 'Anna' }, 'fr', 'page', null)).organisations;
	expect(await again()).toEqual([{ id: firm, isOwner: true }]);
	await leaveHub(anna);
	await joinHub({ ...anna, member: null });
	expect(await again()).toEqual([]);
});

test('a member says what they are here; visitors see it only if they choose to be shown', async () => {
	const anna = await newcomer(hub);
	await changeMemberProfile(anna, { title: 'Cheffe d’atelier', isShown: true });
	expect(await membershipsOf(anna.account ?? '')).toMatchObject([{ title: 'Cheffe d’atelier', isShown: true }]);
	expect(await refusal(changeMemberProfile(stranger(hub), { title: 'x', isShown: true }))).toBe('not_found');
});

test('managers invite to any role, animators plain members, owners their colleagues, and nobody else anybody', async () => {
	const firms = await db.selectFrom('organisations').select('id').where('hub', '=', hub).limit(2).execute();
	const [own = '', other = ''] = firms.map(({ id }) => id);
	const animator = await newcomer(hub, ['animator']);
	const owner = await newcomer(hub, ['member'], own);
	const colleague = await newcomer(hub, ['member'], own, false);
	expect(await refusal(invite(manager, ['accountant', 'hub_manager']))).toBe('accepted');
	expect(await refusal(invite(animator))).toBe('accepted');
	expect(await refusal(invite(animator, ['animator']))).toBe('forbidden');
	expect(await refusal(invite(owner, ['member'], newEmail(), own))).toBe('accepted');
	expect(await refusal(invite(owner, ['mentor'], newEmail(), own))).toBe('forbidden');
	expect(await refusal(invite(owner, ['member'], newEmail(), other))).toBe('forbidden');
	expect(await refusal(invite(owner))).toBe('forbidden');
	expect(await refusal(invite(colleague, ['member'], newEmail(), own))).toBe('forbidden');
	expect(await refusal(invite(stranger(hub)))).toBe('forbidden');
});

test('an invitation is good for once, for the address it was sent to', async () => {
	const email = newEmail();
	await invite(manager, ['mentor'], email);
	const invitation = await tokenTo(email);
	expect(await invitationFor(stranger(hub), invitation)).toMatchObject({
		email,
		roles: ['mentor'],
		invitedBy: 'Claire Muller',
		hasAccount: false
	});
	expect(await refusal(acceptInvitation(await passerBy(), { invitation }))).toBe('invitation_for_another');
	expect(await refusal(acceptInvitation(stranger(hub), { invitation }))).toBe('sign_in_first');
	expect(await refusal(acceptInvitation(await passerBy(email), { invitation: `${invitation}x` }))).toBe('not_found');

	const guest = await actorOf(hub, (await findAccount(email)) ?? null, 'fr', 'page', null);
	await acceptInvitation(guest, { invitation });
	expect((await actorOf(hub, (await findAccount(email)) ?? null, 'fr', 'page', null)).roles).toEqual(['mentor']);
	expect(await refusal(acceptInvitation(guest, { invitation }))).toBe('invitation_accepted');
	expect(await refusal(invitationFor(stranger(hub), invitation))).toBe('invitation_accepted');
});

test('an invitation accepted twice at the same moment counts once', async () => {
	const email = newEmail();
	await invite(manager, ['juror'], email);
	const invitation = await tokenTo(email);
	const guest = await passerBy(email);
	const answers = await Promise.all([1, 2, 3].map(() => refusal(acceptInvitation(guest, { invitation }))));
	expect(answers.sort()).toEqual(['accepted', 'invitation_accepted', 'invitation_accepted']);
});

test('without an account, the letter is enough: one is made on the spot and signed in', async () => {
	const { id: firm } = await db
		.insertInto('organisations')
		.values({ hub, slug: 'atelier-neuf', kind: 'lab', name: 'Atelier Neuf', nameKey: 'atelier neuf' })
		.returning('id')
		.executeTakeFirstOrThrow();
	const email = newEmail();
	await invite(manager, ['member'], email, firm);
	const at = browser();
	const visiting = stranger(hub);
	await acceptAsNewcomer(at, visiting, { invitation: await tokenTo(email), name: 'Inès Neuf', password: 'Filature 1812' });
	expect(at.jar.size).toBeGreaterThan(0);
	const ines = await actorOf(hub, (await findAccount(email)) ?? null, 'fr', 'page', null);
	// The first person of a firm is its owner.
	expect(ines).toMatchObject({ name: 'Inès Neuf', roles: ['member'], organisations: [{ id: firm, isOwner: true }] });
	const next = newEmail();
	await invite(ines, ['member'], next, firm);
	await acceptInvitation(await passerBy(next), { invitation: await tokenTo(next) });
	expect((await actorOf(hub, (await findAccount(next)) ?? null, 'fr', 'page', null)).organisations).toEqual([{ id: firm, isOwner: false }]);
});

test('a letter makes no second account where there is one', async () => {
	const email = newEmail();
	await passerBy(email);
	await invite(manager, ['member'], email);
	expect(
		await refusal(
			acceptAsNewcomer(browser(), stranger(hub), { invitation: await tokenTo(email), name: 'Thief', password: 'Filature 1812' })
		)
	).toBe('email_taken');
});

test('what was revoked or ran out is refused; a second letter replaces the first', async () => {
	const email = newEmail();
	const { id: invitation } = await invite(manager, ['member'], email);
	const first = await tokenTo(email);
	expect(await refusal(invite(manager, ['member'], email))).toBe('already_invited');
	await resendInvitation(manager, { invitation });
	const second = await tokenTo(email);
	expect(await refusal(invitationFor(stranger(hub), first))).toBe('not_found');
	expect(await refusal(invitationFor(stranger(hub), second))).toBe('accepted');

	await db
		.updateTable('invitations')
		.set({ expiresAt: new Date(Date.now() - 1000) })
		.where('id', '=', invitation)
		.execute();
	const guest = await passerBy(email);
	expect(await refusal(acceptInvitation(guest, { invitation: second }))).toBe('invitation_expired');
	// Once it ran out, another may be sent.
	const { id: next } = await invite(manager, ['member'], email);
	await revokeInvitation(manager, { invitation: next });
	expect(await refusal(acceptInvitation(guest, { invitation: await tokenTo(email) }))).toBe('invitation_revoked');
	expect(await refusal(revokeInvitation(manager, { invitation: next }))).toBe('invitation_over');
});

test('an animator takes back what an animator may send, and a second hub nothing', async () => {
	const animator = await newcomer(hub, ['animator']);
	const { id: high } = await invite(manager, ['hub_manager']);
	const { id: plain } = await invite(manager);
	expect(await refusal(revokeInvitation(animator, { invitation: high }))).toBe('forbidden');
	const elsewhere = await newcomer('strasbourg', ['hub_manager']);
	expect(await refusal(revokeInvitation(elsewhere, { invitation: plain }))).toBe('not_found');
	expect((await invitations(elsewhere, { limit: 100 })).items).toEqual([]);
	expect((await invitations(manager, { limit: 100 })).items.length).toBeGreaterThan(2);
	expect(await refusal(revokeInvitation(animator, { invitation: plain }))).toBe('accepted');
});

test('tokens of invitations are kept as hashes, and addresses stay out of the journal', async () => {
	const email = newEmail();
	await invite(manager, ['member'], email);
	const token = await tokenTo(email);
	expect(JSON.stringify(await db.selectFrom('invitations').selectAll().execute())).not.toContain(token);
	expect(JSON.stringify(await db.selectFrom('journal').selectAll().execute())).not.toMatch(/atelier\.example/);
});
