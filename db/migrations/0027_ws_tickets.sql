-- What opens one socket, once: a browser cannot send a token along with a WebSocket, and a token in an address would
-- end up in logs. Any server takes a ticket that any other one gave.
create table ws_tickets (
  hash       bytea primary key check (length(hash) = 32),
  -- Whose it is; null: the operator's own token of the settings.
  token_id   bigint references api_tokens on delete cascade,
  expires_at timestamptz not null
);
create index on ws_tickets (token_id);
create index on ws_tickets (expires_at);

-- Open sockets end with their token, on whichever server they are.
create function tell_token() returns trigger language plpgsql as $$
begin
  perform pg_notify('flotilla_tokens', old.id::text);
  return null;
end $$;
create trigger tell after update of revoked_at, expires_at or delete on api_tokens
  for each row execute function tell_token();

-- Tokens that still open doors, and for how many milliseconds.
create view good_tokens as
select k.*, extract(epoch from k.expires_at - clock_timestamp())::float8 * 1000 as left_ms
  from api_tokens k
 where k.revoked_at is null and k.expires_at > clock_timestamp();
