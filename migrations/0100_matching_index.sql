-- What asks are answered from. A corpus is what is searched together in a hub: its offers, its needs, or what it publishes of them.
create sequence index_changes;

create table index_corpora (
	hub text not null references hubs,
	corpus text not null constraint corpus_unknown check (corpus in ('offers', 'needs', 'published_offers', 'published_needs')),
	-- Grows whenever the list of segments changes, also when a corpus goes and comes again; who holds an older one reads the list again.
	generation bigint not null default nextval('index_changes'),
	primary key (hub, corpus)
);
call hold_to_hub('index_corpora');

-- Records that changed since the last merge, written in the transaction that changes them.
create table index_fresh (
	hub text not null,
	corpus text not null,
	record uuid not null,
	change bigint not null default nextval('index_changes'),
	-- Transactions end in another order than they begin in: a reader goes back to the oldest that still ran when it last looked.
	written_by xid8 not null default pg_current_xact_id(),
	-- Null when the record is gone.
	document jsonb,
	primary key (hub, corpus, record),
	foreign key (hub, corpus) references index_corpora on delete cascade
);
create index on index_fresh (hub, corpus, written_by);
call hold_to_hub('index_fresh');

-- Never changed once listed, except for which of its documents are gone.
create table index_segments (
	hub text not null,
	corpus text not null,
	segment uuid not null,
	documents integer not null,
	-- Lengths of all documents together, in words.
	words double precision not null,
	gone_count integer not null default 0,
	-- One bit for each document.
	gone bytea not null default '',
	primary key (hub, corpus, segment),
	foreign key (hub, corpus) references index_corpora on delete cascade
);
call hold_to_hub('index_segments');

-- The bytes of segments. Those of a segment that is not listed belong to a merge that runs, or to one that was killed.
create table index_pieces (
	hub text not null,
	corpus text not null,
	segment uuid not null,
	kind text not null constraint piece_kind_unknown check (kind in ('terms', 'grams', 'postings', 'shape', 'records', 'documents')),
	nth integer not null,
	bytes bytea not null,
	primary key (hub, corpus, segment, kind, nth)
);
alter table index_pieces alter column bytes set storage external;
call hold_to_hub('index_pieces');

-- What a hub publishes is found by the other hubs of its network.
create policy same_network on index_corpora for select using (corpus like 'published%'
	and hub in (select hubs.id from hubs join hubs as own on own.network = hubs.network where own.id = current_setting('km0.hub', true)));
create policy same_network on index_fresh for select using (corpus like 'published%'
	and hub in (select hubs.id from hubs join hubs as own on own.network = hubs.network where own.id = current_setting('km0.hub', true)));
create policy same_network on index_segments for select using (corpus like 'published%'
	and hub in (select hubs.id from hubs join hubs as own on own.network = hubs.network where own.id = current_setting('km0.hub', true)));
create policy same_network on index_pieces for select using (corpus like 'published%'
	and hub in (select hubs.id from hubs join hubs as own on own.network = hubs.network where own.id = current_setting('km0.hub', true)));
