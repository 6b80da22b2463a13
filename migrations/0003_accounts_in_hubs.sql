-- An account that was given up keeps its row, so that the journal and what was written stay whole, without anything that names the person.
alter table accounts add column anonymised_at timestamptz;

-- A second factor that was begun and never proved is swept away.
alter table two_factors add column created_at timestamptz not null default now();

alter table hubs
	add column version integer not null default 1,
	-- Whether anybody with an account may join as a plain member, or only who is invited.
	add column is_open boolean not null default true;

alter table members
	add column version integer not null default 1,
	-- Who left may come back in one click; whom a manager removed is to be invited again.
	add column removed_by uuid;

alter table invitations
	add column accepted_by uuid,
	-- Of the letter, also when it is sent again.
	add column locale text not null default 'fr',
	add foreign key (hub, accepted_by) references members;
create unique index already_invited on invitations (hub, email) where accepted_at is null and revoked_at is null;

-- Whoever holds one may set up one hub. Only a hash is kept.
create table setup_links (
	token_sha256 text primary key,
	created_at timestamptz not null default now(),
	expires_at timestamptz not null,
	used_at timestamptz
);

-- Two managers may let go of their role at the same moment: the hub's row is held, so that the second of them sees what the first did.
create function keep_a_manager() returns trigger language plpgsql as $$
begin
	perform 1 from hubs where id = old.hub for update;
	if not exists (select 1 from members where hub = old.hub and left_at is null and 'hub_manager' = any (roles)) then
		raise exception 'a hub keeps at least one manager' using errcode = 'check_violation', constraint = 'last_manager';
	end if;
	return null;
end $$;
create trigger a_manager_remains after update on members for each row
	when (
		old.left_at is null and 'hub_manager' = any (old.roles)
		and (new.left_at is not null or not 'hub_manager' = any (new.roles))
	)
	execute function keep_a_manager();

-- The library that signs people in has a field `accountId` of its own for what we call `provider_account_id`, and mixed the two up.
alter table credentials rename column account_id to account;
