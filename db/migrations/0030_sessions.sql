-- People who signed in with GitHub. Only a hash of what their browser keeps is here: whoever reads it cannot be them.
create table sessions (
  id            bigint generated always as identity primary key,
  hash          bytea not null unique check (length(hash) = 32),
  account_id    bigint not null,
  account_login text not null,
  created_at    timestamptz not null default clock_timestamp(),
  expires_at    timestamptz not null,
  revoked_at    timestamptz
);
create index on sessions (expires_at);

-- A sign-in on its way: the browser that began it, and what GitHub's answer is exchanged with.
create table sign_ins (
  state      bytea primary key check (length(state) = 32),
  browser    bytea not null check (length(browser) = 32),
  verifier   text not null,
  expires_at timestamptz not null
);
create index on sign_ins (expires_at);
