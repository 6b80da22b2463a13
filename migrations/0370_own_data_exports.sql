-- All that is kept about a person, packed by a job when it is too much for one answer. The file itself waits beside the files of the hubs.
create table own_data_exports (
	id uuid primary key default gen_random_uuid(),
	account text not null references accounts on delete cascade,
	locale text not null,
	state text not null default 'waiting' constraint own_data_export_state_unknown check (state in ('waiting', 'running', 'ready', 'failed')),
	progress integer not null default 0,
	size bigint,
	asked_at timestamptz not null default now(),
	ended_at timestamptz
);
create unique index own_data_already_packed on own_data_exports (account) where state in ('waiting', 'running');
create index on own_data_exports (account, asked_at desc);
