import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db } from '#platform/db.server.ts';
import { authorize } from '#platform/refusal.ts';
import { leaseKinds } from '../choices.ts';
import { clockOf, today } from '../days.ts';
import { inventoryKinds, inventoryStates } from './fixtures.ts';
import { leasesOpenTo } from './policy.ts';
import { leasePhases, phaseOf } from './shown.ts';

export const OwnLease = z.object({
	id: z.uuid(),
	number: z.string(),
	tenant: z.uuid(),
	kind: z.enum(leaseKinds),
	phase: z.enum(leasePhases),
	insurer: z.string(),
	insuranceEndsOn: z.string().nullable(),
	startsOn: z.string(),
	endsOn: z.string().nullable(),
	units: z.array(z.object({ id: z.uuid(), number: z.string(), name: z.string(), floor: z.uuid(), m2: z.number() })),
	/** The document as it was signed, or as it waits to be. */
	file: z.uuid().nullable(),
	/** Inventories that wait to be signed or are. */
	inventories: z.array(z.object({ id: z.uuid(), kind: z.enum(inventoryKinds), state: z.enum(inventoryStates) }))
});
export type OwnLease = z.output<typeof OwnLease>;

/** The leases of the firms that somebody acts for, those that run first. */
export async function ownLeases(actor: Actor): Promise<{ items: OwnLease[] }> {
	authorize(actor.member !== null);
	const own = actor.organisations.map(({ id }) => id);
	const now = today(await clockOf(actor.hub));
	const rows = await db
		.selectFrom('leases')
		.select([
			'leases.id',
			'leases.number',
			'leases.tenant',
			'leases.kind',
			'leases.state',
			'leases.insurer',
			'leases.insuranceEndsOn',
			'leases.startsOn',
			'leases.endsOn',
			sql<
				OwnLease['units']
			>`coalesce((select json_agg(json_build_object('id', u.id, 'number', u.number, 'name', u.name, 'floor', u.floor, 'm2', lu.m2) order by u.number)
				from lease_units lu join units u on u.hub = lu.hub and u.id = lu.unit where lu.hub = leases.hub and lu.lease = leases.id), '[]')`.as(
				'units'
			),
			sql<string | null>`(select p.attachment from lease_papers p where p.hub = leases.hub and p.lease = leases.id and p.subject is null
				and p.kind in ('offer', 'signed', 'uploaded') order by p.created_at desc limit 1)`.as('file'),
			sql<
				OwnLease['inventories']
			>`coalesce((select json_agg(json_build_object('id', i.id, 'kind', i.kind, 'state', i.state) order by i.kind)
				from inventories i where i.hub = leases.hub and i.lease = leases.id and i.state <> 'draft'), '[]')`.as('inventories')
		])
		.where('leases.hub', '=', actor.hub)
		.where('leases.tenant', '=', sql<string>`any(${own}::uuid[])`)
		.where(leasesOpenTo(actor))
		.where('leases.state', 'in', ['sent', 'signed', 'ended'])
		.orderBy(sql`leases.state = 'ended'`)
		.orderBy('leases.startsOn', 'desc')
		.limit(100)
		.execute();
	return {
		items: rows.map(({ state, ...row }) => ({ ...row, kind: row.kind as OwnLease['kind'], phase: phaseOf({ ...row, state }, now) }))
	};
}
