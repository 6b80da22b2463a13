-- Three dates that one side proposes; the other picks one.
create table introduction_dates (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	introduction uuid not null,
	side text not null constraint side_of_dates_unknown check (side in ('need', 'offer', 'staff')),
	proposed_by uuid,
	starts timestamptz[] not null,
	minutes integer not null constraint meeting_length_out_of_range check (minutes between 15 and 480),
	place text not null default '',
	proposed_at timestamptz not null default now(),
	-- Picked, replaced by others, or of no use any more.
	settled_at timestamptz,
	picked timestamptz,
	primary key (hub, id),
	foreign key (hub, introduction) references introductions,
	foreign key (hub, proposed_by) references members
);
create unique index dates_already_proposed on introduction_dates (hub, introduction) where settled_at is null;
call hold_to_hub('introduction_dates');

create table introduction_meetings (
	hub text not null references hubs,
	introduction uuid not null,
	-- What calendars know it by, and how often it changed since.
	uid uuid not null default gen_random_uuid(),
	sequence integer not null default 0,
	starts timestamptz not null,
	ends timestamptz not null,
	place text not null default '',
	set_at timestamptz not null default now(),
	cancelled_at timestamptz,
	primary key (hub, introduction),
	foreign key (hub, introduction) references introductions,
	constraint ends_before_it_starts check (starts < ends)
);
create index on introduction_meetings (ends) where cancelled_at is null;
call hold_to_hub('introduction_meetings');

-- Who was asked how many days after a meeting, and what they said. A question is answered once.
create table introduction_follow_ups (
	hub text not null references hubs,
	introduction uuid not null,
	member uuid not null,
	days integer not null,
	asked_at timestamptz not null default now(),
	primary key (hub, introduction, member, days),
	foreign key (hub, introduction) references introductions,
	foreign key (hub, member) references members
);
call hold_to_hub('introduction_follow_ups');

create table introduction_follow_up_answers (
	hub text not null references hubs,
	introduction uuid not null,
	member uuid not null,
	days integer not null,
	side text not null constraint side_of_follow_up_unknown check (side in ('need', 'offer')),
	question text not null constraint follow_up_question_unknown check (question in ('met', 'useful', 'next_step')),
	answer text not null,
	answered_at timestamptz not null default now(),
	primary key (hub, introduction, member, days, question),
	foreign key (hub, introduction, member, days) references introduction_follow_ups,
	constraint follow_up_answer_unknown check (
		(question = 'met' and answer in ('yes', 'not_yet', 'no'))
		or (question = 'useful' and answer in ('very', 'somewhat', 'no'))
		or (question = 'next_step' and answer in ('project', 'order', 'talks', 'nothing'))
	)
);
call hold_to_hub('introduction_follow_up_answers');
