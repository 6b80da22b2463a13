-- Who said that they saw an alarm; it then waits at the desk no more.
alter table lease_alarms_told
	add column seen_at timestamptz,
	add column seen_by uuid,
	add foreign key (hub, seen_by) references members;
