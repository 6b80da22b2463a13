import { z } from 'zod';
import { locale } from '#platform/shapes.ts';
import { operation } from '#platform/operation.ts';
import { pageOf } from '#platform/page.ts';
import { Ask, ask, MatchNeed, MatchOffer, matchesOfNeed, matchesOfOffer, previewWeights } from './matches.ts';
import {
	learnedWeights,
	ReturnToWeights,
	returnToWeights,
	SetLearning,
	setLearning,
	TakeOverLearned,
	takeOverLearned,
	weightVersions
} from './learning/learning.ts';
import { quality } from './learning/quality.ts';
import {
	balanceVersions,
	hubBalance,
	PreviewBalance,
	previewBalance,
	ReturnToBalance,
	returnToBalance,
	SetBalance,
	setBalance
} from './exposure/balance.ts';
import { exposure, FirmExposure, ListExposure, listExposure } from './exposure/exposure.ts';
import { hubWeights, PreviewWeights, SetWeights, setWeights, signals, Weights } from './weights.ts';

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
const LearnedWeight = z.object({
	signal: z.enum(signals),
	before: z.number(),
	base: z.number(),
	after: z.number(),
	times: z.number(),
	low: z.number(),
	high: z.number(),
	good: z.number().nullable(),
	bad: z.number().nullable(),
	says: z.enum(['up', 'down', 'same', 'silent', 'held'])
});
const LearnedWeights = z.object({
	isEnough: z.boolean(),
	least: z.number(),
	outcomes: z.object({
		all: z.number(),
		declined: z.number(),
		accepted: z.number(),
		met: z.number(),
		useful: z.number(),
		result: z.number()
	}),
	weights: z.array(LearnedWeight),
	version: z.number(),
	lessons: z.number(),
	isSame: z.boolean(),
	learnsWeekly: z.boolean()
});
const Share = z.object({ yes: z.number(), of: z.number(), share: z.number().nullable(), low: z.number(), high: z.number() });
const QualityLine = z.object({ key: z.string(), accepted: Share, met: Share, useful: Share });
const Quality = z.object({
	byRank: z.array(QualityLine),
	byMonth: z.array(QualityLine),
	past: z
		.array(z.object({ weights: z.enum(['sound', 'now', 'learned']), auc: z.number(), low: z.number(), high: z.number(), rank: z.number() }))
		.nullable(),
	declined: z.number(),
	accepted: z.number()
});
const Exposure = z.object({
	days: z.number(),
	firms: z.number(),
	firmsUnseen: z.number(),
	offers: z.number(),
	offersUnseen: z.number(),
	shown: z.number(),
	gini: z.number(),
	misplaced: z.number(),
	lorenz: z.array(z.number()),
	newcomers: z.object({ firms: z.number(), seen: z.number(), medianDays: z.number().nullable() }),
	months: z.array(z.object({ month: z.string(), shown: z.number(), firms: z.number(), gini: z.number() }))
});
const KeptBalance = z.object({ balance: z.number(), version: z.number() });
const SharedOut = z.object({
	gini: z.number(),
	misplaced: z.number(),
	unseen: z.number(),
	newcomers: z.number(),
	lorenz: z.array(z.number())
});
const Bounded = z.object({ value: z.number(), low: z.number(), high: z.number() });
const BalancePreview = z.object({
	effects: z.array(Effect),
	needs: z.number(),
	exposure: z.object({ now: SharedOut, then: SharedOut }),
	quality: z.object({ now: z.array(QualityLine), then: z.array(QualityLine) }),
	toldApart: z.object({ now: Bounded, then: Bounded, change: Bounded }).nullable()
});
const BalanceVersion = z.object({
	version: z.number(),
	balance: z.number(),
	because: z.enum(['set', 'returned']),
	returnedTo: z.number().nullable(),
	setAt: z.date(),
	who: z.string().nullable()
});
const WeightVersion = z.object({
	version: z.number(),
	weights: Weights,
	because: z.enum(['set', 'learned', 'returned']),
	returnedTo: z.number().nullable(),
	outcomes: z.number().nullable(),
	setAt: z.date(),
	who: z.string().nullable()
});

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
		.handler(({ context, input }) => setWeights(context.actor, input)),
	weightVersions: operation({
		method: 'GET',
		path: '/matching/weights/versions',
		summary: 'Every setting of the weights that was in force, newest first',
		tags: ['matching'],
		openTo: ['animator']
	})
		.input(z.object({}))
		.output(z.object({ versions: z.array(WeightVersion) }))
		.handler(({ context }) => weightVersions(context.actor)),
	returnToWeights: operation({
		method: 'POST',
		path: '/matching/weights/return',
		summary: 'Go back to an earlier setting of the weights; 0 is what every hub starts from',
		tags: ['matching'],
		openTo: ['animator']
	})
		.input(ReturnToWeights)
		.output(Kept)
		.handler(({ context, input }) => returnToWeights(context.actor, input)),
	learnedWeights: operation({
		method: 'GET',
		path: '/matching/learning',
		summary: 'The weights that the hub’s own past proposes, with how sure that is',
		description:
			'`times` multiplies what people set last and lies between a half and two; `low` and `high` bound it nineteen times in twenty. Learned from introductions that say something of the fit, the rank at which they were shown taken into account.',
		tags: ['matching'],
		openTo: ['animator']
	})
		.input(z.object({}))
		.output(LearnedWeights)
		.handler(({ context }) => learnedWeights(context.actor)),
	takeOverLearned: operation({
		method: 'POST',
		path: '/matching/learning/take-over',
		summary: 'Put the learned weights in force',
		tags: ['matching'],
		openTo: ['animator']
	})
		.input(TakeOverLearned)
		.output(Kept)
		.handler(({ context, input }) => takeOverLearned(context.actor, input)),
	setLearning: operation({
		method: 'PUT',
		path: '/matching/learning',
		summary: 'Whether the weights are learned anew each week without asking',
		tags: ['matching'],
		openTo: ['animator']
	})
		.input(SetLearning)
		.output(z.object({ weekly: z.boolean() }))
		.handler(({ context, input }) => setLearning(context.actor, input)),
	rankingQuality: operation({
		method: 'GET',
		path: '/matching/quality',
		summary: 'What became of introductions, by the rank at which they were shown and by month',
		description:
			'Shares with Wilson’s 95 % bounds. `past` says how often these weights would have put who accepted above who declined (1 always, 0.5 by chance), with bootstrap bounds; it is null where too few did either.',
		tags: ['matching'],
		openTo: ['animator']
	})
		.input(z.object({}))
		.output(Quality)
		.handler(({ context }) => quality(context.actor)),
	exposure: operation({
		method: 'GET',
		path: '/matching/exposure',
		summary: 'Who was seen how much in the answers of the last ninety days',
		description:
			'A place at rank r counts 1 / log2(r + 1), down to the tenth. `gini` is 0 where all firms were seen alike; `misplaced` (Hoover) is the share that would have to go to somebody else for each firm to have what its points were due; `medianDays` (Kaplan–Meier) is how long a new firm waits for its first place.',
		tags: ['matching'],
		openTo: ['animator']
	})
		.input(z.object({}))
		.output(Exposure)
		.handler(({ context }) => exposure(context.actor)),
	listExposure: operation({
		method: 'GET',
		path: '/matching/exposure/firms',
		summary: 'Firms that offer something, with how much each was seen and how much was due to it',
		tags: ['matching'],
		openTo: ['animator']
	})
		.input(ListExposure)
		.output(pageOf(FirmExposure))
		.handler(({ context, input }) => listExposure(context.actor, input)),
	matchingBalance: operation({
		method: 'GET',
		path: '/matching/balance',
		summary: 'How many points a firm that is little seen may gain at most',
		tags: ['matching'],
		openTo: ['animator']
	})
		.input(z.object({}))
		.output(KeptBalance)
		.handler(({ context }) => hubBalance(context.actor)),
	previewBalance: operation({
		method: 'POST',
		path: '/matching/balance/preview',
		summary: 'What another balance would change in the order, in who is seen and in the quality on the hub’s own past',
		tags: ['matching'],
		openTo: ['animator'],
		writes: false
	})
		.input(PreviewBalance)
		.output(BalancePreview)
		.handler(({ context, input }) => previewBalance(context.actor, input)),
	setBalance: operation({
		method: 'PUT',
		path: '/matching/balance',
		summary: 'Set how many points a firm that is little seen may gain at most; 0 for none',
		tags: ['matching'],
		openTo: ['animator']
	})
		.input(SetBalance)
		.output(KeptBalance)
		.handler(({ context, input }) => setBalance(context.actor, input)),
	balanceVersions: operation({
		method: 'GET',
		path: '/matching/balance/versions',
		summary: 'Every setting of the balance that was in force, newest first',
		tags: ['matching'],
		openTo: ['animator']
	})
		.input(z.object({}))
		.output(z.object({ versions: z.array(BalanceVersion) }))
		.handler(({ context }) => balanceVersions(context.actor)),
	returnToBalance: operation({
		method: 'POST',
		path: '/matching/balance/return',
		summary: 'Go back to an earlier setting of the balance; 0 is what every hub starts from',
		tags: ['matching'],
		openTo: ['animator']
	})
		.input(ReturnToBalance)
		.output(KeptBalance)
		.handler(({ context, input }) => returnToBalance(context.actor, input))
};
