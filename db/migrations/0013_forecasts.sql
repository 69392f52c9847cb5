-- Velocity is made of the hours a task was estimated at when it was finished: whoever estimates it anew later, or adds
-- tasks, makes nobody faster.
alter table tasks add column done_hours numeric check (done_hours >= 0);
update tasks set done_hours = coalesce(estimate_hours, 1) where status = 'done';

create function keep_done_hours() returns trigger language plpgsql as $$
begin
  if new.status <> 'done' then
    new.done_hours = null;
  elsif tg_op = 'INSERT' or old.status <> 'done' then
    new.done_hours = coalesce(new.estimate_hours, 1);
  end if;
  return new;
end $$;
create trigger keep_done_hours before insert or update of status on tasks
  for each row execute function keep_done_hours();
create index on tasks (project_id, done_at) where status = 'done';

-- `verified`: without what its agent says.
create or replace view task_progress as
select p.task_id, p.epic_id, p.status, p.weight,
       case when p.status = 'done' then 100 else least(p.cap, greatest(p.claimed_percent, p.seen)) end as percent,
       case when p.status = 'done' then 100 else least(p.cap, p.seen) end as verified
  from (select t.id as task_id, t.epic_id, t.status, coalesce(t.estimate_hours, 1) as weight, t.claimed_percent,
               case when t.status = 'review' then 95 else 90 end as cap,
               greatest(case when t.checklist_total > 0 then 100.0 * t.checklist_done / t.checklist_total else 0 end,
                        case t.status when 'review' then 90 when 'in_progress' then 10 else 0 end) as seen
          from tasks t) p;

create or replace view epic_progress as
select e.id as epic_id, e.project_id, e.key, e.title, e.branch,
       p.tasks, p.done, p.hours,
       coalesce(p.weighted / nullif(p.hours, 0), p.percents / nullif(p.tasks, 0), 0) as percent,
       coalesce(100 * p.done_hours / nullif(p.hours, 0), 100.0 * p.done / nullif(p.tasks, 0), 0) as done_percent,
       coalesce(p.weighted_verified / nullif(p.hours, 0), p.verified / nullif(p.tasks, 0), 0) as verified_percent,
       p.done_hours
  from epics e
  cross join lateral (
    select count(*) as tasks,
           count(*) filter (where w.status = 'done') as done,
           coalesce(sum(w.weight), 0) as hours,
           coalesce(sum(w.weight) filter (where w.status = 'done'), 0) as done_hours,
           sum(w.weight * w.percent) as weighted,
           sum(w.percent) as percents,
           sum(w.weight * w.verified) as weighted_verified,
           sum(w.verified) as verified
      from task_progress w
     where w.epic_id = e.id and w.status <> 'failed') p
 where e.active;

-- How far a project was. At most one for each minute, however many processes take it.
create table progress_snapshots (
  id             bigint generated always as identity primary key,
  project_id     bigint not null references projects on delete cascade,
  at             timestamptz not null check (at = date_trunc('minute', at, 'UTC')),
  tasks          integer not null,
  done           integer not null,
  hours          numeric not null,
  done_hours     numeric not null,
  claimed        numeric not null check (claimed between 0 and 100),
  verified       numeric not null check (verified between 0 and 100),
  hours_per_day  numeric not null check (hours_per_day >= 0),
  -- The same figures of each epic, by key.
  epics          jsonb not null,
  unique (project_id, at)
);

-- What was forecast on which day, kept until it can be held against what came. A null epic: the whole project.
create table forecasts (
  id         bigint generated always as identity primary key,
  project_id bigint not null references projects on delete cascade,
  epic_id    bigint references epics on delete cascade,
  made_at    timestamptz not null,
  p50_at     timestamptz,
  p85_at     timestamptz,
  -- When it was really finished. It held when that was not after its day.
  ended_at   timestamptz,
  check (p50_at is not null or p85_at is null),
  check (p50_at <= p85_at)
);
create index on forecasts (project_id, epic_id, made_at desc);
create index on forecasts (project_id) where ended_at is null;
