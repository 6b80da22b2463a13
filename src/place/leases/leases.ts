import { sql } from 'kysely';
import { z } from 'zod';
import { findFirm, firmNames, firmsNamed } from '#ecosystem/firms.ts';
import type { Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { changes, record } from '#platform/journal.ts';
import { cursorPage, PageInput, type Page } from '#platform/page.ts';
import { authorize, conflict, found, refuse } from '#platform/refusal.ts';
import { requiredText, text } from '#platform/shapes.ts';
import { leaseKinds } from '../choices.ts';
import { claim, release } from '../claims.ts';
import { clockOf, daysBetween, during, today } from '../days.ts';
import type { Id } from '../floors.ts';
import { mayManagePlace, seesTerms } from '../policy.ts';
import { keepTerms, LeaseTerms } from '../rent/terms.ts';

export const SignLease = z.object({
	number: requiredText(30),
	kind: z.enum(leaseKinds),
	/** The organisation that rents. */
	tenant: z.uuid(),
	units: z.array(z.uuid()).min(1).max(100),
	startsOn: z.iso.date(),
	/** The last day; none for a lease that runs until it is ended. */
	endsOn: z.iso.date().nullish(),
	/** For what `terms` say (a square metre) and a year, without tax. */
	rentCents: z.number().int().min(0).max(1_000_000_000),
	depositCents: z.number().int().min(0).max(10_000_000_000).default(0),
	noticeMonths: z.number().int().min(0).max(24).default(6),
	terms: LeaseTerms.prefault({})
});

/**
 * Lets units to a firm. A hold for the same firm becomes the lease; anything else that takes the units then refuses it.
 * Derogatory leases of one firm in the place last three years at most, all together (Code de commerce, art. L145-5).
 */
export async function signLease(actor: Actor, { units, terms, endsOn = null, ...input }: z.output<typeof SignLease>): Promise<Id> {
	authorize(mayManagePlace(actor));
	if (endsOn && endsOn < input.startsOn) throw refuse('endsOn', 'ends_before_it_begins');
	if (input.kind === 'derogatory' && !endsOn) throw refuse('endsOn', 'derogatory_lease_needs_an_end');
	const timeZone = await clockOf(actor.hub);
	return transaction(async (tx) => {
		await findFirm(tx, actor.hub, input.tenant);
		const wanted = [...new Set(units)].sort();
		const measured = await tx
			.selectFrom('units')
			.innerJoin('unitMeasures', (join) => join.onRef('unitMeasures.hub', '=', 'units.hub').onRef('unitMeasures.unit', '=', 'units.id'))
			.distinctOn('units.id')
			.select(['units.id', 'unitMeasures.m2'])
			.where('units.hub', '=', actor.hub)
			.where('units.id', 'in', wanted)
			.orderBy('units.id')
			.orderBy('unitMeasures.measuredOn', 'desc')
			.orderBy('unitMeasures.createdAt', 'desc')
			.execute();
		if (measured.length < wanted.length) throw refuse('units', 'refers_to_nothing');
		if (input.kind === 'derogatory') await refuseTooLong(tx, actor.hub, input.tenant, wanted, input.startsOn, endsOn as string);
		const { id } = await tx
			.insertInto('leases')
			.values({ hub: actor.hub, ...input, endsOn })
			.returning('id')
			.executeTakeFirstOrThrow();
		await tx
			.insertInto('leaseUnits')
			.values(measured.map(({ id: unit, m2 }) => ({ hub: actor.hub, lease: id, unit, m2 })))
			.execute();
		await tx
			.updateTable('claims')
			.set({ releasedAt: sql`now()` })
			.where('hub', '=', actor.hub)
			.where('unit', 'in', wanted)
			.where('kind', '=', 'hold')
			.where('holder', '=', input.tenant)
			.where('releasedAt', 'is', null)
			.execute();
		await claim(tx, actor, wanted, during(timeZone, input.startsOn, endsOn), { kind: 'lease', lease: id, holder: input.tenant });
		await keepTerms(tx, actor, id, terms);
		await record(tx, actor, 'lease.signed', id, { number: [null, input.number], from: [null, input.startsOn], until: [null, endsOn] });
		return { id };
	});
}

type Reader = Parameters<Parameters<typeof transaction>[0]>[0];

async function refuseTooLong(tx: Reader, hub: string, tenant: string, units: string[], startsOn: string, endsOn: string) {
	const { days } = await tx
		.selectFrom('leases')
		.select(sql<number>`coalesce(sum(ends_on - starts_on + 1), 0)::int`.as('days'))
		.where('hub', '=', hub)
		.where('tenant', '=', tenant)
		.where('kind', '=', 'derogatory')
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

export const EndLease = z.object({
	lease: z.uuid(),
	version: z.number().int().min(1),
	/** The last day that is paid for. */
	endsOn: z.iso.date(),
	because: text(1000).default('')
});

/** Ends a lease on a day; what comes after it is free again. */
export async function endLease(actor: Actor, { lease, version, endsOn, because }: z.output<typeof EndLease>): Promise<Id> {
	authorize(mayManagePlace(actor));
	const timeZone = await clockOf(actor.hub);
	return transaction(async (tx) => {
		const before = found(
			await tx.selectFrom('leases').selectAll().where('hub', '=', actor.hub).where('id', '=', lease).forUpdate().executeTakeFirst()
		);
		if (before.version !== version) throw conflict('changed_meanwhile');
		if (before.state === 'ended') throw conflict('lease_has_ended');
		if (endsOn < before.startsOn) throw refuse('endsOn', 'ends_before_it_begins');
		if (before.endsOn && endsOn > before.endsOn) throw refuse('endsOn', 'lease_ends_earlier');
		await release(tx, actor.hub, { lease });
		const units = await tx.selectFrom('leaseUnits').select('unit').where('hub', '=', actor.hub).where('lease', '=', lease).execute();
		await claim(
			tx,
			actor,
			units.map(({ unit }) => unit),
			during(timeZone, before.startsOn, endsOn),
			{ kind: 'lease', lease, holder: before.tenant }
		);
		const after = { endsOn, state: 'ended', endedBecause: because };
		await tx
			.updateTable('leases')
			.set({ ...after, version: version + 1, updatedAt: new Date() })
			.where('hub', '=', actor.hub)
			.where('id', '=', lease)
			.execute();
		await record(tx, actor, 'lease.ended', lease, changes<object>(before, after));
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
	/** The rent of a year. */
	yearCents: z.number(),
	state: z.string(),
	version: z.number(),
	alarm: z.enum(alarms).nullable()
});
export type LeaseLine = z.output<typeof LeaseLine>;

export const ListLeases = PageInput.extend({ q: text(200).default(''), state: z.enum(['running', 'all', 'alarm']).default('running') });

/** Leases for who sees their terms, next end first. */
export async function listLeases(actor: Actor, { q, state, ...page }: z.output<typeof ListLeases>): Promise<Page<LeaseLine>> {
	authorize(seesTerms(actor));
	const now = today(await clockOf(actor.hub));
	const alarm = sql<Alarm | null>`case
		when leases.state <> 'ended' and leases.kind = 'derogatory' and leases.ends_on + interval '1 month' < ${now}::date then 'overdue'
		when leases.state <> 'ended' and leases.ends_on < ${now}::date then 'ended_yesterday'
		when leases.state <> 'ended' and leases.starts_on > ${now}::date and exists (
			select from works_units wu join works w on w.hub = wu.hub and w.id = wu.works join lease_units lu on lu.hub = wu.hub and lu.unit = wu.unit
			where lu.hub = leases.hub and lu.lease = leases.id and w.state in ('planned', 'under_way') and leases.starts_on > w.starts_on and leases.starts_on <= w.ends_on
		) then 'moves_in_late'
		when leases.state <> 'ended' and leases.ends_on < ${now}::date + interval '3 months' then 'ends_soon'
		when leases.state <> 'ended' and leases.ends_on < ${now}::date + interval '6 months' then 'ends_in_half_a_year' end`;
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
			alarm.as('alarm')
		])
		.where('leases.hub', '=', actor.hub);
	if (state === 'running') query = query.where((eb) => eb.or([eb('leases.state', '!=', 'ended'), eb('leases.endsOn', '>=', now)]));
	if (state === 'alarm') query = query.where(sql<boolean>`${alarm} is not null`);
	if (q) {
		const firms = await firmsNamed(actor.hub, q);
		const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
		query = query.where((eb) => eb.or([eb('leases.number', 'ilike', like), ...(firms.length ? [eb('leases.tenant', 'in', firms)] : [])]));
	}
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
	return {
		...rest,
		items: items.map(({ until: _, ...row }) => ({
			...row,
			kind: row.kind as LeaseLine['kind'],
			tenantName: names.get(row.tenant)?.name ?? '',
			tenantSlug: names.get(row.tenant)?.slug ?? '',
			yearCents: Math.round(row.rentCents * row.m2)
		}))
	};
}
