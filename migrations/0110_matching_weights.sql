-- How much each signal counts in a hub. A hub without a row uses the sound defaults.
create table matching_weights (
	hub text not null references hubs,
	weights jsonb not null,
	version integer not null default 1,
	set_at timestamptz not null default now(),
	set_by uuid,
	primary key (hub),
	foreign key (hub, set_by) references members
);
call hold_to_hub('matching_weights');
