-- Queued work that came with a backup or with a hub from another installation. The next start queues it and empties this table.
create table handed_over_jobs (
	id uuid primary key,
	name text not null,
	data jsonb not null,
	start_after timestamptz,
	singleton_key text
);
