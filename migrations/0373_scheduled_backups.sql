-- Backups that KM0 takes by itself, and how they went.
create table backups (
	id uuid primary key default gen_random_uuid(),
	file text not null,
	began_at timestamptz not null default now(),
	-- Whole and read back; none while it is being taken and when it failed.
	ended_at timestamptz,
	size bigint,
	-- When it was last read again from beginning to end, sums included.
	checked_at timestamptz,
	failure text,
	removed_at timestamptz
);
create index on backups (began_at desc);
