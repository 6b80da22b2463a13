-- Row-level security lets an index compare moments and not ranges: whether ranges overlap would be asked of each claim that an atom ever had.
alter table claims
	add column begins timestamptz not null generated always as (coalesce(lower(during), '-infinity'::timestamptz)) stored,
	add column ends timestamptz not null generated always as (coalesce(upper(during), 'infinity'::timestamptz)) stored,
	-- Whether it can hold at noon of the 15th of a month on any clock: what is counted by month passes over the many bookings of hours that cannot.
	add column is_counted boolean not null generated always as (
		lower_inf(during) or upper_inf(during) or upper(during) - lower(during) > interval '1 day'
		or extract(day from lower(during) at time zone 'UTC') between 13 and 16
	) stored;
create index claims_by_time on claims (hub, atom, ends, begins) where released_at is null;
drop index claims_hub_unit_idx;
