import ICAL from 'ical.js';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { httpApi } from '#platform/http-api.ts';
import { newcomer, refusal, stranger } from '#platform/testing/people.ts';
import { postOffice } from '#platform/testing/post-office.ts';
import { openFile, removeFile } from '#ecosystem/attachments.ts';
import { leaveHub } from '#ecosystem/members.ts';
import { api } from '#modules.ts';
import { asked, mailOf, needAndOffer, opened } from './api.examples.ts';
import { answerByLink, answerFollowUp, askFollowUps, linkedAnswer, linkToken } from './follow-ups.ts';
import {
	AnswerIntroduction,
	answerIntroduction,
	CloseIntroduction,
	closeIntroduction,
	StartIntroductions,
	startIntroductions
} from './introductions.ts';
import { findIntroduction, introductionHistory } from './introductions-shown.ts';
import { answerIn, mailIn } from './mail-in.ts';
import { cancelMeeting, meetingFile, pickDate, ProposeDates, proposeDates, SetMeeting, setMeeting } from './meetings.ts';
import { listMessages, writeMessage } from './messages.ts';

const hub = 'mulhouse';
const day = 86_400_000;
const inDays = (days: number) => new Date(Math.round((Date.now() + days * day) / 60_000) * 60_000).toISOString();
const visitor = stranger(hub);
let firm: string;
let mill: Actor;
let animator: Actor;
let neighbour: Actor;

beforeAll(async () => {
	const rows = await db
		.selectFrom('organisations')
		.select('id')
		.where('hub', '=', hub)
		.where('kind', '=', 'industrial_sme')
		.orderBy('name')
		.limit(2)
		.execute();
	firm = rows[0]?.id as string;
	mill = await newcomer(hub, ['member'], firm);
	neighbour = await newcomer(hub, ['member'], rows[1]?.id);
	animator = await newcomer(hub, ['animator']);
	process.env.KM0_REPLY_ADDRESS = 'reply@hub.example';
});
afterAll(() => void delete process.env.KM0_REPLY_ADDRESS);

const lettersTo = (actor: Actor, since: Date) =>
	db
		.selectFrom('mails')
		.innerJoin('accounts', 'accounts.email', 'mails.recipient')
		.select(['mails.kind', 'mails.bodyText', 'mails.replyTo', 'mails.calendar', 'mails.calendarMethod'])
		.where('accounts.id', '=', actor.account as string)
		.where('mails.createdAt', '>=', since)
		.orderBy('mails.createdAt')
		.execute();
const write = (actor: Actor, introduction: string, words: string) => writeMessage(actor, { introduction, words });
const wordsIn = async (actor: Actor, introduction: string) =>
	(await listMessages(actor, { introduction, limit: 100 })).items.map(({ words }) => words).reverse();

test('the conversation opens with the second yes, for the two firms and staff', async () => {
	const closed = await asked(mill);
	expect(await refusal(write(closed.provider, closed.introduction, 'Bonjour ?'))).toBe('introduction_not_open');

	const { provider, introduction } = await opened(mill);
	const since = new Date();
	await write(mill, introduction, 'Bonjour, quand passez-vous ?');
	await write(provider, introduction, 'Mardi.');
	await write(animator, introduction, 'Je vous réserve une salle.');
	expect(await wordsIn(provider, introduction)).toEqual(['Bonjour, quand passez-vous ?', 'Mardi.', 'Je vous réserve une salle.']);
	expect((await lettersTo(provider, since)).map(({ kind }) => kind)).toEqual(['introduction_message', 'introduction_message']);
	expect((await lettersTo(animator, since)).map(({ kind }) => kind)).toEqual([]);
	for (const actor of [neighbour, await newcomer('strasbourg', ['hub_manager'])]) {
		expect(await refusal(listMessages(actor, { introduction, limit: 10 }))).toBe('not_found');
		expect(await refusal(write(actor, introduction, 'Et moi ?'))).toBe('not_found');
	}
	expect(await refusal(write(mill, introduction, ''))).toBe('required');
});

test('a mention brings a colleague in, and tells them so', async () => {
	const { introduction } = await opened(mill);
	const colleague = await newcomer(hub, ['member'], firm, false);
	const since = new Date();
	await write(mill, introduction, `@${colleague.name} connaît mieux la ligne que moi. @Personne`);
	expect((await lettersTo(colleague, since)).map(({ kind }) => kind)).toEqual(['introduction_mentioned']);
	expect((await listMessages(mill, { introduction, limit: 1 })).items[0]?.mentions).toEqual([colleague.name]);
});

