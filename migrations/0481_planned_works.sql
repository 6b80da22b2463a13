-- Works that the landlord foresees for a site, by year, as its tenants are told of them every three years (Code de commerce, art. R145-37).
create table planned_works (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	site uuid not null,
	-- One building, or the whole site.
	building uuid,
	year integer not null constraint year_unlikely check (year between 2000 and 2200),
	label text not null,
	cents bigint not null constraint cost_is_negative check (cents between 0 and 10000000000),
	created_at timestamptz not null default now(),
	primary key (hub, id),
	foreign key (hub, site) references sites,
	foreign key (hub, building) references buildings
);
create index on planned_works (hub, site, year);
call hold_to_hub('planned_works');
