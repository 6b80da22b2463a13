import { expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { unsubscribeToken } from '#platform/notifications.ts';
import { newcomer, refusal, stranger } from '#platform/testing/people.ts';
import { postOffice } from '#platform/testing/post-office.ts';
import { actorOf, leaveHub } from '#ecosystem/members.ts';
import { asked, opened } from '#introductions/api.examples.ts';
import { WriteMessage, writeMessage } from '#introductions/messages.ts';
import '#modules.ts';
import { sendDigestsOf } from './digest.ts';
import {
	ListNotifications,
	listNotifications,
	readAbout,
	readNotification,
	readNotifications,
	ReadNotifications,
	unreadNotifications
} from './notifications.ts';
import {
	linkedPreference,
	notificationPreferences,
	setNotificationPreferences,
	SetPreferences,
	Unsubscribe,
	unsubscribe
} from './preferences.ts';

const hub = 'mulhouse';
const firm = async () =>
	(
		await db
			.insertInto('organisations')
			.values({ hub, slug: crypto.randomUUID(), kind: 'industrial_sme', name: 'Filature Neuve', nameKey: crypto.randomUUID() })
			.returning('id')
			.executeTakeFirstOrThrow()
	).id;
const miller = async () => newcomer(hub, ['member'], await firm());
const list = (actor: Actor, more: object = {}) => listNotifications(actor, ListNotifications.parse(more));
const titles = async (actor: Actor, more: object = {}) => (await list(actor, more)).items.map(({ title }) => title);
const write = (actor: Actor, introduction: string, words = 'Bonjour') => writeMessage(actor, WriteMessage.parse({ introduction, words }));
const choose = (actor: Actor, kind: string, mail: string, inApp = true) =>
	setNotificationPreferences(actor, SetPreferences.parse({ kinds: [{ kind, mail, inApp }] }));
const lettersTo = async ({ account }: Actor) =>
	db
		.selectFrom('mails')
		.innerJoin('accounts', 'accounts.email', 'mails.recipient')
		.select(['mails.kind', 'mails.bodyText', 'mails.unsubscribe'])
		.where('accounts.id', '=', account)
		.orderBy('mails.createdAt')
		.execute();

test('who is asked finds it under the bell in their own language, and opening it marks it as read', async () => {
	const owner = await miller();
	const { introduction } = await asked(owner);
	expect(await unreadNotifications(owner)).toEqual({ unread: 1 });
	const [told] = (await list(owner)).items;
	expect(told).toMatchObject({ kind: 'introduction_asked', about: 'introduction', record: introduction, readAt: null });
	expect(told?.title).toMatch(/ pourrait vous aider$/);
	expect((await titles({ ...owner, locale: 'en' }))[0]).toMatch(/ could help you$/);
	expect(await titles(owner, { q: 'CONTROLE qualité' })).toHaveLength(1);
	expect(await titles(owner, { q: 'zébulon' })).toEqual([]);
	expect(await titles(owner, { kind: 'need_ends' })).toEqual([]);

	expect((await readNotification(owner, { notification: told!.id })).url).toContain(`/${hub}/introductions/${introduction}`);
	expect(await unreadNotifications(owner)).toEqual({ unread: 0 });
	expect(await titles(owner, { unread: true })).toEqual([]);
	expect(await titles(owner)).toHaveLength(1);
});

test('who opens the record has read what they were told of it, and all can be read at once', async () => {
	const owner = await miller();
	const first = await asked(owner);
	await asked(owner);
	await readAbout(owner, first.introduction);
	expect(await unreadNotifications(owner)).toEqual({ unread: 1 });
	expect(await readNotifications(owner, ReadNotifications.parse({ kind: 'need_ends' }))).toEqual({ read: 0 });
	expect(await readNotifications(owner, ReadNotifications.parse({}))).toEqual({ read: 1 });
	expect(await unreadNotifications(owner)).toEqual({ unread: 0 });
});

test('what somebody may no longer see is not told, counted or found, and nobody reads another’s', async () => {
	const owner = await miller();
	await asked(owner);
	const [told] = (await list(owner)).items;
	const colleague = await newcomer(hub, ['hub_manager']);
	expect(await refusal(readNotification(colleague, { notification: told!.id }))).toBe('not_found');
	expect(await titles(colleague)).toEqual([]);
	expect(await refusal(list(stranger(hub)))).toBe('sign_in_first');
	expect(await refusal(list({ ...stranger('strasbourg'), account: owner.account }))).toBe('forbidden');

	// They no longer act for the firm.
	await db.deleteFrom('representatives').where('member', '=', owner.member).execute();
	const now = await actorOf(hub, { id: owner.account as string, name: owner.name }, 'fr', 'page', null);
	expect(await titles(now)).toEqual([]);
	expect(await titles(now, { q: 'contrôle' })).toEqual([]);
	expect(await unreadNotifications(now)).toEqual({ unread: 0 });
	expect(await refusal(readNotification(now, { notification: told!.id }))).toBe('not_found');

	// Nor after they left the hub and came back.
	await leaveHub(now);
	expect(await refusal(list({ ...now, member: null, roles: [] }))).toBe('forbidden');
});

test('each kind comes as its reader wishes: under the bell, by letter, both or neither', async () => {
	const owner = await miller();
	const { provider, introduction } = await opened(owner);
	const before = (await lettersTo(owner)).length;
	await choose(owner, 'introduction_message', 'never');
	await write(provider, introduction);
	expect(await lettersTo(owner)).toHaveLength(before);
	expect(await titles(owner, { kind: 'introduction_message' })).toHaveLength(1);

	await choose(owner, 'introduction_message', 'at_once', false);
	await write(provider, introduction);
	const [letter] = (await lettersTo(owner)).slice(before);
	expect(letter).toMatchObject({ kind: 'introduction_message' });
	expect(letter?.bodyText).toContain(letter?.unsubscribe as string);
	expect(await titles(owner, { kind: 'introduction_message' })).toHaveLength(1);

	expect(await refusal(choose(owner, 'introduction_unanswered', 'daily'))).toBe('not_a_choice');
	expect(await refusal(choose(owner, 'nonsense', 'daily'))).toBe('not_a_choice');
	// A letter with an invitation goes all the same.
	await choose(owner, 'introduction_meeting', 'never');
	expect((await notificationPreferences(owner)).kinds.find(({ kind }) => kind === 'introduction_meeting')).toMatchObject({
		mail: 'at_once',
		mustGo: true
	});
	const usual = async (actor: Actor) =>
		(await notificationPreferences(actor)).kinds.find(({ kind }) => kind === 'introduction_message')?.mail;
	expect([await usual(await newcomer(hub)), await usual(await newcomer(hub, ['animator']))]).toEqual(['at_once', 'daily']);
});

/** On the hub's clock. */
const at = (moment: string) => new Date(`${moment}+01:00`);
/** Written on a Tuesday afternoon of January. */
const onTuesday = ({ member }: Actor) =>
	db
		.updateTable('notifications')
		.set({ createdAt: at('2031-01-14T15:00') })
		.where('member', '=', member)
		.execute();

test('a summary tells once, in the morning, what is unread and still theirs to see', async () => {
	const owner = await miller();
	const { provider, introduction } = await opened(owner);
	await choose(owner, 'introduction_message', 'daily', false);
	await choose(owner, 'introduction_mention', 'weekly');
	await write(provider, introduction, 'Première nouvelle');
	await write(provider, introduction, `@${owner.name} à vous`);
	const other = await asked(owner);
	await readNotifications(owner, ReadNotifications.parse({ kind: 'introduction_asked' }));
	await onTuesday(owner);
	const before = (await lettersTo(owner)).length;
	const digests = async () => (await lettersTo(owner)).slice(before);

	await sendDigestsOf(hub, at('2031-01-14T18:00'));
	await sendDigestsOf(hub, at('2031-01-15T06:59'));
	expect(await digests()).toEqual([]);
	// Two processes at once, and again an hour later.
	await Promise.all([sendDigestsOf(hub, at('2031-01-15T07:05')), sendDigestsOf(hub, at('2031-01-15T07:05'))]);
	await sendDigestsOf(hub, at('2031-01-15T08:05'));
	const [letter, ...more] = await digests();
	expect(more).toEqual([]);
	expect(letter).toMatchObject({ kind: 'digest_one' });
	expect(letter?.bodyText).toContain('Messages d’une conversation');
	expect(await titles(owner, { kind: 'introduction_message' })).toEqual([]);
	const notification = new RegExp(`/${hub}/notifications/(\\S{36})`).exec(letter?.bodyText ?? '')?.[1] as string;
	expect((await readNotification(owner, { notification })).url).toContain(introduction);
	expect(letter?.bodyText).not.toContain('s’adressent à vous');
	expect(letter?.bodyText).not.toContain(other.introduction);
	expect(letter?.unsubscribe).toContain(`/${hub}/unsubscribe/`);

	// What waits for Monday is read before, stopped, or out of sight: then nothing leaves.
	await db.deleteFrom('representatives').where('member', '=', owner.member).execute();
	await sendDigestsOf(hub, at('2031-01-20T07:05'));
	expect(await digests()).toHaveLength(1);
	await db
		.insertInto('representatives')
		.values({ hub, member: owner.member!, organisation: owner.organisations[0]!.id, acceptedAt: new Date() })
		.execute();
	await sendDigestsOf(hub, at('2031-01-19T07:05'));
	expect(await digests()).toHaveLength(1);
	await sendDigestsOf(hub, at('2031-01-21T07:05'));
	expect((await digests())[1]?.bodyText).toContain('Messages qui s’adressent à vous');
});

test('a link in a letter stops that kind for that person, without signing in, and takes it up again', async () => {
	const owner = await miller();
	const { provider, introduction } = await opened(owner);
	const office = await postOffice();
	try {
		await office.collect();
		await write(provider, introduction);
		const [letter] = await office.collect();
		expect(letter?.raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
		const link = /^List-Unsubscribe: <(.+)>\r$/m.exec(letter?.raw ?? '')?.[1] as string;
		const token = link.split('/').at(-1) as string;
		expect(token).toBe(unsubscribeToken(hub, owner.member as string, 'introduction_message'));

		const visitor = stranger(hub);
		expect(await linkedPreference(visitor, { token })).toEqual({ kind: 'introduction_message', isStopped: false });
		const stop = (more: object = {}) => unsubscribe(visitor, Unsubscribe.parse({ token, ...more }));
		expect(await stop()).toEqual({ kind: 'introduction_message', isStopped: true });
		expect(await stop()).toEqual({ kind: 'introduction_message', isStopped: true });
		await write(provider, introduction);
		await write(provider, introduction, `@${owner.name} encore`);
		expect((await office.collect()).map(({ subject }) => subject)).toEqual([expect.stringMatching(/ s’adresse à vous/)]);
		expect(await stop({ undo: true })).toEqual({ kind: 'introduction_message', isStopped: false });
		await write(provider, introduction);
		expect(await office.collect()).toHaveLength(1);

		const other = (await newcomer(hub)).member as string;
		const strange = [
			`${token.slice(0, -2)}AA`,
			'x',
			unsubscribeToken('strasbourg', owner.member as string, 'introduction_message'),
			unsubscribeToken(hub, owner.member as string, 'introduction_meeting'),
			unsubscribeToken(hub, owner.member as string, 'nonsense'),
			Buffer.concat([
				Buffer.from(token, 'base64url').subarray(0, 16),
				Buffer.from(other.replaceAll('-', ''), 'hex'),
				Buffer.from('introduction_message')
			]).toString('base64url')
		];
		for (const wrong of strange) expect(await refusal(linkedPreference(visitor, { token: wrong }))).toBe('not_found');
		expect(await refusal(linkedPreference(stranger('strasbourg'), { token }))).toBe('not_found');
	} finally {
		await office.close();
	}
});
