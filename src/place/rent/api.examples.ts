import type { Actor } from '#platform/actor.ts';
import type { Examples } from '#platform/testing/examples.ts';
import { arranged, named, tenant, unit } from '../api.examples.ts';
import { SignLease, signLease } from '../leases/leases.ts';
import type { rentApi } from './api.ts';
import { LeaseTerms } from './terms.ts';

/** A lease of 100 m² at 120 € a year, of which the rent may be told otherwise. */
export async function leaseWith(actor: Actor, terms: object = {}, more: object = {}) {
	const input = SignLease.parse({
		number: named('R'),
		kind: 'commercial',
		tenant: await tenant(actor),
		units: [(await unit(actor)).id],
		startsOn: '2022-07-01',
		endsOn: '2031-06-30',
		rentCents: 12_000,
		terms: LeaseTerms.parse(terms),
		...more
	});
	return arranged(actor, (hub) => signLease(hub, input));
}

export const rentExamples: Examples<typeof rentApi> = {
	setLeaseTerms: async (actor) => ({
		lease: (await leaseWith(actor)).id,
		version: 1,
		terms: {
			index: 'ILC',
			referenceQuarter: '2022-Q2',
			charges: 'provision',
			chargesCents: 2500,
			steps: [{ from: '2025-07-01', rentCents: 13_000 }]
		}
	})
};
