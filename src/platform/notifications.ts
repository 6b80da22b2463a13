import { createHmac, timingSafeEqual } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import { staffRoles, type Actor, type Role } from './actor.ts';
import { baseUrl } from './auth.server.ts';
import type { Tx } from './db.server.ts';
import { isLocale, isMessage, say, type Locale } from './i18n.ts';
import { announcing } from './live.ts';
import { post, type Letter } from './mail.ts';
import type { JsonObject } from './schema.ts';

export const mailings = ['at_once', 'daily', 'weekly', 'never'] as const;
export type Mailing = (typeof mailings)[number];

/** `notification_kind_<name>` is what people call it. */
export interface NotificationKind {
	name: string;
	/** What its records are, as `recordsAreSeen` knows them. */
	about: string;
	/** How it goes by mail to who chose nothing. */
	mail: { member: Mailing; staff: Mailing };
	/** Its letter carries what is needed (an invitation, links that answer), so it goes whatever somebody chose. */
	mustGo: boolean;
	/** Members who run nothing in the hub never get it. */
	isForStaff: boolean;
}

const kinds = new Map<string, NotificationKind>();

/** Declares what people are told of. Staff hear of more, so their letters of a busy kind come as a summary unless they wish otherwise. */
export function notificationKind(
	name: string,
	{
		about,
		mail = 'at_once',
		staffMail = mail,
		mustGo = false,
		isForStaff = false
	}: { about: string; mail?: Mailing; staffMail?: Mailing; mustGo?: boolean; isForStaff?: boolean }
): NotificationKind {
	const kind = { name, about, mail: { member: mail, staff: staffMail }, mustGo, isForStaff };
	kinds.set(name, kind);
	return kind;
}

export const notificationKinds = () => [...kinds.values()];
export const usualMailing = ({ mail }: NotificationKind, roles: readonly string[]) =>
	roles.some((role) => staffRoles.includes(role as Role)) ? mail.staff : mail.member;

type Seer = (actor: Actor, id: RawBuilder<string>) => RawBuilder<boolean>;
const seers = new Map<string, Seer>();

/** Says who sees records of this kind: a condition on the record's id. */
export const recordsAreSeen = (about: string, by: Seer) => void seers.set(about, by);

export const hasSeer = (about: string) => seers.has(about);

/** Whether the actor may see this record now. A record that nobody speaks for is seen by nobody. */
export const isSeen = (actor: Actor, about: RawBuilder<string>, id: RawBuilder<string>) =>
	sql<boolean>`case ${about} ${sql.join(
		[...seers].map(([name, by]) => sql`when ${sql.lit(name)} then ${by(actor, id)}`),
		sql` `
	)} else false end`;

/** What stands in a gap of a title: as it is, a message of its own, or a moment on the hub's clock. */
export type Word = string | { key: string } | { at: string; as: 'day' | 'moment' };
export type Words = Record<string, Word>;

const moment = {
	weekday: 'long',
	day: 'numeric',
	month: 'long',
	year: 'numeric',
	hour: '2-digit',
	minute: '2-digit',
	timeZoneName: 'short'
} as const;

export const sayWords = (words: Words, locale: Locale, timeZone: string) =>
	Object.fromEntries(Object.entries(words).map(([gap, word]) => [gap, sayWord(word, locale, timeZone)]));

export function sayWord(word: Word, locale: Locale, timeZone: string): string {
	if (typeof word === 'string') return word;
	if ('key' in word) return say(word.key, {}, locale);
	return new Intl.DateTimeFormat(locale, { ...(word.as === 'day' ? { dateStyle: 'long' } : moment), timeZone }).format(new Date(word.at));
}

/** One that an older version wrote in words that are gone is called by its kind. */
export const titleOf = ({ what, kind, words }: { what: string; kind: string; words: Words }, locale: Locale, timeZone: string) => {
	const key = `mail_${what}_subject`;
	if (isMessage(key)) return say(key, sayWords(words, locale, timeZone), locale);
	return isMessage(`notification_kind_${kind}`) ? say(`notification_kind_${kind}`, {}, locale) : kind;
};

