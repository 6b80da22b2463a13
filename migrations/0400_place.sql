-- The place: site > building > floor > unit, and one table for all space and time.

create table sites (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	name text not null,
	address text not null default '',
	-- What the neighbours should know, by language.
	about jsonb not null default '{}',
	created_at timestamptz not null default now(),
	primary key (hub, id),
	constraint site_name_taken unique (hub, name)
);
call hold_to_hub('sites');

create table buildings (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	site uuid not null,
	name text not null,
	built_in integer constraint year_unlikely check (built_in between 1000 and 2200),
	created_at timestamptz not null default now(),
	primary key (hub, id),
	foreign key (hub, site) references sites,
	constraint building_name_taken unique (hub, site, name)
);
call hold_to_hub('buildings');

-- Shapes are rings of [x, y] in metres on the floor's own grid.
create table floors (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	building uuid not null,
	name text not null,
	level integer not null,
	outline jsonb not null,
	created_at timestamptz not null default now(),
	primary key (hub, id),
	foreign key (hub, building) references buildings,
	constraint floor_name_taken unique (hub, building, name)
);
call hold_to_hub('floors');

-- A part of a floor that can be let or used. What is split or merged keeps its row, and ends on its day.
create table units (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	floor uuid not null,
	number text not null,
	name text not null default '',
	use text not null constraint unit_use_unknown check (use in ('workshop', 'office', 'coworking', 'training', 'meeting', 'hall', 'lab', 'shared', 'storage', 'parking')),
	shape jsonb not null,
	exists_from date not null,
	exists_until date,
	-- How many work or sit here, and how many may be here when the alarm rings.
	people integer constraint people_out_of_range check (people between 0 and 10000),
	safety_people integer constraint safety_people_out_of_range check (safety_people between 0 and 10000),
	zone text not null default '',
	is_accessible boolean not null default false,
	equipment text[] not null default '{}',
	-- What is asked for a square metre and a year, without tax.
	asked_rent_cents integer constraint rent_out_of_range check (asked_rent_cents between 0 and 10000000),
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	version integer not null default 1,
	primary key (hub, id),
	foreign key (hub, floor) references floors,
	constraint unit_ends_before_it_begins check (exists_until is null or exists_until > exists_from),
	constraint unit_number_taken exclude using gist (hub with =, number with =, daterange(exists_from, exists_until) with &&)
);
create index on units (hub, floor);
call hold_to_hub('units');

create table unit_origins (
	hub text not null references hubs,
	unit uuid not null,
	origin uuid not null,
	primary key (hub, unit, origin),
	foreign key (hub, unit) references units,
	foreign key (hub, origin) references units
);
call hold_to_hub('unit_origins');

create table unit_measures (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	unit uuid not null,
	kind text not null constraint measure_kind_unknown check (kind in ('floor_area', 'net_usable', 'gross_usable', 'gross_rentable', 'boma_rentable')),
	m2 double precision not null constraint m2_out_of_range check (m2 > 0 and m2 <= 1000000),
	measured_on date not null,
	surveyor text not null default '',
	created_at timestamptz not null default now(),
	primary key (hub, id),
	foreign key (hub, unit) references units
);
create index on unit_measures (hub, unit);
call hold_to_hub('unit_measures');

-- The leaves of space: a hall is those of its rooms, a room is its own.
create table atoms (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	primary key (hub, id)
);
call hold_to_hub('atoms');

create table unit_atoms (
	hub text not null references hubs,
	unit uuid not null,
	atom uuid not null,
	primary key (hub, unit, atom),
	foreign key (hub, unit) references units,
	foreign key (hub, atom) references atoms
);
create index on unit_atoms (hub, atom);
call hold_to_hub('unit_atoms');

-- Which rooms a hall is made of.
create table unit_halls (
	hub text not null references hubs,
	unit uuid not null,
	room uuid not null,
	primary key (hub, unit, room),
	foreign key (hub, unit) references units,
	foreign key (hub, room) references units
);
create index on unit_halls (hub, room);
call hold_to_hub('unit_halls');

