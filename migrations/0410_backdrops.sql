-- What somebody draws over: a picture of a plan, lines of a drawing that was read in.

create table floor_backdrops (
	hub text not null references hubs,
	floor uuid not null,
	-- An attachment of the floor, its size in pixels, and where it lies: its upper left corner in metres.
	picture uuid,
	width integer not null default 0,
	height integer not null default 0,
	x double precision not null default 0,
	y double precision not null default 0,
	metres_per_pixel double precision not null default 0.01 constraint scale_out_of_range check (metres_per_pixel between 0.00001 and 100),
	opacity double precision not null default 0.5 constraint opacity_out_of_range check (opacity between 0 and 1),
	-- Lists of [x, y] in metres.
	lines jsonb not null default '[]',
	updated_at timestamptz not null default now(),
	primary key (hub, floor),
	foreign key (hub, floor) references floors
);
call hold_to_hub('floor_backdrops');
