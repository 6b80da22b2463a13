import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#platform/actor.ts';
import type { WaitingRow } from '#ecosystem/waiting.ts';

/**
 * Introductions that went quiet, for those who brought the firms together: unanswered after a reminder, two yeses without a date, a meeting of
 * which nobody tells, and an answer that asks for help.
 */
export const quietIntroductions = ({ hub }: Actor): RawBuilder<WaitingRow> => sql`
	select 'introduction_unanswered', i.id::text, i.created_at, i.expires_at, i.need, i.need_firm, i.offer_firm, '', ''
	from introductions i join hubs h on h.id = i.hub
	where i.hub = ${hub} and i.state = 'proposed'
		and coalesce(i.reminded_at + interval '3 days', i.created_at + make_interval(days => h.introduction_reminder_days + 1)) <= now()
	union all
	select 'introduction_without_date', i.id::text, quiet.since, quiet.since + interval '10 days', i.need, i.need_firm, i.offer_firm, '', ''
	from introductions i
	cross join lateral (
		select greatest(i.accepted_at, i.reminded_at,
			(select max(d.proposed_at) from introduction_dates d where d.hub = i.hub and d.introduction = i.id),
			(select max(m.written_at) from introduction_messages m where m.hub = i.hub and m.introduction = i.id)) as since
	) as quiet
	where i.hub = ${hub} and i.state = 'accepted' and quiet.since <= now() - interval '5 days'
	union all
	select 'meeting_unreported', i.id::text, m.ends, m.ends + interval '14 days', i.need, i.need_firm, i.offer_firm, '', ''
	from introductions i join introduction_meetings m on m.hub = i.hub and m.introduction = i.id and m.cancelled_at is null
	where i.hub = ${hub} and i.state = 'meeting' and m.ends <= now() - interval '3 days'
		and not exists (select from introduction_follow_up_answers a where a.hub = i.hub and a.introduction = i.id)
	union all
	select 'follow_up_troubled', i.id::text, told.at, told.at + interval '7 days', i.need, i.need_firm, i.offer_firm, '', ''
	from introductions i
	cross join lateral (
		select max(a.answered_at) as at from introduction_follow_up_answers a
		where a.hub = i.hub and a.introduction = i.id and ((a.question = 'met' and a.answer <> 'yes') or (a.question = 'useful' and a.answer = 'no'))
			and not exists (
				select from introduction_follow_up_answers l where l.hub = a.hub and l.introduction = a.introduction and l.side = a.side
					and l.question = a.question and l.answered_at > a.answered_at
			)
	) as told
	where i.hub = ${hub} and i.state in ('accepted', 'meeting') and told.at is not null
		and not exists (
			select from introduction_messages m where m.hub = i.hub and m.introduction = i.id and m.side = 'staff' and m.written_at > told.at
		)`;
