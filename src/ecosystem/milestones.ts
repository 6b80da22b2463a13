import { sql, type RawBuilder } from 'kysely';

/** A step on the road that a record proves: which organisation reached which kilometre, when, on which side of a need. */
export interface Milestone {
	organisation: string;
	/** It seeks, or it helps; null where it is the same for both. */
	side: 'need' | 'offer' | null;
	km: number;
	at: Date;
	kind: 'organisation' | 'need' | 'offer' | 'introduction';
	record: string;
	need: string | null;
}

const among = (column: string, organisations?: readonly string[]) =>
	organisations ? sql`and ${sql.ref(column)} = any(${organisations}::uuid[])` : sql``;

/**
 * What organisations, needs and offers prove: welcome (km 0), a need or an offer (km 2), a project (km 6) and a result (km 7). Rows of a
 * query for those who ask as staff or for their own organisations: it hides nothing.
 */
export const milestonesOfPosts = (hub: string, organisations?: readonly string[]): RawBuilder<Milestone> => sql`
	select o.id as organisation, null::text as side, 0 as km, o.created_at as at, 'organisation' as kind, o.id as record, null::uuid as need
	from organisations o where o.hub = ${hub} and o.merged_into is null ${among('o.id', organisations)}
	union all
	select n.organisation, 'need', 2, n.opened_at, 'need', n.id, n.id
	from needs n where n.hub = ${hub} and n.opened_at is not null ${among('n.organisation', organisations)}
	union all
	select f.organisation, 'offer', 2, f.created_at, 'offer', f.id, null::uuid
	from offers f where f.hub = ${hub} and f.state <> 'draft' ${among('f.organisation', organisations)}
	union all
	select n.organisation, 'need', 6, min(j.at), 'need', n.id, n.id
	from needs n join journal j on j.hub = n.hub and j.kind = 'need' and j.record = n.id::text and j.what = 'need.in_project'
	where n.hub = ${hub} ${among('n.organisation', organisations)}
	group by n.organisation, n.id
	union all
	select n.organisation, 'need', 7, n.closed_at, 'need', n.id, n.id
	from needs n where n.hub = ${hub} and n.state = 'solved' and n.closed_at is not null ${among('n.organisation', organisations)}`;

/** A need as far as whoever runs the hub, or its own firm, follows it. */
export interface FollowedNeed {
	id: string;
	organisation: string;
	state: string;
	title: string;
	technologies: string[];
	createdAt: Date;
	openedAt: Date | null;
	expiresAt: Date | null;
}

/** Needs that are not over, as rows of a query; it hides nothing either. */
export const livingNeeds = (hub: string, organisations?: readonly string[]): RawBuilder<FollowedNeed> => sql`
	select n.id, n.organisation, n.state, n.title, n.technologies, n.created_at, n.opened_at, n.expires_at
	from needs n join organisations o on o.hub = n.hub and o.id = n.organisation and o.archived_at is null
	where n.hub = ${hub} and n.state in ('draft', 'open', 'expired', 'introduced', 'in_project') ${among('n.organisation', organisations)}`;

/** What organisations, or needs, are grouped by when they are counted. */
export interface Profile {
	id: string;
	name: string;
	/** Of the organisation, for its page; null once it left. */
	slug: string | null;
	firm: string;
	kind: string;
	sizeClass: string | null;
	sectors: string[];
}

export const organisationProfiles = (hub: string): RawBuilder<Profile> => sql`
	select o.id, o.name, case when o.archived_at is null then o.slug end as slug, o.name as firm, o.kind, o.size_class, o.sectors
	from organisations o where o.hub = ${hub}`;

/** A need that names no sector is counted in those of its firm. */
export const needProfiles = (hub: string): RawBuilder<Profile> => sql`
	select n.id, n.title as name, case when o.archived_at is null then o.slug end as slug, o.name as firm, o.kind, o.size_class,
		case when n.sectors = '{}' then o.sectors else n.sectors end as sectors
	from needs n join organisations o on o.hub = n.hub and o.id = n.organisation where n.hub = ${hub}`;
