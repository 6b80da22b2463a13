import { system, type Actor } from '#platform/actor.ts';
import { acrossHubs, db, inHub, transaction, type Tx } from '#platform/db.server.ts';
import { job } from '#platform/jobs.ts';
import { record } from '#platform/journal.ts';
import { clockOf, today } from '../days.ts';
import { heldFile, moveFile } from './admissions.ts';
import { openStages } from './choices.ts';
import { tellStage } from './letters.ts';
import { closeOffer } from './offers.ts';
import { promiseYears } from './promises.ts';

/** The file of a lease; it moves with it, whoever acts on the lease and whether or not they may see the file. */
async function fileOf(tx: Tx, hub: string, lease: string) {
	const row = await tx.selectFrom('admissions').select('id').where('hub', '=', hub).where('lease', '=', lease).executeTakeFirst();
	const file = row && (await heldFile(tx, system(hub), row.id));
	return file && openStages.includes(file.stage) ? file : null;
}

/** A lease that was drafted from a file is signed by both sides: its firm is admitted. */
export async function admitTenant(tx: Tx, actor: Actor, lease: string) {
	const file = await fileOf(tx, actor.hub, lease);
	if (!file) return;
	await closeOffer(tx, actor.hub, file.id);
	await moveFile(tx, actor, file, 'signed');
	await tellStage(tx, file, 'signed');
}

/** A lease that was sent was not signed, or was taken back: what it held is free, and its file goes back to the committee. */
export async function leaseFellThrough(tx: Tx, actor: Actor, lease: string) {
	const file = await fileOf(tx, actor.hub, lease);
	if (file?.stage !== 'offered') return;
	await closeOffer(tx, actor.hub, file.id);
	await moveFile(tx, actor, file, 'committee');
	await record(tx, actor, 'admission.offer_ended', file.id);
	await tellStage(tx, file, 'committee');
}

/** An entry was inventoried and signed: the firm has moved in that day. */
export async function moveTenantIn(tx: Tx, actor: Actor, lease: string, on: string) {
	const row = await tx
		.selectFrom('admissions')
		.select('id')
		.where('hub', '=', actor.hub)
		.where('lease', '=', lease)
		.where('stage', '=', 'signed')
		.executeTakeFirst();
	if (row && on <= today(await clockOf(actor.hub, tx))) await movedIn(tx, actor, await heldFile(tx, system(actor.hub), row.id), on);
}

/** From then on it is asked each year what became of its promise. */
export async function movedIn(tx: Tx, actor: Actor, file: Awaited<ReturnType<typeof heldFile>>, on: string) {
	await promiseYears(tx, file.hub, file.id, on);
	await moveFile(tx, actor, file, 'moved_in', { movedInOn: on });
	await tellStage(tx, file, 'moved_in');
}

export const moveTenantsIn = job(
	'admission.move_in',
	async () => {
		const hubs = await acrossHubs(() => db.selectFrom('hubs').select('id').execute());
		for (const { id } of hubs) await inHub(id, () => moveDueTenantsIn(id));
	},
	{ every: '50 4 * * *' }
);

/** Firms whose lease has begun have moved in on its first day, unless works still have their units or their entry was inventoried before. */
export async function moveDueTenantsIn(hub: string) {
	const now = today(await clockOf(hub));
	const due = await db
		.selectFrom('admissions')
		.innerJoin('leases', (join) => join.onRef('leases.hub', '=', 'admissions.hub').onRef('leases.id', '=', 'admissions.lease'))
		.select(['admissions.id', 'leases.startsOn'])
		.where('admissions.hub', '=', hub)
		.where('admissions.stage', '=', 'signed')
		.where('leases.state', '=', 'signed')
		.where('leases.startsOn', '<=', now)
		.where(({ exists, not, selectFrom }) =>
			not(
				exists(
					selectFrom('works')
						.innerJoin('worksUnits', (join) => join.onRef('worksUnits.hub', '=', 'works.hub').onRef('worksUnits.works', '=', 'works.id'))
						.innerJoin('leaseUnits', (join) =>
							join.onRef('leaseUnits.hub', '=', 'worksUnits.hub').onRef('leaseUnits.unit', '=', 'worksUnits.unit')
						)
						.select('works.id')
						.whereRef('works.hub', '=', 'leases.hub')
						.whereRef('leaseUnits.lease', '=', 'leases.id')
						.where('works.state', 'in', ['planned', 'under_way'])
						.where('works.startsOn', '<=', now)
						.where('works.endsOn', '>=', now)
				)
			)
		)
		.execute();
	for (const { id, startsOn } of due)
		await transaction(async (tx) => {
			const actor = system(hub);
			const file = await heldFile(tx, actor, id);
			if (file.stage === 'signed') await movedIn(tx, actor, file, startsOn);
		});
}
