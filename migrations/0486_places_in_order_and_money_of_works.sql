-- Sites and buildings stand in the order that their managers give them; a building says in which phase it was or will be opened.
alter table sites add column position integer not null default 0 constraint position_out_of_range check (position between 0 and 1000);
alter table buildings
	add column position integer not null default 0 constraint position_out_of_range check (position between 0 and 1000),
	add column phase text not null default '';

-- What a lot of works was ordered for and invoiced: lines that somebody writes down, credit notes below nothing.
create table works_amounts (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	works uuid not null,
	kind text not null constraint works_amount_kind_unknown check (kind in ('order', 'invoice')),
	label text not null,
	dated_on date not null,
	amount_cents bigint not null constraint works_amount_out_of_range check (amount_cents <> 0 and abs(amount_cents) <= 100000000000),
	created_at timestamptz not null default now(),
	primary key (hub, id),
	foreign key (hub, works) references works
);
create index on works_amounts (hub, works, dated_on);
call hold_to_hub('works_amounts');
