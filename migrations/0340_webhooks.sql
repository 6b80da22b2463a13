-- Addresses outside the house that are told of lines of the journal.
create table webhooks (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	address text not null,
	description text not null default '',
	-- Kinds of the journal ('need') and single events ('need.opened'); null where every event is told.
	events text[] constraint webhook_events_required check (cardinality(events) > 0),
	is_on boolean not null default true,
	-- Why KM0 itself switched it off: it answered 410, or nothing arrived for days.
	switched_off_because text constraint webhook_reason_unknown check (switched_off_because in ('gone', 'failing')),
	switched_off_at timestamptz,
	-- Sealed with the secret of the installation. The one before signs beside it for a while.
	secret text not null,
	previous_secret text,
	previous_secret_until timestamptz,
	-- Since when every attempt failed, and how many did.
	failing_since timestamptz,
	failures integer not null default 0,
	delivered_at timestamptz,
	-- One worker at a time delivers here; from one that died it is taken over after this moment.
	held_by uuid,
	held_until timestamptz,
	created_at timestamptz not null default now(),
	created_by uuid,
	version integer not null default 1,
	primary key (hub, id),
	foreign key (hub, created_by) references members
);
call hold_to_hub('webhooks');

-- What is to be sent, written in the transaction of the journal's line.
create table webhook_deliveries (
	hub text not null,
	id uuid not null default gen_random_uuid(),
	webhook uuid not null,
	-- The line of the journal.
	event bigint not null,
	type text not null,
	record text not null,
	-- Byte for byte as it is sent, at every attempt.
	body text not null,
	state text not null default 'waiting' constraint webhook_state_unknown check (state in ('waiting', 'delivered', 'failed')),
	-- When it is tried next.
	due_at timestamptz default now(),
	-- Attempts since it was made, or asked for again.
	tries integer not null default 0,
	-- Of the last answer.
	status integer,
	failure text,
	created_at timestamptz not null default now(),
	tried_at timestamptz,
	primary key (hub, id),
	unique (hub, webhook, event),
	foreign key (hub, webhook) references webhooks on delete cascade,
	check ((state = 'waiting') = (due_at is not null))
);
create index on webhook_deliveries (hub, webhook, created_at desc, id);
create index on webhook_deliveries (hub, webhook, due_at) where state = 'waiting';
create index on webhook_deliveries (created_at);
call hold_to_hub('webhook_deliveries');

create table webhook_attempts (
	hub text not null,
	delivery uuid not null,
	nth integer not null,
	at timestamptz not null,
	milliseconds integer not null,
	-- As they were sent.
	headers jsonb not null,
	status integer,
	failure text,
	-- How the answer begins.
	answer text not null default '',
	primary key (hub, delivery, nth),
	foreign key (hub, delivery) references webhook_deliveries on delete cascade
);
call hold_to_hub('webhook_attempts');
