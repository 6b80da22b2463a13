import { redirect } from '@sveltejs/kit';
import { inspected } from '#ecosystem/attachments.ts';
import { findHub } from '#ecosystem/hubs.ts';
import { dayInWords, optionsOf } from '#ecosystem/posts-said.ts';
import { areaName } from '#ecosystem/whereabouts.ts';
import { declineReasons, followUpAnswers, outcomes, sides } from '#introductions/choices.ts';
import { AnswerFollowUp, answerFollowUp } from '#introductions/follow-ups.ts';
import {
	CancelMeeting,
	cancelMeeting,
	PickDate,
	pickDate,
	ProposeDates,
	proposeDates,
	SetMeeting,
	setMeeting
} from '#introductions/meetings.ts';
import { listMessages, whoTakesPart, WriteMessage, writeMessage } from '#introductions/messages.ts';
import {
	AnswerIntroduction,
	answerIntroduction,
	CloseIntroduction,
	closeIntroduction,
	WithdrawIntroduction,
	withdrawIntroduction
} from '#introductions/introductions.ts';
import { findIntroduction, firmName, introductionHistory, IntroductionId } from '#introductions/introductions-shown.ts';
import { bell, readAbout } from '#notifications/notifications.ts';
import { linesInWords, momentInWords, waitsInWords } from '#introductions/said.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { z } from 'zod';
import { wallClock } from '#platform/time.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, params } = event;
	const { actor, locale } = locals;
	const id = found(IntroductionId.safeParse(params).data);
	const introduction = await findIntroduction(actor, id);
	await readAbout(actor, introduction.id);
	const cursor = event.url.searchParams.get('before') ?? undefined;
	const [history, messages, names, hub] = await Promise.all([
		introductionHistory(actor, id),
		listMessages(actor, { ...id, cursor, limit: 30 }),
		whoTakesPart(actor, id),
		findHub(params.hub)
	]);
	const { timeZone } = found(hub);
	const moment = (at: Date) => momentInWords(at, locale, timeZone);
	const firmOf = {
		need: introduction.needFirm?.name ?? firmName(null),
		offer: introduction.offerFirm.name,
		staff: say('introduction_by_staff')
	};
	const day = (at: Date) => dayInWords(at, locale, timeZone);
	return {
		// What is read here rings no more, while the header was made at the same time.
		bell: await bell(actor),
		introduction,
		said: {
			state: say(`introduction_state_${introduction.state}`),
			waits: waitsInWords(introduction),
			until: day(introduction.expiresAt),
			meeting: {
				when: introduction.meeting && moment(introduction.meeting.starts),
				dates: (introduction.dates?.starts ?? []).map((at) => ({ value: at.toISOString(), when: moment(at) })),
				proposedBy: introduction.dates ? firmOf[introduction.dates.side] : ''
			},
			outcome: introduction.outcome && say(`outcome_${introduction.outcome}`),
			sides: sides.map((side) => {
				const answer = introduction.answers[side];
				const firm = side === 'need' ? introduction.needFirm : introduction.offerFirm;
				return {
					side,
					isAsked: side === 'need' || introduction.state !== 'proposed' || introduction.waitsFor.includes('offer') || answer !== null,
					role: say(`introduction_side_${side}`),
					firm,
					name: firm?.name ?? firmName(null),
					where: firm?.communeName ?? areaName(introduction.need.area, locale),
					answer: answer && {
						...answer,
						said: say(`introduction_answer_${answer.answer}`, {
							day: day(answer.answeredAt),
							reason: answer.reason ? say(`decline_reason_${answer.reason}`) : ''
						}),
						by: answer.by && say(answer.isByStaff ? 'introduction_answer_by_staff' : 'introduction_answer_by', { who: answer.by })
					}
				};
			})
		},
		reasons: optionsOf('decline_reason', declineReasons),
		outcomes: optionsOf('outcome', outcomes),
		messages: messages.items
			.map(({ at, side, ...message }) => ({ ...message, iso: at.toISOString(), at: moment(at), firm: firmOf[side] }))
			.reverse(),
		names,
		older: messages.next && `?before=${messages.next}#conversation`,
		earliest: wallClock(new Date(), timeZone),
		followUps: introduction.followUps.map(({ days, side, who, question, answer }) => ({
			key: `${days} ${who} ${question}`,
			after: days === 1 ? say('follow_up_after_1') : say('follow_up_after', { days }),
			who: `${who}, ${firmOf[side]}`,
			question: say(`follow_up_${question}`),
			answer: say(`follow_up_${question}_${answer}`)
		})),
		asked: introduction.asked.map((question) => ({
			question,
			words: say(`follow_up_${question}`),
			choices: optionsOf(`follow_up_${question}`, followUpAnswers[question])
		})),
		lines: linesInWords(history, locale, timeZone)
	};
};

const here = ({ params }: { params: Partial<Record<string, string>> }) => `/${params.hub}/introductions/${params.introduction}`;
const one = ({ params }: { params: Partial<Record<string, string>> }) => ({ introduction: params.introduction as string });

export const actions: Actions = {
	answer: form(AnswerIntroduction.omit({ introduction: true }), async (input, event) => {
		await answerIntroduction(event.locals.actor, { ...input, ...one(event) });
		redirect(303, here(event));
	}),
	withdraw: form(WithdrawIntroduction.omit({ introduction: true }), async (input, event) => {
		await withdrawIntroduction(event.locals.actor, { ...input, ...one(event) });
		redirect(303, here(event));
	}),
	close: form(CloseIntroduction.omit({ introduction: true }), async (input, event) => {
		await closeIntroduction(event.locals.actor, { ...input, ...one(event) });
		redirect(303, here(event));
	}),
	write: form(
		WriteMessage.omit({ introduction: true }).extend({ files: z.array(z.instanceof(File)).default([]) }),
		async ({ files, ...input }, event) => {
			await writeMessage(event.locals.actor, { ...input, ...one(event) }, await inspected(files));
			redirect(303, `${here(event)}#conversation`);
		}
	),
	propose: form(ProposeDates.omit({ introduction: true }), async (input, event) => {
		await proposeDates(event.locals.actor, { ...input, ...one(event) });
		redirect(303, here(event));
	}),
	pick: form(PickDate.omit({ introduction: true }), async (input, event) => {
		await pickDate(event.locals.actor, { ...input, ...one(event) });
		redirect(303, here(event));
	}),
	setMeeting: form(SetMeeting.omit({ introduction: true }), async (input, event) => {
		await setMeeting(event.locals.actor, { ...input, ...one(event) });
		redirect(303, here(event));
	}),
	cancelMeeting: form(CancelMeeting.omit({ introduction: true }), async (input, event) => {
		await cancelMeeting(event.locals.actor, { ...input, ...one(event) });
		redirect(303, here(event));
	}),
	followUp: form(AnswerFollowUp.omit({ introduction: true }), async (input, event) => {
		await answerFollowUp(event.locals.actor, { ...input, ...one(event) });
		redirect(303, here(event));
	})
};
