import { z } from 'zod';
import { locale } from '#platform/shapes.ts';
import { operation } from '#platform/operation.ts';
import { Ask, ask, MatchNeed, MatchOffer, matchesOfNeed, matchesOfOffer, previewWeights } from './matches.ts';
import { hubWeights, PreviewWeights, SetWeights, setWeights, Weights } from './weights.ts';

const Told = z.object({ code: z.string(), text: z.string() });
const ToldMatch = z.object({
	score: z.number(),
	reasons: z.array(Told.extend({ points: z.number() })),
	against: z.array(Told),
	better: z.array(Told)
});
const Marks = z.array(z.tuple([z.number(), z.number()]).readonly());
const Answer = ToldMatch.extend({
	offer: z.uuid(),
	title: z.string(),
	titleMarks: Marks,
	excerpt: z.string(),
	excerptMarks: Marks,
	locale,
	href: z.string(),
	hub: z.object({ id: z.string(), name: z.string() }),
	organisation: z.object({ id: z.uuid().nullable(), slug: z.string().nullable(), name: z.string(), kind: z.string(), commune: z.string() }),
	also: z.array(z.object({ offer: z.uuid(), title: z.string(), href: z.string(), score: z.number() }))
});
const Answers = z.object({ locale, understood: z.array(z.object({ id: z.string(), label: z.string() })), answers: z.array(Answer) });
const NeedMatch = ToldMatch.extend({
	need: z.uuid(),
	title: z.string(),
	excerpt: z.string(),
	locale,
	organisation: z.object({ id: z.uuid(), slug: z.string(), name: z.string(), commune: z.string() }).nullable()
});
const Placed = z.object({
	offer: z.uuid(),
	title: z.string(),
	organisation: z.string(),
	score: z.number(),
	moved: z.union([z.number(), z.literal('entered')])
});
const Effect = z.object({ need: z.uuid(), title: z.string(), isSame: z.boolean(), before: z.array(Placed), after: z.array(Placed) });
const Kept = z.object({ weights: Weights, version: z.number() });

export const matchingApi = {
	ask: operation({
		method: 'POST',
		path: '/ask',
		summary: 'Who can help with this, and why?',
		description:
			'Takes one sentence in French, German or English. The points of the reasons of an answer add up to its score. Offers of the hub and what its network published.',
		tags: ['matching'],
		openTo: 'visitors',
		writes: false
	})
		.input(Ask)
		.output(Answers)
		.handler(({ context, input }) => ask(context.actor, input)),
	matchesOfNeed: operation({
		method: 'GET',
		path: '/needs/{need}/matches',
		summary: 'Offers that answer a need, for its own firm and for staff',
		tags: ['matching'],
		openTo: 'members'
	})
		.input(MatchNeed)
		.output(Answers)
		.handler(({ context, input }) => matchesOfNeed(context.actor, input)),
	matchesOfOffer: operation({
		method: 'GET',
		path: '/offers/{offer}/matches',
		summary: 'Open needs that an offer answers, for its own firm and for staff',
		tags: ['matching'],
		openTo: 'members'
	})
		.input(MatchOffer)
		.output(z.object({ needs: z.array(NeedMatch) }))
		.handler(({ context, input }) => matchesOfOffer(context.actor, input)),
	matchingWeights: operation({
		method: 'GET',
		path: '/matching/weights',
		summary: 'How much each signal counts here',
		tags: ['matching'],
		openTo: ['animator']
	})
		.input(z.object({}))
		.output(Kept)
		.handler(({ context }) => hubWeights(context.actor)),
	previewWeights: operation({
		method: 'POST',
		path: '/matching/weights/preview',
		summary: 'How the order would change with other weights',
		tags: ['matching'],
		openTo: ['animator'],
		writes: false
	})
		.input(PreviewWeights)
		.output(z.object({ effects: z.array(Effect) }))
		.handler(({ context, input }) => previewWeights(context.actor, input)),
	setWeights: operation({
		method: 'PUT',
		path: '/matching/weights',
		summary: 'Set how much each signal counts',
		tags: ['matching'],
		openTo: ['animator']
	})
		.input(SetWeights)
		.output(Kept)
		.handler(({ context, input }) => setWeights(context.actor, input))
};
