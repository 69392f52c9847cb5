-- What programs show to prove for whom they act. Only a hash is kept: whoever reads the database cannot act by it.
create table api_tokens (
  id           bigint generated always as identity primary key,
  name         text not null check (length(name) between 1 and 100),
  hash         bytea not null unique check (length(hash) = 32),
  scope        text not null check (scope in ('read', 'agent', 'maintain', 'admin')),
  -- Null: every project.
  project_id   bigint references projects on delete cascade,
  -- The agent as which alone it acts.
  agent_id     bigint references agents on delete cascade,
  created_at   timestamptz not null default clock_timestamp(),
  expires_at   timestamptz not null,
  revoked_at   timestamptz,
  last_used_at timestamptz,
  check ((scope = 'agent') = (agent_id is not null)),
  check (project_id is not null or scope = 'admin')
);
create index on api_tokens (project_id);
create index on api_tokens (agent_id);