export interface Told extends Pick<Letter, 'replyTo' | 'thread' | 'calendar' | 'questions'> {
	hub: string;
	/** The member who is told. */
	to: string;
	kind: NotificationKind;
	/** `mail_<what>_subject`, `_body` and `_action` are its words. */
	what: string;
	record: string;
	/** Where it leads, below the hub. */
	path: string;
	/** What its title says, in whichever language it is read. */
	words: Words;
	/** What the letter says beside: of no use under the bell, so it is kept nowhere else. */
	params?: Record<string, string>;
}

/** Tells somebody in the transaction of what happened: under the bell, and by mail as they wish. Who left the hub hears nothing more of it. */
export async function notify(tx: Tx, { hub, to, kind, what, record, path, words, params = {}, ...letter }: Told) {
	const reader = await tx
		.selectFrom('members')
		.innerJoin('accounts', 'accounts.id', 'members.account')
		.innerJoin('hubs', 'hubs.id', 'members.hub')
		.leftJoin('notificationPreferences as wish', (join) =>
			join.onRef('wish.hub', '=', 'members.hub').onRef('wish.member', '=', 'members.id').on('wish.kind', '=', kind.name)
		)
		.select(['accounts.name', 'accounts.email', 'accounts.locale', 'members.roles', 'hubs.timeZone', 'wish.inApp', 'wish.mail'])
		.where('members.hub', '=', hub)
		.where('members.id', '=', to)
		.where('members.leftAt', 'is', null)
		.executeTakeFirst();
	if (!reader) return;
	const inApp = reader.inApp ?? true;
	const mail = kind.mustGo ? 'at_once' : ((reader.mail as Mailing | null) ?? usualMailing(kind, reader.roles));
	const isLater = mail === 'daily' || mail === 'weekly';
	if (inApp || isLater)
		await tx
			.insertInto('notifications')
			.values({
				hub,
				member: to,
				kind: kind.name,
				what,
				words: JSON.stringify(words) as unknown as JsonObject,
				about: kind.about,
				record,
				path,
				inApp,
				mail,
				mailedAt: mail === 'at_once' ? new Date() : null
			})
			.returning(announcing(hub, 'notification', to).as('told'))
			.execute();
	if (mail !== 'at_once') return;
	const locale = isLocale(reader.locale) ? reader.locale : 'fr';
	await post(tx, {
		hub,
		to: reader.email,
		locale,
		kind: what,
		params: { name: reader.name, ...sayWords(words, locale, reader.timeZone), ...params },
		link: `${baseUrl}/${hub}${path}`,
		...letter,
		...(!kind.mustGo && { unsubscribe: unsubscribing(hub, to, kind.name, locale) })
	});
}

/** The foot of a letter that somebody may do without. */
export const unsubscribing = (hub: string, member: string, kind: string, locale: Locale) => ({
	words: say('mail_unsubscribe', { kind: say(`notification_kind_${kind}`, {}, locale) }, locale),
	link: `${baseUrl}/${hub}/unsubscribe/${unsubscribeToken(hub, member, kind)}`
});

const signature = (hub: string, said: Buffer) =>
	createHmac('sha256', process.env.KM0_SECRET ?? '')
		.update(`unsubscribe ${hub} `)
		.update(said)
		.digest()
		.subarray(0, 16);

/** Good for letters of this kind to this person in this hub, and for nothing else. */
export function unsubscribeToken(hub: string, member: string, kind: string): string {
	const said = Buffer.concat([Buffer.from(member.replaceAll('-', ''), 'hex'), Buffer.from(kind)]);
	return Buffer.concat([signature(hub, said), said]).toString('base64url');
}

export function readUnsubscribeToken(hub: string, token: string): { member: string; kind: string } | null {
	const bytes = Buffer.from(token, 'base64url');
	if (bytes.length < 33 || bytes.length > 100) return null;
	const said = bytes.subarray(16);
	if (!timingSafeEqual(signature(hub, said), bytes.subarray(0, 16))) return null;
	const member = said
		.subarray(0, 16)
		.toString('hex')
		.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
	return { member, kind: said.subarray(16).toString() };
}
