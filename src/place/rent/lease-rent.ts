import { z } from 'zod';
import { firmNames } from '#ecosystem/firms.ts';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { authorize, found } from '#platform/refusal.ts';
import { clockOf, today } from '../days.ts';
import { seesTerms } from '../policy.ts';
import { agreedOn, beyondTwoTerms, ceilingOn, chargesOf, interestOf, paidOn, rentOn, type Rented } from './due.ts';
import { monthsAfter } from './months.ts';
import { rentedOf } from './schedule.ts';
import { LeaseTerms } from './terms.ts';

export const LeaseId = z.object({ lease: z.uuid() });
export const LeaseRent = z.object({
	id: z.uuid(),
	number: z.string(),
	kind: z.string(),
	state: z.string(),
	version: z.number(),
	tenant: z.uuid(),
	tenantName: z.string(),
	tenantSlug: z.string(),
	startsOn: z.string(),
	endsOn: z.string().nullable(),
	units: z.array(z.string()),
	m2: z.number(),
	rentCents: z.number(),
	depositCents: z.number(),
	/** Who signs for the tenant; nobody where the lease was signed on paper. */
	signatory: z.string(),
	signatoryEmail: z.string(),
	terms: LeaseTerms,
	vatCase: z.string(),
	/** Of a year, on the day it is asked: as agreed, as paid, and the charges. */
	agreedCents: z.number(),
	yearCents: z.number(),
	chargesCents: z.number(),
	/** What of the deposit exceeds two terms of rent, the rate that it bears today in hundredths of a percent, and the interest of this year; the last two are told of commercial leases only. */
	beyondCents: z.number(),
	interestRate: z.number().nullable(),
	interestCents: z.number(),
	/** The years in which a rent that was freed from its ceiling rises by a tenth at most, until the first that is whole. */
	smoothing: z.array(z.object({ from: z.string(), rentCents: z.number(), ceilingCents: z.number(), paidCents: z.number() })),
	/** From when on either side may ask for the three-yearly legal review (Code de commerce, art. L145-38). */
	reviewFrom: z.string().nullable()
});
export type LeaseRent = z.output<typeof LeaseRent>;

/** The money of one lease, as it stands today. */
export async function findLeaseRent(actor: Actor, { lease }: z.output<typeof LeaseId>): Promise<LeaseRent> {
	authorize(seesTerms(actor));
	const { hub } = actor;
	const row = found(
		await db
			.selectFrom('leases')
			.select([
				'id',
				'number',
				'kind',
				'state',
				'version',
				'tenant',
				'startsOn',
				'endsOn',
				'rentCents',
				'depositCents',
				'signatory',
				'signatoryEmail'
			])
			.where('hub', '=', hub)
			.where('id', '=', lease)
			.executeTakeFirst()
	);
	const units = await db
		.selectFrom('leaseUnits')
		.innerJoin('units', (join) => join.onRef('units.hub', '=', 'leaseUnits.hub').onRef('units.id', '=', 'leaseUnits.unit'))
		.select(['units.number', 'leaseUnits.m2'])
		.where('leaseUnits.hub', '=', hub)
		.where('leaseUnits.lease', '=', lease)
		.orderBy('units.number')
		.execute();
	const rented = found((await rentedOf(db, hub, [lease])).get(lease));
	const now = today(await clockOf(hub));
	const on = now < row.startsOn ? row.startsOn : row.endsOn && row.endsOn < now ? row.endsOn : now;
	const firm = (await firmNames(actor, [row.tenant])).get(row.tenant);
	return {
		...row,
		tenantName: firm?.name ?? '',
		tenantSlug: firm?.slug ?? '',
		units: units.map(({ number }) => number),
		m2: units.reduce((sum, { m2 }) => sum + m2, 0),
		terms: rented.terms,
		vatCase: rented.vatOn(on),
		agreedCents: agreedOn(rented, on),
		yearCents: rentOn(rented, on),
		beyondCents: beyondTwoTerms(rented, on),
		interestRate: rented.interest.findLast(({ from }) => from <= on)?.rate ?? null,
		interestCents: -(interestOf(rented, on.slice(0, 4))?.netCents ?? 0),
		smoothing: smoothingOf(rented),
		chargesCents: chargesOf(rented),
		reviewFrom: row.kind === 'commercial' ? monthsAfter(row.startsOn, 36) : null
	};
}

function smoothingOf(rented: Rented): LeaseRent['smoothing'] {
	const years: LeaseRent['smoothing'] = [];
	for (let nth = 0; nth < 30; nth++) {
		const from = monthsAfter(rented.startsOn, nth * 12);
		const ceilingCents = ceilingOn(rented, from);
		if (ceilingCents === null || (rented.endsOn && from > rented.endsOn)) break;
		const rentCents = rentOn(rented, from);
		years.push({ from, rentCents, ceilingCents, paidCents: paidOn(rented, from) });
		if (ceilingCents >= rentCents) break;
	}
	return years;
}
