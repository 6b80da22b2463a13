-- Leases, inventories, faults, units and admissions hold files as needs do.
alter table attachments drop constraint attachment_kind_unknown;
alter table attachments add constraint attachment_kind_unknown
	check (kind in ('organisation', 'need', 'offer', 'message', 'lease', 'inventory', 'fault', 'unit', 'admission'));
