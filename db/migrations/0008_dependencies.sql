-- A dependency may be on an issue of another repository of the installation.
alter table task_edges add column on_project_id bigint references projects on delete cascade;
update task_edges d set on_project_id = t.project_id from tasks t where t.id = d.task_id;
alter table task_edges alter column on_project_id set not null;
alter table task_edges drop constraint task_edges_pkey;
alter table task_edges add primary key (task_id, on_project_id, on_issue, source);
drop index task_edges_on_issue_idx;
create index on task_edges (on_project_id, on_issue);

-- `repository`: of the issue that is waited for, where it is another one. Its title is that repository's own business.
create or replace view task_dependencies as
select t.id as task_id, 'task' as kind, d.on_issue as issue,
       case when d.on_project_id = t.project_id then o.title end as title,
       null::text as epic, null::numeric as has, null::numeric as needs,
       case when d.on_project_id <> t.project_id
            then (select p.owner || '/' || p.name from projects p where p.id = d.on_project_id) end as repository
  from tasks t
  join (select task_id, on_project_id, on_issue, bool_or(closed) as closed
          from task_edges
         group by task_id, on_project_id, on_issue) d on d.task_id = t.id
  left join tasks o on o.project_id = d.on_project_id and o.issue = d.on_issue
 where case when o.id is null then not d.closed else o.status <> 'done' end
union all
-- Cut, not rounded: 79.96 of 80 must not read as 80 of 80.
select t.id, 'threshold', null, null, p.key, trunc(p.done_percent, 1), h.percent, null
  from tasks t
  join epic_thresholds h on h.epic_id = t.epic_id
  join epic_progress p on p.epic_id = h.needs_epic
 where p.done_percent < h.percent;
