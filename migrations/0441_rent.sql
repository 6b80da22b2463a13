-- Indices as published. Two decimals at most, so whole hundredths.
create table rent_indices (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	kind text not null constraint index_kind_unknown check (kind in ('ILC', 'ILAT', 'ICC')),
	quarter text not null constraint quarter_expected check (quarter ~ '^(19|20)[0-9]{2}-Q[1-4]$'),
	hundredths integer not null constraint index_out_of_range check (hundredths between 1 and 10000000),
	published_on date,
	source text not null default '',
	created_at timestamptz not null default now(),
	primary key (hub, id),
	constraint index_quarter_taken unique (hub, kind, quarter)
);
call hold_to_hub('rent_indices');

-- A revision of a rent with the index values that it was made from. Once for each lease and date, whoever runs it.
create table rent_revisions (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	lease uuid not null,
	nth integer not null,
	effective_on date not null,
	index_kind text not null,
	reference_quarter text not null,
	reference_hundredths integer not null,
	target_quarter text not null,
	-- None until it is published; then the date on which it was.
	target_hundredths integer,
	published_on date,
	-- What is billed until then.
	provisional_quarter text,
	provisional_hundredths integer,
	provisional_cents bigint,
	-- Rents of a year: as agreed for the reference quarter, before this revision, after it.
	base_cents bigint not null,
	before_cents bigint not null,
	after_cents bigint not null,
	confirmed_at timestamptz not null default now(),
	settled_at timestamptz,
	primary key (hub, id),
	foreign key (hub, lease) references leases,
	constraint revision_made_once unique (hub, lease, nth),
	constraint revision_without_a_value check (target_hundredths is not null or provisional_hundredths is not null)
);
call hold_to_hub('rent_revisions');

-- What a tenant owes, line by line. What is issued never changes again; a line of difference settles it.
create table rent_lines (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	lease uuid not null,
	what text not null constraint rent_line_unknown check (what in ('rent', 'franchise', 'charges', 'deposit', 'indexation', 'correction', 'charges_balance')),
	-- What it is a difference of; else the same as `what`.
	of_what text not null,
	-- The calendar month or quarter, and the days of it that are paid for.
	period_from date not null,
	period_until date not null,
	from_day date not null,
	until_day date not null,
	due_on date not null,
	net_cents bigint not null,
	vat_case text not null constraint vat_case_unknown check (vat_case in ('option', 'by_right', 'exempt', 'outside')),
	-- Hundredths of a percent.
	vat_rate integer not null,
	vat_cents bigint not null,
	statement uuid,
	issued_at timestamptz,
	created_at timestamptz not null default now(),
	primary key (hub, id),
	foreign key (hub, lease) references leases,
	constraint line_ends_before_it_begins check (until_day >= from_day)
);
create index on rent_lines (hub, lease);
create index on rent_lines (hub, due_on);
call hold_to_hub('rent_lines');

-- Yearly settlement of service charges of a site.
create table charge_statements (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	site uuid not null,
	year integer not null constraint year_unlikely check (year between 2000 and 2200),
	closed_at timestamptz,
	created_at timestamptz not null default now(),
	primary key (hub, id),
	foreign key (hub, site) references sites,
	constraint statement_exists unique (hub, site, year)
);
call hold_to_hub('charge_statements');

create table charge_costs (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	statement uuid not null,
	-- One building, or the whole site.
	building uuid,
	kind text not null constraint cost_kind_unknown check (kind in ('energy', 'water', 'cleaning', 'security', 'maintenance', 'insurance', 'taxes', 'management', 'green', 'major_works', 'other')),
	label text not null default '',
	cents bigint not null constraint cost_is_negative check (cents between 0 and 10000000000),
	-- Major works of article 606 of the Code civil stay with the landlord (Code de commerce, art. R145-35).
	is_chargeable boolean not null default true,
	created_at timestamptz not null default now(),
	primary key (hub, id),
	foreign key (hub, statement) references charge_statements,
	foreign key (hub, building) references buildings,
	constraint major_works_not_chargeable check (kind <> 'major_works' or not is_chargeable)
);
create index on charge_costs (hub, statement);
call hold_to_hub('charge_costs');

-- As they stood when the statement was closed: what each lease bears of each cost.
create table charge_shares (
	hub text not null references hubs,
	statement uuid not null,
	cost uuid not null,
	lease uuid not null,
	cents bigint not null,
	-- Hundredths of square metres, weighted, times days: of the lease, and of everybody.
	weight numeric not null,
	whole numeric not null,
	primary key (hub, statement, cost, lease),
	foreign key (hub, statement) references charge_statements,
	foreign key (hub, cost) references charge_costs,
	foreign key (hub, lease) references leases
);
call hold_to_hub('charge_shares');

create table charge_balances (
	hub text not null references hubs,
	statement uuid not null,
	lease uuid not null,
	days integer not null,
	m2 double precision not null,
	share_cents bigint not null,
	provision_cents bigint not null,
	balance_cents bigint not null,
	primary key (hub, statement, lease),
	foreign key (hub, statement) references charge_statements,
	foreign key (hub, lease) references leases
);
call hold_to_hub('charge_balances');
