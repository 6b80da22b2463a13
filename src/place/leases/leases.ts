import { sql } from 'kysely';
import { z } from 'zod';
import { findFirm, firmNames } from '#ecosystem/firms.ts';
import type { Actor } from '#platform/actor.ts';
import { db, transaction, type Tx } from '#platform/db.server.ts';
import { changes, record } from '#platform/journal.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import type { JsonObject } from '#platform/schema.ts';
import { email, locale, requiredText, text } from '#platform/shapes.ts';
import { leaseKinds } from '../choices.ts';
import { claim, release } from '../claims.ts';
import { clockOf, daysBetween, during, today } from '../days.ts';
import { json, type Id } from '../floors.ts';
import { mayManagePlace, seesTerms } from '../policy.ts';
import { hundredths, yearRent } from '../rent/amounts.ts';
import { rentBases } from '../rent/choices.ts';
import { keepTerms, LeaseTerms, termsOf } from '../rent/terms.ts';
import { annexesOf, Clause } from './clauses/clauses.ts';
import { refuseOffer, refuseTerm } from './law.ts';
import { speaksOf } from './search.ts';
import { templateIn } from './templates.ts';

export const guaranteeKinds = ['bank', 'firm', 'person'] as const;

export const mostGuarantees = 10;

export const Guarantee = z.object({
	kind: z.enum(guaranteeKinds),
	guarantor: requiredText(160),
	amountCents: z.number().int().min(0).max(100_000_000_000).nullish(),
	endsOn: z.iso.date().nullish()
});

const fields = {
	number: requiredText(30),
	kind: z.enum(leaseKinds),
	units: z.array(z.uuid()).min(1).max(100),
	startsOn: z.iso.date(),
	/** The last day; none for a lease that runs until it is ended. */
	endsOn: z.iso.date().nullish(),
	/** For what `terms` say (a square metre) and a year, without tax. */
	rentCents: z.number().int().min(0).max(1_000_000_000),
	depositCents: z.number().int().min(0).max(10_000_000_000).default(0),
	noticeMonths: z.number().int().min(0).max(24).default(6),
	/** What the premises may be used for. */
	useClause: text(500).default(''),
	/** What ends a precarious occupation, from outside. */
	event: text(500).default(''),
	/** Who signs for each side, and where the tenant is sent the link to sign. */
	landlord: text(160).default(''),
	landlordSignatory: text(120).default(''),
	signatory: text(120).default(''),
	signatoryTitle: text(120).default(''),
	signatoryEmail: z.union([z.literal(''), email]).default(''),
	insurer: text(120).default(''),
	insuranceEndsOn: z.iso.date().nullish(),
	depositReceivedOn: z.iso.date().nullish(),
	guarantees: z.array(Guarantee).max(mostGuarantees).default([])
};

export const SignLease = z.object({
	/** The organisation that rents. */
	tenant: z.uuid(),
	...fields,
	terms: LeaseTerms.prefault({})
});

/**
 * Lets units to a firm by a lease that was signed on paper. A hold for the same firm becomes the lease; anything else that takes the units then
 * refuses it. Derogatory leases of one firm in the place last three years at most, all together (Code de commerce, art. L145-5).
 */
export async function signLease(actor: Actor, input: z.output<typeof SignLease>): Promise<Id> {
	authorize(mayManagePlace(actor));
	refuseTerm({ ...input, endsOn: input.endsOn ?? null });
	return transaction(async (tx) => {
		const { id } = await insertLease(tx, actor, input, { state: 'signed', signedAt: new Date() });
		await takeUnits(tx, actor, id);
		await record(tx, actor, 'lease.signed', id, {
			number: [null, input.number],
			from: [null, input.startsOn],
			until: [null, input.endsOn ?? null]
		});
		return { id };
	});
}

export const DraftLease = SignLease.extend({
	locale: locale.default('fr'),
	/** The lease that this one follows. */
	parent: z.uuid().nullish()
});

/** Begins a lease from the hub’s template for its kind; nothing is taken before it is sent. */
export async function draftLease(actor: Actor, input: z.output<typeof DraftLease>): Promise<Id> {
	authorize(mayManagePlace(actor));
	refuseOffer({ ...input, endsOn: input.endsOn ?? null });
	return transaction((tx) => draftIn(tx, actor, input));
}

