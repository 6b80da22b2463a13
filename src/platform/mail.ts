import nodemailer from 'nodemailer';
import { acrossHubs, db, type Tx } from './db.server.ts';
import { say, type Locale } from './i18n.ts';
import { job, later } from './jobs.ts';
import { readSettings } from './settings.ts';

export interface Letter {
	hub: string | null;
	to: string;
	locale: Locale;
	/** Message keys `mail_<kind>_subject` and `mail_<kind>_body`; the body's paragraphs are parted by empty lines. */
	kind: string;
	params?: Record<string, string | number>;
	/** The one thing to do, as a button: `mail_<kind>_action` is its words. */
	link?: string;
	/** Questions that are answered by one click: each choice is a link of its own. */
	questions?: { words: string; choices: { words: string; link: string }[] }[];
	/** Where an answer to this letter is read. */
	replyTo?: string | null;
	/** What the letter belongs to: letters with the same one stand together. */
	thread?: string;
	/** An invitation for the reader's calendar. */
	calendar?: { method: 'REQUEST' | 'CANCEL'; content: string };
	/** Several things in one letter, each of which leads somewhere. */
	chapters?: { words: string; lines: { words: string; link: string }[] }[];
	/** Stops letters of this kind, without signing in. */
	unsubscribe?: { words: string; link: string };
}

/** Puts a letter in the outbox, in the transaction that causes it; a job hands it to the mail server. */
export async function post(
	tx: Tx,
	{ hub, to, locale, kind, params = {}, link, questions = [], replyTo, thread, calendar, chapters = [], unsubscribe }: Letter
) {
	const subject = say(`mail_${kind}_subject`, params, locale);
	const above = replyTo ? [say('mail_reply_above', {}, locale)] : [];
	const paragraphs = [...above, ...say(`mail_${kind}_body`, params, locale).split('\n\n')];
	const asked = questions.map(({ words, choices }) => [words, ...choices.map((choice) => `${choice.words}: ${choice.link}`)].join('\n'));
	const told = chapters.map(({ words, lines }) => [words, ...lines.map((line) => `– ${line.words}\n  ${line.link}`)].join('\n'));
	const action = link ? say(`mail_${kind}_action`, params, locale) : '';
	const signature = say('mail_signature', params, locale);
	const foot = unsubscribe ? [`${unsubscribe.words}\n${unsubscribe.link}`] : [];
	const { id } = await tx
		.insertInto('mails')
		.values({
			hub,
			recipient: to,
			subject,
			locale,
			kind,
			bodyText: [...paragraphs, ...told, ...asked, ...(link ? [`${action}:\n${link}`] : []), signature, ...foot].join('\n\n'),
			bodyHtml: html(locale, subject, { paragraphs, chapters, questions, action: link ? { link, action } : null, signature, unsubscribe }),
			replyTo: replyTo ?? null,
			thread: thread ?? null,
			calendar: calendar?.content ?? null,
			calendarMethod: calendar?.method ?? null,
			unsubscribe: unsubscribe?.link ?? null
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	await later(tx, sendMail, { mail: id });
}

export const sendMail = job<{ mail: string }>('mail.send', async ({ mail }) => {
	const { KM0_SMTP_URL, KM0_MAIL_FROM } = readSettings();
	if (!KM0_SMTP_URL) return;
	await acrossHubs(async () => {
		const letter = await db
			.updateTable('mails')
			.set({ leavingAt: new Date() })
			.where('id', '=', mail)
			.where('sentAt', 'is', null)
			.where('leavingAt', 'is', null)
			.returningAll()
			.executeTakeFirst();
		if (!letter) {
			// A try before this one was cut off while the mail server had the letter. Nobody gets it twice: it waits for a person.
			await db
				.updateTable('mails')
				.set({ failedAt: new Date(), failure: 'held: cut off while it left' })
				.where('id', '=', mail)
				.where('sentAt', 'is', null)
				.execute();
			return;
		}
		const server = nodemailer.createTransport(KM0_SMTP_URL);
		try {
			await server.sendMail({
				// The same id on a second try lets the receiving side drop a letter that did arrive.
				messageId: `<${letter.id}@km0>`,
				from: KM0_MAIL_FROM,
				to: letter.recipient,
				subject: letter.subject,
				text: letter.bodyText,
				html: letter.bodyHtml,
				...(letter.thread && { inReplyTo: `<${letter.thread}@km0>`, references: `<${letter.thread}@km0>` }),
				...(letter.replyTo && { replyTo: letter.replyTo }),
				...(letter.unsubscribe && {
					headers: {
						// Written as it is: mail programs look for the whole address.
						'List-Unsubscribe': { prepared: true, foldLines: false, value: `<${letter.unsubscribe}>` },
						'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click'
					}
				}),
				...(letter.calendar && {
					icalEvent: { method: letter.calendarMethod ?? 'REQUEST', content: letter.calendar, filename: 'invite.ics' }
				})
			});
		} catch (error) {
			await db
				.updateTable('mails')
				.set({ leavingAt: null, failedAt: new Date(), failure: error instanceof Error ? error.message : String(error) })
				.where('id', '=', mail)
				.execute();
			throw error;
		} finally {
			server.close();
		}
		await db.updateTable('mails').set({ sentAt: new Date(), failure: null, failedAt: null }).where('id', '=', mail).execute();
	});
});

const escape = (text: string) =>
	text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

interface Body {
	paragraphs: string[];
	chapters: NonNullable<Letter['chapters']>;
	questions: NonNullable<Letter['questions']>;
	action: { link: string; action: string } | null;
	signature: string;
	unsubscribe: Letter['unsubscribe'];
}

function html(locale: Locale, title: string, { paragraphs, chapters, questions, action, signature, unsubscribe }: Body) {
	const told = chapters.map(
		({ words, lines }) =>
			`<p><strong>${escape(words)}</strong></p>\n<ul style="padding-left:20px">${lines
				.map((line) => `<li style="margin:6px 0"><a href="${escape(line.link)}" style="color:#97351f">${escape(line.words)}</a></li>`)
				.join('')}</ul>`
	);
	const asked = questions.map(
		({ words, choices }) =>
			`<p><strong>${escape(words)}</strong><br>${choices
				.map(
					(choice) =>
						`<a href="${escape(choice.link)}" style="display:inline-block;margin:6px 8px 0 0;padding:8px 14px;border:1px solid #97351f;border-radius:4px;color:#97351f;text-decoration:none">${escape(choice.words)}</a>`
				)
				.join(' ')}</p>`
	);
	const body = [...paragraphs.map((paragraph) => `<p>${escape(paragraph).replaceAll('\n', '<br>')}</p>`), ...told, ...asked].join('\n');
	const button = action
		? `<p><a href="${escape(action.link)}" style="display:inline-block;padding:12px 20px;background:#a3341f;color:#fff;text-decoration:none;border-radius:4px">${escape(action.action)}</a></p>
<p style="font-size:13px;color:#5b5348;word-break:break-all">${escape(action.link)}</p>`
		: '';
	const foot = unsubscribe
		? `\n<p style="font-size:13px"><a href="${escape(unsubscribe.link)}" style="color:#5b5348">${escape(unsubscribe.words)}</a></p>`
		: '';
	return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${escape(title)}</title></head>
<body style="margin:0;padding:24px;background:#f6f1e7;color:#201c18;font:16px/1.5 system-ui,sans-serif"><div style="max-width:560px;margin:auto">
${body}
${button}
<p style="color:#5b5348">${escape(signature).replaceAll('\n', '<br>')}</p>${foot}</div></body></html>`;
}
