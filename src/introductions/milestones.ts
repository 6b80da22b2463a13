import { sql, type RawBuilder } from 'kysely';
import type { Milestone } from '#ecosystem/milestones.ts';

const ofFirms = (organisations?: readonly string[]) =>
	organisations ? sql`and (i.need_firm = any(${organisations}::uuid[]) or i.offer_firm = any(${organisations}::uuid[]))` : sql``;

/**
 * What introductions prove, for both firms: a match that somebody took up (km 3), two yeses (km 4), a meeting (km 5), work together (km 6) and
 * a result that the firm of the need measured and confirmed (km 7). Rows of a query that hides nothing: whoever asks is staff or of the firm.
 */
export const milestonesOfIntroductions = (hub: string, organisations?: readonly string[]): RawBuilder<Milestone> => sql`
	select s.firm as organisation, s.side, step.km, step.at, 'introduction' as kind, i.id as record, i.need
	from introductions i
	cross join lateral (values ('need', i.need_firm, i.created_at), ('offer', i.offer_firm, i.offer_asked_at)) as s (side, firm, asked_at)
	left join lateral (
		select min(a.answered_at) filter (where a.question = 'met' and a.answer = 'yes') as met,
			bool_or(a.question = 'met' and a.answer <> 'yes') as denied,
			min(a.answered_at) filter (where a.question = 'next_step' and a.answer in ('project', 'order')) as went_on,
			min(a.answered_at) filter (where a.question = 'next_step' and a.answer in ('project', 'order') and a.days >= 30 and a.side = 'need'
				and exists (
					select from introduction_follow_up_answers u where u.hub = a.hub and u.introduction = a.introduction and u.member = a.member
						and u.days = a.days and u.question = 'useful' and u.answer in ('very', 'somewhat')
				)) as confirmed
		from introduction_follow_up_answers a where i.accepted_at is not null and a.hub = i.hub and a.introduction = i.id
	) as told on true
	left join introduction_meetings m on m.hub = i.hub and m.introduction = i.id and m.cancelled_at is null and m.ends <= now()
		and i.accepted_at is not null
	cross join lateral (values
		(3, s.asked_at),
		(4, i.accepted_at),
		(5, least(told.met, case when told.denied is not true then m.ends end)),
		(6, least(told.went_on, case when i.state = 'closed' and i.outcome in ('project', 'order') then i.ended_at end)),
		(7, told.confirmed)
	) as step (km, at)
	where i.hub = ${hub} ${ofFirms(organisations)} and step.at is not null
		${organisations ? sql`and s.firm = any(${organisations}::uuid[])` : sql``}`;

/** Of each need that somebody was introduced over: whether a question or a conversation runs, and when the last one ended. */
export const introducedSoFar = (
	hub: string,
	organisations?: readonly string[]
): RawBuilder<{ need: string; isLive: boolean; isOpened: boolean; lastEnded: Date | null }> => sql`
	select i.need, bool_or(i.state in ('proposed', 'accepted', 'meeting')) as is_live, bool_or(i.accepted_at is not null) as is_opened,
		max(i.ended_at) as last_ended
	from introductions i where i.hub = ${hub} ${organisations ? sql`and i.need_firm = any(${organisations}::uuid[])` : sql``} group by i.need`;

/** A move in an introduction, as one of its two firms sees it. */
export interface Move {
	organisation: string;
	code: 'answer' | 'partner_answers' | 'pick_date' | 'propose_dates' | 'partner_picks' | 'meet' | 'tell_outcome';
	who: 'you' | 'partner' | 'both';
	km: number;
	record: string;
	since: Date;
	due: Date | null;
}

/** What these firms and their partners are at: rows of a query, one for each introduction that is not over. */
export const movesOfFirms = (hub: string, organisations: readonly string[]): RawBuilder<Move> => sql`
	select s.firm as organisation, move.code, move.who, move.km, i.id as record, i.updated_at as since, move.due
	from introductions i
	cross join lateral (values ('need', i.need_firm), ('offer', i.offer_firm)) as s (side, firm)
	left join introduction_meetings m on m.hub = i.hub and m.introduction = i.id and m.cancelled_at is null
	cross join lateral (
		select exists (select from introduction_dates d where d.hub = i.hub and d.introduction = i.id and d.settled_at is null) as dated
	) as dates
	cross join lateral (
		select case
			when i.state = 'proposed' then case when s.side = any(i.waits_for) then 'answer' else 'partner_answers' end
			when i.state = 'meeting' then case when m.ends <= now() then 'tell_outcome' else 'meet' end
			when s.side = any(i.waits_for) then case when dates.dated then 'pick_date' else 'propose_dates' end
			else 'partner_picks'
		end as code
	) as said
	cross join lateral (
		select said.code,
			case said.code when 'partner_answers' then 'partner' when 'partner_picks' then 'partner' when 'meet' then 'both'
				when 'propose_dates' then 'both' else 'you' end as who,
			case i.state when 'proposed' then 4 when 'accepted' then 5 else case said.code when 'meet' then 5 else 6 end end as km,
			case said.code when 'answer' then i.expires_at when 'partner_answers' then i.expires_at when 'meet' then m.starts end as due
	) as move
	where i.hub = ${hub} and i.state in ('proposed', 'accepted', 'meeting') and s.firm = any(${organisations}::uuid[])
		and (s.side = 'need' or i.offer_asked_at is not null)`;
