import { sql } from 'kysely';
import { z } from 'zod';
import type { Account } from '#ecosystem/accounts.ts';
import { findMember } from '#ecosystem/members.ts';
import { has, system, type Actor } from '#platform/actor.ts';
import { baseUrl, whenSignedIn } from '#platform/auth.server.ts';
import { acrossHubs, db, transaction, type Tx } from '#platform/db.server.ts';
import { isLocale, type Locale } from '#platform/i18n.ts';
import { job } from '#platform/jobs.ts';
import { record } from '#platform/journal.ts';
import { post } from '#platform/mail.ts';
import { authorize, conflict, found, Refusal } from '#platform/refusal.ts';
import { requiredText } from '#platform/shapes.ts';
import { forgetAccountIn, forgetInHub, refuseWhoIsNeeded } from './erasure.ts';

/** Days in which it can be taken back. */
export const daysToThink = 14;

export const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

/** Whoever wants to be erased is signed out and told by letter; who signs in again before the day has thought better of it. */
export const askOwnErasure = (account: Account) =>
	acrossHubs(() =>
		transaction(async (tx) => {
			await refuseWhoIsNeeded(tx, account.id, null);
			await begin(tx, account, { onlyIn: null, because: 'own_wish', note: '', dueAt: inDays(daysToThink), kind: 'erasure_asked' });
			await tx.deleteFrom('sessions').where('accountId', '=', account.id).execute();
		})
	);

export const AskErasure = z.object({ member: z.uuid(), note: requiredText(500) });
export const ErasureOf = z.object({ member: z.uuid() });

export interface ErasureView {
	member: string;
	name: string;
	because: 'own_wish' | 'request' | 'inactive';
	note: string;
	askedAt: Date;
	dueAt: Date;
	/** Only what this hub keeps, or the whole account. */
	isWhole: boolean;
	/** Why it could not be done when it was due. */
	refusedBecause: string | null;
}

/** On a person's request by letter or telephone: all of the account where this is their only hub, else what this hub keeps. */
export async function askErasure(actor: Actor, { member, note }: z.output<typeof AskErasure>): Promise<ErasureView> {
	const { email } = await findMember(actor, { member });
	await acrossHubs(() =>
		transaction(async (tx) => {
			const account = await accountOf(tx, email);
			const elsewhere = await tx
				.selectFrom('members')
				.select('hub')
				.where('account', '=', account.id)
				.where('hub', '<>', actor.hub)
				.where('leftAt', 'is', null)
				.executeTakeFirst();
			const onlyIn = elsewhere ? actor.hub : null;
			await refuseWhoIsNeeded(tx, account.id, onlyIn);
			const { name: hub } = await tx.selectFrom('hubs').select('name').where('id', '=', actor.hub).executeTakeFirstOrThrow();
			const kind = onlyIn ? 'erasure_requested_here' : 'erasure_requested';
			await begin(tx, account, { onlyIn, because: 'request', note, dueAt: inDays(daysToThink), kind, hub });
			await record(tx, actor, 'member.erasure_asked', member);
		})
	);
	return found(await erasureOf(actor, { member }));
}

export async function erasures(actor: Actor): Promise<{ items: ErasureView[] }> {
	authorize(has(actor));
	return { items: await waiting(actor) };
}

export async function erasureOf(actor: Actor, { member }: z.output<typeof ErasureOf>): Promise<ErasureView | undefined> {
	authorize(has(actor));
	return (await waiting(actor)).find((one) => one.member === member);
}

const waiting = async ({ hub }: Actor): Promise<ErasureView[]> =>
	(
		await db
			.selectFrom('erasures')
			.innerJoin('accounts', 'accounts.id', 'erasures.account')
			.innerJoin('members', 'members.account', 'accounts.id')
			.select(['members.id as member', 'accounts.name', 'erasures.note', 'erasures.askedAt', 'erasures.dueAt', 'erasures.refusedBecause'])
			.select([sql<ErasureView['because']>`because`.as('because'), sql<boolean>`only_in is null`.as('isWhole')])
			.where('members.hub', '=', hub)
			.where('members.leftAt', 'is', null)
			.where((eb) => eb.or([eb('onlyIn', 'is', null), eb('onlyIn', '=', hub)]))
			.orderBy('erasures.dueAt')
			.orderBy('members.id')
			.execute()
	).map((one) => ({ ...one, note: one.because === 'request' ? one.note : '' }));

/** Staff take back what they wrote down; a wish of the person's own is theirs to take back. */
export async function callOffErasure(actor: Actor, { member }: z.output<typeof ErasureOf>) {
	const { email } = await findMember(actor, { member });
	await acrossHubs(() =>
		transaction(async (tx) => {
			const { id } = await accountOf(tx, email);
			const { numDeletedRows } = await tx
				.deleteFrom('erasures')
				.where('account', '=', id)
				.where('because', '=', 'request')
				.where((eb) => eb.or([eb('onlyIn', 'is', null), eb('onlyIn', '=', actor.hub)]))
				.executeTakeFirst();
			if (!numDeletedRows) throw conflict('erasure_not_asked');
			await record(tx, actor, 'member.erasure_called_off', member);
		})
	);
	return { member };
}

