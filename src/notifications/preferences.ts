import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { record, type Changed } from '#platform/journal.ts';
import {
	mailings,
	notificationKinds,
	readUnsubscribeToken,
	usualMailing,
	type Mailing,
	type NotificationKind
} from '#platform/notifications.ts';
import { found, membersOnly, refuse } from '#platform/refusal.ts';

/** The summary itself: who stops it hears of nothing by summary, whatever they chose for each kind. */
export const digestKind = 'digest';

export const Preference = z.object({
	kind: z.string().min(1).max(60),
	/** Under the bell. */
	inApp: z.boolean(),
	mail: z.enum(mailings)
});
export type Preference = z.output<typeof Preference>;

export const Preferences = z.object({
	kinds: z.array(Preference.extend({ mustGo: z.boolean() })),
	/** Whether summaries are sent at all. */
	digest: z.boolean()
});

function chooser(actor: Actor): string {
	if (!actor.member) throw membersOnly(actor);
	return actor.member;
}

const kindsFor = (actor: Actor) => notificationKinds().filter(({ isForStaff }) => actor.staff || !isForStaff);

/** What this person chose, or what is usual for their role. */
export async function notificationPreferences(actor: Actor): Promise<z.output<typeof Preferences>> {
	const chosen = new Map((await chosenBy(db, actor.hub, chooser(actor))).map((one) => [one.kind, one]));
	return {
		kinds: kindsFor(actor).map((kind) => ({
			kind: kind.name,
			inApp: chosen.get(kind.name)?.inApp ?? true,
			mail: mailingOf(kind, actor.roles, chosen.get(kind.name)?.mail),
			mustGo: kind.mustGo
		})),
		digest: chosen.get(digestKind)?.mail !== 'never'
	};
}

const mailingOf = (kind: NotificationKind, roles: readonly string[], chosen: string | undefined): Mailing =>
	kind.mustGo ? 'at_once' : ((chosen as Mailing | undefined) ?? usualMailing(kind, roles));

const chosenBy = (from: Tx | typeof db, hub: string, member: string) =>
	from
		.selectFrom('notificationPreferences')
		.select(['kind', 'inApp', 'mail', 'mailBefore'])
		.where('hub', '=', hub)
		.where('member', '=', member)
		.execute();

export const SetPreferences = z.object({
	/** Those that are not named stay as they are. */
	kinds: z.array(Preference).max(100).default([]),
	digest: z.boolean().optional()
});

/** Chooses what comes under the bell and what by mail, kind by kind. */
export async function setNotificationPreferences(actor: Actor, { kinds, digest }: z.output<typeof SetPreferences>) {
	const member = chooser(actor);
	const open = new Map(kindsFor(actor).map((kind) => [kind.name, kind]));
	for (const [nth, { kind }] of kinds.entries()) if (!open.has(kind)) throw refuse(`kinds.${nth}.kind`, 'not_a_choice');
	const before = await notificationPreferences(actor);
	const changed: Changed = {};
	for (const { kind, inApp, mail } of kinds) {
		const was = before.kinds.find((one) => one.kind === kind);
		const wanted = open.get(kind)?.mustGo ? 'at_once' : mail;
		if (was && (was.inApp !== inApp || was.mail !== wanted)) changed[kind] = [said(was), said({ inApp, mail: wanted })];
	}
	if (digest !== undefined && digest !== before.digest) changed[digestKind] = [before.digest, digest];
	await transaction(async (tx) => {
		for (const { kind, inApp, mail } of kinds) if (changed[kind]) await keep(tx, actor.hub, member, { kind, inApp, mail }, null);
		if (changed[digestKind]) await keep(tx, actor.hub, member, { kind: digestKind, inApp: true, mail: digest ? 'daily' : 'never' }, null);
		await record(tx, actor, 'notification.preferences_set', member, changed);
	});
	return notificationPreferences(actor);
}

const said = ({ inApp, mail }: Omit<Preference, 'kind'>) => (inApp ? mail : `${mail}, not in app`);

const keep = (tx: Tx, hub: string, member: string, { kind, inApp, mail }: Preference, mailBefore: Mailing | null) =>
	tx
		.insertInto('notificationPreferences')
		.values({ hub, member, kind, inApp, mail, mailBefore })
		.onConflict((on) => on.columns(['hub', 'member', 'kind']).doUpdateSet({ inApp, mail, mailBefore, setAt: new Date() }))
		.execute();

const token = z.string().min(1).max(200);

export const FindUnsubscribe = z.object({ token });

export const Unsubscribed = z.object({ kind: z.string(), isStopped: z.boolean() });

/** What a link of a letter would stop, and whether it is stopped. Reading it stops nothing: programs that look at mail follow every link. */
export async function linkedPreference(actor: Actor, { token }: z.output<typeof FindUnsubscribe>): Promise<z.output<typeof Unsubscribed>> {
	const { kind, mail } = await followed(db, actor.hub, token);
	return { kind, isStopped: mail === 'never' };
}

export const Unsubscribe = FindUnsubscribe.extend({
	/** Takes up again what the link stopped. */
	undo: z.boolean().default(false)
});

/** Stops letters of one kind to one person, or takes them up again, for whoever holds the link: without signing in, as often as one likes. */
export async function unsubscribe(actor: Actor, { token, undo }: z.output<typeof Unsubscribe>): Promise<z.output<typeof Unsubscribed>> {
	return transaction(async (tx) => {
		const { member, kind, inApp, mail, mailBefore, usual } = await followed(tx, actor.hub, token);
		const isStopped = mail === 'never';
		const now = undo ? (isStopped ? (mailBefore ?? usual) : mail) : 'never';
		if (now !== mail) {
			await keep(tx, actor.hub, member, { kind, inApp, mail: now }, undo ? null : mail);
			await record(tx, { ...actor, member }, undo ? 'notification.mail_resumed' : 'notification.mail_stopped', member, {
				[kind]: [mail, now]
			});
		}
		return { kind, isStopped: now === 'never' };
	});
}

/** Whose link it is, as long as they are in the hub; whatever else it says is not found. */
async function followed(from: Tx | typeof db, hub: string, token: string) {
	const { member, kind } = found(readUnsubscribeToken(hub, token));
	const declared = notificationKinds().find(({ name }) => name === kind);
	if (kind !== digestKind) found(declared && !declared.mustGo ? declared : null);
	const { roles } = found(
		await from
			.selectFrom('members')
			.select('roles')
			.where('hub', '=', hub)
			.where('id', '=', member)
			.where('leftAt', 'is', null)
			.executeTakeFirst()
	);
	const chosen = (await chosenBy(from, hub, member)).find((one) => one.kind === kind);
	const usual: Mailing = declared ? usualMailing(declared, roles) : 'daily';
	return {
		member,
		kind,
		usual,
		inApp: chosen?.inApp ?? true,
		mail: (chosen?.mail as Mailing | undefined) ?? usual,
		mailBefore: (chosen?.mailBefore as Mailing | null | undefined) ?? null
	};
}
