-- What staff noted on something that waits for them: who takes care of it, or until when it may rest. What waits is read from the records.
create table desk_entries (
	hub text not null references hubs,
	kind text not null,
	record text not null,
	assignee uuid,
	snoozed_until timestamptz,
	snoozed_because text not null default '',
	noted_at timestamptz not null default now(),
	version integer not null default 1,
	primary key (hub, kind, record),
	foreign key (hub, assignee) references members
);
create index on desk_entries (hub, assignee);
call hold_to_hub('desk_entries');

-- The steps on the road that only the journal tells.
create index steps_of_needs on journal (hub, record) where what = 'need.in_project';
