-- Admissions: the file of a firm that wants to move in, what it promises, and what became of the promise.

-- When a move is a transfer; a hub that never chose goes by the usual rule.
create table admission_rules (
	hub text not null references hubs,
	-- Beginnings of commune codes that are the region; a job that moves inside of it is no new one.
	region text[] not null constraint region_without_beginnings check (cardinality(region) between 1 and 50),
	-- At how many months the promise is judged.
	horizon integer not null constraint horizon_unknown check (horizon in (12, 24, 36)),
	-- A larger share of moved jobs than this is a transfer.
	most_moved_percent integer not null constraint moved_percent_out_of_range check (most_moved_percent between 0 and 100),
	-- Whoever moves jobs and promises fewer net jobs than this makes a transfer.
	least_net_jobs double precision not null constraint least_net_jobs_out_of_range check (least_net_jobs between -10000 and 10000),
	closing_counts boolean not null,
	version integer not null default 1,
	set_by uuid,
	set_at timestamptz not null default now(),
	primary key (hub),
	foreign key (hub, set_by) references members
);
call hold_to_hub('admission_rules');

create table admission_document_kinds (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	-- By language.
	name jsonb not null,
	is_required boolean not null default true,
	position integer not null default 0,
	removed_at timestamptz,
	primary key (hub, id)
);
call hold_to_hub('admission_document_kinds');

create table admissions (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	number text not null,
	organisation uuid not null,
	stage text not null default 'draft' constraint stage_unknown
		check (stage in ('draft', 'received', 'complete', 'visited', 'committee', 'offered', 'signed', 'moved_in', 'refused', 'withdrawn')),
	-- Empty while it is written.
	activity text not null default '',
	use text constraint unit_use_unknown check (use in ('workshop', 'office', 'coworking', 'training', 'lab', 'storage')),
	people integer constraint people_out_of_range check (people between 0 and 10000),
	m2_least double precision constraint m2_out_of_range check (m2_least > 0 and m2_least <= 1000000),
	m2_most double precision constraint m2_most_out_of_range check (m2_most > 0 and m2_most <= 1000000),
	wanted_from date,
	why text not null default '',
	has_no_site boolean not null default false,
	created12 double precision constraint jobs_out_of_range check (created12 between 0 and 10000),
	created24 double precision constraint jobs_24_out_of_range check (created24 between 0 and 10000),
	created36 double precision constraint jobs_36_out_of_range check (created36 between 0 and 10000),
	transfer_reason text not null default '',
	-- Reckoned from the file by the rule of the hub, at each change of one of them.
	net12 double precision not null default 0,
	net24 double precision not null default 0,
	net36 double precision not null default 0,
	net_m2 double precision not null default 0,
	moved_percent integer not null default 0,
	is_transfer boolean not null default false,
	transfer_because text[] not null default '{}',
	refused_because text not null default '',
	moved_in_on date,
	lease uuid,
	sent_at timestamptz,
	stage_since timestamptz not null default now(),
	created_by uuid,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	version integer not null default 1,
	primary key (hub, id),
	foreign key (hub, organisation) references organisations,
	foreign key (hub, lease) references leases,
	foreign key (hub, created_by) references members,
	constraint admission_number_taken unique (hub, number),
	constraint surfaces_the_wrong_way_round check (m2_most is null or m2_least is null or m2_most >= m2_least)
);
create index on admissions (hub, stage, stage_since desc);
create index on admissions (hub, organisation);
call hold_to_hub('admissions');

-- Where the firm is today, and what becomes of it there.
create table admission_sites (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	admission uuid not null,
	commune text,
	commune_name text not null,
	jobs double precision not null constraint jobs_out_of_range check (jobs between 0 and 100000),
	jobs_moved double precision not null constraint jobs_moved_out_of_range check (jobs_moved between 0 and 100000),
	jobs_kept double precision not null constraint jobs_kept_out_of_range check (jobs_kept between 0 and 100000),
	m2 double precision not null constraint m2_out_of_range check (m2 between 0 and 1000000),
	m2_freed double precision not null constraint m2_freed_out_of_range check (m2_freed between 0 and 1000000),
	becomes text not null constraint site_future_unknown check (becomes in ('kept', 'reduced', 'closed')),
	created_at timestamptz not null default now(),
	primary key (hub, id),
	foreign key (hub, admission) references admissions,
	constraint more_jobs_than_the_site_has check (jobs_moved + jobs_kept <= jobs),
	constraint frees_more_than_it_has check (m2_freed <= m2),
	constraint closed_site_keeps_nothing check (becomes <> 'closed' or (jobs_kept = 0 and m2_freed = m2))
);
create index on admission_sites (hub, admission);
call hold_to_hub('admission_sites');

create table admission_documents (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	admission uuid not null,
	kind uuid not null,
	file uuid not null,
	state text not null default 'waiting' constraint document_state_unknown check (state in ('waiting', 'accepted', 'refused')),
	because text not null default '',
	added_by uuid,
	added_at timestamptz not null default now(),
	decided_by uuid,
	decided_at timestamptz,
	replaced_at timestamptz,
	primary key (hub, id),
	foreign key (hub, admission) references admissions,
	foreign key (hub, kind) references admission_document_kinds,
	foreign key (hub, file) references attachments,
	foreign key (hub, added_by) references members,
	foreign key (hub, decided_by) references members,
	constraint refusal_needs_a_reason check (state <> 'refused' or because <> '')
);
create unique index document_there_already on admission_documents (hub, admission, kind) where replaced_at is null;
call hold_to_hub('admission_documents');

-- Units that are kept for a firm while it decides.
create table admission_offers (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	admission uuid not null,
	-- The hold among the claims.
	act uuid not null,
	from_on date not null,
	until_on date not null,
	rent_cents integer not null constraint lease_rent_out_of_range check (rent_cents between 0 and 10000000),
	expires_at timestamptz not null,
	made_at timestamptz not null default now(),
	made_by uuid,
	ended_at timestamptz,
	primary key (hub, id),
	foreign key (hub, admission) references admissions,
	foreign key (hub, made_by) references members
);
create unique index offer_stands_already on admission_offers (hub, admission) where ended_at is null;
call hold_to_hub('admission_offers');

create table admission_offer_units (
	hub text not null references hubs,
	offer uuid not null,
	unit uuid not null,
	primary key (hub, offer, unit),
	foreign key (hub, offer) references admission_offers,
	foreign key (hub, unit) references units
);
call hold_to_hub('admission_offer_units');

-- What a tenant is asked each year after moving in.
create table admission_declarations (
	hub text not null references hubs,
	admission uuid not null,
	-- The first, second or third year after moving in.
	year integer not null constraint declaration_year_unknown check (year between 1 and 3),
	due_on date not null,
	asked_at timestamptz,
	reminded_at timestamptz,
	jobs_here double precision constraint jobs_out_of_range check (jobs_here between 0 and 100000),
	-- At its other sites in the region.
	jobs_elsewhere double precision constraint jobs_elsewhere_out_of_range check (jobs_elsewhere between 0 and 100000),
	m2_elsewhere double precision constraint m2_elsewhere_out_of_range check (m2_elsewhere between 0 and 1000000),
	words text not null default '',
	declared_by uuid,
	declared_at timestamptz,
	primary key (hub, admission, year),
	foreign key (hub, admission) references admissions,
	foreign key (hub, declared_by) references members
);
create index on admission_declarations (hub, due_on) where declared_at is null;
call hold_to_hub('admission_declarations');
