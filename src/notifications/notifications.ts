import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { baseUrl } from '#platform/auth.server.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { say } from '#platform/i18n.ts';
import { record } from '#platform/journal.ts';
import { announcing } from '#platform/live.ts';
import { isSeen, notificationKinds, titleOf, type Words } from '#platform/notifications.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { found, membersOnly } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';

export const NotificationFilter = z.object({
	q: text(200).default(''),
	/** One of the kinds that the preferences name; any other finds nothing. */
	kind: text(60).default(''),
	unread: z.boolean().default(false)
});
export const ListNotifications = NotificationFilter.extend(PageInput.shape);

export const Notification = z.object({
	id: z.uuid(),
	kind: z.string(),
	kindInWords: z.string(),
	title: z.string(),
	/** What kind of record it is about, and which. */
	about: z.string(),
	record: z.uuid(),
	/** Address of the record. */
	url: z.string(),
	at: z.date(),
	readAt: z.date().nullable()
});
export type Notification = z.output<typeof Notification>;

/** Nobody but the member who was told. */
function reader(actor: Actor): string {
	if (!actor.member) throw membersOnly(actor);
	return actor.member;
}

/** Of this person, about records that they may still see. */
const own = (actor: Actor) =>
	db
		.selectFrom('notifications')
		.where('notifications.hub', '=', actor.hub)
		.where('notifications.member', '=', reader(actor))
		.where(isSeen(actor, sql.ref('notifications.about'), sql.ref('notifications.record')));

const filtered = (actor: Actor, { q, kind, unread }: z.output<typeof NotificationFilter>) =>
	own(actor)
		.where('notifications.inApp', '=', true)
		.$if(q !== '', (query) =>
			query.where(
				sql<boolean>`without_accents((select string_agg(value #>> '{}', ' ') from jsonb_each(notifications.words)))
					ilike without_accents(${`%${q.replace(/[\\%_]/g, '\\$&')}%`})`
			)
		)
		.$if(kind !== '', (query) => query.where('notifications.kind', '=', kind))
		.$if(unread, (query) => query.where('notifications.readAt', 'is', null));

const columns = ['id', 'kind', 'what', 'about', 'record', 'path', 'readAt', 'createdAt'] as const;
const named = columns.map((column) => `notifications.${column}` as const);

/** What this person was told, newest first, in the language they read now. */
export async function listNotifications(
	actor: Actor,
	{ cursor, limit, ...filter }: z.output<typeof ListNotifications>
): Promise<Page<Notification>> {
	const [{ items, ...page }, timeZone] = await Promise.all([
		cursorPage(
			filtered(actor, filter)
				.select(named)
				.select(sql<Words>`notifications.words`.as('words')),
			[
				['createdAt', 'desc'],
				['id', 'asc']
			],
			{ cursor, limit }
		),
		clockOf(actor.hub)
	]);
	return {
		...page,
		items: items.map(({ id, kind, about, record, path, createdAt, readAt, what, words }) => ({
			id,
			kind,
			kindInWords: kindInWords(actor, kind),
			title: titleOf({ what, kind, words }, actor.locale, timeZone),
			about,
			record,
			url: `${baseUrl}/${actor.hub}${path}`,
			at: createdAt,
			readAt
		}))
	};
}

/** One of an older version has no name any more. */
const kindInWords = ({ locale }: Actor, kind: string) =>
	notificationKinds().some(({ name }) => name === kind) ? say(`notification_kind_${kind}`, {}, locale) : '';

const clockOf = async (hub: string) =>
	(await db.selectFrom('hubs').select('timeZone').where('id', '=', hub).executeTakeFirstOrThrow()).timeZone;

export async function countNotifications(actor: Actor, filter: z.output<typeof NotificationFilter>): Promise<number> {
	const { count } = await filtered(actor, filter)
		.select(sql<number>`count(*)`.as('count'))
		.executeTakeFirstOrThrow();
	return count;
}

const unread = NotificationFilter.parse({ unread: true });

/** What the bell shows. */
export const unreadNotifications = async (actor: Actor) => ({ unread: await countNotifications(actor, unread) });

/** The same for the header of a page, with the time at which it was so; nothing for who is no member. */
export const bell = async (actor: Actor) =>
	actor.member
		? filtered(actor, unread)
				.select([sql<number>`count(*)`.as('unread'), clock.as('since')])
				.executeTakeFirstOrThrow()
		: null;

/** In milliseconds, by the one clock that all processes share. */
export const clock = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;

export const NotificationId = z.object({ notification: z.uuid() });

/** Marks one as read, and says where it leads. One whose record is out of sight is not found. */
export async function readNotification(actor: Actor, { notification }: z.output<typeof NotificationId>): Promise<{ url: string }> {
	const { path, readAt } = found(
		await own(actor).select(['notifications.path', 'notifications.readAt']).where('notifications.id', '=', notification).executeTakeFirst()
	);
	if (!readAt)
		await transaction(async (tx) => {
			await marked(tx, actor).where('id', '=', notification).execute();
			await record(tx, actor, 'notification.read', notification);
		});
	return { url: `${baseUrl}/${actor.hub}${path}` };
}

export const ReadNotifications = z.object({
	/** Only those of one kind. */
	kind: text(60).default('')
});

/** Marks everything as read. */
export async function readNotifications(actor: Actor, { kind }: z.output<typeof ReadNotifications>): Promise<{ read: number }> {
	const member = reader(actor);
	return transaction(async (tx) => {
		const read = await marked(tx, actor)
			.where('inApp', '=', true)
			.$if(kind !== '', (query) => query.where('kind', '=', kind))
			.execute();
		await record(tx, actor, 'notification.all_read', member, kind ? { kind: [null, kind] } : {});
		return { read: read.length };
	});
}

/** Who opens a record knows what they were told of it. */
export async function readAbout(actor: Actor, about: string): Promise<void> {
	const { member } = actor;
	if (!member) return;
	const waiting = await db
		.selectFrom('notifications')
		.select('id')
		.where('hub', '=', actor.hub)
		.where('member', '=', member)
		.where('record', '=', about)
		.where('readAt', 'is', null)
		.executeTakeFirst();
	if (!waiting) return;
	await transaction(async (tx) => {
		await marked(tx, actor).where('record', '=', about).execute();
		await record(tx, actor, 'notification.all_read', member, { record: [null, about] });
	});
}

const marked = (tx: Tx, actor: Actor) =>
	tx
		.updateTable('notifications')
		.set({ readAt: new Date() })
		.where('hub', '=', actor.hub)
		.where('member', '=', reader(actor))
		.where('readAt', 'is', null)
		.returning(announcing(actor.hub, 'notification', reader(actor)).as('told'));
