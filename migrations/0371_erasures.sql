-- When somebody was last here: who stays away for years is asked, and then forgotten.
alter table accounts add column last_seen_at timestamptz not null default now();

create function account_was_seen() returns trigger language plpgsql as $$
begin
	update accounts set last_seen_at = greatest(last_seen_at, new.updated_at) where id = new.account_id;
	return null;
end $$;
create trigger account_was_seen after insert or update on sessions for each row execute function account_was_seen();

-- People who are to be erased, and from when on. Until then it can be taken back; done, the row is gone.
create table erasures (
	id uuid primary key default gen_random_uuid(),
	account text not null references accounts on delete cascade,
	-- The one hub that it is about, where the person goes on in others; without one, the whole account.
	only_in text references hubs,
	because text not null constraint erasure_reason_unknown check (because in ('own_wish', 'request', 'inactive')),
	-- How the staff of that hub know of the request.
	note text not null default '',
	asked_at timestamptz not null default now(),
	due_at timestamptz not null,
	-- Why it could not be done when it was due.
	refused_because text,
	constraint erasure_already_asked unique nulls not distinct (account, only_in)
);
create index on erasures (due_at);

-- A line of the journal is never taken back; only the name of who is erased leaves what it quotes.
create or replace function refuse_rewriting() returns trigger language plpgsql as $$
begin
	if tg_op = 'UPDATE' and current_setting('km0.erasing', true) = 'on' and to_jsonb(new) - 'changed' = to_jsonb(old) - 'changed' then
		return new;
	end if;
	raise exception 'the journal is append-only';
end $$;
