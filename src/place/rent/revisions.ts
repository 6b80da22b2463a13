import { sql } from 'kysely';
import { z } from 'zod';
import { firmNames } from '#ecosystem/firms.ts';
import type { Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { record } from '#platform/journal.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { authorize, conflict, refuse } from '#platform/refusal.ts';
import { clockOf, today } from '../days.ts';
import { seesTerms } from '../policy.ts';
import { indexKinds, type IndexKind } from './choices.ts';
import { agreedOn, indexed, type Rented } from './due.ts';
import { indexValues } from './index-values.ts';
import { monthsAfter } from './months.ts';
import { Quarter, quarterAfter, usuallyOutOn } from './quarters.ts';
import { mayBill, rentedOf, windowAround } from './schedule.ts';

/**
 * `ready`: its index is published. `provisional`: not yet, so the last one published counts until it is. `settle`: it was billed
 * provisionally, and now it is published. `reference_missing`, `index_missing`: published long ago and to be imported first.
 */
export const standings = ['ready', 'provisional', 'settle', 'reference_missing', 'index_missing'] as const;
export type Standing = (typeof standings)[number];

export const RevisionDue = z.object({
	lease: z.uuid(),
	number: z.string(),
	tenant: z.uuid(),
	tenantName: z.string(),
	nth: z.number(),
	effectiveOn: z.string(),
	index: z.enum(indexKinds),
	referenceQuarter: z.string(),
	referenceValue: z.number().nullable(),
	targetQuarter: z.string(),
	targetValue: z.number().nullable(),
	publishedOn: z.string().nullable(),
	provisionalQuarter: z.string().nullable(),
	provisionalValue: z.number().nullable(),
	/** Rents of a year: as agreed, before, after. */
	baseCents: z.number(),
	beforeCents: z.number(),
	afterCents: z.number().nullable(),
	/** The rent is more than a quarter above or below what was agreed: either side may ask a judge for the rental value (Code de commerce, art. L145-39). */
	exceedsQuarter: z.boolean(),
	standing: z.enum(standings)
});
export type RevisionDue = z.output<typeof RevisionDue>;

export const PreviewRevisions = z.object({
	/** Revisions that take effect until this day; today if left out. */
	until: z.iso.date().optional(),
	lease: z.uuid().optional()
});

/** The revisions of leases that are due until a day and were not made, and those that were billed provisionally. Changes nothing. */
export async function previewRevisions(
	actor: Actor,
	{ until, lease }: z.output<typeof PreviewRevisions>
): Promise<{ items: RevisionDue[] }> {
	authorize(seesTerms(actor));
	const now = today(await clockOf(actor.hub));
	refuseTooFar(now, until);
	const due = await dueRevisions(db, actor.hub, until ?? now, lease ? [lease] : undefined);
	const names = await firmNames(
		actor,
		due.map(({ tenant }) => tenant)
	);
	return { items: due.map((one) => ({ ...one, tenantName: names.get(one.tenant)?.name ?? '' })) };
}

function refuseTooFar(now: string, until: string | undefined) {
	if (until && until > windowAround(now).until) throw refuse('until', 'too_far_ahead');
}

type Due = Omit<RevisionDue, 'tenantName'> & { revision: string | null };
type Reader = Pick<Tx, 'selectFrom'>;

async function dueRevisions(reader: Reader, hub: string, until: string, only?: readonly string[]): Promise<Due[]> {
	let query = reader
		.selectFrom('leases')
		.innerJoin('leaseTerms', (join) => join.onRef('leaseTerms.hub', '=', 'leases.hub').onRef('leaseTerms.lease', '=', 'leases.id'))
		.select(['leases.id', 'leases.number', 'leases.tenant'])
		.where('leases.hub', '=', hub)
		.where('leases.state', 'in', ['signed', 'running', 'ended'])
		.where('leaseTerms.indexKind', '!=', 'none')
		.where('leases.startsOn', '<=', until)
		.orderBy('leases.number');
	if (only) query = query.where('leases.id', 'in', only.length ? only : ['00000000-0000-0000-0000-000000000000']);
	const leases = await query.execute();
	const ids = leases.map(({ id }) => id);
	if (!ids.length) return [];
	const rented = await rentedOf(reader, hub, ids);
	const made = Map.groupBy(
		await reader.selectFrom('rentRevisions').selectAll().where('hub', '=', hub).where('lease', 'in', ids).orderBy('nth').execute(),
		({ lease }) => lease
	);
	const values = new Map<string, Awaited<ReturnType<typeof indexValues>>>();
	for (const kind of indexKinds) values.set(kind, await indexValues(reader, hub, kind));
	return leases.flatMap(({ id, number, tenant }) => {
		const of = rented.get(id) as Rented;
		const known = values.get(of.terms.index) as Awaited<ReturnType<typeof indexValues>>;
		const before = made.get(id) ?? [];
		const told = before
			.filter(({ targetHundredths, targetQuarter }) => targetHundredths === null && known.has(targetQuarter))
			.map((row) =>
				judged(of, known, {
					lease: id,
					number,
					tenant,
					revision: row.id,
					nth: row.nth,
					effectiveOn: row.effectiveOn,
					beforeCents: row.beforeCents
				})
			);
		const { firstRevisionOn, revisionMonths } = of.terms;
		const first = firstRevisionOn ?? monthsAfter(of.startsOn, revisionMonths);
		const last = of.endsOn && of.endsOn < until ? of.endsOn : until;
		let nth = before.at(-1)?.nth ?? 0;
		let beforeCents = before.at(-1)?.afterCents ?? null;
		for (;;) {
			const effectiveOn = monthsAfter(first, nth * revisionMonths);
			if (effectiveOn > last) break;
			nth++;
			const one = judged(of, known, {
				lease: id,
				number,
				tenant,
				revision: null,
				nth,
				effectiveOn,
				beforeCents: beforeCents ?? agreedOn(of, effectiveOn)
			});
			told.push(one);
			// Without it the next cannot be told.
			if (one.afterCents === null) break;
			beforeCents = one.afterCents;
		}
		return told;
	});
}

type Placed = Pick<Due, 'lease' | 'number' | 'tenant' | 'revision' | 'nth' | 'effectiveOn' | 'beforeCents'>;

/**
 * One revision by the values that are known. The nth target lies as many quarters after the reference as n times the months between revisions: the index
 * never runs longer than the time between two of them (Code monétaire et financier, art. L112-1).
 */
function judged(of: Rented, known: Awaited<ReturnType<typeof indexValues>>, placed: Placed): Due {
	const referenceQuarter = of.terms.referenceQuarter as string;
	const targetQuarter = quarterAfter(referenceQuarter, (placed.nth * of.terms.revisionMonths) / 3);
	const reference = known.get(referenceQuarter);
	const target = known.get(targetQuarter);
	const [lastQuarter, last] = [...known].at(-1) ?? [];
	const later = lastQuarter !== undefined && lastQuarter > targetQuarter;
	const standing: Standing = !reference
		? 'reference_missing'
		: target
			? placed.revision
				? 'settle'
				: 'ready'
			: later || !last || (lastQuarter as string) < referenceQuarter
				? 'index_missing'
				: 'provisional';
	const counts = target ?? (standing === 'provisional' ? last : undefined);
	const baseCents = agreedOn(of, placed.effectiveOn);
	const afterCents =
		reference && counts ? indexed(baseCents, { hundredths: counts.hundredths, referenceHundredths: reference.hundredths }) : null;
	const value = (hundredths: number | undefined) => (hundredths === undefined ? null : hundredths / 100);
	return {
		...placed,
		index: of.terms.index as IndexKind,
		referenceQuarter,
		referenceValue: value(reference?.hundredths),
		targetQuarter,
		targetValue: value(target?.hundredths),
		publishedOn: target?.publishedOn ?? null,
		provisionalQuarter: standing === 'provisional' ? (lastQuarter as string) : null,
		provisionalValue: standing === 'provisional' ? value(last?.hundredths) : null,
		baseCents,
		afterCents,
		exceedsQuarter: exceedsQuarter(baseCents, afterCents),
		standing
	};
}

export const exceedsQuarter = (baseCents: number, afterCents: number | null) =>
	afterCents !== null && Math.abs(afterCents - baseCents) * 4 > baseCents;

export const ConfirmRevisions = z.object({
	until: z.iso.date().optional(),
	/** Only of these leases; all that are due if left out. */
	leases: z.array(z.uuid()).max(5000).default([])
});
export const Confirmed = z.object({
	revisions: z.array(z.uuid()),
	/** When they were made, so that they can be listed. */
	at: z.date()
});

/**
 * Makes the revisions that are due. Leases are held one after the other, and what is due is read again then: of two people who run it at once, one
 * makes each revision and the other is told that nothing is left.
 */
export async function confirmRevisions(
	actor: Actor,
	{ until, leases }: z.output<typeof ConfirmRevisions>
): Promise<z.output<typeof Confirmed>> {
	authorize(mayBill(actor));
	const { hub } = actor;
	const now = today(await clockOf(hub));
	refuseTooFar(now, until);
	return transaction(async (tx) => {
		let held = tx.selectFrom('leases').select('id').where('hub', '=', hub).orderBy('id').forUpdate();
		if (leases.length) held = held.where('id', 'in', leases);
		else
			held = held.where(({ exists, selectFrom }) =>
				exists(
					selectFrom('leaseTerms')
						.select('leaseTerms.lease')
						.whereRef('leaseTerms.hub', '=', 'leases.hub')
						.whereRef('leaseTerms.lease', '=', 'leases.id')
						.where('leaseTerms.indexKind', '!=', 'none')
				)
			);
		const ids = (await held.execute()).map(({ id }) => id);
		const due = (await dueRevisions(tx, hub, until ?? now, ids)).filter(
			({ standing }) => standing === 'ready' || standing === 'provisional' || standing === 'settle'
		);
		if (!due.length) throw conflict('nothing_to_revise');
		return { revisions: await makeAll(tx, actor, due), at: await momentOf(tx) };
	});
}

const momentOf = async (tx: Tx) => (await tx.selectNoFrom(sql<Date>`now()`.as('at')).executeTakeFirstOrThrow()).at;

/** Settles what was billed provisionally and whose index is there now; nothing where no day is given. */
export async function settleRevisions(tx: Tx, actor: Actor, now: string | null): Promise<{ settled: number; at: Date }> {
	const at = await momentOf(tx);
	if (!now) return { settled: 0, at };
	const open = tx.selectFrom('rentRevisions').select('lease').where('hub', '=', actor.hub).where('targetHundredths', 'is', null);
	const held = tx.selectFrom('leases').select('id').where('hub', '=', actor.hub).where('id', 'in', open).orderBy('id').forUpdate();
	const ids = (await held.execute()).map(({ id }) => id);
	const due = (await dueRevisions(tx, actor.hub, now, ids)).filter(({ standing }) => standing === 'settle');
	return { settled: (await makeAll(tx, actor, due)).length, at };
}

async function makeAll(tx: Tx, actor: Actor, due: readonly Due[]): Promise<string[]> {
	const revisions: string[] = [];
	for (const one of due) revisions.push(await make(tx, actor.hub, one));
	for (const [lease, own] of Map.groupBy(due, (one) => one.lease)) {
		const last = own.at(-1) as Due;
		await record(tx, actor, 'lease.rent_revised', lease, {
			rent: [last.beforeCents / 100, (last.afterCents as number) / 100],
			index: [`${last.index} ${last.referenceQuarter}`, `${last.index} ${last.targetQuarter}`]
		});
	}
	return revisions;
}

/** Counts revisions anew that were made from an index that was put right, whichever of their quarters it is; the rent that was told before is kept with them. */
export async function reviseWithIndex(
	tx: Tx,
	actor: Actor,
	{ kind, quarter, hundredths, publishedOn }: { kind: IndexKind; quarter: string; hundredths: number; publishedOn: string | null }
): Promise<{ revised: number; at: Date }> {
	const { hub } = actor;
	const at = await momentOf(tx);
	const rows = await tx
		.selectFrom('rentRevisions')
		.selectAll()
		.where('hub', '=', hub)
		.where('indexKind', '=', kind)
		.where((eb) =>
			eb.or([
				eb('targetQuarter', '=', quarter),
				eb('referenceQuarter', '=', quarter),
				eb.and([eb('provisionalQuarter', '=', quarter), eb('targetHundredths', 'is', null)])
			])
		)
		.orderBy('lease')
		.orderBy('nth')
		.execute();
	let revised = 0;
	for (const row of rows) {
		const target = row.targetQuarter === quarter && row.targetHundredths !== null ? hundredths : row.targetHundredths;
		const reference = row.referenceQuarter === quarter ? hundredths : row.referenceHundredths;
		const provisional = row.provisionalQuarter === quarter && target === null ? hundredths : row.provisionalHundredths;
		const afterCents = indexed(row.baseCents, { hundredths: target ?? (provisional as number), referenceHundredths: reference });
		const isSame = afterCents === row.afterCents;
		await tx
			.updateTable('rentRevisions')
			.set({
				targetHundredths: target,
				referenceHundredths: reference,
				provisionalHundredths: provisional,
				afterCents,
				...(row.targetQuarter === quarter && target !== null ? { publishedOn } : {}),
				...(isSame ? {} : { provisionalCents: target === null ? afterCents : row.afterCents, settledAt: target === null ? null : at })
			})
			.where('hub', '=', hub)
			.where('id', '=', row.id)
			.execute();
		if (isSame) continue;
		revised++;
		await record(tx, actor, 'lease.rent_revised', row.lease, {
			rent: [row.afterCents / 100, afterCents / 100],
			index: [`${kind} ${row.referenceQuarter}`, `${kind} ${row.targetQuarter}`]
		});
	}
	return { revised, at };
}

export const AwaitedIndex = z.object({
	index: z.enum(indexKinds),
	quarter: Quarter,
	/** When INSEE has usually published it by, and whether that day has passed. */
	usuallyOutOn: z.string(),
	isOut: z.boolean(),
	/** Revisions that were billed with an earlier value, and those that are due and wait for it. */
	provisional: z.number(),
	due: z.number()
});
export type AwaitedIndex = z.output<typeof AwaitedIndex>;

/** The quarters that revisions due by today, or billed provisionally, wait for: the earliest first. */
export async function listAwaited(actor: Actor): Promise<{ items: AwaitedIndex[] }> {
	authorize(seesTerms(actor));
	const now = today(await clockOf(actor.hub));
	const due = await dueRevisions(db, actor.hub, now);
	const open = await db
		.selectFrom('rentRevisions')
		.select(['indexKind', 'targetQuarter'])
		.where('hub', '=', actor.hub)
		.where('targetHundredths', 'is', null)
		.execute();
	const awaited = new Map<string, AwaitedIndex>();
	const waits = (index: IndexKind, quarter: string, how: 'provisional' | 'due') => {
		const usual = usuallyOutOn(quarter);
		const one = awaited.get(`${quarter} ${index}`) ?? { index, quarter, usuallyOutOn: usual, isOut: now >= usual, provisional: 0, due: 0 };
		awaited.set(`${quarter} ${index}`, { ...one, [how]: one[how] + 1 });
	};
	const settling = new Set<string>();
	for (const { index, standing, referenceQuarter, targetQuarter } of due)
		if (standing === 'settle') settling.add(`${index} ${targetQuarter}`);
		else if (standing !== 'ready') waits(index, standing === 'reference_missing' ? referenceQuarter : targetQuarter, 'due');
	for (const { indexKind, targetQuarter } of open)
		if (!settling.has(`${indexKind} ${targetQuarter}`)) waits(indexKind as IndexKind, targetQuarter, 'provisional');
	return { items: [...awaited.entries()].sort(([one], [other]) => one.localeCompare(other)).map(([, item]) => item) };
}

async function make(tx: Tx, hub: string, due: Due): Promise<string> {
	const cents = (value: number | null) => (value === null ? null : Math.round(value * 100));
	const target = { targetHundredths: cents(due.targetValue), publishedOn: due.publishedOn, afterCents: due.afterCents as number };
	if (due.revision) {
		await tx
			.updateTable('rentRevisions')
			.set({ ...target, settledAt: sql`now()` })
			.where('hub', '=', hub)
			.where('id', '=', due.revision)
			.execute();
		return due.revision;
	}
	const { id } = await tx
		.insertInto('rentRevisions')
		.values({
			hub,
			lease: due.lease,
			nth: due.nth,
			effectiveOn: due.effectiveOn,
			indexKind: due.index,
			referenceQuarter: due.referenceQuarter,
			referenceHundredths: cents(due.referenceValue) as number,
			targetQuarter: due.targetQuarter,
			...target,
			provisionalQuarter: due.provisionalQuarter,
			provisionalHundredths: cents(due.provisionalValue),
			provisionalCents: due.standing === 'provisional' ? due.afterCents : null,
			baseCents: due.baseCents,
			beforeCents: due.beforeCents
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}

export const RevisionMade = z.object({
	id: z.uuid(),
	lease: z.uuid(),
	number: z.string(),
	tenant: z.uuid(),
	tenantName: z.string(),
	nth: z.number(),
	effectiveOn: z.string(),
	index: z.enum(indexKinds),
	referenceQuarter: z.string(),
	referenceValue: z.number(),
	targetQuarter: z.string(),
	targetValue: z.number().nullable(),
	publishedOn: z.string().nullable(),
	provisionalQuarter: z.string().nullable(),
	provisionalValue: z.number().nullable(),
	provisionalCents: z.number().nullable(),
	baseCents: z.number(),
	beforeCents: z.number(),
	afterCents: z.number(),
	exceedsQuarter: z.boolean(),
	confirmedAt: z.date(),
	settledAt: z.date().nullable()
});
export type RevisionMade = z.output<typeof RevisionMade>;

export const ListRevisions = PageInput.extend({
	lease: z.uuid().optional(),
	ids: z.array(z.uuid()).max(2000).optional(),
	/** Effective from this day, and until that one. */
	from: z.iso.date().optional(),
	until: z.iso.date().optional(),
	/** Made or settled since this moment. */
	since: z.iso.datetime().optional()
});

/** Revisions that were made, latest first. */
export async function listRevisions(
	actor: Actor,
	{ lease, ids, from, until, since, ...page }: z.output<typeof ListRevisions>
): Promise<Page<RevisionMade>> {
	authorize(seesTerms(actor));
	let query = db
		.selectFrom('rentRevisions as r')
		.innerJoin('leases', (join) => join.onRef('leases.hub', '=', 'r.hub').onRef('leases.id', '=', 'r.lease'))
		.selectAll('r')
		.select(['leases.number', 'leases.tenant'])
		.where('r.hub', '=', actor.hub);
	if (lease) query = query.where('r.lease', '=', lease);
	if (ids) query = query.where('r.id', 'in', ids.length ? ids : ['00000000-0000-0000-0000-000000000000']);
	if (from) query = query.where('r.effectiveOn', '>=', from);
	if (until) query = query.where('r.effectiveOn', '<=', until);
	if (since) query = query.where(sql<boolean>`coalesce(r.settled_at, r.confirmed_at) >= ${since}`);
	const { items, ...rest } = await cursorPage(
		query,
		[
			['effectiveOn', 'desc'],
			['number', 'asc'],
			['id', 'asc']
		],
		page
	);
	const names = await firmNames(
		actor,
		items.map(({ tenant }) => tenant)
	);
	const value = (hundredths: number | null) => (hundredths === null ? null : hundredths / 100);
	return {
		...rest,
		items: items.map((row) => ({
			id: row.id,
			lease: row.lease,
			number: row.number,
			tenant: row.tenant,
			tenantName: names.get(row.tenant)?.name ?? '',
			nth: row.nth,
			effectiveOn: row.effectiveOn,
			index: row.indexKind as IndexKind,
			referenceQuarter: row.referenceQuarter,
			referenceValue: row.referenceHundredths / 100,
			targetQuarter: row.targetQuarter,
			targetValue: value(row.targetHundredths),
			publishedOn: row.publishedOn,
			provisionalQuarter: row.provisionalQuarter,
			provisionalValue: value(row.provisionalHundredths),
			provisionalCents: row.provisionalCents,
			baseCents: row.baseCents,
			beforeCents: row.beforeCents,
			afterCents: row.afterCents,
			exceedsQuarter: exceedsQuarter(row.baseCents, row.afterCents),
			confirmedAt: row.confirmedAt,
			settledAt: row.settledAt
		}))
	};
}
