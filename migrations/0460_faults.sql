-- What is broken in the place: reported by who works there, answered by who runs it.
create table faults (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	number integer not null,
	floor uuid not null,
	unit uuid,
	-- Metres on the floor's own grid.
	x double precision,
	y double precision,
	category text not null constraint fault_category_unknown
		check (category in ('heating', 'electricity', 'water', 'doors', 'lift', 'network', 'cleaning', 'safety', 'other')),
	title text not null,
	is_urgent boolean not null default false,
	-- All who work in the place see what is broken where all go.
	is_shared boolean not null default false,
	state text not null default 'received' constraint fault_state_unknown check (state in ('received', 'seen', 'planned', 'done', 'declined')),
	planned_on date,
	organisation uuid,
	reported_by uuid,
	reported_at timestamptz not null default now(),
	moved_at timestamptz not null default now(),
	version integer not null default 1,
	primary key (hub, id),
	foreign key (hub, floor) references floors,
	foreign key (hub, unit) references units,
	foreign key (hub, organisation) references organisations,
	foreign key (hub, reported_by) references members,
	constraint fault_is_half_placed check ((x is null) = (y is null)),
	constraint fault_number_taken unique (hub, number),
	constraint planned_fault_needs_a_day check (state <> 'planned' or planned_on is not null)
);
create index on faults (hub, state, reported_at desc);
create index on faults (hub, organisation);
create index on faults (hub, unit);
call hold_to_hub('faults');

create table fault_answers (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	fault uuid not null,
	author uuid,
	words text not null default '',
	-- Where the fault stood from here on, when this moved it.
	state text,
	planned_on date,
	written_at timestamptz not null default now(),
	primary key (hub, id),
	foreign key (hub, fault) references faults,
	foreign key (hub, author) references members,
	constraint answer_says_nothing check (words <> '' or state is not null)
);
create index on fault_answers (hub, fault, written_at);
call hold_to_hub('fault_answers');
