-- Placement help: who goes where, as a proposal that people change and accept.

create table placement_weights (
	hub text not null references hubs,
	-- Points for a net job, for a perfect fit, for a hundred square metres let over the whole time, and off for a transfer.
	jobs integer not null constraint weight_out_of_range check (jobs between 0 and 1000),
	fit integer not null constraint fit_weight_out_of_range check (fit between 0 and 1000),
	vacancy integer not null constraint vacancy_weight_out_of_range check (vacancy between 0 and 1000),
	transfer integer not null constraint transfer_weight_out_of_range check (transfer between 0 and 1000),
	version integer not null default 1,
	set_by uuid,
	set_at timestamptz not null default now(),
	primary key (hub),
	foreign key (hub, set_by) references members
);
call hold_to_hub('placement_weights');

create table placements (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	state text not null default 'waiting' constraint placement_state_unknown check (state in ('waiting', 'running', 'ready', 'infeasible', 'failed')),
	-- Percent.
	progress integer not null default 0,
	-- Pairs of a file and a unit that must be, or must not be.
	pins jsonb not null default '[]',
	forbids jsonb not null default '[]',
	weights jsonb not null,
	seconds integer not null constraint seconds_out_of_range check (seconds between 1 and 300),
	result jsonb,
	asked_by uuid,
	asked_at timestamptz not null default now(),
	ended_at timestamptz,
	accepted_at timestamptz,
	primary key (hub, id),
	foreign key (hub, asked_by) references members
);
create index on placements (hub, asked_at desc);
call hold_to_hub('placements');
