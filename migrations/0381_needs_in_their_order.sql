-- Where a need stands in a list, newest first: an anonymous one among those of its day, as its moment would tell who opened it.
alter table needs add column placed_at timestamptz generated always as (
	case confidentiality
		when 'anonymous' then date_trunc('day', coalesce(opened_at, created_at) at time zone 'UTC') at time zone 'UTC'
		else coalesce(opened_at, created_at)
	end
) stored;
create index needs_in_their_order on needs (hub, state, placed_at desc, id);
drop index needs_hub_state_listed_at_id_idx;
