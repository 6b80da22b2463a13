-- Pictures of a unit, in an order that whoever runs the place chooses.
create table unit_photos (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	unit uuid not null,
	file uuid,
	-- What is seen on it, for who does not see it.
	alt text not null constraint photo_needs_words check (alt <> ''),
	is_public boolean not null default false,
	position integer not null default 0,
	created_at timestamptz not null default now(),
	primary key (hub, id),
	foreign key (hub, unit) references units
);
create index on unit_photos (hub, unit);
call hold_to_hub('unit_photos');