/** The same within what somebody else does, such as accepting an offer. */
export async function draftIn(tx: Tx, actor: Actor, input: z.output<typeof DraftLease>): Promise<Id> {
	const clauses = await templateIn(tx, actor.hub, input.kind, input.locale);
	const { id } = await insertLease(tx, actor, input, { state: 'draft', clauses: json(clauses), annexes: annexesOf(input.locale) });
	await record(tx, actor, 'lease.drafted', id, { number: [null, input.number] });
	return { id };
}

interface Made {
	state: 'draft' | 'signed';
	signedAt?: Date;
	clauses?: JsonObject;
	annexes?: string[];
}

type Written = z.output<typeof SignLease> & Partial<Pick<z.output<typeof DraftLease>, 'locale' | 'parent'>>;

async function insertLease(tx: Tx, actor: Actor, input: Written, made: Made): Promise<Id> {
	const { units, guarantees, terms, endsOn = null, insuranceEndsOn = null, depositReceivedOn = null, parent = null, ...rest } = input;
	await findFirm(tx, actor.hub, input.tenant);
	const measured = await measuresOf(tx, actor.hub, units);
	if (input.kind === 'derogatory') await refuseTooLong(tx, actor.hub, input.tenant, units, input.startsOn, endsOn as string, null);
	const row = await tx
		.insertInto('leases')
		.values({ hub: actor.hub, ...rest, endsOn, insuranceEndsOn, depositReceivedOn, parent, ...made })
		.returning('id')
		.executeTakeFirstOrThrow();
	await keepUnits(tx, actor.hub, row.id, measured);
	await keepGuarantees(tx, actor.hub, row.id, guarantees);
	await keepTerms(tx, actor, row.id, terms);
	return row;
}

async function measuresOf(tx: Tx, hub: string, units: string[]) {
	const wanted = [...new Set(units)].sort();
	const measured = await tx
		.selectFrom('units')
		.innerJoin('unitMeasures', (join) => join.onRef('unitMeasures.hub', '=', 'units.hub').onRef('unitMeasures.unit', '=', 'units.id'))
		.distinctOn('units.id')
		.select(['units.id', 'unitMeasures.m2'])
		.where('units.hub', '=', hub)
		.where('units.id', 'in', wanted)
		.orderBy('units.id')
		.orderBy('unitMeasures.measuredOn', 'desc')
		.orderBy('unitMeasures.createdAt', 'desc')
		.execute();
	if (measured.length < wanted.length) throw refuse('units', 'refers_to_nothing');
	return measured;
}

const keepUnits = (tx: Tx, hub: string, lease: string, measured: { id: string; m2: number }[]) =>
	tx
		.insertInto('leaseUnits')
		.values(measured.map(({ id: unit, m2 }) => ({ hub, lease, unit, m2 })))
		.execute();

async function keepGuarantees(tx: Tx, hub: string, lease: string, guarantees: z.output<typeof Guarantee>[]) {
	await tx.deleteFrom('leaseGuarantees').where('hub', '=', hub).where('lease', '=', lease).execute();
	if (guarantees.length)
		await tx
			.insertInto('leaseGuarantees')
			.values(guarantees.map((one) => ({ hub, lease, ...one })))
			.execute();
}

/** A lease of the hub, held until the transaction ends. */
export const heldLease = async (tx: Tx, hub: string, id: string) =>
	found(await tx.selectFrom('leases').selectAll().where('hub', '=', hub).where('id', '=', id).forUpdate().executeTakeFirst());

export type LeaseRow = Awaited<ReturnType<typeof heldLease>>;

/** The lease with who signs for its tenant: as it says itself, else as it is said now. */
export async function withSigner(tx: Tx, lease: LeaseRow, said: { signatory: string; signatoryEmail: string }): Promise<LeaseRow> {
	const signatory = lease.signatory || said.signatory;
	const signatoryEmail = lease.signatoryEmail || said.signatoryEmail;
	if (!signatory) throw refuse('signatory', 'signatory_missing');
	if (!signatoryEmail) throw refuse('signatoryEmail', 'signatory_missing');
	await tx.updateTable('leases').set({ signatory, signatoryEmail }).where('hub', '=', lease.hub).where('id', '=', lease.id).execute();
	return { ...lease, signatory, signatoryEmail };
}

