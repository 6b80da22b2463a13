-- What was paid a year before a rent was freed from its ceiling: from then on it rises by a tenth of the year before at most (Code de commerce, art. L145-34).
alter table lease_terms add column rent_before_cents bigint
	constraint rent_before_out_of_range check (rent_before_cents between 1 and 100000000000);

-- What the part of a deposit beyond two terms of rent bears a year (art. L145-40), from a day on. Hundredths of a percent.
create table deposit_rates (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	from_day date not null,
	rate integer not null constraint deposit_rate_out_of_range check (rate between 0 and 10000),
	source text not null default '',
	created_at timestamptz not null default now(),
	primary key (hub, id),
	constraint deposit_rate_taken unique (hub, from_day)
);
call hold_to_hub('deposit_rates');

alter table rent_lines drop constraint rent_line_unknown;
alter table rent_lines add constraint rent_line_unknown check
	(what in ('rent', 'smoothing', 'franchise', 'charges', 'deposit', 'deposit_interest', 'indexation', 'correction', 'charges_balance'));
