import { sql, type RawBuilder } from 'kysely';
import { has, type Actor } from '#platform/actor.ts';
import { strong } from './merging/pairs.ts';

/** Something that waits for those who run the hub, as a row of a query. */
export interface WaitingRow {
	kind: string;
	/** What it is about, together with the kind. */
	record: string;
	since: Date;
	/** By when somebody should have seen to it. */
	due: Date;
	need: string | null;
	/** The firm that it concerns, and the other one of an introduction. */
	firm: string | null;
	other: string | null;
	/** A person, an address or a subject. */
	name: string;
	words: string;
}

/** Requests to join, invitations and letters that wait: of each what this actor may see to. */
export const waitingPeople = ({ hub }: Actor): RawBuilder<WaitingRow> => sql`
	select 'join_request' as kind, r.organisation || '.' || r.member as record, r.asked_at as since, r.asked_at + interval '5 days' as due,
		null::uuid as need, r.organisation as firm, null::uuid as other, a.name, r.message as words
	from representatives r
	join members m on m.hub = r.hub and m.id = r.member and m.left_at is null
	join accounts a on a.id = m.account
	join organisations o on o.hub = r.hub and o.id = r.organisation and o.archived_at is null
	where r.hub = ${hub} and r.accepted_at is null and r.refused_at is null`;

/** Pairs of records that are most likely one firm, and of which nobody said that they are two. */
export const waitingDuplicates = ({ hub }: Actor): RawBuilder<WaitingRow> => sql`
	select 'duplicate_likely', p.one || '.' || p.other, p.found_at, p.found_at + interval '30 days', null::uuid, p.one, p.other, '', ''
	from duplicate_pairs p
	join organisations a on a.hub = p.hub and a.id = p.one and a.archived_at is null
	join organisations b on b.hub = p.hub and b.id = p.other and b.archived_at is null
	where p.hub = ${hub} and p.points >= ${strong} and not exists (select from not_duplicates d where d.hub = p.hub
		and ((d.organisation = p.one and d.other = p.other) or (d.organisation = p.other and d.other = p.one)))`;

export const waitingInvitations = (actor: Actor): RawBuilder<WaitingRow> => sql`
	select 'invitation_unanswered', i.id::text, i.expires_at - interval '14 days', i.expires_at, null::uuid, i.organisation, null::uuid, i.email, ''
	from invitations i
	where i.hub = ${actor.hub} and ${has(actor, 'animator')} and i.accepted_at is null and i.revoked_at is null
		and i.expires_at <= now() + interval '7 days'`;

export const waitingLetters = (actor: Actor): RawBuilder<WaitingRow> => sql`
	select 'letter_stuck', l.id::text, l.failed_at, l.failed_at + interval '1 day', null::uuid, null::uuid, null::uuid, l.recipient, l.subject
	from mails l where l.hub = ${actor.hub} and ${has(actor)} and l.failed_at is not null and l.sent_at is null`;

/** What the open offers of a hub know how to do. */
export const technologiesOnOffer = (hub: string): RawBuilder<{ technologies: string[] }> => sql`
	select coalesce(array_agg(distinct technology), '{}') as technologies
	from offers f, unnest(f.technologies) as technology where f.hub = ${hub} and f.state = 'open'`;
