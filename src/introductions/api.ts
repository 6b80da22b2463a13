import { z } from 'zod';
import { operation, type OperationRoute } from '#platform/operation.ts';
import { pageOf } from '#platform/page.ts';
import { SetIntroductionTerm, setIntroductionTerm } from './endings.ts';
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
