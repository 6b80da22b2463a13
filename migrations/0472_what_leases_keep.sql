-- Certificates of insurance that a tenant hands in.
alter table lease_papers drop constraint paper_kind_unknown;
alter table lease_papers add constraint paper_kind_unknown
	check (kind in ('offer', 'signed', 'uploaded', 'amendment', 'amendment_signed', 'inventory', 'inventory_signed', 'insurance', 'other'));

-- Evidence stays until nobody can claim anything from the lease any more (Code de commerce, art. L110-4: five years), and then it goes.
create or replace function refuse_changing_evidence() returns trigger language plpgsql as $$
begin
	if tg_op = 'DELETE' and exists (
		select from leases l where l.hub = old.hub and l.id = old.lease and l.state in ('ended', 'expired', 'withdrawn')
			and coalesce(case when l.state = 'ended' then l.ends_on end, l.updated_at::date) < current_date - 1824
	) then
		return old;
	end if;
	raise exception 'signatures are evidence: they are not changed' using errcode = 'restrict_violation';
end $$;
