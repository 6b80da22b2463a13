-- What a lease costs: one row a lease; a lease without one is held to the usual terms.

-- Since when the owner has opted for VAT on the rents of a building (Code général des impôts, art. 260, 2°).
alter table buildings add column vat_option_since date;

create table lease_terms (
	hub text not null references hubs,
	lease uuid not null,
	-- What `leases.rent_cents` is for, each year: a square metre, a unit, or the whole lease.
	rent_basis text not null default 'surface' constraint rent_basis_unknown check (rent_basis in ('surface', 'unit', 'flat')),
	-- Which measure it bills on; none for the latest of whatever kind.
	measure text constraint measure_kind_unknown check (measure in ('floor_area', 'net_usable', 'gross_usable', 'gross_rentable', 'boma_rentable')),
	-- Months from the first day in which less, or nothing, is paid.
	franchise_months integer not null default 0 constraint franchise_out_of_range check (franchise_months between 0 and 60),
	franchise_percent integer not null default 100 constraint franchise_percent_out_of_range check (franchise_percent between 1 and 100),
	deposit_months integer constraint deposit_months_out_of_range check (deposit_months between 0 and 24),
	deposit_indexed boolean not null default false,
	vat_case text not null default 'as_building' constraint vat_case_unknown check (vat_case in ('as_building', 'option', 'by_right', 'exempt')),
	charges text not null default 'none' constraint charges_unknown check (charges in ('none', 'provision', 'flat')),
	-- `charges_cents` is for a year and this.
	charges_basis text not null default 'surface' constraint charges_basis_unknown check (charges_basis in ('surface', 'lease')),
	charges_cents integer not null default 0 constraint charges_out_of_range check (charges_cents between 0 and 100000000),
	-- Percent of its surface that counts when charges are shared out.
	charges_weight integer not null default 100 constraint charges_weight_out_of_range check (charges_weight between 1 and 1000),
	payment text not null default 'quarterly' constraint payment_unknown check (payment in ('monthly', 'quarterly')),
	paid text not null default 'advance' constraint paid_unknown check (paid in ('advance', 'arrears')),
	index_kind text not null default 'none' constraint index_kind_unknown check (index_kind in ('none', 'ILC', 'ILAT', 'ICC')),
	reference_quarter text constraint quarter_expected check (reference_quarter ~ '^(19|20)[0-9]{2}-Q[1-4]$'),
	revision_months integer not null default 12 constraint whole_quarters_expected check (revision_months between 3 and 36 and revision_months % 3 = 0),
	first_revision_on date,
	primary key (hub, lease),
	foreign key (hub, lease) references leases,
	constraint index_needs_its_quarter check (index_kind = 'none' or reference_quarter is not null)
);
call hold_to_hub('lease_terms');

-- The rent from a day on, in the same measure as the first.
create table lease_steps (
	hub text not null references hubs,
	lease uuid not null,
	from_day date not null,
	rent_cents integer not null constraint lease_rent_out_of_range check (rent_cents between 0 and 1000000000),
	primary key (hub, lease, from_day),
	foreign key (hub, lease) references leases
);
call hold_to_hub('lease_steps');

-- A flat rent is for a year of the whole lease, and more than a square metre.
alter table leases drop constraint lease_rent_out_of_range;
alter table leases add constraint lease_rent_out_of_range check (rent_cents between 0 and 1000000000);
