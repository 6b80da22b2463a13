import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { acrossHubs, db, inHub } from '#platform/db.server.ts';
import { hear, type Change } from '#platform/live.ts';
import { log } from '#platform/log.ts';
import { hasSeer, isSeen } from '#platform/notifications.ts';
import { membersOnly } from '#platform/refusal.ts';
import { actorOf } from '#ecosystem/members.ts';
import { clock, unreadNotifications } from './notifications.ts';

/** A browser opens six at once at most; who opens more lets go of the oldest. */
const mostOfOnePerson = 6;
const heartbeat = 25_000;
const mostUnread = 100;
/** What happens in one breath is told once. */
const breath = 250;
/** A line of the journal has its time from before it could be read. */
const longestTransaction = 5_000;
/** Who slept longer looks at everything again. */
const longestSleep = 86_400_000;

/** Kinds of records, or one record: `introduction`, `introduction:0198…`. */
const watched = z
	.string()
	.max(2000)
	.default('')
	.transform((list) => [...new Set(list.split(',').filter((one) => /^[a-z_]{1,40}(:[0-9a-f-]{36})?$/.test(one)))].slice(0, 20));

export const OpenStream = z.object({
	watch: watched,
	/** What was heard last: an id of an event, or when the page was made. */
	since: z.coerce.number().int().min(0).max(8.64e15).optional().catch(undefined)
});

interface Watcher {
	account: string;
	hear: (change: Change) => void;
	close: (because: 'bye' | 'restart') => void;
}

const open = new Map<string, Set<Watcher>>();

/** Ends all streams of this process, whose browsers then find another one. */
export function closeStreams() {
	for (const watchers of [...open.values()]) for (const one of [...watchers]) one.close('restart');
}

export const openStreams = (account: string) => open.get(account)?.size ?? 0;

/**
 * What changes in a hub while somebody looks at it, as server-sent events: `unread` (the bell), `changed` (something that they watch, and may
 * see), `beat`, and `bye` when they should not come back. It says that something changed and never what: the page asks for that anew.
 */
export function stream(actor: Actor, session: string, { watch, since }: z.output<typeof OpenStream>): ReadableStream<Uint8Array> {
	const { hub, account, name, locale } = actor;
	if (!actor.member || !account) throw membersOnly(actor);
	const member = actor.member;
	const encoder = new TextEncoder();
	let stop = () => {};

	return new ReadableStream<Uint8Array>({
		start(controller) {
			let isClosed = false;
			let timer: NodeJS.Timeout | undefined;
			let isUnreadDue = true;
			let caughtUpFrom = since;
			let heardLast = since ?? 0;
			/** Records by what watches them. */
			const pending = new Map<string, Set<string>>();

			const send = (event: string, data: object = {}) => {
				if (!isClosed)
					controller.enqueue(encoder.encode(`event: ${event}\nid: ${heardLast}\ndata: ${JSON.stringify({ hub, ...data })}\n\n`));
			};
			const close: Watcher['close'] = (because) => {
				if (isClosed) return;
				if (because === 'bye') send('bye');
				stop();
				controller.close();
			};
			const soon = () => {
				timer ??= setTimeout(() => {
					timer = undefined;
					inHub(hub, tell).catch((error: unknown) => {
						log.warn({ error: String(error) }, 'live');
						close('restart');
					});
				}, breath);
			};

			const watcher: Watcher = {
				account,
				hear(change) {
					if (change.kind === 'session' && change.record === session) return close('bye');
					if (change.hub !== hub) return;
					const isOwn = change.record === member && (change.kind === 'notification' || change.kind === 'member');
					if (isOwn) isUnreadDue = true;
					for (const one of watch)
						if (one === change.kind || one === `${change.kind}:${change.record}`) {
							if (change.kind === 'notification' && !isOwn) continue;
							pending.set(one, (pending.get(one) ?? new Set()).add(change.record));
						}
					if (isOwn || pending.size) soon();
				},
				close
			};

			/** Asked anew each time: roles and firms may have changed since the page was opened. */
			async function tell() {
				const [now, at] = [await actorOf(hub, { id: account as string, name }, locale, 'page', null), await signedInAt(session)];
				if (now.member !== member || at === null) return close('bye');
				heardLast = at;
				if (caughtUpFrom !== undefined) {
					const from = caughtUpFrom;
					caughtUpFrom = undefined;
					await catchUp(hub, member, watch, from, pending);
				}
				const due = [...pending];
				pending.clear();
				if (isUnreadDue) {
					isUnreadDue = false;
					send('unread', await unreadNotifications(now));
				}
				for (const [one, records] of due) if (await seesOne(now, one, [...records])) send('changed', { watch: one });
			}

			const deafTo = hear({
				heard: watcher.hear,
				wasDeaf() {
					if (heardLast) caughtUpFrom ??= heardLast;
					isUnreadDue = true;
					soon();
				}
			});
			const beating = setInterval(() => {
				void signedInAt(session).then(
					(at) => {
						if (at === null) return close('bye');
						heardLast = at;
						// A reader that is gone without a word reads nothing any more.
						if ((controller.desiredSize ?? 0) < -mostUnread) return close('bye');
						send('beat');
					},
					() => close('restart')
				);
			}, heartbeat);
			stop = () => {
				isClosed = true;
				deafTo();
				clearInterval(beating);
				clearTimeout(timer);
				const own = open.get(account);
				own?.delete(watcher);
				if (!own?.size) open.delete(account);
			};

			const own = open.get(account) ?? new Set();
			open.set(account, own.add(watcher));
			while (own.size > mostOfOnePerson) [...own][0]?.close('bye');
			controller.enqueue(encoder.encode('retry: 3000\n\n'));
			soon();
		},
		cancel() {
			stop();
		}
	});
}

