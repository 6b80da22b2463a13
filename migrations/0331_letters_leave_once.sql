-- Set when a letter is handed to the mail server. One that is set and not sent was cut off in between: it may have left, and only a person sends it again.
alter table mails add column leaving_at timestamptz;
