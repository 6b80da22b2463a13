-- A proposal may be stopped while it is worked out, and a firm may be given several units.
alter table placements drop constraint placement_state_unknown;
alter table placements add constraint placement_state_unknown
	check (state in ('waiting', 'running', 'ready', 'infeasible', 'cancelled', 'failed'));
-- Results of before say one unit a firm; they are asked for anew.
update placements set state = 'failed', result = null where result is not null;
