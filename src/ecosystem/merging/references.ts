import { sql, type RawBuilder } from 'kysely';

/** What hangs on an organisation, as staff are shown it. */
export const hanging = [
	'needs',
	'offers',
	'introductions',
	'people',
	'requests',
	'invitations',
	'contacts',
	'competitors',
	'leases',
	'claims',
	'admissions',
	'imports',
	'notifications'
] as const;
export type Hanging = (typeof hanging)[number];

/** A column that names an organisation, and what a merge does with its rows: they come to name the record that stays. */
export interface Reference {
	table: string;
	column: string;
	/** Rows that name an organisation at all, of the table as `t`. */
	only?: RawBuilder<boolean>;
	/** With these columns a row stands once an organisation: where both records have it, that of the one that goes is set aside. */
	once?: readonly string[];
	/** The column that names another organisation, and what becomes of a row between the two. */
	other?: { column: string; between: 'dropped' | 'stays' };
	/** Under what its rows are counted, where one asks what hangs on a record. */
	hangs: Hanging | RawBuilder<Hanging> | null;
	/** How a row is called, of the table as `t`. */
	called?: RawBuilder<string>;
}

const memberName = sql<string>`(select a.name from members m join accounts a on a.id = m.account where m.hub = t.hub and m.id = t.member)`;
const asksOrActs = sql<Hanging>`case when t.accepted_at is null then 'requests' else 'people' end`;
const firmName = (column: string) =>
	sql<string>`(select o.name from organisations o where o.hub = t.hub and o.id = ${sql.ref(`t.${column}`)})`;
const ofOrganisations = sql<boolean>`t.import in (select i.id from imports i where i.hub = t.hub and i.kind = 'organisations')`;

/**
 * Every column that a merge moves. A test reads the catalogue and the rows of the demo hub: a new column that names organisations turns it red
 * until it stands here or among those that stay.
 */
export const references: readonly Reference[] = [
	{ table: 'needs', column: 'organisation', hangs: 'needs', called: sql`t.title` },
	{ table: 'offers', column: 'organisation', hangs: 'offers', called: sql`t.title` },
	{
		table: 'introductions',
		column: 'need_firm',
		other: { column: 'offer_firm', between: 'stays' },
		hangs: 'introductions',
		called: firmName('offer_firm')
	},
	{
		table: 'introductions',
		column: 'offer_firm',
		other: { column: 'need_firm', between: 'stays' },
		hangs: 'introductions',
		// The other side may be anonymous.
		called: sql`(select n.title from needs n where n.hub = t.hub and n.id = t.need)`
	},
	{ table: 'representatives', column: 'organisation', once: ['member'], hangs: asksOrActs, called: memberName },
	{ table: 'invitations', column: 'organisation', hangs: 'invitations', called: sql`t.email` },
	{ table: 'contacts', column: 'organisation', hangs: 'contacts', called: sql`t.name` },
	{
		table: 'competitors',
		column: 'organisation',
		once: ['competitor'],
		other: { column: 'competitor', between: 'dropped' },
		hangs: 'competitors',
		called: firmName('competitor')
	},
	{
		table: 'competitors',
		column: 'competitor',
		once: ['organisation'],
		other: { column: 'organisation', between: 'dropped' },
		hangs: 'competitors',
		called: firmName('organisation')
	},
	{ table: 'leases', column: 'tenant', hangs: 'leases', called: sql`t.number` },
	{ table: 'claims', column: 'holder', hangs: 'claims' },
	{ table: 'admission_wishes', column: 'organisation', hangs: 'admissions' },
	{ table: 'admissions', column: 'organisation', hangs: 'admissions', called: sql`t.number` },
	{ table: 'faults', column: 'organisation', hangs: null, called: sql`t.title` },
	{ table: 'matching_exposure', column: 'firm', hangs: null },
	{ table: 'import_references', column: 'record', only: sql`t.kind = 'organisations'`, hangs: null },
	{ table: 'import_rows', column: 'record', only: ofOrganisations, hangs: 'imports', called: sql`t.name` },
	{ table: 'notifications', column: 'record', only: sql`t.about in ('organisation', 'join_request')`, hangs: 'notifications' },
	{
		table: 'not_duplicates',
		column: 'organisation',
		once: ['other'],
		other: { column: 'other', between: 'dropped' },
		hangs: null
	},
	{
		table: 'not_duplicates',
		column: 'other',
		once: ['organisation'],
		other: { column: 'organisation', between: 'dropped' },
		hangs: null
	}
];

/** Columns that hold an organisation's id where it stays, or follows in another way; each says why. */
export const otherwise: Record<string, string> = {
	'organisations.id': 'the record itself',
	'organisations.merged_into': 'leads on: the address of a record that was merged twice is followed step by step',
	'organisation_merges.kept': 'what was done stays done',
	'organisation_merges.gone': 'what was done stays done',
	'organisation_merges.before': 'what was done stays done',
	'organisation_merges.after': 'what was done stays done',
	'organisation_merge_rows.key': 'what was done stays done',
	'organisation_merge_rows.before': 'what was done stays done',
	'organisation_merge_rows.after': 'what was done stays done',
	'duplicate_pairs.one': 'made anew from the organisations',
	'duplicate_pairs.other': 'made anew from the organisations',
	'attachments.record': 'a logo goes with the choice of the logo',
	'desk_entries.record': 'of a request to join, with the request',
	'import_rows.decision': 'with the row',
	'import_rows.likely': 'with the row',
	'matching_lessons.need_firm': 'follows its introduction',
	'matching_lessons.offer_firm': 'follows its introduction',
	'journal.record': 'never rewritten: the history of the record that stays reads that of the other too',
	'journal.changed': 'never rewritten',
	'webhook_deliveries.record': 'was told to another program',
	'webhook_deliveries.body': 'was told to another program',
	'idempotent_requests.body': 'an answer that was given'
};
