-- Takes every atom of some units for a time, in one journey to the database and back. Null when the units have none.
create function claim_place(
	of_hub text, of_units uuid[], for_time tstzrange, as_kind text, as_lease uuid, as_works uuid, as_holder uuid, as_note text, until_then timestamptz
) returns uuid language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
	part record;
	this_act uuid := gen_random_uuid();
begin
	for part in select distinct on (atom) atom, unit from unit_atoms where hub = of_hub and unit = any(of_units) order by atom loop
		-- One after the other, always in one order: two inserts that meet in an exclusion constraint wait for each other until one is killed.
		perform pg_advisory_xact_lock(hashtextextended(part.atom::text, 8));
		-- A hold that ran out does not stand in the way.
		update claims set released_at = now()
			where hub = of_hub and atom = part.atom and released_at is null and expires_at <= now();
		insert into claims (hub, atom, unit, act, during, kind, lease, works, holder, note, expires_at)
			values (of_hub, part.atom, part.unit, this_act, for_time, as_kind, as_lease, as_works, as_holder, as_note, until_then);
	end loop;
	return case when found then this_act end;
end $$;

-- One look-up in place of three with each claim: the row that says which atoms a unit has refers to the unit, the atom and their hub.
alter table claims
	drop constraint claims_hub_fkey,
	drop constraint claims_hub_atom_fkey,
	drop constraint claims_hub_unit_fkey,
	add foreign key (hub, unit, atom) references unit_atoms;
