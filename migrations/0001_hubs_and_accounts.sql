create extension if not exists btree_gist;
create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- Row-level security is the second lock: `km0.hub` names the hub that a connection works for, '*' is installation-wide work.
create function works_for(hub text) returns boolean language sql stable parallel safe
	return hub = current_setting('km0.hub', true) or current_setting('km0.hub', true) = '*';

-- Called once for each table that belongs to a hub.
create procedure hold_to_hub(name regclass) language plpgsql as $$
begin
	execute format('alter table %s enable row level security', name);
	execute format('alter table %s force row level security', name);
	execute format('create policy own_hub on %s using (works_for(hub)) with check (works_for(hub))', name);
end $$;

create table networks (
	id text primary key,
	name text not null,
	created_at timestamptz not null default now()
);

create table hubs (
	id text primary key constraint hub_address_invalid check (id ~ '^[a-z][a-z0-9-]{1,39}$'),
	name text not null,
	place text not null,
	commune text,
	country text not null default 'FR',
	locales text[] not null constraint hub_needs_a_language check (cardinality(locales) > 0 and locales <@ array['fr', 'de', 'en']),
	time_zone text not null default 'Europe/Paris',
	tagline jsonb not null default '{}',
	host text constraint host_taken unique,
	network text references networks,
	is_demo boolean not null default false,
	created_at timestamptz not null default now()
);

-- People have one account in the whole installation. The library that signs them in reads and writes these five tables.
create table accounts (
	id text primary key,
	name text not null,
	email text not null constraint email_taken unique,
	email_verified boolean not null default false,
	image text,
	two_factor_enabled boolean not null default false,
	locale text not null default 'fr',
	is_network_admin boolean not null default false,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);

create table sessions (
	id text primary key,
	account_id text not null references accounts on delete cascade,
	token text not null unique,
	expires_at timestamptz not null,
	ip_address text,
	user_agent text,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);
create index on sessions (account_id);

create table credentials (
	id text primary key,
	account_id text not null references accounts on delete cascade,
	provider_id text not null,
	provider_account_id text not null,
	access_token text,
	refresh_token text,
	id_token text,
	access_token_expires_at timestamptz,
	refresh_token_expires_at timestamptz,
	scope text,
	password text,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);
create index on credentials (account_id);

create table verifications (
	id text primary key,
	identifier text not null,
	value text not null,
	expires_at timestamptz not null,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);
create index on verifications (identifier);

create table two_factors (
	id text primary key,
	secret text not null,
	backup_codes text not null,
	account_id text not null references accounts on delete cascade,
	verified boolean not null default true,
	failed_verification_count integer,
	locked_until timestamptz
);
create index on two_factors (account_id);

create table passkeys (
	id text primary key,
	name text,
	public_key text not null,
	account_id text not null references accounts on delete cascade,
	credential_id text not null,
	counter integer not null,
	device_type text not null,
	backed_up boolean not null,
	transports text,
	aaguid text,
	created_at timestamptz default now()
);
create index on passkeys (account_id);
create index on passkeys (credential_id);

-- A person in a hub, with what they may do there. An account may be a member in several hubs.
create table members (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	account text not null references accounts on delete cascade,
	roles text[] not null default '{member}' constraint role_unknown check (
		roles <@ array['member', 'animator', 'site_manager', 'training_manager', 'incubator_lead', 'juror', 'mentor', 'accountant', 'funder', 'hub_manager']
	),
	title text not null default '',
	is_shown boolean not null default false,
	joined_at timestamptz not null default now(),
	left_at timestamptz,
	primary key (hub, id),
	constraint already_a_member unique (hub, account)
);
create index on members (account);
call hold_to_hub('members');

create table invitations (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	email text not null,
	roles text[] not null default '{member}',
	organisation uuid,
	token_sha256 text not null,
	invited_by uuid,
	created_at timestamptz not null default now(),
	expires_at timestamptz not null,
	accepted_at timestamptz,
	revoked_at timestamptz,
	primary key (hub, id),
	unique (hub, token_sha256)
);
call hold_to_hub('invitations');
