-- Whoever signed in may follow what happens, too. Their rights are GitHub's, as they were when the ticket was given; so
-- its socket is good for minutes, and who opens the next one is asked for again.
alter table ws_tickets
  add column session_id bigint references sessions on delete cascade,
  add column session_project_id bigint references projects on delete cascade,
  add column session_scope text,
  add check (token_id is null or session_id is null),
  add check ((session_id is null) = (session_scope is null) and (session_id is null) = (session_project_id is null));
create index on ws_tickets (session_id);

-- Sessions are told of by numbers below 0, where tokens have none.
create function tell_session() returns trigger language plpgsql as $$
begin
  perform pg_notify('flotilla_tokens', (-old.id)::text);
  return null;
end $$;
create trigger tell after update of revoked_at, expires_at or delete on sessions
  for each row execute function tell_session();

create view good_sessions as
select s.*, extract(epoch from s.expires_at - clock_timestamp())::float8 * 1000 as left_ms
  from sessions s
 where s.revoked_at is null and s.expires_at > clock_timestamp();
