import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { acrossHubs, db, inHub, transaction, type Tx } from '#platform/db.server.ts';
import { job } from '#platform/jobs.ts';
import { record } from '#platform/journal.ts';
import { authorize, found, refuse } from '#platform/refusal.ts';
import { text } from '#platform/shapes.ts';
import type { ClaimKind } from './choices.ts';
import { clockOf, during } from './days.ts';
import { mayManagePlace } from './policy.ts';

export interface Claim {
	kind: ClaimKind;
	lease?: string;
	works?: string;
	holder?: string | null;
	note?: string;
	/** For holds, which end by themselves. */
	expiresAt?: Date;
}

/**
 * Takes every atom of some units for a time, or refuses with `place_taken`. Nobody looks first whether they are free: two may act at once,
 * and the constraint decides. A hold that ran out does not stand in the way.
 */
export async function claim(tx: Tx | typeof db, actor: Actor, units: string[], time: RawBuilder<string>, what: Claim): Promise<string> {
	const { rows } = await sql<{ act: string | null }>`select claim_place(
		${actor.hub}, ${[...new Set(units)]}::uuid[], ${time}, ${what.kind}, ${what.lease ?? null}::uuid, ${what.works ?? null}::uuid,
		${what.holder ?? null}::uuid, ${what.note ?? ''}, ${what.expiresAt ?? null}::timestamptz) as act`.execute(tx);
	return found(rows[0]?.act);
}

export const HoldUnit = z.object({
	unit: z.uuid(),
	from: z.iso.date(),
	/** The last day. */
	until: z.iso.date(),
	/** For whom it is kept. */
	holder: z.uuid().nullish(),
	/** Days after which the hold ends unless it becomes a lease. */
	days: z.number().int().min(1).max(365).default(30),
	note: text(500).default('')
});

export interface Hold {
	act: string;
	unit: string;
	expiresAt: Date;
}

/** Keeps a unit for somebody for a while; it is let go by itself. */
export async function holdUnit(actor: Actor, { unit, from, until, holder, days, note }: z.output<typeof HoldUnit>): Promise<Hold> {
	authorize(mayManagePlace(actor));
	if (until < from) throw refuse('until', 'ends_before_it_begins');
	const timeZone = await clockOf(actor.hub);
	return transaction(async (tx) => {
		found(await tx.selectFrom('units').select('id').where('hub', '=', actor.hub).where('id', '=', unit).executeTakeFirst());
		const expiresAt = new Date(Date.now() + days * 86_400_000);
		const act = await claim(tx, actor, [unit], during(timeZone, from, until), { kind: 'hold', holder: holder ?? null, note, expiresAt });
		await record(tx, actor, 'unit.held', unit, { from: [null, from], until: [null, until], expires: [null, expiresAt.toISOString()] });
		return { act, unit, expiresAt };
	});
}

export const ReleaseHold = z.object({ act: z.uuid() });

export async function releaseHold(actor: Actor, { act }: z.output<typeof ReleaseHold>): Promise<{ released: boolean }> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const [gone] = await tx
			.updateTable('claims')
			.set({ releasedAt: sql`now()` })
			.where('hub', '=', actor.hub)
			.where('act', '=', act)
			.where('kind', '=', 'hold')
			.where('releasedAt', 'is', null)
			.returning('unit')
			.execute();
		await record(tx, actor, 'unit.let_go', found(gone).unit);
		return { released: true };
	});
}

/** Lets go of what a lease or works had claimed. */
export const release = (tx: Tx, hub: string, by: { lease: string } | { works: string }) => {
	const [[key, id]] = Object.entries(by) as [['lease' | 'works', string]];
	return tx
		.updateTable('claims')
		.set({ releasedAt: sql`now()` })
		.where('hub', '=', hub)
		.where(key, '=', id)
		.where('releasedAt', 'is', null)
		.execute();
};

/** Holds that ran out free their units even where nobody asks for these. */
export const endHolds = job(
	'place.end_holds',
	async () => {
		const hubs = await acrossHubs(() => db.selectFrom('hubs').select('id').execute());
		for (const { id } of hubs)
			await inHub(id, () =>
				db
					.updateTable('claims')
					.set({ releasedAt: sql`now()` })
					.where('hub', '=', id)
					.where('releasedAt', 'is', null)
					.where('expiresAt', '<=', sql<Date>`now()`)
					.execute()
			);
	},
	{ every: '*/10 * * * *' }
);
