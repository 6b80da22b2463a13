-- For which sizes of firm an offer is made, and from when it is free; empty says nothing about it.
alter table offers
	add column for_sizes text[] not null default '{}' constraint size_unknown check (for_sizes <@ array['micro', 'small', 'medium', 'mid_cap', 'large']),
	add column available_from date;
