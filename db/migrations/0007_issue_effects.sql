-- Effects on the issue itself: it is opened again, and native links to other issues are made or taken away. What an
-- effect is about is generated, so its column has to be made anew for the new kinds.
alter table effects drop constraint effects_kind_check;
alter table effects add constraint effects_kind_check
  check (kind in ('comment', 'sticky', 'reaction', 'labels', 'check', 'reopen', 'dependency'));
alter table effects drop column object;
alter table effects add column object text not null generated always as (
  case when kind in ('comment', 'sticky', 'labels', 'reopen', 'dependency') then 'issue:' || (payload ->> 'issue')
       when kind = 'reaction' then 'comment:' || (payload ->> 'commentId')
       else 'check:' || (payload -> 'check' ->> 'sha') || ':' || (payload -> 'check' ->> 'name') end) stored;
create index on effects (project_id, object, id) where kind = 'comment';
