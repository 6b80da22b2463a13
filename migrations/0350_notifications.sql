-- What a person is told in a hub: under the bell, and by mail as they wish.
create table notifications (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	member uuid not null,
	kind text not null,
	-- Its words are the message `mail_<what>_subject`, said in the reader's language when they read it; these fill its gaps.
	what text not null,
	words jsonb not null default '{}',
	-- The record that it is about: who may no longer see that one is told nothing of it.
	about text not null,
	record uuid not null,
	-- Where it leads, below the hub.
	path text not null,
	-- False where the person wants this kind by mail alone.
	in_app boolean not null default true,
	-- How it goes by mail, as the person wished when it was written.
	mail text not null constraint mailing_unknown check (mail in ('at_once', 'daily', 'weekly', 'never')),
	created_at timestamptz not null default clock_timestamp(),
	read_at timestamptz,
	mailed_at timestamptz,
	primary key (hub, id),
	foreign key (hub, member) references members
);
create index on notifications (hub, member, created_at desc, id);
create index on notifications (hub, member, record) where read_at is null and in_app;
create index on notifications (hub, member) where mailed_at is null and read_at is null and mail in ('daily', 'weekly');
call hold_to_hub('notifications');

-- What somebody chose for a kind; without a row it is as usual for their role. The kind `digest` is the summary itself.
create table notification_preferences (
	hub text not null references hubs,
	member uuid not null,
	kind text not null,
	in_app boolean not null default true,
	mail text not null constraint mailing_unknown check (mail in ('at_once', 'daily', 'weekly', 'never')),
	-- What a link in a letter stopped, to be taken up again there.
	mail_before text constraint mailing_before_unknown check (mail_before in ('at_once', 'daily', 'weekly', 'never')),
	set_at timestamptz not null default now(),
	primary key (hub, member, kind),
	foreign key (hub, member) references members
);
call hold_to_hub('notification_preferences');

-- Where a mail program stops letters of this kind, in one click.
alter table mails add column unsubscribe text;