test('files of a conversation are for those who see it', async () => {
	const { provider, introduction } = await opened(mill);
	const { handle } = httpApi(api);
	const response = await handle(
		new Request(`http://km0.test/api/v1/hubs/${hub}/introductions/${introduction}/messages`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ words: 'Le plan', files: [{ name: 'plan.txt', content: Buffer.from('Hall B').toString('base64') }] })
		}),
		mill
	);
	expect(response.status).toBe(201);
	const [message] = (await listMessages(provider, { introduction, limit: 1 })).items;
	const file = message?.files[0]?.id as string;
	expect((await openFile(provider, file)).name).toBe('plan.txt');
	for (const actor of [neighbour, visitor]) expect(await refusal(openFile(actor, file))).toBe('not_found');
	expect(await refusal(removeFile(provider, { file }))).toBe('forbidden');
	expect(await refusal(removeFile(mill, { file }))).toBe('accepted');
	expect(await refusal(openFile(provider, file))).toBe('not_found');
});

test('a letter is answered by mail: by its own reader, once, without what it quotes', async () => {
	const { provider, introduction } = await opened(mill);
	const since = new Date();
	await write(provider, introduction, 'Quel jour vous convient ?');
	const [letter] = await lettersTo(mill, since);
	expect(letter?.replyTo).toMatch(/^reply\+[0-9a-f]{32}@hub\.example$/);
	expect(letter?.bodyText.startsWith('–––– Répondez au-dessus de cette ligne ––––')).toBe(true);

	const words = `Mardi à 14 h.\r\n\r\nLe mar. 3 mars 2026 à 10:12, KM0 <km0@localhost> a\r\nécrit :\r\n\r\n> ${letter?.bodyText.replaceAll('\n', '\r\n> ')}`;
	const mail = await mailOf(mill, introduction, words, { id: 'once' });
	const { handle } = httpApi(api);
	const sent = () =>
		handle(
			new Request(`http://km0.test/api/v1/hubs/${hub}/mail-in`, {
				method: 'POST',
				headers: { 'content-type': 'message/rfc822' },
				body: mail
			}),
			visitor
		);
	const first = await sent();
	expect([first.status, await wordsIn(provider, introduction)]).toEqual([201, ['Quel jour vous convient ?', 'Mardi à 14 h.']]);
	expect(await (await sent()).json()).toEqual(await first.json());
	expect((await wordsIn(provider, introduction)).length).toBe(2);
	expect((await listMessages(provider, { introduction, limit: 1 })).items[0]).toMatchObject({
		byMail: true,
		author: mill.name,
		side: 'need'
	});

	const from = (more: object, author = mill) =>
		mailOf(author, introduction, 'Bonjour', more).then((message) => refusal(mailIn(visitor, { message })));
	expect(await from({ from: 'somebody@else.example' })).toBe('mail_from_another');
	expect(await from({ head: 'Auto-Submitted: auto-replied' })).toBe('accepted');
	expect((await wordsIn(provider, introduction)).length).toBe(2);
	expect(await refusal(mailIn(visitor, { message: mail.replace(/reply\+[0-9a-f]{4}/, 'reply+0000') }))).toBe('mail_to_nobody');
	expect(await refusal(mailIn(stranger('strasbourg'), { message: mail }))).toBe('mail_to_nobody');
	expect(await refusal(mailIn(visitor, { message: 'nonsense' }))).toBe('mail_to_nobody');

	const late = await mailOf(provider, introduction, 'Encore là ?');
	await leaveHub(provider);
	expect(await refusal(mailIn(visitor, { message: late }))).toBe('mail_to_nobody');
});

test('what mail programs put around an answer is cut off in three languages', () => {
	for (const [written, meant] of [
		['Gern, Mittwoch.\n\nAm Di., 3. März 2026 um 10:12 Uhr schrieb KM0 <km0@hub.example>:\n> Hallo', 'Gern, Mittwoch.'],
		['Fine.\n\nOn Tue, 3 Mar 2026 at 10:12, KM0 <km0@hub.example> wrote:\n> Hello', 'Fine.'],
		['Oui.\n\n-----Message d’origine-----\nDe : KM0', 'Oui.'],
		['Oui.\n–––– Bitte über dieser Zeile antworten ––––\nGuten Tag', 'Oui.'],
		['Le mardi me va.\n-- \nAnne', 'Le mardi me va.']
	] as const)
		expect(answerIn({ text: written })).toBe(meant);
	expect(answerIn({ html: '<p>Oui &amp; merci</p><blockquote>Bonjour</blockquote>' })).toBe('Oui & merci');
});

