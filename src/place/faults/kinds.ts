import { sql } from 'kysely';
import { filesAreFoundBy } from '#ecosystem/attachments.ts';
import { db } from '#platform/db.server.ts';
import { notificationKind, recordsAreSeen } from '#platform/notifications.ts';
import { found } from '#platform/refusal.ts';
import { faultsOpenTo } from './policy.ts';

export const told = {
	reported: notificationKind('fault_reported', { about: 'fault', isForStaff: true }),
	answered: notificationKind('fault_answered', { about: 'fault' })
};

recordsAreSeen(
	'fault',
	(actor, id) =>
		sql`exists (${db
			.selectFrom('faults')
			.select('faults.id')
			.where('faults.hub', '=', actor.hub)
			.where('faults.id', '=', id)
			.where(faultsOpenTo(actor))})`
);

filesAreFoundBy('fault', async (from, actor, id) => {
	const { organisation } = found(
		await from
			.selectFrom('faults')
			.select('organisation')
			.where('hub', '=', actor.hub)
			.where('id', '=', id)
			.where(faultsOpenTo(actor))
			.executeTakeFirst()
	);
	return { organisation: organisation ?? '', anonymous: false, isKept: true };
});
