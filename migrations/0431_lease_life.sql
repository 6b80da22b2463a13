-- The life of a lease: drafted, sent, signed, amended, renewed, ended; its papers and who signed them.

alter table leases drop constraint lease_state_unknown;
alter table leases
	add constraint lease_state_unknown check (state in ('draft', 'sent', 'signed', 'ended', 'expired', 'withdrawn')),
	add column locale text not null default 'fr' constraint lease_locale_unknown check (locale in ('fr', 'de', 'en')),
	add column use_clause text not null default '',
	-- What ends a precarious occupation, from outside.
	add column event text not null default '',
	add column landlord text not null default '',
	add column landlord_signatory text not null default '',
	add column signatory text not null default '',
	add column signatory_title text not null default '',
	add column signatory_email text not null default '',
	add column insurer text not null default '',
	add column insurance_ends_on date,
	add column deposit_received_on date,
	-- As they stand in the document: [{ key, title, text }].
	add column clauses jsonb not null default '[]',
	add column annexes text[] not null default '{}',
	-- The lease that this one follows.
	add column parent uuid,
	add column expires_at timestamptz,
	add column sent_at timestamptz,
	add column signed_at timestamptz,
	add column ended_how text constraint lease_end_unknown check (ended_how in ('term', 'break', 'notice', 'agreement')),
	add column notice_by text constraint notice_side_unknown check (notice_by in ('tenant', 'landlord')),
	add column notice_on date,
	add foreign key (hub, parent) references leases,
	add constraint sent_lease_must_expire check (state <> 'sent' or expires_at is not null);
update leases set signed_at = created_at, deposit_received_on = starts_on where state in ('signed', 'ended');
create index on leases (hub, parent) where parent is not null;
create index on leases (hub, expires_at) where state = 'sent';

create table lease_guarantees (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	lease uuid not null,
	kind text not null constraint guarantee_kind_unknown check (kind in ('bank', 'firm', 'person')),
	guarantor text not null,
	amount_cents bigint constraint guarantee_out_of_range check (amount_cents between 0 and 100000000000),
	ends_on date,
	created_at timestamptz not null default now(),
	primary key (hub, id),
	foreign key (hub, lease) references leases
);
create index on lease_guarantees (hub, lease);
call hold_to_hub('lease_guarantees');

-- A change to a lease that runs, agreed by both sides in a document of its own.
create table lease_amendments (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	lease uuid not null,
	nth integer not null,
	words text not null,
	-- What becomes of the lease; nothing where it stays.
	ends_on date,
	rent_cents integer constraint lease_rent_out_of_range check (rent_cents between 0 and 1000000000),
	state text not null default 'sent' constraint amendment_state_unknown check (state in ('sent', 'signed', 'expired', 'withdrawn')),
	expires_at timestamptz not null,
	signed_at timestamptz,
	created_at timestamptz not null default now(),
	primary key (hub, id),
	foreign key (hub, lease) references leases,
	constraint amendment_number_taken unique (hub, lease, nth)
);
create unique index one_amendment_at_a_time on lease_amendments (hub, lease) where state = 'sent';
call hold_to_hub('lease_amendments');

-- What was printed or uploaded for a lease, by the hash of its bytes.
create table lease_papers (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	lease uuid not null,
	kind text not null constraint paper_kind_unknown check (kind in ('offer', 'signed', 'uploaded', 'amendment', 'amendment_signed', 'inventory', 'inventory_signed', 'other')),
	-- The amendment or the inventory that it is about; none for the lease itself.
	subject uuid,
	attachment uuid not null,
	sha256 text not null,
	created_at timestamptz not null default now(),
	primary key (hub, id),
	foreign key (hub, lease) references leases,
	foreign key (hub, attachment) references attachments
);
create index on lease_papers (hub, lease);
call hold_to_hub('lease_papers');

-- Evidence: who signed which bytes, when, from where, and what they agreed to. Nobody rewrites it.
create table lease_signatures (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	lease uuid not null,
	paper uuid not null,
	side text not null constraint signature_side_unknown check (side in ('tenant', 'landlord')),
	signer text not null,
	-- Where the link was sent to; none for who signs in.
	signer_email text not null default '',
	member uuid,
	how text not null constraint signature_kind_unknown check (how in ('drawn', 'typed')),
	-- The strokes as points on a field of 600 by 200.
	drawing text not null default '',
	consent text not null,
	sha256 text not null,
	address text not null default '',
	browser text not null default '',
	at timestamptz not null default now(),
	primary key (hub, id),
	foreign key (hub, lease) references leases,
	foreign key (hub, paper) references lease_papers,
	foreign key (hub, member) references members,
	constraint signed_already unique (hub, paper, side)
);
create index on lease_signatures (hub, lease);
call hold_to_hub('lease_signatures');
create function refuse_changing_evidence() returns trigger language plpgsql as $$
begin
	raise exception 'signatures are evidence: they are not changed' using errcode = 'restrict_violation';
end $$;
create trigger signatures_are_evidence before update or delete on lease_signatures for each row execute function refuse_changing_evidence();

-- The clauses that a hub writes itself; without a row it uses those that come with KM0.
create table lease_templates (
	hub text not null references hubs,
	kind text not null constraint lease_kind_unknown check (kind in ('commercial', 'derogatory', 'precarious', 'service')),
	locale text not null constraint lease_locale_unknown check (locale in ('fr', 'de', 'en')),
	clauses jsonb not null,
	version integer not null default 1,
	updated_at timestamptz not null default now(),
	primary key (hub, kind, locale)
);
call hold_to_hub('lease_templates');

-- Each alarm is told once.
create table lease_alarms_told (
	hub text not null references hubs,
	lease uuid not null,
	alarm text not null,
	day date not null,
	told_at timestamptz not null default now(),
	primary key (hub, lease, alarm, day),
	foreign key (hub, lease) references leases
);
call hold_to_hub('lease_alarms_told');
