-- The immutable face of a dictionary that nobody edits: generated columns ask for one.
create function without_accents(words text) returns text language sql immutable parallel safe
	return unaccent('unaccent'::regdictionary, words);

-- Words of a text as they are looked for: without accents, stemmed as its language stems.
create function text_words(locale text, words text) returns tsvector language sql immutable parallel safe
	return to_tsvector(
		case locale when 'de' then 'german'::regconfig when 'en' then 'english'::regconfig else 'french'::regconfig end,
		without_accents(translate(words, '’', ' '))
	);

-- What somebody asks for in whatever of the three languages; each word may be the beginning of a longer one.
create function asked_words(asked text) returns tsquery language sql immutable parallel safe
	return (
		select to_tsquery('french'::regconfig, q) || to_tsquery('german'::regconfig, q) || to_tsquery('english'::regconfig, q)
		from (
			select coalesce(string_agg(word || ':*', ' & '), '') as q
			from regexp_split_to_table(lower(without_accents(left(asked, 500))), '[^[:alnum:]]+') as word
			where length(word) > 1
		) as asked_for
	);

create table needs (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	organisation uuid not null,
	author uuid,
	contact uuid,
	locale text not null constraint need_language_unknown check (locale in ('fr', 'de', 'en')),
	title text not null,
	problem text not null,
	result text not null default '',
	constraints text not null default '',
	technologies text[] not null default '{}',
	sectors text[] not null default '{}',
	-- Concepts that KM0 understood from the words and a person took away again.
	refused_concepts text[] not null default '{}',
	budget_band text constraint budget_band_unknown check (budget_band in ('under_5k', '5k_20k', '20k_50k', '50k_150k', 'over_150k')),
	wanted_by date,
	languages text[] not null default '{}',
	place text not null default 'either' constraint place_unknown check (place in ('on_site', 'remote', 'either')),
	confidentiality text not null default 'members' constraint confidentiality_unknown check (confidentiality in ('public', 'members', 'staff', 'anonymous')),
	is_published boolean not null default false,
	state text not null default 'draft' constraint need_state_unknown check (state in ('draft', 'open', 'expired', 'introduced', 'in_project', 'solved', 'dropped')),
	dropped_reason text,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	opened_at timestamptz,
	closed_at timestamptz,
	expires_at timestamptz,
	reminded_at timestamptz,
	version integer not null default 1,
	listed_at timestamptz generated always as (coalesce(opened_at, created_at)) stored,
	words tsvector generated always as (
		setweight(text_words(locale, title), 'A') || setweight(text_words(locale, problem || ' ' || result || ' ' || constraints), 'B')
	) stored,
	primary key (hub, id),
	foreign key (hub, organisation) references organisations,
	foreign key (hub, author) references members,
	foreign key (hub, contact) references members,
	constraint drop_needs_a_reason check (state <> 'dropped' or dropped_reason is not null),
	constraint open_need_expires check (state <> 'open' or expires_at is not null)
);
create index on needs (hub, state, listed_at desc, id);
create index on needs (hub, organisation);
create index on needs (expires_at) where state = 'open';
call hold_to_hub('needs');

create table offers (
	hub text not null references hubs,
	id uuid not null default gen_random_uuid(),
	organisation uuid not null,
	author uuid,
	contact uuid,
	locale text not null constraint offer_language_unknown check (locale in ('fr', 'de', 'en')),
	title text not null,
	what text not null,
	proof text not null default '',
	trl integer constraint trl_out_of_range check (trl between 1 and 9),
	technologies text[] not null default '{}',
	sectors text[] not null default '{}',
	refused_concepts text[] not null default '{}',
	price_model text constraint price_model_unknown check (price_model in ('fixed', 'daily_rate', 'subscription', 'quote', 'free')),
	price_band text constraint price_band_unknown check (price_band in ('under_5k', '5k_20k', '20k_50k', '50k_150k', 'over_150k')),
	-- Engagements that the firm can take at once, and how many it has now.
	capacity integer not null default 1 constraint capacity_invalid check (capacity between 0 and 1000),
	engaged integer not null default 0 constraint engaged_invalid check (engaged between 0 and 1000),
	languages text[] not null default '{}',
	reach text not null default 'region' constraint reach_unknown check (reach in ('hub', 'region', 'country', 'europe', 'world')),
	on_site boolean not null default true,
	visibility text not null default 'public' constraint visibility_unknown check (visibility in ('public', 'members')),
	is_published boolean not null default false,
	state text not null default 'open' constraint offer_state_unknown check (state in ('draft', 'open', 'paused', 'withdrawn')),
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	version integer not null default 1,
	words tsvector generated always as (
		setweight(text_words(locale, title), 'A') || setweight(text_words(locale, what || ' ' || proof), 'B')
	) stored,
	primary key (hub, id),
	foreign key (hub, organisation) references organisations,
	foreign key (hub, author) references members,
	foreign key (hub, contact) references members
);
create index on offers (hub, state, created_at desc, id);
create index on offers (hub, organisation);
call hold_to_hub('offers');

-- What a hub shares with its network: a copy made for that purpose. No hub ever reads another's tables.
create table publications (
	hub text not null references hubs,
	kind text not null constraint publication_kind_unknown check (kind in ('need', 'offer')),
	record uuid not null,
	network text not null references networks,
	title text not null,
	locale text not null,
	-- Who of a hub that reads it: everybody, or its members.
	audience text not null constraint audience_unknown check (audience in ('public', 'members')),
	-- What readers in other hubs see, and nothing else: texts, bands, and the organisation's name, kind, commune and place.
	shown jsonb not null,
	published_at timestamptz not null default now(),
	words tsvector generated always as (
		setweight(text_words(locale, title), 'A')
			|| setweight(text_words(locale, coalesce(shown ->> 'problem', shown ->> 'what', '') || ' ' || coalesce(shown ->> 'result', shown ->> 'proof', '')), 'B')
	) stored,
	primary key (hub, kind, record)
);
create index on publications (network, kind, published_at desc, record);
alter table publications enable row level security;
alter table publications force row level security;
create policy own_hub on publications using (works_for(hub)) with check (works_for(hub));
create policy same_network on publications for select
	using (network = (select hubs.network from hubs where hubs.id = current_setting('km0.hub', true)));
