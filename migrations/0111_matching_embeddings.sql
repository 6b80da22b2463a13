-- Vectors of offers from the embedding provider that the installation may have set. Without one the table stays empty.
create table matching_embeddings (
	hub text not null references hubs,
	offer uuid not null,
	model text not null,
	text_sha256 text not null,
	vector real[] not null,
	primary key (hub, offer),
	foreign key (hub, offer) references offers
);
call hold_to_hub('matching_embeddings');