const propose = async (actor: Actor, introduction: string, starts: string[], more: object = {}) =>
	proposeDates(
		actor,
		ProposeDates.parse({ introduction, version: (await findIntroduction(animator, { introduction })).version, starts, ...more })
	);

const eventIn = (text: string | null) => {
	const calendar = new ICAL.Component(ICAL.parse(text ?? ''));
	const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') as ICAL.Component);
	return {
		method: calendar.getFirstPropertyValue('method'),
		uid: event.uid,
		sequence: event.sequence,
		starts: event.startDate.toJSDate().toISOString(),
		place: event.location
	};
};

test('one side proposes three dates, the other picks one, and calendars follow each change', async () => {
	const { provider, introduction } = await opened(mill);
	const starts = [inDays(3), inDays(4), inDays(5)];
	expect(await refusal(propose(mill, introduction, [starts[0], starts[0], starts[1]] as string[]))).toBe('dates_alike');
	expect(await refusal(propose(mill, introduction, [inDays(-1), starts[0], starts[1]] as string[]))).toBe('date_has_passed');
	expect(await refusal(propose(neighbour, introduction, starts))).toBe('not_found');
	const since = new Date();
	const { dates, waitsFor } = await propose(mill, introduction, starts, { place: 'La Fonderie' });
	expect(waitsFor).toEqual(['offer']);
	expect((await lettersTo(provider, since)).map(({ kind }) => kind)).toEqual(['introduction_dates']);

	const pick = (actor: Actor, proposal = dates?.proposal as string, at = starts[1] as string) =>
		pickDate(actor, { introduction, proposal, starts: at });
	expect(await refusal(pick(mill))).toBe('forbidden');
	expect(await refusal(pick(provider, dates?.proposal, inDays(9)))).toBe('not_a_choice');
	const colleague = await newcomer(hub, ['member'], provider.organisations[0]?.id, false);
	expect((await Promise.all([refusal(pick(provider)), refusal(pick(colleague, dates?.proposal, starts[2]))])).sort()).toEqual([
		'accepted',
		'date_already_picked'
	]);
	const set = await findIntroduction(mill, { introduction });
	expect(set).toMatchObject({ state: 'meeting', waitsFor: [], meeting: { sequence: 0, place: 'La Fonderie' }, dates: null });
	for (const reader of [mill, provider]) {
		const invited = (await lettersTo(reader, since)).filter(({ calendar }) => calendar);
		expect(invited.map(({ calendarMethod }) => calendarMethod)).toEqual(['REQUEST']);
		expect(eventIn(invited[0]?.calendar ?? null)).toEqual({
			method: 'REQUEST',
			uid: set.meeting?.uid,
			sequence: 0,
			starts: set.meeting?.starts.toISOString(),
			place: 'La Fonderie'
		});
	}
	expect(eventIn(await meetingFile(mill, { introduction })).method).toBe('PUBLISH');

	const moved = await propose(provider, introduction, [inDays(6), inDays(7), inDays(8)]);
	const after = await pick(mill, moved.dates?.proposal, moved.dates?.starts[0]?.toISOString());
	const [update] = (await lettersTo(provider, since)).filter(({ calendar }) => calendar).slice(-1);
	expect(eventIn(update?.calendar ?? null)).toMatchObject({
		method: 'REQUEST',
		uid: set.meeting?.uid,
		sequence: 1,
		starts: after.meeting?.starts.toISOString()
	});

	expect(await refusal(cancelMeeting(mill, { introduction, version: set.version, because: '' }))).toBe('changed_meanwhile');
	const off = await cancelMeeting(mill, { introduction, version: after.version, because: 'Panne' });
	expect(off).toMatchObject({ state: 'accepted', meeting: null, waitsFor: ['need', 'offer'] });
	const [last] = (await lettersTo(provider, since)).filter(({ calendar }) => calendar).slice(-1);
	expect(eventIn(last?.calendar ?? null)).toMatchObject({ method: 'CANCEL', uid: set.meeting?.uid, sequence: 2 });
	expect(await refusal(cancelMeeting(mill, { introduction, version: off.version, because: '' }))).toBe('no_meeting_to_cancel');

	const anew = await setMeeting(animator, SetMeeting.parse({ introduction, version: off.version, starts: inDays(10) }));
	expect(anew.meeting?.sequence).toBe(0);
	expect(anew.meeting?.uid).not.toBe(set.meeting?.uid);
});

