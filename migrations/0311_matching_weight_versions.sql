-- Every setting of the weights that was ever in force, so that one can go back to it, and see who set it, when and why.
create table matching_weight_versions (
	hub text not null references hubs,
	version integer not null,
	weights jsonb not null,
	-- What people set last, which learning stays near to.
	base jsonb not null,
	because text not null constraint weights_because_unknown check (because in ('set', 'learned', 'returned')),
	-- The version returned to, or how many outcomes were learned from.
	returned_to integer,
	outcomes integer,
	set_at timestamptz not null default now(),
	set_by uuid,
	primary key (hub, version),
	foreign key (hub, set_by) references members
);
call hold_to_hub('matching_weight_versions');
insert into matching_weight_versions (hub, version, weights, base, because, set_at, set_by)
	select hub, version, weights, weights, 'set', set_at, set_by from matching_weights;
