-- What each installation asked of GitHub of late: one row, changed under its lock, read as a whole.
create table api_budgets (
  installation_id bigint primary key,
  ledger          jsonb not null default '{}'
);

-- Kinds of effects for which an installation has no budget now. Kept beside the effects, so that a thousand of them
-- wait by one row.
create table effect_waits (
  installation_id bigint not null,
  kind            text not null,
  until           timestamptz not null,
  primary key (installation_id, kind)
);
