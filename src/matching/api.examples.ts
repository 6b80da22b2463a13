import { needsExamples } from '#ecosystem/api-needs.examples.ts';
import type { Examples } from '#platform/testing/examples.ts';
import type { matchingApi } from './api.ts';
import { balanceOf } from './exposure/balance.ts';
import { rankingOf, soundWeights, weightsOf } from './weights.ts';

export const matchingExamples: Examples<typeof matchingApi> = {
	ask: () => ({ text: 'Kamera, die Risse in Gussteilen erkennt' }),
	matchesOfNeed: needsExamples.findNeed,
	matchesOfOffer: needsExamples.findOffer,
	matchingWeights: () => ({}),
	previewWeights: () => ({ weights: { ...soundWeights, distance: 50 } }),
	setWeights: async (actor) => ({ weights: { ...soundWeights, distance: 50 }, version: (await weightsOf(actor.hub)).version }),
	weightVersions: () => ({}),
	returnToWeights: async (actor) => ({ to: 0, version: (await weightsOf(actor.hub)).version }),
	learnedWeights: () => ({}),
	takeOverLearned: async (actor) => {
		const { version, lessons } = await rankingOf(actor.hub);
		return { version, lessons };
	},
	setLearning: () => ({ weekly: true }),
	rankingQuality: () => ({}),
	exposure: () => ({}),
	listExposure: () => ({ unseen: false, limit: 5 }),
	matchingBalance: () => ({}),
	previewBalance: () => ({ balance: 5 }),
	setBalance: async (actor) => ({ balance: 3, version: (await balanceOf(actor.hub)).version }),
	balanceVersions: () => ({}),
	returnToBalance: async (actor) => ({ to: 0, version: (await balanceOf(actor.hub)).version })
};
