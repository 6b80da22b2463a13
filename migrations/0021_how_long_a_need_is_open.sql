alter table hubs add column need_days integer not null default 180 constraint need_days_out_of_range check (need_days between 30 and 730);