test('dates that were replaced cannot be picked, and a time is read on the hub’s clock', async () => {
	const { provider, introduction } = await opened(mill);
	const first = await propose(mill, introduction, [inDays(3), inDays(4), inDays(5)]);
	const second = await propose(provider, introduction, ['2031-03-04T14:00', '2031-07-04T14:00', '2031-03-05T14:00']);
	expect(second.dates?.starts.map((at) => at.toISOString())).toEqual([
		'2031-03-04T13:00:00.000Z',
		'2031-07-04T12:00:00.000Z',
		'2031-03-05T13:00:00.000Z'
	]);
	const pick = pickDate(provider, {
		introduction,
		proposal: first.dates?.proposal as string,
		starts: first.dates?.starts[0]?.toISOString() as string
	});
	expect(await refusal(pick)).toBe('dates_replaced');
	expect(await refusal(propose(mill, introduction, ['2031-03-30T02:30', '2031-03-04T14:00', '2031-03-05T14:00']))).toBe(
		'time_does_not_exist'
	);
	expect(await refusal(propose(mill, introduction, ['2031-10-26T02:30', '2031-03-04T14:00', '2031-03-05T14:00']))).toBe(
		'time_exists_twice'
	);
});

/** A meeting that was held so many days ago. */
async function held(days: number) {
	const { owner, provider, introduction, version } = await opened(mill);
	await setMeeting(animator, SetMeeting.parse({ introduction, version, starts: inDays(1) }));
	const ends = new Date(Date.now() - days * day);
	await db
		.updateTable('introductionMeetings')
		.set({ starts: new Date(ends.getTime() - 3_600_000), ends })
		.where('introduction', '=', introduction)
		.execute();
	return { owner, provider, introduction };
}

const linksIn = (text: string) => [...text.matchAll(/\/follow-up\/([\w-]+)/g)].map(([, token]) => token as string);

test('both sides are asked after 1, 30 and 90 days, once, and answer by one click without signing in', async () => {
	const since = new Date();
	const { provider, introduction } = await held(30.5);
	await Promise.all([askFollowUps(hub), askFollowUps(hub)]);
	const [letter, ...more] = (await lettersTo(provider, since)).filter(({ kind }) => kind.startsWith('introduction_after'));
	expect([letter?.kind, more]).toEqual(['introduction_after_30', []]);
	expect((await lettersTo(mill, since)).map(({ kind }) => kind)).toContain('introduction_after_30');
	const tokens = linksIn(letter?.bodyText ?? '');
	expect(tokens.length).toBe(10);

	const told = await Promise.all(tokens.map((token) => linkedAnswer(visitor, { token })));
	const useful = tokens[told.findIndex(({ question, answer }) => question === 'useful' && answer === 'very')] as string;
	const useless = tokens[told.findIndex(({ question, answer }) => question === 'useful' && answer === 'no')] as string;
	const met = tokens[told.findIndex(({ question, answer }) => question === 'met' && answer === 'yes')] as string;
	// Programs that look at mail open every link.
	expect((await findIntroduction(animator, { introduction })).followUps).toEqual([]);

	expect(
		(await Promise.all([refusal(answerByLink(visitor, { token: useful })), refusal(answerByLink(visitor, { token: useful }))])).sort()
	).toEqual(['accepted', 'question_already_answered']);
	expect(await refusal(answerByLink(visitor, { token: useless }))).toBe('question_already_answered');
	expect(await linkedAnswer(visitor, { token: useless })).toMatchObject({ answer: 'no', given: 'very' });
	await answerByLink(visitor, { token: met });
	expect((await findIntroduction(animator, { introduction })).followUps).toMatchObject([
		{ days: 30, side: 'offer', who: provider.name, question: 'useful', answer: 'very' },
		{ days: 30, side: 'offer', question: 'met', answer: 'yes' }
	]);
	// What one firm thought of the other is for itself and staff.
	expect((await findIntroduction(mill, { introduction })).followUps).toEqual([]);
	expect((await findIntroduction(provider, { introduction })).asked).toEqual(['next_step']);

	for (const token of [`${useful.slice(0, -2)}AA`, 'x', 'A'.repeat(68)])
		expect(await refusal(answerByLink(visitor, { token }))).toBe('not_found');
	expect(await refusal(answerByLink(stranger('strasbourg'), { token: met }))).toBe('not_found');
	const unasked = linkToken({ hub, introduction, member: provider.member as string, days: 90, question: 'useful', answer: 'very' });
	expect(await refusal(answerByLink(visitor, { token: unasked }))).toBe('not_found');

	await answerFollowUp(mill, { introduction, question: 'next_step', answer: 'order' });
	expect(await refusal(answerFollowUp(mill, { introduction, question: 'next_step', answer: 'talks' }))).toBe('question_already_answered');
	expect(await refusal(answerFollowUp(mill, { introduction, question: 'met', answer: 'very' }))).toBe('not_a_choice');
	expect(await refusal(answerFollowUp(neighbour, { introduction, question: 'met', answer: 'yes' }))).toBe('not_found');

	const lines = await introductionHistory(animator, { introduction });
	expect(lines.filter(({ what }) => what === 'introduction.answered_after').length).toBe(3);
});

