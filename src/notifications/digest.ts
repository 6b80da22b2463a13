import { sql } from 'kysely';
import { system, type Actor } from '#platform/actor.ts';
import { baseUrl } from '#platform/auth.server.ts';
import { db, transaction } from '#platform/db.server.ts';
import { say } from '#platform/i18n.ts';
import { job } from '#platform/jobs.ts';
import { record } from '#platform/journal.ts';
import { post } from '#platform/mail.ts';
import { isSeen, notificationKinds, titleOf, unsubscribing, type Words } from '#platform/notifications.ts';
import { instantsOf, wallClock } from '#platform/time.ts';
import { memberToAnswer } from '#ecosystem/members.ts';
import { digestKind } from './preferences.ts';

/** When summaries leave, on the hub's clock; who was down then sends them until the evening, and not at night. */
const hour = 7;
const lastHour = 20;
const day = 86_400_000;

/** What is older is no news: it stays under the bell. */
const oldest = 31 * day;
const mostLines = 50;

export const sendDigests = job(
	'notification.digest',
	async () => {
		for (const { id } of await db.selectFrom('hubs').select('id').execute()) await sendDigestsOf(id);
	},
	{ every: '5 * * * *' }
);

/** Writes to everybody of this hub who has something unread that was to come as a summary. */
export async function sendDigestsOf(hub: string, at = new Date()) {
	const { name, place, timeZone } = await db
		.selectFrom('hubs')
		.select(['name', 'place', 'timeZone'])
		.where('id', '=', hub)
		.executeTakeFirstOrThrow();
	const clock = wallClock(at, timeZone);
	const now = Number(clock.slice(11, 13));
	if (now < hour || now >= lastHour) return;
	const daily = morningOf(clock.slice(0, 10), timeZone);
	const sinceMonday = (new Date(`${clock.slice(0, 10)}T12:00Z`).getUTCDay() + 6) % 7;
	const weekly = morningOf(new Date(Date.parse(`${clock.slice(0, 10)}T12:00Z`) - sinceMonday * day).toISOString().slice(0, 10), timeZone);

	const waiting = await db
		.selectFrom('notifications')
		.select('member')
		.distinct()
		.where('hub', '=', hub)
		.where('mailedAt', 'is', null)
		.where('readAt', 'is', null)
		.where('mail', 'in', ['daily', 'weekly'])
		.where('createdAt', '>', new Date(at.getTime() - oldest))
		.execute();
	for (const { member } of waiting) {
		const reader = await memberToAnswer(hub, member, null);
		if (reader) await sendDigest(reader, { hubName: `${name} ${place}`, timeZone, daily, weekly, since: new Date(at.getTime() - oldest) });
	}
}

const morningOf = (date: string, timeZone: string) => instantsOf(`${date}T${String(hour).padStart(2, '0')}:00`, timeZone)[0] as Date;

interface Period {
	hubName: string;
	timeZone: string;
	/** Written before these instants: this morning, and Monday morning. */
	daily: Date;
	weekly: Date;
	since: Date;
}

async function sendDigest({ actor, email }: { actor: Actor; email: string }, { hubName, timeZone, daily, weekly, since }: Period) {
	const { hub, member, locale } = actor;
	if (!member) return;
	const wish = (kind: ReturnType<typeof sql.ref<string>> | ReturnType<typeof sql.lit<string>>) =>
		sql<string | null>`(select p.mail from notification_preferences p where p.hub = ${hub} and p.member = ${member} and p.kind = ${kind})`;
	await transaction(async (tx) => {
		// Taken and told in one transaction: whoever comes at the same time waits here, and finds nothing left.
		const taken = await tx
			.updateTable('notifications')
			.set({ mailedAt: new Date() })
			.where('hub', '=', hub)
			.where('member', '=', member)
			.where('mailedAt', 'is', null)
			.where('readAt', 'is', null)
			.where('mail', 'in', ['daily', 'weekly'])
			.where('createdAt', '>', since)
			.where(
				sql<boolean>`case coalesce(${wish(sql.ref('notifications.kind'))}, notifications.mail)
					when 'never' then false when 'weekly' then created_at < ${weekly} else created_at < ${daily} end`
			)
			.where(sql<boolean>`${wish(sql.lit(digestKind))} is distinct from 'never'`)
			.where(isSeen(actor, sql.ref('notifications.about'), sql.ref('notifications.record')))
			.returning(['id', 'kind', 'what', 'createdAt', sql<Words>`words`.as('words')])
			.execute();
		if (!taken.length) return;
		const newest = taken.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime()).slice(0, mostLines);
		const chapters = notificationKinds()
			.map(({ name }) => ({
				words: say(`notification_kind_${name}`, {}, locale),
				lines: newest
					.filter(({ kind }) => kind === name)
					.map((one) => ({ words: titleOf(one, locale, timeZone), link: `${baseUrl}/${hub}/notifications/${one.id}` }))
			}))
			.filter(({ lines }) => lines.length);
		const count = taken.length;
		await post(tx, {
			hub,
			to: email,
			locale,
			kind: count === 1 ? 'digest_one' : 'digest',
			params: { name: actor.name, hub: hubName, count },
			chapters,
			link: `${baseUrl}/${hub}/notifications?unread=true`,
			unsubscribe: unsubscribing(hub, member, digestKind, locale)
		});
		await record(tx, system(hub), 'notification.digest_sent', member, { count: [null, count] });
	});
}
