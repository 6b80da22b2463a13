alter table attachments drop constraint attachment_kind_unknown;
alter table attachments add constraint attachment_kind_unknown check (kind in ('organisation', 'need', 'offer', 'message'));

-- What two firms and the staff who brought them together write to each other.
create table introduction_messages (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	introduction uuid not null,
	side text not null constraint side_of_message_unknown check (side in ('need', 'offer', 'staff')),
	author uuid not null,
	words text not null,
	mentions uuid[] not null default '{}',
	-- Id of the mail that it came by: a mail that is delivered twice is read once.
	mail text,
	written_at timestamptz not null default clock_timestamp(),
	primary key (hub, id),
	foreign key (hub, introduction) references introductions,
	foreign key (hub, author) references members
);
create unique index mail_read_once on introduction_messages (hub, mail) where mail is not null;
create index on introduction_messages (hub, introduction, written_at, id);
call hold_to_hub('introduction_messages');

-- Part of the address that this person's letters ask to be answered to: whoever holds it writes in this person's name.
alter table introduction_people add column reply_token text not null default replace(gen_random_uuid()::text, '-', '');
create unique index on introduction_people (hub, reply_token);

alter table mails
	add column reply_to text,
	-- An invitation, and what a calendar does with it: REQUEST or CANCEL.
	add column calendar text,
	add column calendar_method text;
