-- Who, what, on which record, when, from which door, with what changed. Lines are only ever added.
create table journal (
	hub text not null references hubs,
	id bigint generated always as identity,
	at timestamptz not null default clock_timestamp(),
	member uuid,
	api_key uuid,
	door text not null,
	what text not null,
	kind text not null,
	record text not null,
	changed jsonb not null default '{}',
	request text,
	primary key (hub, id)
);
create index on journal (hub, kind, record, id);
create index on journal (hub, at);
call hold_to_hub('journal');

create function refuse_rewriting() returns trigger language plpgsql as $$
begin
	raise exception 'the journal is append-only';
end $$;
create trigger journal_is_append_only before update or delete on journal for each row execute function refuse_rewriting();

-- Every message that leaves; without a mail server it stays here, and the desk shows it.
create table mails (
	id uuid primary key default gen_random_uuid(),
	hub text references hubs,
	recipient text not null,
	subject text not null,
	body_text text not null,
	body_html text not null,
	locale text not null,
	kind text not null,
	created_at timestamptz not null default now(),
	sent_at timestamptz,
	failed_at timestamptz,
	failure text
);
create index on mails (hub, created_at desc);
alter table mails enable row level security;
alter table mails force row level security;
create policy own_hub on mails using (works_for(coalesce(hub, '*'))) with check (works_for(coalesce(hub, '*')) or hub is null);

-- Keys for programs. Only a hash is kept.
create table api_keys (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	name text not null,
	prefix text not null,
	sha256 text not null unique,
	roles text[] not null,
	scopes text[] not null constraint scope_unknown check (scopes <@ array['read', 'write']),
	member uuid,
	created_at timestamptz not null default now(),
	expires_at timestamptz,
	revoked_at timestamptz,
	last_used_at timestamptz,
	primary key (hub, id),
	foreign key (hub, member) references members
);
call hold_to_hub('api_keys');

create table idempotent_requests (
	hub text not null references hubs,
	caller text not null,
	key text not null,
	request_sha256 text not null,
	status integer,
	headers jsonb,
	body text,
	created_at timestamptz not null default now(),
	primary key (hub, caller, key)
);
create index on idempotent_requests (created_at);
call hold_to_hub('idempotent_requests');

-- Counted in the database, so that several processes share one limit. Losing it in a crash harms nobody.
create unlogged table rate_limits (
	bucket text primary key,
	window_start timestamptz not null,
	hits integer not null
);
create index on rate_limits (window_start);
