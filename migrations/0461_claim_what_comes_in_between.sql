-- As in the migration that made it, and once more for atoms that came to the units while it waited: a desk put there in between is not missed.
create or replace function claim_place(
	of_hub text, of_units uuid[], for_time tstzrange, as_kind text, as_lease uuid, as_works uuid, as_holder uuid, as_note text, until_then timestamptz
) returns uuid language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
	part record;
	this_act uuid := gen_random_uuid();
	taken integer := 0;
	earlier integer;
begin
	loop
		earlier := taken;
		for part in
			select distinct on (u.atom) u.atom, u.unit from unit_atoms u
			where u.hub = of_hub and u.unit = any(of_units)
				and (taken = 0 or not exists (select from claims c where c.hub = of_hub and c.act = this_act and c.atom = u.atom))
			order by u.atom
		loop
			-- One after the other, always in one order: two inserts that meet in an exclusion constraint wait for each other until one is killed.
			perform pg_advisory_xact_lock(hashtextextended(part.atom::text, 8));
			-- A hold that ran out does not stand in the way.
			update claims set released_at = now()
				where hub = of_hub and atom = part.atom and released_at is null and expires_at <= now();
			insert into claims (hub, atom, unit, act, during, kind, lease, works, holder, note, expires_at)
				values (of_hub, part.atom, part.unit, this_act, for_time, as_kind, as_lease, as_works, as_holder, as_note, until_then);
			taken := taken + 1;
		end loop;
		exit when taken = earlier;
	end loop;
	return case when taken > 0 then this_act end;
end $$;
