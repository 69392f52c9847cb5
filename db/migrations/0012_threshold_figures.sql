-- Thresholds with the figures behind them: what an epic weighs, what of it is done, and what is still open, so that a
-- refusal can name the tasks that would do it. At most a hundred: who needs more is not near.
create or replace view task_dependencies as
select t.id as task_id, 'task' as kind, d.on_issue as issue,
       case when d.on_project_id = t.project_id then o.title end as title,
       null::text as epic, null::numeric as has, null::numeric as needs,
       case when d.on_project_id <> t.project_id
            then (select p.owner || '/' || p.name from projects p where p.id = d.on_project_id) end as repository,
       null::jsonb as weights
  from tasks t
  join (select task_id, on_project_id, on_issue, bool_or(closed) as closed
          from task_edges
         group by task_id, on_project_id, on_issue) d on d.task_id = t.id
  left join tasks o on o.project_id = d.on_project_id and o.issue = d.on_issue
 where case when o.id is null then not d.closed else o.status <> 'done' end
union all
-- Cut, not rounded: 79.96 of 80 must not read as 80 of 80.
select t.id, 'threshold', null, null, p.key, trunc(p.done_percent, 1), h.percent, null,
       (select jsonb_build_object(
                 -- Where all hours are 0, tasks are counted.
                 'all', case when p.hours > 0 then p.hours else p.tasks end,
                 'percent', p.done_percent,
                 'open', coalesce(jsonb_agg(jsonb_build_object('issue', o.issue, 'weight', o.weight)
                                            order by o.weight, o.issue), '[]'))
          from (select n.issue, case when p.hours > 0 then coalesce(n.estimate_hours, 1) else 1 end as weight
                  from tasks n
                 where n.epic_id = h.needs_epic and n.status not in ('done', 'failed')
                 order by 2 desc, n.issue
                 limit 100) o)
  from tasks t
  join epic_thresholds h on h.epic_id = t.epic_id
  join epic_progress p on p.epic_id = h.needs_epic
 where p.done_percent < h.percent;
