-- Health by the time since the last signed action; the thresholds are those of the design.
create view agent_status as
select a.*,
       case when a.last_seen_at is null then 'unknown'
            when a.last_seen_at > clock_timestamp() - interval '2 minutes' then 'healthy'
            when a.last_seen_at > clock_timestamp() - interval '5 minutes' then 'warning'
            else 'stale' end as health,
       (select count(*) from assignments s where s.agent_id = a.id and s.status = 'active') as claims
  from agents a;

-- Percent per task: done is 100; else the best known figure, capped before review and before landing.
create view task_progress as
select t.id as task_id, t.epic_id, t.status, coalesce(t.estimate_hours, 1) as weight,
       case when t.status = 'done' then 100
            else least(case when t.status = 'review' then 95 else 90 end,
                       greatest(t.claimed_percent,
                                case when t.checklist_total > 0 then 100.0 * t.checklist_done / t.checklist_total else 0 end,
                                case t.status when 'review' then 90 when 'in_progress' then 10 else 0 end)) end as percent
  from tasks t;

-- Weighted by estimated hours (by number where all hours are 0); failed tasks are out of every denominator. Counted
-- per epic, so that asking for one epic or one project never counts all the others.
create view epic_progress as
select e.id as epic_id, e.project_id, e.key, e.title, e.branch,
       p.tasks, p.done, p.hours,
       coalesce(p.weighted / nullif(p.hours, 0), p.percents / nullif(p.tasks, 0), 0) as percent,
       coalesce(100 * p.done_hours / nullif(p.hours, 0), 100.0 * p.done / nullif(p.tasks, 0), 0) as done_percent
  from epics e
  cross join lateral (
    select count(*) as tasks,
           count(*) filter (where w.status = 'done') as done,
           coalesce(sum(w.weight), 0) as hours,
           coalesce(sum(w.weight) filter (where w.status = 'done'), 0) as done_hours,
           sum(w.weight * w.percent) as weighted,
           sum(w.percent) as percents
      from task_progress w
     where w.epic_id = e.id and w.status <> 'failed') p
 where e.active;

-- What every task still waits for: its own dependencies, and the thresholds of its epic.
create view task_dependencies as
select t.id as task_id, 'task' as kind, d.on_issue as issue, o.title, null::text as epic, null::numeric as has, null::numeric as needs
  from tasks t
  join (select task_id, on_issue, bool_or(closed) as closed from task_edges group by task_id, on_issue) d
    on d.task_id = t.id
  left join tasks o on o.project_id = t.project_id and o.issue = d.on_issue
 where case when o.id is null then not d.closed else o.status <> 'done' end
union all
-- Cut, not rounded: 79.96 of 80 must not read as 80 of 80.
select t.id, 'threshold', null, null, p.key, trunc(p.done_percent, 1), h.percent
  from tasks t
  join epic_thresholds h on h.epic_id = t.epic_id
  join epic_progress p on p.epic_id = h.needs_epic
 where p.done_percent < h.percent;

-- Live entries with their place: in flight first, then queued, then waiting; a higher priority first, and ten minutes
-- in the queue count as one priority, so that nothing starves. As everybody ages alike, no clock is needed to compare.
create view live_entries as
select e.*, r.number as pull, r.task_id,
       row_number() over (
         partition by e.lane_id
         order by case e.state when 'landing' then 0 when 'testing' then 0 when 'building' then 0 when 'queued' then 1
                               else 2 end,
                  e.priority - extract(epoch from e.queued_at) / 600 desc, e.queued_at, e.id
       )::integer as place
  from merge_entries e
  join pull_requests r on r.id = e.pull_id
 where e.state not in ('landed', 'ejected');
