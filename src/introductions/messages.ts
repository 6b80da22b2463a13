import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import type { Accepted } from '#platform/files/inspect.ts';
import { record } from '#platform/journal.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import { filesOfMessages, filesAreFoundBy, keep, ShownFile } from '#ecosystem/attachments.ts';
import { animatorsOf, peopleActingFor, type Reachable } from '#ecosystem/introducible.ts';
import { namesOf } from '#ecosystem/representatives.ts';
import { sides, type Side } from './choices.ts';
import { held, settle, type IntroductionRow } from './introductions.ts';
import { findIntroduction, IntroductionId } from './introductions-shown.ts';
import { joined, speakersOf, staffOf, writeMessageTo } from './letters.ts';
import { firmOf, introductionsOpenTo, mayAnimate, sidesOf } from './policy.ts';

export const WriteMessage = IntroductionId.extend({
	/** `@Name` of somebody who takes part tells that person so. */
	words: text(8000).default('')
});

export const Message = z.object({
	id: z.uuid(),
	at: z.date(),
	side: z.enum([...sides, 'staff']),
	author: z.string(),
	isMine: z.boolean(),
	words: z.string(),
	mentions: z.array(z.string()),
	byMail: z.boolean(),
	files: z.array(ShownFile)
});
export type Message = z.output<typeof Message>;

export const ListMessages = IntroductionId.extend(PageInput.shape);

/** What both firms wrote since they both said yes, newest first. */
export async function listMessages(actor: Actor, { introduction, cursor, limit }: z.output<typeof ListMessages>): Promise<Page<Message>> {
	await findIntroduction(actor, { introduction });
	const page = await cursorPage(
		db
			.selectFrom('introductionMessages')
			.select(['id', 'side', 'author', 'words', 'mentions', 'mail', 'writtenAt'])
			.where('hub', '=', actor.hub)
			.where('introduction', '=', introduction),
		[
			['writtenAt', 'desc'],
			['id', 'desc']
		],
		{ cursor, limit }
	);
	const [names, files] = await Promise.all([
		namesOf(actor, [...new Set(page.items.flatMap(({ author, mentions }) => [author, ...mentions]))]),
		filesOfMessages(
			actor.hub,
			page.items.map(({ id }) => id)
		)
	]);
	return {
		...page,
		items: page.items.map((row) => ({
			id: row.id,
			at: row.writtenAt,
			side: row.side as Message['side'],
			author: names.get(row.author) ?? '',
			isMine: row.author === actor.member,
			words: row.words,
			mentions: row.mentions.map((member) => names.get(member) ?? '').filter(Boolean),
			byMail: row.mail !== null,
			files: files.get(row.id) ?? []
		}))
	};
}

interface Came {
	/** Id of the mail, when it came by one. */
	mail?: string;
}

/** Writes to the other firm and the staff who brought them together; everybody who takes part gets it by mail. */
export async function writeMessage(
	actor: Actor,
	{ introduction, words }: z.output<typeof WriteMessage>,
	files: Accepted[] = [],
	{ mail }: Came = {}
): Promise<{ message: string }> {
	if (!words && !files.length) throw refuse('words', 'required');
	const message = await transaction(async (tx) => {
		const row = await held(tx, actor, introduction);
		const side = sideOfAuthor(actor, row);
		const { member } = actor;
		authorize(side !== null && member !== null);
		if (!row.acceptedAt) throw conflict('introduction_not_open');

		const known = await everybody(tx, row);
		const mentions = mentioned(words, known).filter((one) => one.member !== member);
		const { id } = await tx
			.insertInto('introductionMessages')
			.values({
				hub: actor.hub,
				introduction,
				side: side as string,
				author: member as string,
				words,
				mentions: mentions.map((one) => one.member),
				mail: mail ?? null
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await keep(tx, actor, 'message', id, files);
		await joined(tx, row, member, side as Side | 'staff');
		for (const one of mentions) await joined(tx, row, one.member, one.side);
		await record(tx, actor, 'introduction.message', introduction, { side: [null, side], message: [null, id] });
		const readers = [...(await speakersOf(tx, row, 'need')), ...(await speakersOf(tx, row, 'offer')), ...(await staffOf(tx, row))];
		for (const to of new Map(readers.map((one) => [one.member, one])).values())
			if (to.member !== member)
				await writeMessageTo(tx, row, to, {
					side: known.find((one) => one.member === to.member)?.side ?? 'staff',
					who: actor.name,
					words,
					files: files.map(({ name }) => name),
					isMentioned: mentions.some((one) => one.member === to.member)
				});
		await settle(tx, actor.hub, introduction);
		return id;
	});
	return { message };
}

const sideOfAuthor = (actor: Actor, row: IntroductionRow): Side | 'staff' | null =>
	sidesOf(actor, row)[0] ?? (mayAnimate(actor) ? 'staff' : null);

type Known = Reachable & { side: Side | 'staff' };

/** All who may take part: the people of both firms, and the animators. */
async function everybody(tx: Tx, row: IntroductionRow): Promise<Known[]> {
	const acting = await peopleActingFor(tx, row.hub, [row.needFirm, row.offerFirm]);
	const staff = await animatorsOf(tx, row.hub);
	return [
		...acting.map((one): Known => ({ ...one, side: one.organisation === row.needFirm ? 'need' : 'offer' })),
		...staff.map((one): Known => ({ ...one, side: 'staff' }))
	];
}

/** Those whose name follows an `@`, the longest name first: of two who begin alike the whole one is meant. */
function mentioned(words: string, known: Known[]): Known[] {
	const said = words.toLocaleLowerCase();
	const found = new Map<string, Known>();
	let rest = said;
	for (const one of known.toSorted((a, b) => b.name.length - a.name.length)) {
		const sign = `@${one.name.toLocaleLowerCase()}`;
		if (!rest.includes(sign) || found.has(one.member)) continue;
		found.set(one.member, one);
		rest = rest.replaceAll(sign, '');
	}
	return [...found.values()];
}

/** Whoever of the two firms may be mentioned, for those who write. */
export async function whoTakesPart(actor: Actor, { introduction }: z.output<typeof IntroductionId>): Promise<string[]> {
	const { needFirm, offerFirm, acceptedAt } = await findIntroduction(actor, { introduction });
	if (!acceptedAt || !needFirm) return [];
	const acting = await peopleActingFor(db, actor.hub, [needFirm.id, offerFirm.id]);
	return [...new Set(acting.filter(({ member }) => member !== actor.member).map(({ name }) => name))];
}

// Files of a conversation are for who sees it, and are taken away by the firm that sent them.
filesAreFoundBy('message', async (from, actor, id) => {
	const row = found(
		await from
			.selectFrom('introductionMessages')
			.innerJoin('introductions', (join) =>
				join.onRef('introductions.hub', '=', 'introductionMessages.hub').onRef('introductions.id', '=', 'introductionMessages.introduction')
			)
			.select(['introductions.needFirm', 'introductions.offerFirm', 'introductionMessages.side'])
			.where('introductionMessages.hub', '=', actor.hub)
			.where('introductionMessages.id', '=', id)
			.where(introductionsOpenTo(actor))
			.executeTakeFirst()
	);
	const side = row.side as Side | 'staff';
	// What staff sent is of neither firm: nobody acts for a firm without a number.
	return { organisation: side === 'staff' ? noFirm : firmOf(row, side), anonymous: false };
});

const noFirm = '00000000-0000-0000-0000-000000000000';
