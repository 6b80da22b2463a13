import { sql } from 'kysely';
import { db, type Tx } from '#platform/db.server.ts';
import { notificationKind, notify, recordsAreSeen, type Words } from '#platform/notifications.ts';
import { leasesOpenTo } from './policy.ts';

/** What people are told of leases. */
export const told = {
	lease: notificationKind('lease', { about: 'lease', isForStaff: true }),
	alarm: notificationKind('lease_alarm', { about: 'lease', staffMail: 'daily', isForStaff: true })
};

recordsAreSeen(
	'lease',
	(actor, id) =>
		sql`exists (${db
			.selectFrom('leases')
			.select('leases.id')
			.where('leases.hub', '=', actor.hub)
			.where('leases.id', '=', id)
			.where(leasesOpenTo(actor))})`
);

/** Those who run the place: its site managers, and where there is none who runs the hub. */
export async function managersOf(tx: Tx, hub: string): Promise<string[]> {
	const rows = await tx
		.selectFrom('members')
		.select(['id', sql<string[]>`roles`.as('roles')])
		.where('hub', '=', hub)
		.where('leftAt', 'is', null)
		.where(sql<boolean>`roles && ${['site_manager', 'hub_manager']}`)
		.execute();
	const site = rows.filter(({ roles }) => roles.includes('site_manager'));
	return (site.length ? site : rows).map(({ id }) => id);
}

export async function tellManagers(
	tx: Tx,
	hub: string,
	what: string,
	lease: { id: string; number: string },
	words: Words = {},
	kind = told.lease
) {
	for (const to of await managersOf(tx, hub))
		await notify(tx, {
			hub,
			to,
			kind,
			what,
			record: lease.id,
			path: `/place/leases/${lease.id}`,
			words: { number: lease.number, ...words }
		});
}
