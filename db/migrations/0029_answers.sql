-- What was answered to a write that carried an Idempotency-Key, so that saying it again says the same and does nothing.
create table api_answers (
  -- Hash of the credential that was shown.
  caller       bytea not null,
  key          text not null check (length(key) between 1 and 255),
  -- Hash of what was asked.
  request      bytea not null,
  -- Whoever has it in hand; told apart from whoever had it before and was not heard of again.
  fence        integer not null default 1,
  leased_until timestamptz not null,
  -- Null: not answered yet.
  status       integer,
  type         text,
  body         text,
  created_at   timestamptz not null default clock_timestamp(),
  primary key (caller, key),
  check ((status is null) = (type is null) and (status is null) = (body is null))
);
create index on api_answers (created_at);
