-- What a hub set about its ranking besides the weights, and how often its past changed: who keeps a copy of the lessons reads what is newer.
create table matching_settings (
	hub text not null references hubs,
	lessons bigint not null default 0,
	-- Points that a firm few have seen may gain at most.
	balance double precision not null default 2 constraint balance_out_of_range check (balance between 0 and 10),
	-- Whether the weights are learned anew each week without asking.
	learns_weekly boolean not null default false,
	version integer not null default 0,
	primary key (hub)
);
call hold_to_hub('matching_settings');

-- What an introduction taught: what its need spoke of, how the two stood then, and how far they came. Written with each change of the
-- introduction. It names firms, no people.
create table matching_lessons (
	hub text not null references hubs,
	introduction uuid not null,
	need uuid not null,
	offer uuid not null,
	need_firm uuid not null,
	offer_firm uuid not null,
	concepts jsonb not null,
	started_as text not null,
	started_at timestamptz not null,
	score double precision,
	rank integer,
	reasons jsonb,
	km integer,
	-- Whether the firm of the offer knows of it.
	offer_asked boolean not null,
	-- Whether that firm answered; null while it may, or where it was never asked.
	answered boolean,
	declined_side text,
	reason text,
	accepted boolean,
	met boolean,
	useful boolean,
	result boolean not null default false,
	-- Neither accepted, nor met, nor useful any more than it says.
	is_over boolean not null,
	ended_at timestamptz,
	changed bigint not null,
	primary key (hub, introduction),
	foreign key (hub, introduction) references introductions
);
create index on matching_lessons (hub, changed);
call hold_to_hub('matching_lessons');
