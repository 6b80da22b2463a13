import { redirect } from '@sveltejs/kit';
import { findHub } from '#ecosystem/hubs.ts';
import { dayInWords, optionsOf } from '#ecosystem/posts-said.ts';
import { areaName } from '#ecosystem/whereabouts.ts';
import { declineReasons, outcomes, sides } from '#introductions/choices.ts';
import {
	AnswerIntroduction,
	answerIntroduction,
	CloseIntroduction,
	closeIntroduction,
	WithdrawIntroduction,
	withdrawIntroduction
} from '#introductions/introductions.ts';
import { findIntroduction, firmName, introductionHistory, IntroductionId } from '#introductions/introductions-shown.ts';
import { linesInWords, waitsInWords } from '#introductions/said.ts';
import { form } from '#platform/form.ts';
import { say } from '#platform/i18n.ts';
import { found } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	signedIn(event);
	const { locals, params } = event;
	const { actor, locale } = locals;
	const id = found(IntroductionId.safeParse(params).data);
	const introduction = await findIntroduction(actor, id);
	const [history, hub] = await Promise.all([introductionHistory(actor, id), findHub(params.hub)]);
	const { timeZone } = found(hub);
	const day = (at: Date) => dayInWords(at, locale, timeZone);
	return {
		introduction,
		said: {
			state: say(`introduction_state_${introduction.state}`),
			waits: waitsInWords(introduction),
			until: day(introduction.expiresAt),
			outcome: introduction.outcome && say(`outcome_${introduction.outcome}`),
			sides: sides.map((side) => {
				const answer = introduction.answers[side];
				const firm = side === 'need' ? introduction.needFirm : introduction.offerFirm;
				return {
					side,
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
	})
};
