import { sql } from 'kysely';
import { z } from 'zod';
import { has, type Actor } from '#platform/actor.ts';
import { acrossHubs, db, transaction, type Tx } from '#platform/db.server.ts';
import { say } from '#platform/i18n.ts';
import { later } from '#platform/jobs.ts';
import { record } from '#platform/journal.ts';
import { sendMail } from '#platform/mail.ts';
import { cursorPage, PageInput } from '#platform/page.ts';
import { authorize, conflict, found } from '#platform/refusal.ts';
import { readSettings } from '#platform/settings.ts';
import type { Account } from './accounts.ts';

export const hasMailServer = () => readSettings().KM0_SMTP_URL !== undefined;

export type LetterState = 'sent' | 'failed' | 'waiting';

const listed = () =>
	db
		.selectFrom('mails')
		.select(['id', 'recipient', 'subject', 'createdAt', 'sentAt'])
		.select(
			sql<LetterState>`case when sent_at is not null then 'sent' when failed_at is not null then 'failed' else 'waiting' end`.as('state')
		);

export const ListLetters = PageInput;

const newestFirst = [
	['createdAt', 'desc'],
	['id', 'asc']
] as const;

/** Letters that the hub sent, for those who lead it. */
export async function letters(actor: Actor, page: z.output<typeof ListLetters>) {
	authorize(has(actor));
	return cursorPage(listed().where('hub', '=', actor.hub), newestFirst, page);
}

/** Letters about accounts open accounts: only who runs the network sees them. */
export async function accountLetters(account: Account | null, page: z.output<typeof ListLetters>) {
	authorize(account?.isNetworkAdmin === true);
	return acrossHubs(() => cursorPage(listed().where('hub', 'is', null), newestFirst, page));
}

/** A page of letters as a list shows it. */
export const shownLetters = ({ items, next, previous }: Awaited<ReturnType<typeof letters>>) => {
	const at = (cursor: string | null) => cursor && `?cursor=${cursor}`;
	return {
		hasMailServer: hasMailServer(),
		letters: items.map((letter) => ({ ...letter, stateInWords: say(`outbox_state_${letter.state}`) })),
		next: at(next),
		previous: at(previous)
	};
};

export const FindLetter = z.object({ letter: z.uuid() });

/** One letter of the hub. Its text is shown until it left: afterwards its link belongs to whoever received it. */
export async function findLetter(actor: Actor, { letter }: z.output<typeof FindLetter>) {
	authorize(has(actor));
	return opened(letter, actor.hub);
}

/** One letter about an account. */
export async function findAccountLetter(account: Account | null, { letter }: z.output<typeof FindLetter>) {
	authorize(account?.isNetworkAdmin === true);
	return opened(letter, null);
}

async function opened(letter: string, hub: string | null) {
	const row = await acrossHubs(() =>
		listed()
			.select(['bodyText', 'locale', 'failure'])
			.where('id', '=', letter)
			.where('hub', hub === null ? 'is' : '=', hub)
			.executeTakeFirst()
	).then(found);
	return { ...row, bodyText: row.state === 'sent' ? '' : row.bodyText };
}

/** Once more, for a letter that could not leave. */
export async function sendAgain(actor: Actor, input: z.output<typeof FindLetter>) {
	const letter = await findLetter(actor, input);
	await transaction(async (tx) => {
		await resend(tx, letter);
		await record(tx, actor, 'letter.sent_again', letter.id);
	});
}

export async function sendAccountLetterAgain(account: Account | null, input: z.output<typeof FindLetter>) {
	const letter = await findAccountLetter(account, input);
	await acrossHubs(() => transaction((tx) => resend(tx, letter)));
}

async function resend(tx: Tx, { id, state }: { id: string; state: LetterState }) {
	if (state === 'sent') throw conflict('letter_left');
	await tx.updateTable('mails').set({ leavingAt: null, failedAt: null, failure: null }).where('id', '=', id).execute();
	await later(tx, sendMail, { mail: id });
}

const isLoopback = (name: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|::ffff:127\.\d+\.\d+\.\d+)$/.test(name);

/**
 * The link that a newcomer to the demo would find in their letter, where nothing sends it: only with demo hubs, without a mail server, and
 * for somebody who sits at the computer that KM0 runs on.
 */
export async function linkOfNewcomer(email: string, { url, address, headers }: { url: URL; address: string; headers: Headers }) {
	const isHere = isLoopback(url.hostname) && isLoopback(address) && !headers.has('x-forwarded-for') && !headers.has('forwarded');
	if (!isHere || hasMailServer()) return null;
	const demo = await db.selectFrom('hubs').select('id').where('isDemo', '=', true).limit(1).executeTakeFirst();
	if (!demo) return null;
	const letter = await acrossHubs(() =>
		db
			.selectFrom('mails')
			.select('bodyText')
			.where('recipient', '=', email)
			.where('hub', 'is', null)
			.where('kind', 'in', ['confirm_email', 'already_registered'])
			.orderBy('createdAt', 'desc')
			.limit(1)
			.executeTakeFirst()
	);
	const link = letter?.bodyText.match(/^https?:\S+$/m)?.[0];
	return link ? new URL(link) : null;
}
