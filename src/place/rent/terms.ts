import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { record } from '#platform/journal.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import { measureKinds } from '../choices.ts';
import type { Id } from '../floors.ts';
import { mayManagePlace } from '../policy.ts';
import { hundredths, rounded, yearRent } from './amounts.ts';
import { chargesBases, chargesModes, indexKinds, paidWhen, payments, rentBases, vatChoices } from './choices.ts';
import { monthsAfter } from './months.ts';
import { Quarter } from './quarters.ts';

const Step = z.object({
	from: z.iso.date(),
	/** In the same measure as the first rent. */
	rentCents: z.number().int().min(0).max(1_000_000_000)
});

/** The money of a lease, beside its rent and its deposit. Each has a usual value, so that a lease can be made without any. */
export const LeaseTerms = z.object({
	/** What the rent is for, each year: a square metre, a unit, or the whole lease. */
	rentBasis: z.enum(rentBases).default('surface'),
	/** Which measured surface it bills on; none for the latest of whatever kind. */
	measure: z.enum(measureKinds).nullish(),
	steps: z.array(Step).max(20).default([]),
	/** Months from the first day in which less is paid, by so many percent. */
	franchiseMonths: z.number().int().min(0).max(60).default(0),
	franchisePercent: z.number().int().min(1).max(100).default(100),
	/** What was paid a year before the rent was freed from its ceiling: it then rises by a tenth a year at most (Code de commerce, art. L145-34). */
	rentBeforeCents: z.number().int().min(1).max(100_000_000_000).nullish(),
	/** Makes the deposit so many months of the first rent. */
	depositMonths: z.number().int().min(0).max(24).nullish(),
	depositIndexed: z.boolean().default(false),
	vatCase: z.enum(vatChoices).default('as_building'),
	charges: z.enum(chargesModes).default('none'),
	chargesBasis: z.enum(chargesBases).default('surface'),
	/** Of a year, without tax. */
	chargesCents: z.number().int().min(0).max(100_000_000).default(0),
	/** Percent of its surface that counts when charges are shared out. */
	chargesWeight: z.number().int().min(1).max(1000).default(100),
	payment: z.enum(payments).default('quarterly'),
	paid: z.enum(paidWhen).default('advance'),
	index: z.enum(['none', ...indexKinds]).default('none'),
	referenceQuarter: Quarter.nullish(),
	revisionMonths: z.number().int().min(3).max(36).multipleOf(3, 'whole_quarters_expected').default(12),
	/** None for as long after the first day as between revisions. */
	firstRevisionOn: z.iso.date().nullish()
});
export type LeaseTerms = z.output<typeof LeaseTerms>;

/** As a form asks for them: people write euros, not cents. */
export const WrittenTerms = LeaseTerms.omit({ steps: true, chargesCents: true, rentBeforeCents: true }).extend({
	rentBefore: z.number().min(0.01).max(1_000_000_000).nullish(),
	steps: z.array(z.object({ from: z.iso.date(), rent: z.number().min(0).max(10_000_000) })).default([]),
	chargesAmount: z.number().min(0).max(1_000_000).default(0)
});

export const termsWritten = ({ steps, chargesAmount, rentBefore = null, ...terms }: z.output<typeof WrittenTerms>): LeaseTerms => ({
	...terms,
	rentBeforeCents: rentBefore === null ? null : Math.round(rentBefore * 100),
	steps: steps.map(({ from, rent }) => ({ from, rentCents: Math.round(rent * 100) })),
	chargesCents: Math.round(chargesAmount * 100)
});

/**
 * Writes the terms of a lease that this transaction made or holds; refuses beside `terms.…`. From a measure kind follow the square metres
 * that the lease bills on, and from months of rent its deposit. The index may never run over a longer time than lies between two
 * revisions (Code monétaire et financier, art. L112-1), so the first is no earlier than one rhythm after the first day.
 */
export async function keepTerms(tx: Tx, actor: Actor, lease: string, terms: LeaseTerms) {
	const { hub } = actor;
	const { startsOn, endsOn, rentCents } = found(
		await tx
			.selectFrom('leases')
			.select(['startsOn', 'endsOn', 'rentCents'])
			.where('hub', '=', hub)
			.where('id', '=', lease)
			.forUpdate()
			.executeTakeFirst()
	);
	const { index, steps, measure = null, depositMonths = null, rentBeforeCents = null, ...rest } = terms;
	refuseTerms(terms, { startsOn, endsOn });
	const units = await billOn(tx, hub, lease, measure);
	const row = { ...rest, measure, depositMonths, rentBeforeCents, indexKind: index };
	await tx
		.insertInto('leaseTerms')
		.values({ hub, lease, ...row })
		.onConflict((there) => there.columns(['hub', 'lease']).doUpdateSet(row))
		.execute();
	await tx.deleteFrom('leaseSteps').where('hub', '=', hub).where('lease', '=', lease).execute();
	if (steps.length)
		await tx
			.insertInto('leaseSteps')
			.values(steps.map(({ from, rentCents: rent }) => ({ hub, lease, fromDay: from, rentCents: rent })))
			.execute();
	if (depositMonths !== null)
		await tx
			.updateTable('leases')
			.set({ depositCents: rounded(BigInt(yearRent(rest.rentBasis, rentCents, units)) * BigInt(depositMonths), 12n) })
			.where('hub', '=', hub)
			.where('id', '=', lease)
			.execute();
}

