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
	'capacity'
] as const;
export type Signal = (typeof signals)[number];

const weight = z.number().min(0).max(100);

/** How much each signal counts, 0 to 100; only their proportions matter. */
export const Weights = z
	.object(Object.fromEntries(signals.map((signal) => [signal, weight])) as Record<Signal, typeof weight>)
	// Where nobody's words or subjects count, every offer would answer every need.
	.refine(({ words, concepts, meaning }) => words + concepts + meaning > 0, { path: ['words'], error: 'weights_without_subject' });
export type Weights = z.output<typeof Weights>;

/** What a hub starts from: the subject decides, what surrounds it orders. `meaning` counts only where an embedding provider is set. */
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
	capacity: 2
};

export const PreviewWeights = z.object({ weights: Weights });
export const SetWeights = PreviewWeights.extend({ version: z.number().int().min(0) });

/** The hub's weights and their version, which is 0 for the defaults. */
export async function weightsOf(hub: string): Promise<{ weights: Weights; version: number }> {
	const row = await db.selectFrom('matchingWeights').select(['weights', 'version']).where('hub', '=', hub).executeTakeFirst();
	return { weights: { ...soundWeights, ...(row?.weights as Partial<Weights> | undefined) }, version: row?.version ?? 0 };
}

export const mayTune = (actor: Actor) => has(actor, 'animator');

export async function hubWeights(actor: Actor) {
	authorize(mayTune(actor));
	return weightsOf(actor.hub);
}

export async function setWeights(actor: Actor, { weights, version }: z.output<typeof SetWeights>) {
	authorize(mayTune(actor));
	const before = await weightsOf(actor.hub);
	if (before.version !== version) throw conflict('changed_meanwhile');
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
		await record(tx, actor, 'weights.set', actor.hub, changes(before.weights, weights));
		return { weights, version: saved.version };
	});
}