/** The time, as long as the session lasts. */
const signedInAt = async (session: string): Promise<number | null> =>
	(
		await acrossHubs(() =>
			db
				.selectFrom('sessions')
				.select(clock.as('at'))
				.where('id', '=', session)
				.where('expiresAt', '>', sql<Date>`now()`)
				.executeTakeFirst()
		)
	)?.at ?? null;

/** What happened while nobody listened, as the journal has it. */
async function catchUp(hub: string, member: string, watch: readonly string[], since: number, pending: Map<string, Set<string>>) {
	const add = (one: string, record: string) => void pending.set(one, (pending.get(one) ?? new Set()).add(record));
	const from = new Date(Math.max(since, Date.now() - longestSleep) - longestTransaction);
	if (watch.includes('notification')) {
		const news = await db
			.selectFrom('notifications')
			.select('id')
			.where('hub', '=', hub)
			.where('member', '=', member)
			.where(sql<boolean>`greatest(created_at, read_at) > ${from}`)
			.limit(1)
			.executeTakeFirst();
		if (news) add('notification', member);
	}
	const kinds = [...new Set(watch.map((one) => one.split(':')[0] as string))].filter((kind) => kind !== 'notification');
	if (!kinds.length) return;
	const lines = await db
		.selectFrom('journal')
		.select(['kind', 'record'])
		.distinct()
		.where('hub', '=', hub)
		.where('at', '>', from)
		.where('kind', 'in', kinds)
		.limit(1000)
		.execute();
	for (const { kind, record } of lines) for (const one of watch) if (one === kind || one === `${kind}:${record}`) add(one, record);
}

/** Whether one of these changes is for this person to know of. Staff hear of everything in their hub; others of what they may see. */
async function seesOne(actor: Actor, one: string, records: string[]): Promise<boolean> {
	const kind = one.split(':')[0] as string;
	if (kind === 'notification') return true;
	if (!hasSeer(kind)) return actor.staff;
	const ids = records.filter((record) => /^[0-9a-f-]{36}$/.test(record));
	if (!ids.length) return false;
	const { rows } = await sql<{ id: string }>`select id from unnest(${ids}::uuid[]) as changed (id)
		where ${isSeen(actor, sql.lit(kind), sql.ref('changed.id'))} limit 1`.execute(db);
	return rows.length > 0;
}
