-- Visits, committees with their scores and minutes, and who waits for what.

create table admission_visits (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	admission uuid not null,
	-- Three to choose from, or the one.
	starts timestamptz[] not null constraint visit_without_date check (cardinality(starts) between 1 and 3),
	minutes integer not null constraint minutes_out_of_range check (minutes between 15 and 480),
	place text not null default '',
	picked timestamptz,
	uid uuid not null default gen_random_uuid(),
	sequence integer not null default 0,
	proposed_by uuid,
	proposed_at timestamptz not null default now(),
	cancelled_at timestamptz,
	primary key (hub, id),
	foreign key (hub, admission) references admissions,
	foreign key (hub, proposed_by) references members
);
create unique index visit_stands_already on admission_visits (hub, admission) where cancelled_at is null;
call hold_to_hub('admission_visits');

create table admission_criteria (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	name jsonb not null,
	weight integer not null default 1 constraint criterion_weight_out_of_range check (weight between 1 and 10),
	created_at timestamptz not null default now(),
	removed_at timestamptz,
	primary key (hub, id)
);
call hold_to_hub('admission_criteria');

create table admission_committees (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	held_on date not null,
	place text not null default '',
	minutes text not null default '',
	called_by uuid,
	created_at timestamptz not null default now(),
	closed_at timestamptz,
	version integer not null default 1,
	primary key (hub, id),
	foreign key (hub, called_by) references members
);
call hold_to_hub('admission_committees');

create table admission_committee_members (
	hub text not null references hubs,
	committee uuid not null,
	member uuid not null,
	primary key (hub, committee, member),
	foreign key (hub, committee) references admission_committees,
	foreign key (hub, member) references members
);
create index on admission_committee_members (hub, member);
call hold_to_hub('admission_committee_members');

create table admission_committee_files (
	hub text not null references hubs,
	committee uuid not null,
	admission uuid not null,
	primary key (hub, committee, admission),
	foreign key (hub, committee) references admission_committees,
	foreign key (hub, admission) references admissions
);
create index on admission_committee_files (hub, admission);
call hold_to_hub('admission_committee_files');

create table admission_scores (
	hub text not null references hubs,
	committee uuid not null,
	admission uuid not null,
	criterion uuid not null,
	member uuid not null,
	score integer not null constraint score_out_of_range check (score between 0 and 5),
	words text not null default '',
	scored_at timestamptz not null default now(),
	primary key (hub, committee, admission, criterion, member),
	foreign key (hub, committee, admission) references admission_committee_files,
	foreign key (hub, criterion) references admission_criteria,
	foreign key (hub, committee, member) references admission_committee_members,
	foreign key (hub, member) references members
);
call hold_to_hub('admission_scores');

create table admission_conflicts (
	hub text not null references hubs,
	committee uuid not null,
	admission uuid not null,
	member uuid not null,
	because text not null,
	declared_at timestamptz not null default now(),
	primary key (hub, committee, admission, member),
	foreign key (hub, committee, admission) references admission_committee_files,
	foreign key (hub, member) references members
);
call hold_to_hub('admission_conflicts');

create table admission_wishes (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	organisation uuid not null,
	use text not null constraint unit_use_unknown check (use in ('workshop', 'office', 'coworking', 'training', 'lab', 'storage')),
	m2_least double precision not null,
	m2_most double precision not null constraint surfaces_the_wrong_way_round check (m2_most >= m2_least),
	wanted_until date not null,
	note text not null default '',
	created_by uuid,
	created_at timestamptz not null default now(),
	closed_at timestamptz,
	primary key (hub, id),
	foreign key (hub, organisation) references organisations,
	foreign key (hub, created_by) references members
);
call hold_to_hub('admission_wishes');

-- Of which unit the managers were told for a wish.
create table admission_wish_units (
	hub text not null references hubs,
	wish uuid not null,
	unit uuid not null,
	free_from date not null,
	told_at timestamptz not null default now(),
	primary key (hub, wish, unit, free_from),
	foreign key (hub, wish) references admission_wishes,
	foreign key (hub, unit) references units
);
call hold_to_hub('admission_wish_units');
