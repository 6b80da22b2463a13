create extension if not exists fuzzystrmatch;

create table organisations (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	slug text not null,
	kind text not null constraint organisation_kind_unknown check (kind in (
		'industrial_sme', 'mid_cap', 'start_up', 'digital_firm', 'school', 'university', 'lab', 'incubator', 'public_body', 'funder', 'association'
	)),
	name text not null,
	legal_name text not null default '',
	-- Name without legal form, accents and punctuation: what near-duplicates are found by.
	name_key text not null,
	country text not null default 'FR',
	siren text,
	siret text,
	vat text,
	foreign_id text,
	activity_code text,
	activity_nomenclature text constraint nomenclature_unknown check (activity_nomenclature in ('NAFREV2', 'NAF2025', 'NACE')),
	size_class text constraint size_unknown check (size_class in ('micro', 'small', 'medium', 'mid_cap', 'large')),
	headcount integer constraint headcount_invalid check (headcount between 0 and 2000000),
	founded integer constraint founded_invalid check (founded between 1200 and 2200),
	street text not null default '',
	postcode text not null default '',
	commune text,
	commune_name text not null default '',
	lat double precision,
	lon double precision,
	languages text[] not null default '{}',
	website text,
	email text,
	phone text,
	logo uuid,
	description jsonb not null default '{}',
	technologies text[] not null default '{}',
	sectors text[] not null default '{}',
	-- What visitors see besides name, kind, commune, description, technologies and sectors.
	shows text[] not null default '{address,website,size,identifiers}' constraint shows_unknown check (
		shows <@ array['address', 'website', 'contact', 'size', 'identifiers']
	),
	-- Where the public facts of a real organisation were read.
	source text,
	-- What the directory is searched by, folded: the names first, then all other public words. Each begins with a blank, so that
	-- ` word` finds where a word starts.
	found_by_name text not null default '',
	found_by_words text not null default '',
	is_listed boolean not null default true,
	is_demo boolean not null default false,
	is_real boolean not null default false,
	created_at timestamptz not null default now(),
	created_by uuid,
	updated_at timestamptz not null default now(),
	archived_at timestamptz,
	version integer not null default 1,
	primary key (hub, id),
	constraint address_of_organisation_taken unique (hub, slug),
	foreign key (hub, created_by) references members
);
create unique index siren_taken on organisations (hub, siren) where archived_at is null and siren is not null;
create unique index vat_taken on organisations (hub, vat) where archived_at is null and vat is not null;
create unique index foreign_id_taken on organisations (hub, country, foreign_id) where archived_at is null and foreign_id is not null;
create index on organisations (hub, commune);
create index on organisations (hub, name_key, id) where archived_at is null;
create index on organisations (hub, created_at desc, id) where archived_at is null;
call hold_to_hub('organisations');

-- The words that a hub's organisations are found by: a misspelt word is read as the nearest of these. Row-level security keeps a trigram
-- index from being used, as its operators may leak what they compare.
create table organisation_words (
	hub text not null references hubs,
	word text not null,
	primary key (hub, word)
);
call hold_to_hub('organisation_words');

create function keep_organisation_words() returns trigger language plpgsql as $$
begin
	insert into organisation_words (hub, word)
	select distinct kept.hub, word from kept, unnest(string_to_array(found_by_name || found_by_words, ' ')) as word
	where length(word) between 4 and 30 order by 1, 2
	on conflict do nothing;
	return null;
end $$;
create trigger words_of_new_organisations after insert on organisations
	referencing new table as kept for each statement execute function keep_organisation_words();
create trigger words_of_changed_organisations after update on organisations
	referencing new table as kept for each statement execute function keep_organisation_words();

-- Who acts for an organisation. Asked by the person, decided by an owner or by staff.
create table representatives (
	hub text not null references hubs,
	member uuid not null,
	organisation uuid not null,
	is_owner boolean not null default false,
	message text not null default '',
	asked_at timestamptz not null default now(),
	accepted_at timestamptz,
	refused_at timestamptz,
	decided_by uuid,
	primary key (hub, member, organisation),
	foreign key (hub, member) references members,
	foreign key (hub, organisation) references organisations
);
create index on representatives (hub, organisation);
call hold_to_hub('representatives');

-- Declared by either side; each is kept from seeing the other's needs and from being proposed to it.
create table competitors (
	hub text not null references hubs,
	organisation uuid not null,
	competitor uuid not null,
	declared_at timestamptz not null default now(),
	declared_by uuid,
	primary key (hub, organisation, competitor),
	foreign key (hub, organisation) references organisations,
	foreign key (hub, competitor) references organisations,
	constraint own_competitor check (organisation <> competitor)
);
create index on competitors (hub, competitor);
call hold_to_hub('competitors');

create table attachments (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	kind text not null constraint attachment_kind_unknown check (kind in ('organisation', 'need', 'offer')),
	record uuid not null,
	name text not null,
	mime text not null,
	size integer not null,
	sha256 text not null,
	created_at timestamptz not null default now(),
	created_by uuid,
	removed_at timestamptz,
	primary key (hub, id),
	foreign key (hub, created_by) references members
);
create index on attachments (hub, kind, record);
call hold_to_hub('attachments');
alter table organisations add foreign key (hub, logo) references attachments;
alter table invitations add foreign key (hub, organisation) references organisations;
alter table invitations add foreign key (hub, invited_by) references members;
