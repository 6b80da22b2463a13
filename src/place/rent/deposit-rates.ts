import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { record } from '#platform/journal.ts';
import { authorize } from '#platform/refusal.ts';
import { requiredText } from '#platform/shapes.ts';
import type { Id } from '../floors.ts';
import { seesTerms } from '../policy.ts';
import { mayBill, reschedule } from './schedule.ts';

export const SetDepositRate = z.object({
	/** It counts from this day until the next one that is told. */
	from: z.iso.date(),
	/** Of a year. */
	percent: z.number().min(0).max(100).multipleOf(0.01, 'two_decimals_at_most'),
	/** Where it was read. */
	source: requiredText(300)
});

/**
 * Tells what deposits bear beyond two terms of rent: the rate of the Banque de France for advances on securities (Code de commerce, art. L145-40). The
 * schedules of commercial leases follow; what was issued is settled by lines of difference.
 */
export async function setDepositRate(
	actor: Actor,
	{ from, percent, source }: z.output<typeof SetDepositRate>
): Promise<z.output<typeof Id>> {
	authorize(mayBill(actor));
	const { hub } = actor;
	return transaction(async (tx) => {
		const before = await tx
			.selectFrom('depositRates')
			.select('rate')
			.where('hub', '=', hub)
			.where('fromDay', '=', from)
			.forUpdate()
			.executeTakeFirst();
		const row = { rate: Math.round(percent * 100), source };
		const { id } = await tx
			.insertInto('depositRates')
			.values({ hub, fromDay: from, ...row })
			.onConflict((there) => there.columns(['hub', 'fromDay']).doUpdateSet(row))
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(tx, actor, 'deposit_rate.set', id, { [from]: [before ? before.rate / 100 : null, percent], source: [null, source] });
		const leases = await tx
			.selectFrom('leases')
			.select('id')
			.where('hub', '=', hub)
			.where('kind', '=', 'commercial')
			.where('depositCents', '>', 0)
			.orderBy('id')
			.execute();
		for (const lease of leases) await reschedule(tx, hub, lease.id);
		return { id };
	});
}

export const DepositRate = z.object({ id: z.uuid(), from: z.string(), percent: z.number(), source: z.string() });

/** Rates of the interest on deposits, latest first. */
export async function listDepositRates(actor: Actor): Promise<{ items: z.output<typeof DepositRate>[] }> {
	authorize(seesTerms(actor));
	const rows = await db
		.selectFrom('depositRates')
		.select(['id', 'fromDay as from', 'rate', 'source'])
		.where('hub', '=', actor.hub)
		.orderBy('fromDay', 'desc')
		.execute();
	return { items: rows.map(({ rate, ...row }) => ({ ...row, percent: rate / 100 })) };
}
