import { z } from 'zod';
import { operation, type OperationRoute } from '#platform/operation.ts';
import { pageOf } from '#platform/page.ts';
import { inspected, mostFiles, received, SentFile } from '#ecosystem/attachments.ts';
import { questions } from './choices.ts';
import { remindIntroduction, SetIntroductionTerm, setIntroductionTerm } from './endings.ts';
import {
	AnswerIntroduction,
	answerIntroduction,
	CloseIntroduction,
	closeIntroduction,
	StartIntroductions,
	startIntroductions,
	WithdrawIntroduction,
	withdrawIntroduction
} from './introductions.ts';
import {
	findIntroduction,
	introductionHistory,
	IntroductionId,
	IntroductionLine,
	IntroductionSummary,
	IntroductionView,
	ListIntroductions,
	listIntroductions
} from './introductions-shown.ts';

import { AnswerFollowUp, answerByLink, answerFollowUp, AnswerLink, linkedAnswer } from './follow-ups.ts';
import { MailIn, mailIn } from './mail-in.ts';
import { CancelMeeting, cancelMeeting, PickDate, pickDate, ProposeDates, proposeDates, SetMeeting, setMeeting } from './meetings.ts';
import { ListMessages, listMessages, Message, WriteMessage, writeMessage } from './messages.ts';

const part = (route: Omit<OperationRoute, 'tags'>) => operation({ ...route, tags: ['introductions'] });