test('a link of somebody who left the hub answers nothing', async () => {
	const since = new Date();
	const { provider } = await held(1.2);
	await askFollowUps(hub);
	const [letter] = (await lettersTo(provider, since)).filter(({ kind }) => kind === 'introduction_after_1');
	await leaveHub(provider);
	expect(await refusal(answerByLink(visitor, { token: linksIn(letter?.bodyText ?? '')[0] as string }))).toBe('not_found');
});

test('nobody is asked what became of a meeting to come, nor long after', async () => {
	const future = await opened(mill);
	await setMeeting(animator, SetMeeting.parse({ introduction: future.introduction, version: future.version, starts: inDays(2) }));
	const ancient = await held(400);
	const since = new Date();
	await askFollowUps(hub);
	for (const { provider, introduction } of [future, ancient])
		expect((await lettersTo(provider, since)).filter(({ bodyText }) => bodyText.includes(introduction))).toEqual([]);
});

test('a mail server is handed the invitation as calendars expect it, and letters that can be answered', async () => {
	const office = await postOffice();
	try {
		await office.collect();
		const { provider, introduction, version } = await opened(mill);
		await write(provider, introduction, 'Ä bientôt – bis bald');
		const { meeting } = await setMeeting(
			animator,
			SetMeeting.parse({ introduction, version: version + 1, starts: '2031-03-04T14:00', place: 'Halle Ä; links' })
		);
		const { email } = await db
			.selectFrom('accounts')
			.select('email')
			.where('id', '=', mill.account as string)
			.executeTakeFirstOrThrow();
		const letters = await Promise.all(
			(await office.collect()).filter(({ to }) => to === email).map(({ raw }) => PostalMime.parse(raw, { attachmentEncoding: 'utf8' }))
		);
		const message = letters.find(({ text }) => text?.includes('Ä bientôt – bis bald'));
		expect(message?.replyTo?.[0]?.address).toMatch(/^reply\+[0-9a-f]{32}@hub\.example$/);
		expect(message?.references).toBe(`<${introduction}@km0>`);
		const invited = letters.flatMap(({ attachments }) => attachments).filter(({ mimeType }) => mimeType === 'text/calendar');
		expect(invited[0]?.method).toBe('REQUEST');
		expect(eventIn(String(invited[0]?.content))).toEqual({
			method: 'REQUEST',
			uid: meeting?.uid,
			sequence: 0,
			starts: '2031-03-04T13:00:00.000Z',
			place: 'Halle Ä; links'
		});
	} finally {
		await office.close();
	}
});

test('letters of an anonymous need name its firm to nobody before its owner says yes', async () => {
	const { need, offer, provider } = await needAndOffer(mill);
	await db.updateTable('needs').set({ confidentiality: 'anonymous' }).where('id', '=', need).execute();
	const { name } = await db.selectFrom('organisations').select('name').where('id', '=', firm).executeTakeFirstOrThrow();
	const since = new Date();
	const [made] = await startIntroductions(animator, StartIntroductions.parse({ need, offers: [offer] }));
	const introduction = made?.id as string;
	await answerIntroduction(provider, AnswerIntroduction.parse({ introduction, answer: 'yes' }));
	expect(JSON.stringify(await lettersTo(provider, since))).not.toContain(name);
	await answerIntroduction(mill, AnswerIntroduction.parse({ introduction, answer: 'yes' }));
	expect(JSON.stringify(await lettersTo(provider, since))).toContain(name);
	const { version } = await findIntroduction(mill, { introduction });
	await closeIntroduction(mill, CloseIntroduction.parse({ introduction, version, outcome: 'nothing' }));
});
