import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { record } from '#platform/journal.ts';
import { authorize, found } from '#platform/refusal.ts';
import { requiredText } from '#platform/shapes.ts';
import { worksAmountKinds } from './choices.ts';
import type { Id } from './floors.ts';
import { mayManagePlace, seesTerms } from './policy.ts';

export const ListWorksAmounts = z.object({ works: z.uuid() });
export const WorksAmount = z.object({
	id: z.uuid(),
	kind: z.enum(worksAmountKinds),
	label: z.string(),
	datedOn: z.string(),
	amountCents: z.number()
});
export type WorksAmount = z.output<typeof WorksAmount>;

/** What a lot was ordered for and what was invoiced, in the order of its days. */
export async function listWorksAmounts(actor: Actor, { works }: z.output<typeof ListWorksAmounts>): Promise<{ items: WorksAmount[] }> {
	authorize(seesTerms(actor));
	found(await db.selectFrom('works').select('id').where('hub', '=', actor.hub).where('id', '=', works).executeTakeFirst());
	return { items: (await amountsOf(actor, works)).map(({ works: _, ...amount }) => amount) };
}

/** Of one lot or of all, for who may see them; nobody else is told any. */
export async function amountsOf(actor: Actor, works?: string): Promise<(WorksAmount & { works: string })[]> {
	if (!seesTerms(actor)) return [];
	let query = db
		.selectFrom('worksAmounts')
		.select(['id', 'works', 'kind', 'label', 'datedOn', 'amountCents'])
		.where('hub', '=', actor.hub)
		.orderBy('datedOn')
		.orderBy('createdAt');
	if (works) query = query.where('works', '=', works);
	return (await query.execute()).map((row) => ({ ...row, kind: row.kind as WorksAmount['kind'] }));
}

export const AddWorksAmount = z.object({
	works: z.uuid(),
	kind: z.enum(worksAmountKinds),
	label: requiredText(160),
	datedOn: z.iso.date(),
	/** Without tax; below nothing for a credit note or an order that grew smaller. */
	amountCents: z
		.number()
		.int()
		.min(-100_000_000_000)
		.max(100_000_000_000)
		.refine((cents) => cents !== 0, { error: 'amount_is_nothing' })
});

export async function addWorksAmount(actor: Actor, input: z.output<typeof AddWorksAmount>): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		found(await tx.selectFrom('works').select('id').where('hub', '=', actor.hub).where('id', '=', input.works).executeTakeFirst());
		const row = await tx
			.insertInto('worksAmounts')
			.values({ hub: actor.hub, ...input })
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(tx, actor, 'works.amount_added', input.works, { [input.kind]: [null, input.amountCents], label: [null, input.label] });
		return row;
	});
}

export const WorksAmountId = z.object({ amount: z.uuid() });

export async function removeWorksAmount(actor: Actor, { amount }: z.output<typeof WorksAmountId>): Promise<z.output<typeof WorksAmountId>> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const gone = found(
			await tx
				.deleteFrom('worksAmounts')
				.where('hub', '=', actor.hub)
				.where('id', '=', amount)
				.returning(['works', 'kind', 'label', 'amountCents'])
				.executeTakeFirst()
		);
		await record(tx, actor, 'works.amount_removed', gone.works, { [gone.kind]: [gone.amountCents, null], label: [gone.label, null] });
		return { amount };
	});
}

/** Sums of each lot. */
export async function spentOnWorks(actor: Actor): Promise<Map<string, { orderedCents: number; invoicedCents: number }>> {
	if (!seesTerms(actor)) return new Map();
	const rows = await db
		.selectFrom('worksAmounts')
		.select([
			'works',
			sql<number>`coalesce(sum(amount_cents) filter (where kind = 'order'), 0)::float`.as('orderedCents'),
			sql<number>`coalesce(sum(amount_cents) filter (where kind = 'invoice'), 0)::float`.as('invoicedCents')
		])
		.where('hub', '=', actor.hub)
		.groupBy('works')
		.execute();
	return new Map(rows.map(({ works, ...sums }) => [works, sums]));
}
