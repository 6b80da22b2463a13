-- How long a hub keeps a kind of data, where the law leaves it a choice; without a row it is as usual.
create table retention_choices (
	hub text not null references hubs,
	rule text not null,
	days integer not null constraint retention_days_out_of_range check (days between 1 and 3653),
	set_by uuid,
	set_at timestamptz not null default now(),
	primary key (hub, rule),
	foreign key (hub, set_by) references members
);
call hold_to_hub('retention_choices');