/** What no terms of a lease with these days may say; refuses beside `terms.…`. */
export function refuseTerms(
	{ steps, index, referenceQuarter, firstRevisionOn, revisionMonths }: LeaseTerms,
	{ startsOn, endsOn }: { startsOn: string; endsOn: string | null }
) {
	for (const [nth, { from }] of steps.entries()) {
		if (from <= (steps[nth - 1]?.from ?? startsOn)) throw refuse(`terms.steps.${nth}.from`, 'steps_out_of_order');
		if (endsOn && from > endsOn) throw refuse(`terms.steps.${nth}.from`, 'step_after_the_end');
	}
	if (index !== 'none' && !referenceQuarter) throw refuse('terms.referenceQuarter', 'index_needs_its_quarter');
	if (firstRevisionOn && firstRevisionOn < monthsAfter(startsOn, revisionMonths))
		throw refuse('terms.firstRevisionOn', 'revision_before_its_time');
}

/** The square metres that the lease bills on, hundredths each, after they were read from this kind of measure. */
async function billOn(tx: Tx, hub: string, lease: string, measure: string | null): Promise<number[]> {
	const units = await tx
		.selectFrom('leaseUnits')
		.innerJoin('units', (join) => join.onRef('units.hub', '=', 'leaseUnits.hub').onRef('units.id', '=', 'leaseUnits.unit'))
		.select(['leaseUnits.unit', 'leaseUnits.m2', 'units.number'])
		.where('leaseUnits.hub', '=', hub)
		.where('leaseUnits.lease', '=', lease)
		.execute();
	if (!measure) return units.map(({ m2 }) => hundredths(m2));
	const sizes = await sizesBy(tx, hub, measure, units);
	for (const [unit, m2] of sizes)
		await tx.updateTable('leaseUnits').set({ m2 }).where('hub', '=', hub).where('lease', '=', lease).where('unit', '=', unit).execute();
	return [...sizes.values()].map(hundredths);
}

/** How large units are by a kind of measure; each must have been measured so. */
export async function sizesBy(tx: Tx, hub: string, measure: string, units: { unit: string; number: string }[]) {
	const measured = await tx
		.selectFrom('unitMeasures')
		.distinctOn('unit')
		.select(['unit', 'm2'])
		.where('hub', '=', hub)
		.where(
			'unit',
			'in',
			units.map(({ unit }) => unit)
		)
		.where('kind', '=', measure)
		.orderBy('unit')
		.orderBy('measuredOn', 'desc')
		.orderBy('createdAt', 'desc')
		.execute();
	const sizes = new Map(measured.map(({ unit, m2 }) => [unit, m2]));
	const without = units.find(({ unit }) => !sizes.has(unit));
	if (without) throw refuse('terms.measure', 'unit_not_measured_so', { number: without.number });
	return sizes;
}

export const SetTerms = z.object({
	lease: z.uuid(),
	version: z.number().int().min(1),
	terms: LeaseTerms
});

/** Writes the terms of a draft anew. What somebody was sent to sign, or signed, says them: they change with a new document only. */
export async function setTerms(actor: Actor, { lease, version, terms }: z.output<typeof SetTerms>): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const before = found(
			await tx
				.selectFrom('leases')
				.select(['version', 'state'])
				.where('hub', '=', actor.hub)
				.where('id', '=', lease)
				.forUpdate()
				.executeTakeFirst()
		);
		if (before.version !== version) throw conflict('changed_meanwhile');
		if (before.state === 'sent') throw conflict('terms_were_sent');
		if (before.state === 'signed' || before.state === 'ended') throw conflict('terms_were_signed');
		await keepTerms(tx, actor, lease, terms);
		await tx
			.updateTable('leases')
			.set({ version: version + 1, updatedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('id', '=', lease)
			.execute();
		await record(tx, actor, 'lease.terms_set', lease, { index: [null, terms.index], quarter: [null, terms.referenceQuarter ?? null] });
		return { id: lease };
	});
}

/** The terms of leases, by lease; one without any has the usual ones. */
export async function termsOf(
	hub: string,
	leases: readonly string[],
	reader: Pick<Tx, 'selectFrom'> = db
): Promise<Map<string, LeaseTerms>> {
	if (!leases.length) return new Map();
	const rows = await reader.selectFrom('leaseTerms').selectAll().where('hub', '=', hub).where('lease', 'in', leases).execute();
	const steps = await reader
		.selectFrom('leaseSteps')
		.select(['lease', 'fromDay', 'rentCents'])
		.where('hub', '=', hub)
		.where('lease', 'in', leases)
		.orderBy('fromDay')
		.execute();
	const stepsOf = Map.groupBy(steps, ({ lease }) => lease);
	const kept = new Map(rows.map((row) => [row.lease, row]));
	return new Map(
		leases.map((lease) => {
			const { indexKind = 'none', ...row } = kept.get(lease) ?? {};
			const own = (stepsOf.get(lease) ?? []).map(({ fromDay, rentCents }) => ({ from: fromDay, rentCents }));
			return [lease, LeaseTerms.parse({ ...row, index: indexKind, steps: own })];
		})
	);
}
