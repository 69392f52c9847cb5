-- What each epic waits for, on its own, so that an epic can show it without one of its tasks.
create view epic_waits as
select h.epic_id, h.needs_epic, p.key as epic, trunc(p.done_percent, 1) as has, h.percent as needs,
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
                 limit 100) o) as weights
  from epic_thresholds h
  join epic_progress p on p.epic_id = h.needs_epic
 where p.done_percent < h.percent;

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
select t.id, 'threshold', null, null, w.epic, w.has, w.needs, null, w.weights
  from tasks t
  join epic_waits w on w.epic_id = t.epic_id;

-- Which issue a task's issue is a sub-issue of, in the same repository.
alter table tasks add column parent_issue integer;
-- The issue that carries the epic's status comment.
alter table epics add column home_issue integer;
-- Whether the threshold was reached when the tasks behind it were shown last; null: they were not, since it was set.
alter table epic_thresholds add column shown_reached boolean;

-- Epics about which something changed, so that what shows them is renewed. Rows are only added by those who change
-- something, so nobody waits for anybody: a mark on the epic's own row would put all of its tasks in one line.
create table epic_changes (
  id      bigint generated always as identity primary key,
  epic_id bigint not null
);

create function note_epic_of_task() returns trigger language plpgsql as $$
begin
  if new.epic_id is not null then
    insert into epic_changes (epic_id) values (new.epic_id);
  end if;
  if tg_op = 'UPDATE' and old.epic_id is not null and old.epic_id is distinct from new.epic_id then
    insert into epic_changes (epic_id) values (old.epic_id);
  end if;
  return null;
end $$;
create trigger note_new_epic after insert on tasks for each row execute function note_epic_of_task();
create trigger note_epic after update on tasks for each row
  when ((old.epic_id, old.status, old.estimate_hours, old.claimed_percent, old.checklist_done, old.checklist_total,
         old.parent_issue)
          is distinct from (new.epic_id, new.status, new.estimate_hours, new.claimed_percent, new.checklist_done,
                            new.checklist_total, new.parent_issue))
  execute function note_epic_of_task();

create function note_epic() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'epics' then
    insert into epic_changes (epic_id) values (new.id);
  else
    insert into epic_changes (epic_id) values (new.epic_id);
  end if;
  return null;
end $$;
create trigger note_epic_itself after update on epics for each row
  when ((old.title, old.branch, old.label, old.active) is distinct from (new.title, new.branch, new.label, new.active))
  execute function note_epic();
create trigger note_threshold after insert on epic_thresholds for each row execute function note_epic();
create trigger note_lane after update on lanes for each row
  when ((old.epic_id, old.pause_reason, old.draining_by) is distinct from (new.epic_id, new.pause_reason, new.draining_by))
  execute function note_epic();
create trigger note_forecast after insert on forecasts for each row when (new.epic_id is not null)
  execute function note_epic();

create function note_epic_of_entry() returns trigger language plpgsql as $$
begin
  insert into epic_changes (epic_id) select l.epic_id from lanes l where l.id = new.lane_id;
  return null;
end $$;
create trigger note_new_entry after insert on merge_entries for each row execute function note_epic_of_entry();
create trigger note_entry after update on merge_entries for each row
  when ((old.state, old.held) is distinct from (new.state, new.held))
  execute function note_epic_of_entry();

-- Everything there is, once.
insert into epic_changes (epic_id) select id from epics where active;

-- How often the forecasts of a project held, of those whose end has come.
create view forecast_hits as
select project_id, count(*) as scored,
       -- A day past the horizon is no promise that could have held.
       avg((coalesce(ended_at <= p50_at, false))::integer) as p50,
       avg((coalesce(ended_at <= p85_at, false))::integer) as p85
  from forecasts
 where ended_at is not null
 group by project_id;
