-- Vectors of offers and needs from the embedding provider that the installation may have set. Without one the table stays empty.
create table matching_embeddings (
	hub text not null references hubs,
	kind text not null constraint embedding_kind_unknown check (kind in ('need', 'offer')),
	record uuid not null,
	model text not null,
	text_sha256 text not null,
	vector real[] not null,
	primary key (hub, kind, record)
);
call hold_to_hub('matching_embeddings');
