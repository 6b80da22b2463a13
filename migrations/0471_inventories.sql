-- Inventories of fixtures: how the units of a lease were when its tenant came, and when it went.
create table inventories (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	lease uuid not null,
	kind text not null constraint inventory_kind_unknown check (kind in ('entry', 'exit')),
	state text not null default 'draft' constraint inventory_state_unknown check (state in ('draft', 'sent', 'signed')),
	held_on date not null,
	-- The inventory that this one is held against.
	entry uuid,
	remarks text not null default '',
	version integer not null default 1,
	expires_at timestamptz,
	sent_at timestamptz,
	signed_at timestamptz,
	created_at timestamptz not null default now(),
	primary key (hub, id),
	foreign key (hub, lease) references leases,
	foreign key (hub, entry) references inventories,
	constraint inventory_exists unique (hub, lease, kind),
	constraint sent_inventory_must_expire check (state <> 'sent' or expires_at is not null)
);
call hold_to_hub('inventories');

create table inventory_lines (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	inventory uuid not null,
	kind text not null constraint inventory_line_unknown check (kind in ('element', 'meter', 'keys')),
	room text not null default '',
	element text not null,
	-- Of an element.
	state text constraint fixture_state_unknown check (state in ('new', 'good', 'worn', 'bad', 'missing')),
	words text not null default '',
	-- Of a meter.
	reading double precision constraint reading_out_of_range check (reading between 0 and 1000000000),
	-- Of keys and badges.
	count integer constraint keys_out_of_range check (count between 0 and 1000),
	-- The same line when the tenant came.
	before uuid,
	position integer not null,
	version integer not null default 1,
	created_at timestamptz not null default now(),
	primary key (hub, id),
	foreign key (hub, inventory) references inventories,
	foreign key (hub, before) references inventory_lines on delete set null (before)
);
create index on inventory_lines (hub, inventory);
call hold_to_hub('inventory_lines');
