import { sql } from 'kysely';
import { db } from '#platform/db.server.ts';
import { notificationKind, recordsAreSeen } from '#platform/notifications.ts';
import { introductionsOpenTo } from './policy.ts';

/** What people are told of introductions. Whoever animates a hub takes part in many: what asks nothing of them comes as a summary. */
export const told = {
	asked: notificationKind('introduction_asked', { about: 'introduction' }),
	answered: notificationKind('introduction_answered', { about: 'introduction', staffMail: 'daily' }),
	unanswered: notificationKind('introduction_unanswered', { about: 'introduction', isForStaff: true }),
	message: notificationKind('introduction_message', { about: 'introduction', staffMail: 'daily' }),
	mention: notificationKind('introduction_mention', { about: 'introduction' }),
	dates: notificationKind('introduction_dates', { about: 'introduction' }),
	meeting: notificationKind('introduction_meeting', { about: 'introduction', mustGo: true }),
	afterwards: notificationKind('introduction_afterwards', { about: 'introduction', mustGo: true })
};

recordsAreSeen(
	'introduction',
	(actor, id) =>
		sql`exists (${db
			.selectFrom('introductions')
			.select('introductions.id')
			.where('introductions.hub', '=', actor.hub)
			.where('introductions.id', '=', id)
			.where(introductionsOpenTo(actor))})`
);
