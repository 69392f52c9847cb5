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

-- Weighted by estimated hours; failed tasks are out of every denominator.
create view epic_progress as
select e.id as epic_id, e.project_id, e.key, e.title, e.branch,
       count(p.task_id) as tasks,
       count(p.task_id) filter (where p.status = 'done') as done,
       coalesce(sum(p.weight), 0) as hours,
       coalesce(sum(p.weight * p.percent) / nullif(sum(p.weight), 0), 0) as percent,
       coalesce(100 * sum(p.weight) filter (where p.status = 'done') / nullif(sum(p.weight), 0), 0) as done_percent
  from epics e
  left join task_progress p on p.epic_id = e.id and p.status <> 'failed'
 where e.active
 group by e.id;

-- What every task still waits for: its own dependencies, and the thresholds of its epic.
create view task_dependencies as
select t.id as task_id, 'task' as kind, d.on_issue as issue, o.title, null::text as epic, null::numeric as has, null::numeric as needs
  from tasks t
  join (select distinct task_id, on_issue, bool_or(closed) over (partition by task_id, on_issue) as closed from task_edges) d
    on d.task_id = t.id
  left join tasks o on o.project_id = t.project_id and o.issue = d.on_issue
 where case when o.id is null then not d.closed else o.status <> 'done' end
union all
select t.id, 'threshold', null, null, n.key, round(p.done_percent, 1), h.percent
  from tasks t
  join epic_thresholds h on h.epic_id = t.epic_id
  join epics n on n.id = h.needs_epic
  -- Counted for this epic alone: joining epic_progress would count every epic of the database.
  cross join lateral (
    select coalesce(100 * sum(w.weight) filter (where w.status = 'done') / nullif(sum(w.weight), 0), 0) as done_percent
      from task_progress w
     where w.epic_id = h.needs_epic and w.status <> 'failed') p
 where n.active and p.done_percent < h.percent;

-- Live entries with their place: in flight first, then queued, then waiting; a higher priority first, and ten minutes
-- in the queue count as one priority, so that nothing starves. The difference of two entries never changes with time.
create view live_entries as
select e.*, r.number as pull, r.task_id,
       row_number() over (
         partition by e.lane_id
         order by case e.state when 'landing' then 0 when 'testing' then 0 when 'building' then 0 when 'queued' then 1
                               else 2 end,
                  e.priority + extract(epoch from clock_timestamp() - e.queued_at) / 600 desc, e.queued_at, e.id
       )::integer as place
  from merge_entries e
  join pull_requests r on r.id = e.pull_id
 where e.state not in ('landed', 'ejected');
