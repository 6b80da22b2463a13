export const sides = ['need', 'offer'] as const;
export type Side = (typeof sides)[number];

export const states = ['proposed', 'accepted', 'meeting', 'closed', 'declined', 'withdrawn', 'expired'] as const;
export type IntroductionState = (typeof states)[number];

/** While one of these, the two firms are not introduced over the same need again. */
export const liveStates = ['proposed', 'accepted', 'meeting'] as const;

export const declineReasons = [
	'no_capacity',
	'not_our_trade',
	'too_far',
	'budget',
	'timing',
	'conflict_of_interest',
	'already_in_touch',
	'other'
] as const;
export type DeclineReason = (typeof declineReasons)[number];

/** What became of it. */
export const outcomes = ['project', 'order', 'talks', 'nothing'] as const;
export type Outcome = (typeof outcomes)[number];

export const otherSide = (side: Side): Side => (side === 'need' ? 'offer' : 'need');

/** What is asked after a meeting, and what may be answered. */
export const questions = ['met', 'useful', 'next_step'] as const;
export type Question = (typeof questions)[number];
export const followUpAnswers = {
	met: ['yes', 'not_yet', 'no'],
	useful: ['very', 'somewhat', 'no'],
	next_step: outcomes
} as const satisfies Record<Question, readonly string[]>;

/** Days after which it is asked. */
export const followUpDays = [1, 30, 90] as const;
