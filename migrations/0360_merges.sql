-- Two records of one organisation made one by staff. The record that goes is kept, archived, and leads to the one that stays.
alter table organisations
	add column merged_into uuid,
	add foreign key (hub, merged_into) references organisations,
	add constraint merged_into_itself check (merged_into <> id),
	add constraint merged_is_archived check (merged_into is null or archived_at is not null);
create index on organisations (hub, merged_into) where merged_into is not null;

-- `example.org` of `https://www.example.org/contact` and of `info@example.org`.
create function domain_of(address text) returns text language sql immutable parallel safe
	return nullif(regexp_replace(lower(substring(address from '(?:://|@)([^/:?#@[:space:]]+)')), '^www[.]', ''), '');
alter table organisations
	add column web_domain text generated always as (domain_of(website)) stored,
	add column mail_domain text generated always as (domain_of(email)) stored;

-- Records that look the same, the smaller id first: made from the organisations, with each of their changes.
create table duplicate_pairs (
	hub text not null references hubs,
	one uuid not null,
	other uuid not null,
	points integer not null,
	reasons jsonb not null,
	found_at timestamptz not null default now(),
	primary key (hub, one, other),
	foreign key (hub, one) references organisations,
	foreign key (hub, other) references organisations,
	constraint pair_in_order check (one < other)
);
create index on duplicate_pairs (hub, other);
create index on duplicate_pairs (hub, points desc, one, other);
call hold_to_hub('duplicate_pairs');

-- Of two organisations somebody of the staff said that they are not the same.
create table not_duplicates (
	hub text not null references hubs,
	organisation uuid not null,
	other uuid not null,
	because text not null default '',
	said_at timestamptz not null default now(),
	said_by uuid,
	constraint already_told_apart primary key (hub, organisation, other),
	foreign key (hub, organisation) references organisations,
	foreign key (hub, other) references organisations,
	foreign key (hub, said_by) references members,
	constraint told_apart_from_itself check (organisation <> other)
);
create index on not_duplicates (hub, other);
call hold_to_hub('not_duplicates');

create table organisation_merges (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	kept uuid not null,
	gone uuid not null,
	-- Columns of the record that stays, as they were and as the merge left them.
	before jsonb not null default '{}',
	after jsonb not null default '{}',
	merged_at timestamptz not null default now(),
	merged_by uuid,
	undone_at timestamptz,
	undone_by uuid,
	primary key (hub, id),
	foreign key (hub, kept) references organisations,
	foreign key (hub, gone) references organisations,
	foreign key (hub, merged_by) references members,
	foreign key (hub, undone_by) references members
);
create unique index already_merged on organisation_merges (hub, gone) where undone_at is null;
create index on organisation_merges (hub, kept);
create index on organisation_merges (hub, merged_at desc, id);
call hold_to_hub('organisation_merges');

-- Each row that a merge touched, so that it can be undone: moved to the record that stays, changed, dropped because that record had the same, or added.
create table organisation_merge_rows (
	hub text not null,
	merge uuid not null,
	nth bigint generated always as identity,
	what text not null constraint merge_step_unknown check (what in ('moved', 'changed', 'dropped', 'added')),
	table_name text not null,
	column_name text,
	-- Where the row is found since the merge.
	key jsonb not null,
	before jsonb,
	after jsonb,
	-- Whom the row is about, so that it goes with them.
	member uuid,
	primary key (hub, merge, nth),
	foreign key (hub, merge) references organisation_merges on delete cascade,
	foreign key (hub, member) references members
);
create index on organisation_merge_rows (hub, member) where member is not null;
call hold_to_hub('organisation_merge_rows');

-- What a hub already has is looked through as soon as the work of the hub begins.
insert into handed_over_jobs (id, name, data)
select gen_random_uuid(), 'duplicates.find', '{}' where exists (select from organisations);