/** Makes a lease’s units its own: holds for it or its tenant go, and anything else that takes them refuses it. With `expiresAt`, it holds them. */
export async function takeUnits(tx: Tx, actor: Actor, id: string, expiresAt?: Date) {
	const lease = await tx
		.selectFrom('leases')
		.select(['tenant', 'startsOn', 'endsOn'])
		.where('hub', '=', actor.hub)
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	const units = (await tx.selectFrom('leaseUnits').select('unit').where('hub', '=', actor.hub).where('lease', '=', id).execute()).map(
		({ unit }) => unit
	);
	await release(tx, actor.hub, { lease: id });
	await tx
		.updateTable('claims')
		.set({ releasedAt: sql`now()` })
		.where('hub', '=', actor.hub)
		.where('unit', 'in', units)
		.where('kind', '=', 'hold')
		.where('holder', '=', lease.tenant)
		.where('lease', 'is', null)
		.where('releasedAt', 'is', null)
		.execute();
	await claim(tx, actor, units, during(await clockOf(actor.hub, tx), lease.startsOn, lease.endsOn), {
		kind: expiresAt ? 'hold' : 'lease',
		lease: id,
		holder: lease.tenant,
		expiresAt
	});
}

/** Lets go of a lease that nobody signed; its units are free. */
export async function setAside(tx: Tx, actor: Actor, { id, state, version }: LeaseRow, to: 'expired' | 'withdrawn', because = '') {
	await release(tx, actor.hub, { lease: id });
	await tx
		.updateTable('leases')
		.set({ state: to, expiresAt: null, endedBecause: because, version: version + 1, updatedAt: new Date() })
		.where('hub', '=', actor.hub)
		.where('id', '=', id)
		.execute();
	await record(tx, actor, `lease.${to}`, id, { state: [state, to], ...(because && { because: [null, because] }) });
}

/** The number that follows the last of its year. */
export async function nextLeaseNumber(hub: string, year: string): Promise<string> {
	const { last } = await db
		.selectFrom('leases')
		.select(sql<number>`coalesce(max(substring(number from 8)::int), 0)`.as('last'))
		.where('hub', '=', hub)
		.where(sql<boolean>`number ~ ${`^B-${year}-[0-9]{1,6}$`}`)
		.executeTakeFirstOrThrow();
	return `B-${year}-${String(last + 1).padStart(2, '0')}`;
}

/** Without `lease` itself, which is being written anew. */
export async function refuseTooLong(
	tx: Tx,
	hub: string,
	tenant: string,
	units: string[],
	startsOn: string,
	endsOn: string,
	lease: string | null
) {
	const { days } = await tx
		.selectFrom('leases')
		.select(sql<number>`coalesce(sum(ends_on - starts_on + 1), 0)::int`.as('days'))
		.where('hub', '=', hub)
		.where('tenant', '=', tenant)
		.where('kind', '=', 'derogatory')
		.where('state', 'in', ['sent', 'signed', 'ended'])
		.where(sql<boolean>`leases.id is distinct from ${lease}::uuid`)
		.where((eb) =>
			eb.exists(
				eb
					.selectFrom('leaseUnits')
					.select('leaseUnits.unit')
					.whereRef('leaseUnits.hub', '=', 'leases.hub')
					.whereRef('leaseUnits.lease', '=', 'leases.id')
					.where('leaseUnits.unit', 'in', units)
			)
		)
		.executeTakeFirstOrThrow();
	// Three years have at most one leap day; one lease alone is held to the day by its constraint.
	if (days + daysBetween(startsOn, endsOn) + 1 > 3 * 365 + 1) throw refuse('endsOn', 'derogatory_lease_too_long');
}

export const ChangeLease = z.object({
	lease: z.uuid(),
	version: z.number().int().min(1),
	...fields,
	/** Without them they stay as they are. */
	terms: LeaseTerms.optional(),
	locale: locale.default('fr'),
	/** Without them they stay as they are. */
	clauses: z.array(Clause).min(1).max(60).optional(),
	annexes: z.array(requiredText(200)).max(40).optional()
});

