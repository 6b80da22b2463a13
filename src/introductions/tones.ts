import type { IntroductionState } from './choices.ts';

/** How a state looks as a badge. */
export const toneOf = (state: IntroductionState) =>
	(
		({
			proposed: 'plain',
			accepted: 'brick',
			meeting: 'signal',
			closed: 'good',
			declined: 'wrong',
			withdrawn: 'plain',
			expired: 'plain'
		}) as const
	)[state];
