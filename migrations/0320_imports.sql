-- Files of organisations, people, needs and offers on their way into the hub. What a file holds waits in `import_rows`; a run takes it over as
-- a whole, in one transaction, or not at all.
create table imports (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	kind text not null constraint import_kind_unknown check (kind in ('organisations', 'people', 'needs', 'offers')),
	file_name text not null,
	-- Of the file and the sheet that was read.
	sha256 text not null,
	-- The file itself, until its columns are settled: another of its sheets may be meant.
	file bytea,
	sheets text[] not null default '{}',
	sheet text,
	headers text[] not null,
	row_count integer not null,
	-- The field of each column, '' where a column is left out.
	mapping text[] not null,
	-- What values mean that no list knows, by field; under '' what an empty cell of a new record means.
	meanings jsonb not null default '{}',
	changed_rows text not null default 'fill' constraint import_choice_unknown check (changed_rows in ('fill', 'overwrite', 'skip')),
	likely_rows text not null default 'skip' constraint import_likely_choice_unknown check (likely_rows in ('skip', 'new')),
	-- Of people: whether they get a letter, on what the law lets us keep them, and where their data come from.
	invites boolean not null default false,
	legal_basis text constraint legal_basis_unknown check (legal_basis in ('interest', 'consent', 'contract')),
	source text not null default '',
	state text not null default 'read' constraint import_state_unknown check (
		state in ('read', 'previewing', 'previewed', 'queued', 'running', 'done', 'cancelled', 'failed')
	),
	failure text,
	progress integer not null default 0,
	counts jsonb not null default '{}',
	created_at timestamptz not null default now(),
	created_by uuid,
	api_key uuid,
	door text not null,
	locale text not null,
	started_at timestamptz,
	ended_at timestamptz,
	cancel_asked_at timestamptz,
	primary key (hub, id),
	foreign key (hub, created_by) references members
);
create index on imports (hub, created_at desc, id);
-- Twice at once would not double anything, and nobody means it.
create unique index import_of_file_at_work on imports (hub, kind, sha256) where state in ('queued', 'running');
call hold_to_hub('imports');

create table import_rows (
	hub text not null,
	import uuid not null,
	-- As the spreadsheet numbers it.
	line integer not null,
	cells text[] not null,
	-- Of a person, so that they find what is kept about them.
	email text,
	verdict text constraint verdict_unknown check (verdict in ('new', 'changed', 'unchanged', 'likely', 'refused')),
	outcome text constraint outcome_unknown check (outcome in ('added', 'changed', 'unchanged', 'skipped', 'refused')),
	name text not null default '',
	record uuid,
	changes jsonb not null default '{}',
	reasons jsonb not null default '[]',
	-- Records that this row is likely to be.
	likely jsonb not null default '[]',
	-- What somebody decided on it: 'skip', 'new', or the record that it is.
	decision text,
	primary key (hub, import, line),
	foreign key (hub, import) references imports on delete cascade
);
create index on import_rows (hub, import, verdict, line);
call hold_to_hub('import_rows');

-- How the columns of a file with these headers were read the last time.
create table import_mappings (
	hub text not null references hubs,
	kind text not null,
	headers text[] not null,
	mapping text[] not null,
	meanings jsonb not null default '{}',
	used_at timestamptz not null default now(),
	primary key (hub, kind, headers)
);
call hold_to_hub('import_mappings');

-- What a record is called in the file or the program that it came from.
create table import_references (
	hub text not null references hubs,
	kind text not null,
	reference text not null,
	record uuid not null,
	primary key (hub, kind, reference)
);
call hold_to_hub('import_references');

-- People whom the hub knows of and who are no members (yet).
create table contacts (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	email text not null,
	name text not null,
	title text not null default '',
	phone text not null default '',
	locale text not null default 'fr',
	organisation uuid,
	source text not null default '',
	legal_basis text not null constraint legal_basis_unknown check (legal_basis in ('interest', 'consent', 'contract')),
	import uuid,
	recorded_at timestamptz not null default now(),
	recorded_by uuid,
	invited_at timestamptz,
	version integer not null default 1,
	updated_at timestamptz not null default now(),
	primary key (hub, id),
	constraint contact_already_recorded unique (hub, email),
	foreign key (hub, organisation) references organisations,
	foreign key (hub, recorded_by) references members
);
call hold_to_hub('contacts');

-- Whoever is erased is no longer known here either.
create function forget_imported_person() returns trigger language plpgsql as $$
begin
	delete from contacts where email = lower(old.email);
	delete from import_rows where email = lower(old.email);
	return null;
end $$;
create trigger forget_imported_person after update on accounts for each row
	when (old.anonymised_at is null and new.anonymised_at is not null)
	execute function forget_imported_person();