/** Writes a lease anew that nobody was sent, or whose offer is over. */
export async function changeLease(actor: Actor, { lease, version, ...input }: z.output<typeof ChangeLease>): Promise<Id> {
	authorize(mayManagePlace(actor));
	const { units, guarantees, endsOn = null, insuranceEndsOn = null, depositReceivedOn = null, clauses, annexes, terms, ...rest } = input;
	refuseOffer({ ...input, endsOn });
	return transaction(async (tx) => {
		const before = await heldLease(tx, actor.hub, lease);
		if (before.version !== version) throw conflict('changed_meanwhile');
		if (!['draft', 'expired', 'withdrawn'].includes(before.state)) throw conflict('lease_is_not_a_draft');
		if (input.kind === 'derogatory') await refuseTooLong(tx, actor.hub, before.tenant, units, input.startsOn, endsOn as string, lease);
		const measured = await measuresOf(tx, actor.hub, units);
		// A lease of another kind or language begins with the clauses of that one.
		const isOther = before.kind !== input.kind || before.locale !== input.locale;
		const text = clauses ?? (isOther ? await templateIn(tx, actor.hub, input.kind, input.locale) : undefined);
		const after = { ...rest, endsOn, insuranceEndsOn, depositReceivedOn, state: 'draft' };
		await tx
			.updateTable('leases')
			.set({
				...after,
				...(text && { clauses: json(text) }),
				...((annexes ?? isOther) && { annexes: annexes ?? annexesOf(input.locale) }),
				version: version + 1,
				updatedAt: new Date()
			})
			.where('hub', '=', actor.hub)
			.where('id', '=', lease)
			.execute();
		await tx.deleteFrom('leaseUnits').where('hub', '=', actor.hub).where('lease', '=', lease).execute();
		await keepUnits(tx, actor.hub, lease, measured);
		await keepGuarantees(tx, actor.hub, lease, guarantees);
		if (terms) await keepTerms(tx, actor, lease, terms);
		await record(tx, actor, 'lease.changed', lease, changes<object>(before, after));
		return { id: lease };
	});
}

export const NoteLease = z.object({
	lease: z.uuid(),
	version: z.number().int().min(1),
	insurer: fields.insurer,
	insuranceEndsOn: fields.insuranceEndsOn,
	depositReceivedOn: fields.depositReceivedOn,
	guarantees: fields.guarantees
});

