import type { Actor } from '#platform/actor.ts';
import type { Examples } from '#platform/testing/examples.ts';
import { arranged, named, tenant, unit } from '../api.examples.ts';
import type { leasesApi } from './api.ts';
import { SignLease, signLease } from './leases.ts';

const leaseOf = async (actor: Actor) => ({
	number: named('B'),
	kind: 'commercial',
	tenant: await tenant(actor),
	units: [(await unit(actor)).id],
	startsOn: '2026-01-01',
	endsOn: '2034-12-31',
	rentCents: 9500
});

export const leasesExamples: Examples<typeof leasesApi> = {
	listLeases: () => ({ state: 'all', q: '' }),
	signLease: leaseOf,
	endLease: async (actor) => {
		const input = SignLease.parse(await leaseOf(actor));
		const { id } = await arranged(actor, (hub) => signLease(hub, input));
		return { lease: id, version: 1, endsOn: '2029-12-31', because: 'Départ à la première échéance' };
	}
};
