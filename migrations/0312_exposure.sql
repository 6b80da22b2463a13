-- How often offers were seen among the first ranks of answers, a day. It holds nothing of who asked, nor of what.
create table matching_exposure (
	hub text not null references hubs,
	day date not null,
	offer uuid not null,
	firm uuid not null,
	shown integer not null,
	-- Showings weighted by their rank, and what of them was due to the offer by its points.
	attention double precision not null,
	due double precision not null,
	primary key (hub, day, offer)
);
create index on matching_exposure (hub, firm);
call hold_to_hub('matching_exposure');

-- Every setting of the balance that was ever in force, as for the weights.
alter table matching_settings rename column version to balance_version;
create table matching_balance_versions (
	hub text not null references hubs,
	version integer not null,
	balance double precision not null constraint kept_balance_out_of_range check (balance between 0 and 10),
	because text not null constraint balance_because_unknown check (because in ('set', 'returned')),
	returned_to integer,
	set_at timestamptz not null default now(),
	set_by uuid,
	primary key (hub, version),
	foreign key (hub, set_by) references members
);
call hold_to_hub('matching_balance_versions');
