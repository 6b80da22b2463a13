-- Which records hold files is said by the modules that own them: a list here would have to be made anew for each.
alter table attachments drop constraint attachment_kind_unknown;
alter table attachments add constraint attachment_kind_unknown check (kind ~ '^[a-z_]{1,40}$');
