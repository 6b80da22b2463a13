create index on introductions (hub, updated_at desc, id);

-- Letters of one conversation stand together in the reader's mail program.
alter table mails add column thread text;