const accountOf = (tx: Tx, email: string) =>
	tx
		.selectFrom('accounts')
		.select(['id', 'name', 'email', 'locale', 'isNetworkAdmin'])
		.where('email', '=', email)
		.executeTakeFirstOrThrow() as Promise<Account>;

interface Beginning {
	onlyIn: string | null;
	because: ErasureView['because'];
	note: string;
	dueAt: Date;
	/** Of the letter that tells of it. */
	kind: string;
	hub?: string;
}

/** Writes down that somebody is to be erased, and tells them until when they may think about it. */
export async function begin(tx: Tx, { id, name, email, locale }: Account, { kind, hub, ...asked }: Beginning) {
	const { numInsertedOrUpdatedRows } = await tx
		.insertInto('erasures')
		.values({ account: id, ...asked })
		.onConflict((on) => on.constraint('erasure_already_asked').doNothing())
		.executeTakeFirst();
	if (!numInsertedOrUpdatedRows) throw conflict('erasure_already_asked');
	const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'Europe/Paris' }).format(asked.dueAt);
	const link = asked.onlyIn ? `${baseUrl}/account/data` : `${baseUrl}/sign-in`;
	await post(tx, { hub: null, to: email, locale, kind, params: { name, date, ...(hub && { hub }) }, link });
	if (asked.because !== 'request') await tellHubs(tx, id, 'member.erasure_asked');
}

async function tellHubs(tx: Tx, account: string, what: string, hub?: string) {
	let memberships = tx.selectFrom('members').select(['hub', 'id']).where('account', '=', account).where('leftAt', 'is', null);
	if (hub) memberships = memberships.where('hub', '=', hub);
	for (const { hub, id } of await memberships.execute()) await record(tx, { ...system(hub, 'page'), member: id }, what, id);
}

/** What waits for this person, for their own page. */
export const ownErasures = (account: Account) =>
	db
		.selectFrom('erasures')
		.leftJoin('hubs', 'hubs.id', 'erasures.onlyIn')
		.select(['erasures.id', 'erasures.dueAt', 'erasures.note', 'hubs.name as hub'])
		.where('account', '=', account.id)
		.orderBy('dueAt')
		.execute();

export const KeepMyData = z.object({ erasure: z.uuid() });

/** The person says that they want to stay. */
export const keepMyData = (account: Account, { erasure }: z.output<typeof KeepMyData>) =>
	acrossHubs(() =>
		transaction(async (tx) => {
			const kept = found(
				await tx.deleteFrom('erasures').where('account', '=', account.id).where('id', '=', erasure).returning('onlyIn').executeTakeFirst()
			);
			await tellHubs(tx, account.id, 'member.erasure_called_off', kept.onlyIn ?? undefined);
		})
	);

/** Whoever signs in before the day goes on as if nothing had been asked. */
export const takeBackErasure = (id: string) =>
	acrossHubs(() =>
		transaction(async (tx) => {
			const kept = await tx.deleteFrom('erasures').where('account', '=', id).where('onlyIn', 'is', null).returning('id').executeTakeFirst();
			if (!kept) return;
			const { name, email, locale } = await tx
				.selectFrom('accounts')
				.select(['name', 'email', 'locale'])
				.where('id', '=', id)
				.executeTakeFirstOrThrow();
			await post(tx, { hub: null, to: email, locale: languageOf(locale), kind: 'erasure_called_off', params: { name } });
			await tellHubs(tx, id, 'member.erasure_called_off');
		})
	);
whenSignedIn(takeBackErasure);

const languageOf = (locale: string): Locale => (isLocale(locale) ? locale : 'fr');

/** Erases whoever's day has come. Who is still needed where others work stays until they handed over, and it is tried again each day. */
export const eraseDue = job(
	'privacy.erase',
	async () => {
		const due = await db
			.selectFrom('erasures')
			.select('id')
			.where('dueAt', '<=', sql<Date>`now()`)
			.orderBy('dueAt')
			.execute();
		for (const { id } of due)
			try {
				await transaction((tx) => carryOut(tx, id));
			} catch (thrown) {
				if (!(thrown instanceof Refusal)) throw thrown;
				await db
					.updateTable('erasures')
					.set({ refusedBecause: thrown.code, dueAt: inDays(1) })
					.where('id', '=', id)
					.execute();
			}
	},
	{ every: '20 * * * *' }
);

async function carryOut(tx: Tx, id: string) {
	// Held: who signs in at this moment is either kept, or too late.
	const row = await tx
		.selectFrom('erasures')
		.select(['account', 'onlyIn', 'because'])
		.where('id', '=', id)
		.where('dueAt', '<=', sql<Date>`now()`)
		.forUpdate()
		.executeTakeFirst();
	if (!row) return;
	const account = await tx.selectFrom('accounts').select(['id', 'name', 'email']).where('id', '=', row.account).executeTakeFirstOrThrow();
	await tx.deleteFrom('erasures').where('id', '=', id).execute();
	if (row.onlyIn) await forgetInHub(tx, row.onlyIn, account, row.because);
	else await forgetAccountIn(tx, account, row.because);
}
