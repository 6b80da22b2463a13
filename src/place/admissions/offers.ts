import { sql } from 'kysely';
import type { Actor } from '#platform/actor.ts';
import type { db, Tx } from '#platform/db.server.ts';
import { setAside } from '../leases/leases.ts';

export interface StandingOffer {
	id: string;
	units: string[];
	fromOn: string;
	untilOn: string;
	rentCents: number;
	expiresAt: Date;
}

export async function standingOffer(from: Tx | typeof db, hub: string, admission: string): Promise<StandingOffer | null> {
	const row = await from
		.selectFrom('admissionOffers')
		.select(['id', 'fromOn', 'untilOn', 'rentCents', 'expiresAt'])
		.where('hub', '=', hub)
		.where('admission', '=', admission)
		.where('endedAt', 'is', null)
		.executeTakeFirst();
	if (!row) return null;
	const units = await from.selectFrom('admissionOfferUnits').select('unit').where('hub', '=', hub).where('offer', '=', row.id).execute();
	return { ...row, units: units.map(({ unit }) => unit) };
}

/** Takes back what was offered, with the lease that nobody has signed yet. */
export async function endOffer(tx: Tx, actor: Actor, admission: string) {
	await closeOffer(tx, actor.hub, admission);
	const lease = await tx
		.selectFrom('leases')
		.selectAll('leases')
		.innerJoin('admissions', (join) => join.onRef('admissions.hub', '=', 'leases.hub').onRef('admissions.lease', '=', 'leases.id'))
		.where('leases.hub', '=', actor.hub)
		.where('admissions.id', '=', admission)
		.where('leases.state', 'in', ['draft', 'sent'])
		.forUpdate('leases')
		.executeTakeFirst();
	if (lease) await setAside(tx, actor, lease, 'withdrawn');
}

/** Lets go of what was kept for the firm. */
export async function closeOffer(tx: Tx, hub: string, admission: string) {
	const offer = await tx
		.updateTable('admissionOffers')
		.set({ endedAt: new Date() })
		.where('hub', '=', hub)
		.where('admission', '=', admission)
		.where('endedAt', 'is', null)
		.returning('act')
		.executeTakeFirst();
	if (!offer) return;
	await tx
		.updateTable('claims')
		.set({ releasedAt: sql`now()` })
		.where('hub', '=', hub)
		.where('act', '=', offer.act)
		.where('kind', '=', 'hold')
		.where('releasedAt', 'is', null)
		.execute();
}
