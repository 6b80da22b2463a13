-- What the French company register said of a firm, and until when that holds. Nothing here names a person: the names and streets of sole traders,
-- and of whoever keeps them from the public, are not taken over.
create table register_entries (
	hub text not null references hubs,
	siren text not null,
	state text not null constraint register_state_unknown check (state in ('active', 'ceased', 'absent')),
	ceased_on date,
	company jsonb,
	asked_at timestamptz not null default now(),
	expires_at timestamptz not null,
	primary key (hub, siren),
	constraint company_of_absent_firm check ((state = 'absent') = (company is null))
);
call hold_to_hub('register_entries');

-- The one gate through which every process of the installation asks the register: when the next may, and until when nobody does. After a crash
-- it starts anew.
create unlogged table register_gate (
	one boolean primary key default true constraint one_gate check (one),
	next_at timestamptz not null default now(),
	failures integer not null default 0,
	closed_until timestamptz
);

-- The register asked about all firms of a hub.
create table register_runs (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	state text not null default 'queued' constraint register_run_state_unknown check (state in ('queued', 'running', 'done', 'cancelled', 'failed')),
	total integer not null,
	done integer not null default 0,
	failure text,
	created_at timestamptz not null default now(),
	ended_at timestamptz,
	primary key (hub, id)
);
create unique index register_run_at_work on register_runs (hub) where state in ('queued', 'running');
create index on register_runs (hub, created_at desc);
call hold_to_hub('register_runs');