/** What comes in while a lease runs: its deposit, certificates and guarantees. Nothing of what was signed changes. */
export async function noteLease(actor: Actor, { lease, version, guarantees, ...input }: z.output<typeof NoteLease>): Promise<Id> {
	authorize(mayManagePlace(actor));
	return transaction(async (tx) => {
		const before = await heldLease(tx, actor.hub, lease);
		if (before.version !== version) throw conflict('changed_meanwhile');
		const after = {
			insurer: input.insurer,
			insuranceEndsOn: input.insuranceEndsOn ?? null,
			depositReceivedOn: input.depositReceivedOn ?? null
		};
		await tx
			.updateTable('leases')
			.set({ ...after, version: version + 1, updatedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('id', '=', lease)
			.execute();
		await keepGuarantees(tx, actor.hub, lease, guarantees);
		await record(tx, actor, 'lease.noted', lease, changes<object>(before, after));
		return { id: lease };
	});
}

/** What somebody must see in time. `overdue`: a derogatory lease whose tenant stayed a month longer is a commercial one by law. */
export const alarms = ['overdue', 'ended_yesterday', 'ends_soon', 'ends_in_half_a_year', 'moves_in_late'] as const;
export type Alarm = (typeof alarms)[number];

export const LeaseLine = z.object({
	id: z.uuid(),
	number: z.string(),
	kind: z.enum(leaseKinds),
	tenant: z.uuid(),
	tenantName: z.string(),
	tenantSlug: z.string(),
	units: z.array(z.string()),
	m2: z.number(),
	startsOn: z.string(),
	endsOn: z.string().nullable(),
	rentCents: z.number(),
	/** What that is for. */
	rentBasis: z.enum(rentBases),
	/** The rent of a year. */
	yearCents: z.number(),
	state: z.string(),
	version: z.number(),
	alarm: z.enum(alarms).nullable()
});
export type LeaseLine = z.output<typeof LeaseLine>;

/** `running` is what was signed and is not over; `open` is drafted, sent, or fell through. */
export const leaseLists = ['running', 'open', 'alarm', 'ended', 'all'] as const;

export const ListLeases = PageInput.extend({ q: text(200).default(''), state: z.enum(leaseLists).default('running') });

/** Leases for who sees their terms, next end first. */
export async function listLeases(actor: Actor, { q, state, ...page }: z.output<typeof ListLeases>): Promise<Page<LeaseLine>> {
	authorize(seesTerms(actor));
	const now = today(await clockOf(actor.hub));
	const alarm = sql<Alarm | null>`case
		when leases.state = 'signed' and leases.kind = 'derogatory' and leases.ends_on + interval '1 month' < ${now}::date then 'overdue'
		when leases.state = 'signed' and leases.ends_on < ${now}::date then 'ended_yesterday'
		when leases.state = 'signed' and leases.starts_on > ${now}::date and exists (
			select from works_units wu join works w on w.hub = wu.hub and w.id = wu.works join lease_units lu on lu.hub = wu.hub and lu.unit = wu.unit
			where lu.hub = leases.hub and lu.lease = leases.id and w.state in ('planned', 'under_way') and leases.starts_on > w.starts_on and leases.starts_on <= w.ends_on
		) then 'moves_in_late'
		when leases.state = 'signed' and leases.ends_on < ${now}::date + interval '3 months' then 'ends_soon'
		when leases.state = 'signed' and leases.ends_on < ${now}::date + interval '6 months' then 'ends_in_half_a_year' end`;
	let query = db
		.selectFrom('leases')
		.select([
			'leases.id',
			'leases.number',
			'leases.kind',
			'leases.tenant',
			'leases.startsOn',
			'leases.endsOn',
			'leases.rentCents',
			'leases.state',
			'leases.version',
			sql<string>`coalesce(leases.ends_on, 'infinity')::text`.as('until'),
			sql<string[]>`array(select u.number from lease_units lu join units u on u.hub = lu.hub and u.id = lu.unit
				where lu.hub = leases.hub and lu.lease = leases.id order by u.number)`.as('units'),
			sql<number>`(select sum(m2) from lease_units lu where lu.hub = leases.hub and lu.lease = leases.id)`.as('m2'),
			sql<number[]>`array(select lu.m2 from lease_units lu where lu.hub = leases.hub and lu.lease = leases.id)`.as('sizes'),
			alarm.as('alarm')
		])
		.where('leases.hub', '=', actor.hub);
	if (state === 'running')
		query = query.where((eb) =>
			eb.or([eb('leases.state', '=', 'signed'), eb.and([eb('leases.state', '=', 'ended'), eb('leases.endsOn', '>=', now)])])
		);
	if (state === 'open') query = query.where('leases.state', 'in', ['draft', 'sent', 'expired', 'withdrawn']);
	if (state === 'ended') query = query.where('leases.state', '=', 'ended');
	if (state === 'alarm') query = query.where(sql<boolean>`${alarm} is not null`);
	if (q) query = query.where(await speaksOf(actor.hub, q));
	const { items, ...rest } = await cursorPage(
		query,
		[
			['until', 'asc'],
			['id', 'asc']
		],
		page
	);
	const names = await firmNames(
		actor,
		items.map(({ tenant }) => tenant)
	);
	const terms = await termsOf(
		actor.hub,
		items.map(({ id }) => id)
	);
	const basisOf = (id: string) => terms.get(id)?.rentBasis ?? 'surface';
	return {
		...rest,
		items: items.map(({ until: _, sizes, ...row }) => ({
			...row,
			rentBasis: basisOf(row.id),
			kind: row.kind as LeaseLine['kind'],
			tenantName: names.get(row.tenant)?.name ?? '',
			tenantSlug: names.get(row.tenant)?.slug ?? '',
			yearCents: yearRent(
				basisOf(row.id),
				row.rentCents,
				sizes.map((m2) => hundredths(m2))
			)
		}))
	};
}
