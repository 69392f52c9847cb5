-- Where a command was said, by what kind of account, and whether it changed something: loops are seen in these.
alter table commands
  add column thread integer,
  add column bot boolean not null default false,
  add column turn boolean not null default false;
create index on commands (project_id, thread, created_at);
create index on commands (project_id, actor_id, created_at);
