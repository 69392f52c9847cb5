-- Files, folders and globs that the issue names: work that seems to change the same is told of before it is taken.
alter table tasks add column paths text[] not null default '{}';
