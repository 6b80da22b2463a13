-- A session may end by many doors (sign-out, another device, a new password): open pages hear of it by whichever.
create function tell_session_ended() returns trigger language plpgsql as $$
begin
	perform pg_notify('km0_changes', '* session ' || old.id);
	return null;
end $$;
create trigger sessions_end_aloud after delete on sessions for each row execute function tell_session_ended();
