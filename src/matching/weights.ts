import { z } from 'zod';
import { has, type Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { changes, record } from '#platform/journal.ts';
import { authorize, conflict } from '#platform/refusal.ts';

export const signals = [
	'words',
	'concepts',
	'meaning',
	'sector',
	'language',
	'distance',
	'budget',
	'dates',
	'size',
	'presence',
	'maturity',
	'capacity',
	'experience'
] as const;
export type Signal = (typeof signals)[number];

const weight = z.number().min(0).max(100);

/** How much each signal counts, 0 to 100; only their proportions matter. */
export const Weights = z
	.object(Object.fromEntries(signals.map((signal) => [signal, weight])) as Record<Signal, typeof weight>)
	// Where nobody's words or subjects count, every offer would answer every need.
	.refine(({ words, concepts, meaning }) => words + concepts + meaning > 0, { path: ['words'], error: 'weights_without_subject' });
export type Weights = z.output<typeof Weights>;

/**
 * What a hub starts from: the subject decides, what surrounds it orders. `meaning` counts only where an embedding provider is set, `experience`
 * only where offers have a past.
 */
export const soundWeights: Weights = {
	words: 30,
	concepts: 30,
	meaning: 15,
	sector: 9,
	language: 7,
	distance: 6,
	budget: 5,
	dates: 3,
	size: 3,
	presence: 3,
	maturity: 2,
	capacity: 2,
	experience: 6
};

export const PreviewWeights = z.object({ weights: Weights });
export const SetWeights = PreviewWeights.extend({ version: z.number().int().min(0) });

/** All that a hub's ranking goes by. */
export interface Ranking {
	weights: Weights;
	/** Of the weights; 0 for the defaults. */
	version: number;
	/** Points that a firm seen less than was due may gain at most. */
	balance: number;
	/** Changes of the hub's past so far. */
	lessons: number;
}

export const soundBalance = 2;

export async function rankingOf(hub: string): Promise<Ranking> {
	const row = await db
		.selectFrom('hubs')
		.leftJoin('matchingWeights', 'matchingWeights.hub', 'hubs.id')
		.leftJoin('matchingSettings', 'matchingSettings.hub', 'hubs.id')
		.select(['matchingWeights.weights', 'matchingWeights.version', 'matchingSettings.balance', 'matchingSettings.lessons'])
		.where('hubs.id', '=', hub)
		.executeTakeFirst();
	return {
		weights: weightsIn(row?.weights),
		version: row?.version ?? 0,
		balance: row?.balance ?? soundBalance,
		lessons: row?.lessons ?? 0
	};
}

/** The hub's weights and their version, which is 0 for the defaults. */
export async function weightsOf(hub: string): Promise<{ weights: Weights; version: number }> {
	const { weights, version } = await rankingOf(hub);
	return { weights, version };
}

export const mayTune = (actor: Actor) => has(actor, 'animator');

export async function hubWeights(actor: Actor) {
	authorize(mayTune(actor));
	return weightsOf(actor.hub);
}

export async function setWeights(actor: Actor, { weights, version }: z.output<typeof SetWeights>) {
	authorize(mayTune(actor));
	return keepWeights(actor, weights, version, { because: 'set', base: weights });
}

interface Because {
	because: 'set' | 'learned' | 'returned';
	/** What learning stays near to from now on; without it, what it was. */
	base?: Weights;
	returnedTo?: number;
	outcomes?: number;
}

/** Puts weights in force in place of this version, and keeps them among the versions with who, when and why. */
export async function keepWeights(actor: Actor, weights: Weights, version: number, { base, ...because }: Because) {
	const before = await weightsOf(actor.hub);
	if (before.version !== version) throw conflict('changed_meanwhile');
	const near = base ?? (await baseOf(actor.hub));
	return transaction(async (tx) => {
		const row = { hub: actor.hub, weights: JSON.stringify(weights), version: version + 1, setBy: actor.member };
		const saved = await tx
			.insertInto('matchingWeights')
			.values(row)
			.onConflict((on) =>
				on
					.column('hub')
					.doUpdateSet({ ...row, setAt: new Date() })
					.where('matchingWeights.version', '=', version)
			)
			.returning('version')
			.executeTakeFirst();
		if (!saved) throw conflict('changed_meanwhile');
		await tx
			.insertInto('matchingWeightVersions')
			.values({ ...row, ...because, base: JSON.stringify(near) })
			.execute();
		await record(tx, actor, `weights.${because.because}`, actor.hub, changes(before.weights, weights));
		return { weights, version: saved.version };
	});
}

/** The weights that people set last: what was learned since does not count, or learning would run away from them step by step. */
export async function baseOf(hub: string): Promise<Weights> {
	const row = await db
		.selectFrom('matchingWeightVersions')
		.select('base')
		.where('hub', '=', hub)
		.orderBy('version', 'desc')
		.limit(1)
		.executeTakeFirst();
	return weightsIn(row?.base);
}

/** Weights as they were kept; a signal that came later counts as it does at first. */
export const weightsIn = (kept: unknown): Weights => ({ ...soundWeights, ...(kept as Partial<Weights> | null | undefined) });
