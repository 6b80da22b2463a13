-- The terms that an amendment writes anew; none where they stay.
alter table lease_amendments add column terms jsonb;
