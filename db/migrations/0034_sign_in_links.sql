-- Links that sign the operator in, where Flotilla runs on somebody's own machine: good once, and for minutes.
create table sign_in_links (
  hash       bytea primary key check (length(hash) = 32),
  expires_at timestamptz not null
);

-- Null: the operator, who is nobody on GitHub and is kept from no project.
alter table sessions alter column account_id drop not null;
alter table ws_tickets
  drop constraint ws_tickets_check1,
  add check ((session_id is null) = (session_scope is null)),
  add check (session_id is not null or session_project_id is null);
