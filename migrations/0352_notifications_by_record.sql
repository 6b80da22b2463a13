-- Who opens a record has read what waits for the next summary too.
drop index notifications_hub_member_record_idx;
create index on notifications (hub, member, record) where read_at is null;
