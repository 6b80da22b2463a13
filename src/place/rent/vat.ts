import { z } from 'zod';
import type { Actor } from '#platform/actor.ts';
import { db, transaction } from '#platform/db.server.ts';
import { record } from '#platform/journal.ts';
import { authorize, found } from '#platform/refusal.ts';
import type { Id } from '../floors.ts';
import { seesTerms } from '../policy.ts';
import { mayBill, reschedule } from './schedule.ts';

export const SetVatOption = z.object({
	building: z.uuid(),
	/** Rents from this day on bear VAT; none takes the option back. */
	since: z.iso.date().nullish()
});

/** Opts for VAT on the rents of a building (Code général des impôts, art. 260, 2°); leases that say nothing of their own follow. */
export async function setVatOption(actor: Actor, { building, since = null }: z.output<typeof SetVatOption>): Promise<z.output<typeof Id>> {
	authorize(mayBill(actor));
	const { hub } = actor;
	return transaction(async (tx) => {
		const before = found(
			await tx
				.selectFrom('buildings')
				.select('vatOptionSince')
				.where('hub', '=', hub)
				.where('id', '=', building)
				.forUpdate()
				.executeTakeFirst()
		);
		await tx.updateTable('buildings').set({ vatOptionSince: since }).where('hub', '=', hub).where('id', '=', building).execute();
		await record(tx, actor, 'building.vat_option_set', building, { since: [before.vatOptionSince, since] });
		const leases = await tx
			.selectFrom('leaseUnits')
			.innerJoin('units', (join) => join.onRef('units.hub', '=', 'leaseUnits.hub').onRef('units.id', '=', 'leaseUnits.unit'))
			.innerJoin('floors', (join) => join.onRef('floors.hub', '=', 'units.hub').onRef('floors.id', '=', 'units.floor'))
			.select('leaseUnits.lease')
			.distinct()
			.where('leaseUnits.hub', '=', hub)
			.where('floors.building', '=', building)
			.orderBy('leaseUnits.lease')
			.execute();
		for (const { lease } of leases) await reschedule(tx, hub, lease);
		return { id: building };
	});
}

export const VatBuilding = z.object({ id: z.uuid(), name: z.string(), site: z.uuid(), siteName: z.string(), since: z.string().nullable() });

export async function listVatOptions(actor: Actor): Promise<{ items: z.output<typeof VatBuilding>[] }> {
	authorize(seesTerms(actor));
	const items = await db
		.selectFrom('buildings')
		.innerJoin('sites', (join) => join.onRef('sites.hub', '=', 'buildings.hub').onRef('sites.id', '=', 'buildings.site'))
		.select(['buildings.id', 'buildings.name', 'buildings.site', 'sites.name as siteName', 'buildings.vatOptionSince as since'])
		.where('buildings.hub', '=', actor.hub)
		.orderBy('sites.name')
		.orderBy('buildings.name')
		.execute();
	return { items };
}
