import PostalMime, { type Email } from 'postal-mime';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { locales, say } from '#platform/i18n.ts';
import { fromDatabase, Refusal, refuse } from '#platform/refusal.ts';
import { readSettings } from '#platform/settings.ts';
import { inspected, mostFiles } from '#ecosystem/attachments.ts';
import { memberToAnswer } from '#ecosystem/members.ts';
import { writeMessage } from './messages.ts';

/** A mail as it came (`message/rfc822`), or the same as text in JSON. */
export const MailIn = z.union([z.file(), z.object({ message: z.string().min(1).max(40_000_000) })]);

/**
 * Reads an answer that somebody wrote in their mail program. The key in its address says who they are and in which conversation; the sender
 * must be that person's own address, so that a forwarded letter lets nobody write in their name.
 */
export async function mailIn(actor: Actor, input: z.output<typeof MailIn>): Promise<{ message: string | null }> {
	const mail = await read(input);
	const token = tokenIn(mail);
	if (!token) throw refuse('message', 'mail_to_nobody');
	const taking = await db
		.selectFrom('introductionPeople')
		.select(['introduction', 'member'])
		.where('hub', '=', actor.hub)
		.where('replyToken', '=', token)
		.executeTakeFirst();
	const author = taking && (await memberToAnswer(actor.hub, taking.member, actor.request));
	if (!author) throw refuse('message', 'mail_to_nobody');
	if (mail.from?.address?.toLowerCase() !== author.email) throw refuse('message', 'mail_from_another');
	// An absence note would be sent to everybody, whose programs might answer it.
	if (isAutomatic(mail)) return { message: null };

	const words = answerIn(mail);
	const files = mail.attachments
		.filter(({ disposition }) => disposition !== 'inline')
		.slice(0, mostFiles)
		.map(({ filename, content }) => new File([content as ArrayBuffer], filename ?? 'file'));
	const id = mail.messageId ?? null;
	try {
		return await writeMessage(author.actor, { introduction: taking.introduction, words }, await inspected(files), id ? { mail: id } : {});
	} catch (thrown) {
		const refusal = fromDatabase(thrown);
		// Servers deliver twice when they are not sure: the first one counts, and the second is told so.
		if (id && refusal instanceof Refusal && refusal.code === 'mail_read_once') return { message: await readBefore(actor.hub, id) };
		throw refusal;
	}
}

async function read(input: z.output<typeof MailIn>): Promise<Email> {
	try {
		return await PostalMime.parse(input instanceof File ? await input.arrayBuffer() : input.message, {
			attachmentEncoding: 'arraybuffer'
		});
	} catch {
		throw refuse('message', 'mail_not_readable');
	}
}

/** Every address that the mail was on its way to. */
function tokenIn(mail: Email): string | undefined {
	const { KM0_REPLY_ADDRESS } = readSettings();
	if (!KM0_REPLY_ADDRESS) return undefined;
	const [box, domain] = KM0_REPLY_ADDRESS.toLowerCase().split('@');
	const headers = mail.headers
		.filter(({ key }) => ['to', 'cc', 'delivered-to', 'x-original-to', 'envelope-to'].includes(key))
		.map(({ value }) => value.toLowerCase());
	const start = `${box}+`;
	for (const value of headers)
		for (const part of value.split(/[\s,;<>"]+/))
			if (part.startsWith(start) && part.endsWith(`@${domain}`)) return part.slice(start.length, part.indexOf('@'));
	return undefined;
}

const isAutomatic = ({ headers }: Email) => {
	const value = (key: string) => headers.find((header) => header.key === key)?.value.toLowerCase();
	return (
		(value('auto-submitted') ?? 'no') !== 'no' ||
		['bulk', 'auto_reply', 'junk'].includes(value('precedence') ?? '') ||
		value('x-autoreply') === 'yes'
	);
};

/** What was written above the letter that is answered. */
export function answerIn({ text, html }: Pick<Email, 'text' | 'html'>): string {
	const whole = (text?.trim() ? text : plain(html ?? '')).replace(/\r\n?/g, '\n');
	const marks = locales.map((locale) => say('mail_reply_above', {}, locale));
	const cut = Math.min(...marks.map((mark) => whole.indexOf(mark)).filter((at) => at >= 0), whole.length);
	const lines = whole.slice(0, cut).split('\n');
	const quoted = lines.findIndex((line, nth) => quotes.some((quote) => quote.test(line.trim())) || isWrapped(lines, nth));
	return (quoted < 0 ? lines : lines.slice(0, quoted))
		.filter((line) => !/^\s*>/.test(line))
		.join('\n')
		.replace(/\n{3,}/g, '\n\n')
		.replace(/\n-- ?\n[\s\S]*$/, '')
		.trim();
}

/** How mail programs begin what they quote. */
const quotes = [
	/^Le .{4,120} a écrit\s*:$/,
	/^Am .{4,120} schrieb.{0,120}:$/,
	/^On .{4,120} wrote:$/,
	/^-{2,}\s*(Original Message|Message d’origine|Message d'origine|Ursprüngliche Nachricht)\s*-{2,}$/i,
	/^_{20,}$/
];

/** The same, broken over two lines. */
const isWrapped = (lines: string[], nth: number) => {
	const both = `${lines[nth]?.trim()} ${lines[nth + 1]?.trim() ?? ''}`;
	return /^(Le|Am|On) /.test(both) && quotes.slice(0, 3).some((quote) => quote.test(both));
};

const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

const plain = (html: string) =>
	html
		.replace(/<(style|script|head|blockquote)\b[\s\S]*?<\/\1>/gi, '')
		.replace(/<br\s*\/?>|<\/(p|div|li|tr|h\d)>/gi, '\n')
		.replace(/<[^>]+>/g, '')
		.replace(/&(?:#(\d+)|(\w+));/g, (all, code: string | undefined, name: string | undefined) =>
			code ? String.fromCodePoint(Math.min(Number(code), 0x10ffff)) : (signs[name ?? ''] ?? all)
		);

const readBefore = async (hub: string, mail: string) =>
	(await db.selectFrom('introductionMessages').select('id').where('hub', '=', hub).where('mail', '=', mail).executeTakeFirst())?.id ?? null;
