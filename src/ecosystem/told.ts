import { sql } from 'kysely';
import { db } from '#platform/db.server.ts';
import { notificationKind, recordsAreSeen } from '#platform/notifications.ts';
import { offersOpenTo, needsOpenTo } from './needs-policy.ts';
import { visibleTo } from './policy.ts';

/** What people are told of firms and needs. */
export const told = {
	joinAsked: notificationKind('join_asked', { about: 'join_request' }),
	/** One's own request. */
	joinDecided: notificationKind('join_decided', { about: 'organisation' }),
	/** Another owner decided. */
	joinDecidedByOther: notificationKind('join_decided_by_other', { about: 'join_request', mail: 'daily' }),
	needEnds: notificationKind('need_ends', { about: 'need' })
};

recordsAreSeen(
	'organisation',
	(actor, id) =>
		sql`exists (${db
			.selectFrom('organisations')
			.select('organisations.id')
			.where('organisations.hub', '=', actor.hub)
			.where('organisations.id', '=', id)
			.where(visibleTo(actor))})`
);
// Who asks to join a firm is known to those who decide, and to them only as long as they do.
recordsAreSeen('join_request', (actor, id) =>
	actor.staff ? sql`true` : sql`${id} = any(${actor.organisations.filter(({ isOwner }) => isOwner).map((own) => own.id)}::uuid[])`
);
recordsAreSeen(
	'need',
	(actor, id) =>
		sql`exists (${db
			.selectFrom('needs')
			.select('needs.id')
			.where('needs.hub', '=', actor.hub)
			.where('needs.id', '=', id)
			.where(needsOpenTo(actor))})`
);
recordsAreSeen(
	'offer',
	(actor, id) =>
		sql`exists (${db
			.selectFrom('offers')
			.select('offers.id')
			.where('offers.hub', '=', actor.hub)
			.where('offers.id', '=', id)
			.where(offersOpenTo(actor))})`
);
