-- What can be booked: it stands on a floor, in a unit.

create table resources (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	unit uuid not null,
	kind text not null constraint resource_kind_unknown check (kind in ('room', 'desk', 'machine', 'parking')),
	name text not null,
	-- Metres on the grid of the floor.
	x double precision not null,
	y double precision not null,
	shape jsonb,
	-- How many people it serves at once, and how many there are of it.
	capacity integer constraint capacity_out_of_range check (capacity between 1 and 10000),
	pieces integer not null default 1 constraint pieces_out_of_range check (pieces between 1 and 200),
	equipment text[] not null default '{}',
	is_accessible boolean not null default false,
	exists_from date not null,
	exists_until date,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	version integer not null default 1,
	primary key (hub, id),
	foreign key (hub, unit) references units,
	constraint room_is_one check (kind <> 'room' or pieces = 1),
	-- One that ended on the day it came never was.
	constraint resource_ends_before_it_begins check (exists_until is null or exists_until >= exists_from),
	constraint resource_name_taken exclude using gist (hub with =, unit with =, name with =, daterange(exists_from, exists_until) with &&)
);
call hold_to_hub('resources');

-- A desk or a machine has atoms of its own, which are its unit's as well: whoever takes the unit takes them.
alter table unit_atoms add column resource uuid;
alter table unit_atoms add foreign key (hub, resource) references resources;
create index on unit_atoms (hub, resource) where resource is not null;
