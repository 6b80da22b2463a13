-- Days that both sides have to answer, and after which who has not is reminded.
alter table hubs
	add column introduction_days integer not null default 14 constraint introduction_days_out_of_range check (introduction_days between 3 and 90),
	add column introduction_reminder_days integer not null default 5,
	add constraint reminder_comes_before_the_end check (introduction_reminder_days between 1 and introduction_days - 1);

-- A need and an offer whose firms are asked whether they want to meet.
create table introductions (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	need uuid not null,
	offer uuid not null,
	need_firm uuid not null,
	offer_firm uuid not null,
	-- Who began it: staff, or one of the two firms, which thereby said yes.
	started_as text not null constraint introduction_start_unknown check (started_as in ('staff', 'need', 'offer')),
	started_by uuid,
	note text not null default '',
	state text not null default 'proposed' constraint introduction_state_unknown check (
		state in ('proposed', 'accepted', 'meeting', 'closed', 'declined', 'withdrawn', 'expired')
	),
	-- How the offer stood among all that answered the need when it was proposed: what the ranking learns from.
	score double precision,
	rank integer,
	reasons jsonb,
	-- The same as far as the firm of the offer may read it while that of the need is anonymous.
	reasons_shielded jsonb,
	created_at timestamptz not null default now(),
	expires_at timestamptz not null,
	-- The firm of the offer is asked at once, unless the need is for staff alone: then once its owner said yes.
	offer_asked_at timestamptz,
	reminded_at timestamptz,
	accepted_at timestamptz,
	ended_at timestamptz,
	-- Why it was withdrawn, or what became of it.
	ended_because text not null default '',
	outcome text constraint outcome_unknown check (outcome in ('project', 'order', 'talks', 'nothing')),
	-- Whose move it is, written with each change.
	waits_for text[] not null default '{}' constraint waits_for_unknown check (waits_for <@ array['need', 'offer', 'staff']),
	updated_at timestamptz not null default now(),
	version integer not null default 1,
	primary key (hub, id),
	foreign key (hub, need) references needs,
	foreign key (hub, offer) references offers,
	foreign key (hub, need_firm) references organisations,
	foreign key (hub, offer_firm) references organisations,
	foreign key (hub, started_by) references members,
	constraint firm_introduced_to_itself check (need_firm <> offer_firm),
	constraint closed_needs_an_outcome check (state <> 'closed' or outcome is not null)
);
-- A firm is introduced to a need once at a time, with whichever of its offers.
create unique index already_introduced on introductions (hub, need, offer_firm) where state in ('proposed', 'accepted', 'meeting');
create index on introductions (hub, created_at desc, id);
create index on introductions (hub, need_firm);
create index on introductions (hub, offer_firm);
create index on introductions (hub, offer);
create index on introductions (expires_at) where state = 'proposed';
call hold_to_hub('introductions');

-- What each side said. One row a side: two people of one firm who answer at once cannot both have the word.
create table introduction_answers (
	hub text not null references hubs,
	introduction uuid not null,
	side text not null constraint side_unknown check (side in ('need', 'offer')),
	answer text not null constraint answer_unknown check (answer in ('yes', 'no')),
	reason text constraint decline_reason_unknown check (
		reason in ('no_capacity', 'not_our_trade', 'too_far', 'budget', 'timing', 'conflict_of_interest', 'already_in_touch', 'other')
	),
	words text not null default '',
	answered_by uuid,
	answered_at timestamptz not null default now(),
	-- Set when staff answered for the firm: how they know.
	for_firm text,
	primary key (hub, introduction, side),
	foreign key (hub, introduction) references introductions,
	foreign key (hub, answered_by) references members,
	constraint decline_needs_a_reason check (answer = 'yes' or reason is not null)
);
call hold_to_hub('introduction_answers');

-- Who is written to: people of either firm who took part, and the staff who brought them together.
create table introduction_people (
	hub text not null references hubs,
	introduction uuid not null,
	member uuid not null,
	side text not null constraint side_of_person_unknown check (side in ('need', 'offer', 'staff')),
	joined_at timestamptz not null default now(),
	primary key (hub, introduction, member),
	foreign key (hub, introduction) references introductions,
	foreign key (hub, member) references members
);
create index on introduction_people (hub, member);
call hold_to_hub('introduction_people');
