import { z } from 'zod';
import { system, type Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { say, type Locale } from '#platform/i18n.ts';
import { job } from '#platform/jobs.ts';
import { record } from '#platform/journal.ts';
import { authorize, conflict, found } from '#platform/refusal.ts';
import { baseOf, keepWeights, mayTune, rankingOf, signals, soundWeights, weightsIn, type Signal, type Weights } from '../weights.ts';
import { caseOf, levelOf, learnables, type Learnable, type Outcome } from './features.ts';
import { learn, levels, type Case } from './learner.ts';

/** Fewer outcomes teach nothing that one could stand by. */
export const leastOutcomes = 20;
/** What lies further back was another hub. */
const most = 3000;

export interface LearnedWeight {
	signal: Signal;
	/** In force now, as people set it last, and as the past would have it. */
	before: number;
	base: number;
	after: number;
	times: number;
	low: number;
	high: number;
	/** Points it gave on average to introductions that were useful, and to those declined for what they were; null where there are none. */
	good: number | null;
	bad: number | null;
	/** `up`, `down`, `same`, or why it is not learned: `silent` gave everybody the same, `held` is never learned. */
	says: 'up' | 'down' | 'same' | 'silent' | 'held';
}

export interface LearnedWeights {
	isEnough: boolean;
	least: number;
	/** Outcomes learned from, by how far they came. */
	outcomes: { all: number; declined: number; accepted: number; met: number; useful: number; result: number };
	weights: LearnedWeight[];
	/** Of the weights in force. */
	version: number;
	/** Changes of the past so far: taking over refuses when more came meanwhile. */
	lessons: number;
	/** Whether the weights in force are those learned. */
	isSame: boolean;
	learnsWeekly: boolean;
}

export async function learnedWeights(actor: Actor): Promise<LearnedWeights> {
	authorize(mayTune(actor));
	const [ranking, base, cases, settings] = await Promise.all([
		rankingOf(actor.hub),
		baseOf(actor.hub),
		casesOf(actor.hub),
		db.selectFrom('matchingSettings').select('learnsWeekly').where('hub', '=', actor.hub).executeTakeFirst()
	]);
	const isEnough = cases.length >= leastOutcomes;
	const found = learn(isEnough ? cases : [], learnables);
	const weights = signals.map((signal): LearnedWeight => {
		const before = ranking.weights[signal];
		const held = { signal, before, base: base[signal], after: base[signal], times: 1, low: 1, high: 1, good: null, bad: null };
		if (!isLearnable(signal)) return { ...held, says: 'held' };
		const { times, low, high } = found[signal];
		const { good, bad, varies } = averages(cases, signal);
		if (!varies || !base[signal]) return { ...held, good, bad, says: 'silent' };
		const after = isEnough ? tenth(base[signal] * times) : base[signal];
		return { ...held, after, times, low, high, good, bad, says: times > 1.02 ? 'up' : times < 0.98 ? 'down' : 'same' };
	});
	const count = (level: number) => cases.filter((one) => one.level === level).length;
	return {
		isEnough,
		least: leastOutcomes,
		outcomes: { all: cases.length, declined: count(0), accepted: count(1), met: count(2), useful: count(3), result: count(levels - 1) },
		weights,
		version: ranking.version,
		lessons: ranking.lessons,
		isSame: weights.every(({ before, after }) => Math.abs(before - after) < 0.05),
		learnsWeekly: settings?.learnsWeekly ?? false
	};
}

const isLearnable = (signal: Signal): signal is Learnable => (learnables as readonly string[]).includes(signal);
const tenth = (number: number) => Math.min(100, Math.round(number * 10) / 10);

function averages(cases: readonly Case<Learnable>[], signal: Learnable) {
	const mean = (list: readonly Case<Learnable>[]) =>
		list.length ? list.reduce((sum, { points }) => sum + (points[signal] ?? 0), 0) / list.length : null;
	const all = cases.map(({ points }) => points[signal] ?? 0);
	return {
		good: mean(cases.filter(({ level }) => level >= 3)),
		bad: mean(cases.filter(({ level }) => level === 0)),
		varies: Math.max(0, ...all) - Math.min(...all) > 0.05
	};
}

/** The hub's past as cases, newest first. */
export async function casesOf(hub: string): Promise<Case<Learnable>[]> {
	const base = await baseOf(hub);
	return (await outcomesOf(hub)).flatMap(({ then, ...one }) => caseOf(one, then, base) ?? []);
}

export interface PastOutcome extends Outcome {
	/** The weights that were in force when the two were asked. */
	then: Weights;
	accepted: boolean | null;
	introduction: string;
}

export async function outcomesOf(hub: string): Promise<PastOutcome[]> {
	const [rows, versions] = await Promise.all([
		db
			.selectFrom('matchingLessons')
			.select(['introduction', 'startedAs', 'startedAt', 'rank', 'reasons', 'reason', 'accepted', 'met', 'useful', 'result', 'isOver'])
			.where('hub', '=', hub)
			.where('reasons', 'is not', null)
			.orderBy('startedAt', 'desc')
			.orderBy('introduction')
			.limit(most)
			.execute(),
		db.selectFrom('matchingWeightVersions').select(['weights', 'setAt']).where('hub', '=', hub).orderBy('version', 'desc').execute()
	]);
	return rows
		.map(({ startedAt, ...row }) => ({
			...(row as unknown as Outcome & { introduction: string }),
			then: weightsIn(versions.find(({ setAt }) => setAt <= startedAt)?.weights)
		}))
		.filter((one) => levelOf(one) !== null);
}

/** The learned weights as one would set them. */
export const asWeights = ({ weights }: LearnedWeights) =>
	Object.fromEntries(weights.map(({ signal, after }) => [signal, after])) as unknown as Weights;

export const TakeOverLearned = z.object({ version: z.number().int().min(0), lessons: z.number().int().min(0) });

/** Sets what was learned; `lessons` says of which past, so that nobody takes over what they did not see. */
export async function takeOverLearned(actor: Actor, { version, lessons }: z.output<typeof TakeOverLearned>) {
	authorize(mayTune(actor));
	const learned = await learnedWeights(actor);
	if (learned.version !== version || learned.lessons !== lessons) throw conflict('changed_meanwhile');
	if (!learned.isEnough) throw conflict('too_few_outcomes');
	return keepWeights(actor, asWeights(learned), version, { because: 'learned', outcomes: learned.outcomes.all });
}

export const ReturnToWeights = z.object({ to: z.number().int().min(0), version: z.number().int().min(0) });

/** Sets again what an earlier version said; version 0 is what every hub starts from. */
export async function returnToWeights(actor: Actor, { to, version }: z.output<typeof ReturnToWeights>) {
	authorize(mayTune(actor));
	if (to === 0) return keepWeights(actor, soundWeights, version, { because: 'returned', returnedTo: 0, base: soundWeights });
	const earlier = found(
		await db
			.selectFrom('matchingWeightVersions')
			.select(['weights', 'base'])
			.where('hub', '=', actor.hub)
			.where('version', '=', to)
			.executeTakeFirst()
	);
	return keepWeights(actor, weightsIn(earlier.weights), version, { because: 'returned', returnedTo: to, base: weightsIn(earlier.base) });
}

export interface WeightVersion {
	version: number;
	weights: Weights;
	because: 'set' | 'learned' | 'returned';
	returnedTo: number | null;
	outcomes: number | null;
	setAt: Date;
	/** Null for the hub itself, and for somebody who left. */
	who: string | null;
}

/** Newest first; the last hundred. */
export async function weightVersions(actor: Actor): Promise<{ versions: WeightVersion[] }> {
	authorize(mayTune(actor));
	const rows = await db
		.selectFrom('matchingWeightVersions as kept')
		.leftJoin('members', (join) => join.onRef('members.hub', '=', 'kept.hub').onRef('members.id', '=', 'kept.setBy'))
		.leftJoin('accounts', 'accounts.id', 'members.account')
		.select(['kept.version', 'kept.weights', 'kept.because', 'kept.returnedTo', 'kept.outcomes', 'kept.setAt', 'accounts.name as who'])
		.where('kept.hub', '=', actor.hub)
		.orderBy('kept.version', 'desc')
		.limit(100)
		.execute();
	return { versions: rows.map((row) => ({ ...row, weights: weightsIn(row.weights), because: row.because as WeightVersion['because'] })) };
}

export const SetLearning = z.object({ weekly: z.boolean().default(false) });

/** Whether the weights are learned anew each week without asking. */
export async function setLearning(actor: Actor, { weekly }: z.output<typeof SetLearning>) {
	authorize(mayTune(actor));
	await transaction(async (tx) => {
		const before = await tx
			.selectFrom('matchingSettings')
			.select('learnsWeekly')
			.where('hub', '=', actor.hub)
			.forUpdate()
			.executeTakeFirst();
		await tx
			.insertInto('matchingSettings')
			.values({ hub: actor.hub, learnsWeekly: weekly })
			.onConflict((on) => on.column('hub').doUpdateSet({ learnsWeekly: weekly }))
			.execute();
		await record(tx, actor, 'weights.learning_set', actor.hub, { learnsWeekly: [before?.learnsWeekly ?? false, weekly] });
	});
	return { weekly };
}

/** Each Monday before anybody is there. */
export const learnWeekly = job(
	'matching.learn',
	async () => {
		const hubs = await db.selectFrom('matchingSettings').select('hub').where('learnsWeekly', '=', true).execute();
		for (const { hub } of hubs) await learnNow(hub);
	},
	{ every: '10 4 * * 1' }
);

export async function learnNow(hub: string) {
	const actor = system(hub);
	const learned = await learnedWeights(actor);
	if (learned.isEnough && !learned.isSame)
		await keepWeights(actor, asWeights(learned), learned.version, { because: 'learned', outcomes: learned.outcomes.all });
}

/** Why a weight is what it is, in a sentence. */
export function whyLearned({ says, good, bad }: LearnedWeight, locale: Locale): string {
	if (says === 'silent' || says === 'held') return say(`learned_${says}`, {}, locale);
	if (good === null || bad === null) return say(`learned_${says}_alone`, {}, locale);
	const number = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
	return say(`learned_${says}`, { good: number.format(good), bad: number.format(bad) }, locale);
}