create table works (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	site uuid not null,
	lot text not null,
	name text not null,
	-- What the neighbours are told.
	about text not null default '',
	contractor text not null default '',
	budget_cents bigint constraint budget_out_of_range check (budget_cents between 0 and 100000000000),
	-- As promised at first, and as it stands; the last day is worked.
	promised_end date not null,
	starts_on date not null,
	ends_on date not null,
	state text not null default 'planned' constraint works_state_unknown check (state in ('planned', 'under_way', 'done', 'cancelled')),
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	version integer not null default 1,
	primary key (hub, id),
	foreign key (hub, site) references sites,
	constraint works_end_before_they_begin check (ends_on >= starts_on),
	constraint lot_taken unique (hub, site, lot)
);
call hold_to_hub('works');

create table works_units (
	hub text not null references hubs,
	works uuid not null,
	unit uuid not null,
	primary key (hub, works, unit),
	foreign key (hub, works) references works,
	foreign key (hub, unit) references units
);
create index on works_units (hub, unit);
call hold_to_hub('works_units');

-- What cannot begin before something else is done.
create table works_after (
	hub text not null references hubs,
	works uuid not null,
	earlier uuid not null,
	primary key (hub, works, earlier),
	foreign key (hub, works) references works,
	foreign key (hub, earlier) references works,
	constraint works_wait_for_themselves check (works <> earlier)
);
create index on works_after (hub, earlier);
call hold_to_hub('works_after');

create table leases (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	number text not null,
	kind text not null constraint lease_kind_unknown check (kind in ('commercial', 'derogatory', 'precarious', 'service')),
	tenant uuid not null,
	-- The last day is paid for; without one it runs until it is ended.
	starts_on date not null,
	ends_on date,
	-- For a square metre and a year, without tax.
	rent_cents integer not null constraint lease_rent_out_of_range check (rent_cents between 0 and 10000000),
	deposit_cents bigint not null default 0 constraint deposit_out_of_range check (deposit_cents between 0 and 10000000000),
	notice_months integer not null default 6 constraint notice_out_of_range check (notice_months between 0 and 24),
	state text not null default 'signed' constraint lease_state_unknown check (state in ('offered', 'signed', 'ended')),
	ended_because text not null default '',
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	version integer not null default 1,
	primary key (hub, id),
	foreign key (hub, tenant) references organisations,
	constraint lease_number_taken unique (hub, number),
	constraint lease_ends_before_it_begins check (ends_on is null or ends_on >= starts_on),
	-- Code de commerce, art. L145-5: derogatory leases last three years at most, all in all.
	constraint derogatory_lease_too_long check (kind <> 'derogatory' or (ends_on is not null and ends_on < starts_on + interval '3 years'))
);
create index on leases (hub, tenant);
call hold_to_hub('leases');

create table lease_units (
	hub text not null references hubs,
	lease uuid not null,
	unit uuid not null,
	m2 double precision not null,
	primary key (hub, lease, unit),
	foreign key (hub, lease) references leases,
	foreign key (hub, unit) references units
);
create index on lease_units (hub, unit);
call hold_to_hub('lease_units');

-- Whatever takes space for a time. The constraint is the promise: nothing ever overlaps, whoever acts through whichever door.
create table claims (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	atom uuid not null,
	during tstzrange not null,
	-- `absent`: before a unit exists and after it ended, so that nobody can take what is not there.
	kind text not null constraint claim_kind_unknown check (kind in ('lease', 'hold', 'works', 'booking', 'maintenance', 'event', 'absent')),
	unit uuid not null,
	lease uuid,
	works uuid,
	-- One act may claim several atoms: a hall is held, and let go, as one.
	act uuid not null,
	holder uuid,
	note text not null default '',
	made_at timestamptz not null default now(),
	-- A hold lasts until here unless it becomes something.
	expires_at timestamptz,
	released_at timestamptz,
	primary key (hub, id),
	foreign key (hub, atom) references atoms,
	foreign key (hub, unit) references units,
	foreign key (hub, lease) references leases,
	foreign key (hub, works) references works,
	foreign key (hub, holder) references organisations,
	constraint claim_takes_no_time check (not isempty(during)),
	constraint hold_must_expire check (kind <> 'hold' or expires_at is not null)
);
alter table claims add constraint place_taken
	exclude using gist (hub with =, atom with =, during with &&) where (released_at is null);
create index on claims (hub, unit) where released_at is null;
create index on claims (hub, lease) where lease is not null;
create index on claims (hub, works) where works is not null;
create index on claims (hub, act);
create index on claims (hub, expires_at) where released_at is null and expires_at is not null;
call hold_to_hub('claims');