export const introductionsApi = {
	startIntroductions: part({
		method: 'POST',
		path: '/introductions',
		summary: 'Ask the firms of a need and of offers whether they want to meet',
		description: 'Staff ask both sides; a firm asks the other for what matching proposed to it, and thereby says yes.',
		openTo: 'members'
	})
		.input(StartIntroductions)
		.output(z.object({ items: z.array(IntroductionView) }))
		.handler(async ({ context, input }) => ({ items: await startIntroductions(context.actor, input) })),
	listIntroductions: part({
		method: 'GET',
		path: '/introductions',
		summary: 'Introductions of your firms; of the whole hub for staff',
		openTo: 'members'
	})
		.input(ListIntroductions)
		.output(pageOf(IntroductionSummary))
		.handler(({ context, input }) => listIntroductions(context.actor, input)),
	findIntroduction: part({ method: 'GET', path: '/introductions/{introduction}', summary: 'One introduction', openTo: 'members' })
		.input(IntroductionId)
		.output(IntroductionView)
		.handler(({ context, input }) => findIntroduction(context.actor, input)),
	introductionHistory: part({
		method: 'GET',
		path: '/introductions/{introduction}/history',
		summary: 'What happened in an introduction',
		openTo: 'members'
	})
		.input(IntroductionId)
		.output(z.object({ items: z.array(IntroductionLine) }))
		.handler(async ({ context, input }) => ({ items: await introductionHistory(context.actor, input) })),
	answerIntroduction: part({
		method: 'POST',
		path: '/introductions/{introduction}/answer',
		summary: 'Say yes or no for your side',
		description: 'Contacts open when both said yes. Staff answer for a firm with a note in `forFirm`.',
		openTo: 'members',
		successStatus: 200
	})
		.input(AnswerIntroduction)
		.output(IntroductionView)
		.handler(({ context, input }) => answerIntroduction(context.actor, input)),
	remindIntroduction: part({
		method: 'POST',
		path: '/introductions/{introduction}/remind',
		summary: 'Remind whoever is to move, at most once a day',
		openTo: ['animator'],
		successStatus: 200
	})
		.input(IntroductionId)
		.output(IntroductionView)
		.handler(({ context, input }) => remindIntroduction(context.actor, input)),
	withdrawIntroduction: part({
		method: 'POST',
		path: '/introductions/{introduction}/withdraw',
		summary: 'Take an unanswered introduction back',
		openTo: 'members',
		successStatus: 200
	})
		.input(WithdrawIntroduction)
		.output(IntroductionView)
		.handler(({ context, input }) => withdrawIntroduction(context.actor, input)),
	closeIntroduction: part({
		method: 'POST',
		path: '/introductions/{introduction}/close',
		summary: 'Say what became of an introduction',
		openTo: 'members',
		successStatus: 200
	})
		.input(CloseIntroduction)
		.output(IntroductionView)
		.handler(({ context, input }) => closeIntroduction(context.actor, input)),
	listMessages: part({
		method: 'GET',
		path: '/introductions/{introduction}/messages',
		summary: 'What both firms wrote since they both said yes, newest first',
		openTo: 'members'
	})
		.input(ListMessages)
		.output(pageOf(Message))
		.handler(({ context, input }) => listMessages(context.actor, input)),
	writeMessage: part({
		method: 'POST',
		path: '/introductions/{introduction}/messages',
		summary: 'Write to the others in an introduction',
		description: 'Files in base64. `@Name` of somebody who takes part tells that person so.',
		openTo: 'members'
	})
		.input(WriteMessage.extend({ files: z.array(SentFile).max(mostFiles).default([]) }))
		.output(z.object({ message: z.uuid() }))
		.handler(async ({ context, input: { files, ...input } }) => writeMessage(context.actor, input, await inspected(files.map(received)))),
	mailIn: part({
		method: 'POST',
		path: '/mail-in',
		summary: 'Hand over a mail that answers a letter of a conversation',
		description: 'The whole mail as `message/rfc822`. The key in its address says whose it is; an automatic answer is dropped.',
		openTo: 'visitors'
	})
		.input(MailIn)
		.output(z.object({ message: z.uuid().nullable() }))
		.handler(({ context, input }) => mailIn(context.actor, input)),
	proposeDates: part({
		method: 'POST',
		path: '/introductions/{introduction}/dates',
		summary: 'Propose three dates',
		description: 'Instants, or what the hub’s clock shows, such as `2026-03-04T14:00`.',
		openTo: 'members'
	})
		.input(ProposeDates)
		.output(IntroductionView)
		.handler(({ context, input }) => proposeDates(context.actor, input)),
	pickDate: part({
		method: 'POST',
		path: '/introductions/{introduction}/dates/pick',
		summary: 'Pick one of the dates that the other side proposed',
		openTo: 'members',
		successStatus: 200
	})
		.input(PickDate)
		.output(IntroductionView)
		.handler(({ context, input }) => pickDate(context.actor, input)),
	setMeeting: part({
		method: 'PUT',
		path: '/introductions/{introduction}/meeting',
		summary: 'Set or move a meeting that both sides agreed to',
		openTo: ['animator']
	})
		.input(SetMeeting)
		.output(IntroductionView)
		.handler(({ context, input }) => setMeeting(context.actor, input)),
	cancelMeeting: part({
		method: 'POST',
		path: '/introductions/{introduction}/meeting/cancel',
		summary: 'Call a meeting off',
		openTo: 'members',
		successStatus: 200
	})
		.input(CancelMeeting)
		.output(IntroductionView)
		.handler(({ context, input }) => cancelMeeting(context.actor, input)),
	linkedAnswer: part({
		method: 'GET',
		path: '/follow-up/{token}',
		summary: 'What a link of a letter would answer',
		openTo: 'visitors'
	})
		.input(AnswerLink)
		.output(
			z.object({ question: z.enum(questions), answer: z.string(), given: z.string().nullable(), need: z.string(), partner: z.string() })
		)
		.handler(({ context, input }) => linkedAnswer(context.actor, input)),
	answerByLink: part({
		method: 'POST',
		path: '/follow-up/{token}',
		summary: 'Answer by a link of a letter, once',
		openTo: 'visitors'
	})
		.input(AnswerLink)
		.output(z.object({ question: z.enum(questions), answer: z.string() }))
		.handler(({ context, input }) => answerByLink(context.actor, input)),
	answerFollowUp: part({
		method: 'POST',
		path: '/introductions/{introduction}/follow-up',
		summary: 'Say whether you met, whether it was useful, and what comes next',
		openTo: 'members'
	})
		.input(AnswerFollowUp)
		.output(z.object({ question: z.enum(questions), answer: z.string() }))
		.handler(({ context, input }) => answerFollowUp(context.actor, input)),
	setIntroductionTerm: part({
		method: 'PUT',
		path: '/introductions/term',
		summary: 'How many days both sides have to answer',
		openTo: ['hub_manager']
	})
		.input(SetIntroductionTerm)
		.output(z.object({ days: z.number(), reminderDays: z.number() }))
		.handler(({ context, input }) => setIntroductionTerm(context.actor, input))
};
