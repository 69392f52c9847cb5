-- Epics exchange code: an entry without a pull request brings what is on another branch, through the same lane and gates.
alter table epics add column sync text[] not null default '{}';
update projects
   set config = jsonb_set(config, '{epics}', (select coalesce(jsonb_agg(e.epic || '{"sync": []}' order by e.place), '[]')
                                                from jsonb_array_elements(config -> 'epics')
                                                     with ordinality as e (epic, place)))
 where config is not null;

alter table merge_entries
  alter column pull_id drop not null,
  -- The branch whose code it brings, and the newest commit there that somebody wants here, until a build takes it up.
  add column sync_from text,
  add column sync_wants text check (sync_wants ~ '^[0-9a-f]{40}$'),
  add constraint merge_entries_of_one_kind check ((pull_id is null) <> (sync_from is null)),
  add constraint merge_entries_sync_wants check (sync_wants is null or sync_from is not null),
  -- Nobody waits at the door for it, and no runs but its own candidate's count.
  add constraint merge_entries_sync_tested check (sync_from is null or not inherits_head and state <> 'waiting');
create unique index merge_entries_one_live_sync on merge_entries (lane_id, sync_from)
  where sync_from is not null and state not in ('landed', 'ejected');
create index on merge_entries (lane_id, sync_from, id) where sync_from is not null;

-- The newest landing of another lane that this lane's branch contains, as git said. What landed there before is there, too.
create table lane_reach (
  lane_id        bigint not null references lanes on delete cascade,
  source_lane_id bigint not null references lanes on delete cascade,
  entry_id       bigint not null references merge_entries on delete cascade,
  primary key (lane_id, source_lane_id),
  check (lane_id <> source_lane_id)
);

drop view live_entries;
create view live_entries as
select e.*, r.number as pull, r.task_id,
       row_number() over (
         partition by e.lane_id
         order by case e.state when 'landing' then 0 when 'testing' then 0 when 'building' then 0 when 'queued' then 1
                               else 2 end,
                  e.priority - extract(epoch from e.queued_at) / 600 desc, e.queued_at, e.id
       )::integer as place
  from merge_entries e
  left join pull_requests r on r.id = e.pull_id
 where e.state not in ('landed', 'ejected');

-- Tasks of epics that take code in, and what they depend on that landed for another epic and is not in their own yet.
create view missing_code as
select t.id as task_id, o.id as on_task_id, l.id as lane_id, l.branch, s.id as source_lane_id, s.branch as code_on,
       m.id as entry_id, m.landed_sha, m.ended_at
  from tasks t
  join epics e on e.id = t.epic_id and e.sync <> '{}'
  join lanes l on l.project_id = e.project_id and l.branch = e.branch
  join task_edges d on d.task_id = t.id
  join tasks o on o.project_id = d.on_project_id and o.issue = d.on_issue
                  and o.project_id = t.project_id and o.epic_id <> t.epic_id and o.status = 'done'
  join pull_requests q on q.task_id = o.id
  join merge_entries m on m.pull_id = q.id and m.state = 'landed' and m.lane_id <> l.id
  join lanes s on s.id = m.lane_id
 where not exists (select
                     from lane_reach r join merge_entries x on x.id = r.entry_id
                    where r.lane_id = l.id and r.source_lane_id = m.lane_id
                      and (x.ended_at, x.id) >= (m.ended_at, m.id));

-- `code`: where what landed is, where it is missing, and the sync that is on its way there (the one of that very branch
-- before others, which may bring it along).
drop view task_dependencies;
create view task_dependencies as
select t.id as task_id, 'task' as kind, d.on_issue as issue,
       case when d.on_project_id = t.project_id then o.title end as title,
       null::text as epic, null::numeric as has, null::numeric as needs,
       case when d.on_project_id <> t.project_id
            then (select p.owner || '/' || p.name from projects p where p.id = d.on_project_id) end as repository,
       null::jsonb as weights, c.code
  from tasks t
  join (select task_id, on_project_id, on_issue, bool_or(closed) as closed
          from task_edges
         group by task_id, on_project_id, on_issue) d on d.task_id = t.id
  left join tasks o on o.project_id = d.on_project_id and o.issue = d.on_issue
  left join lateral (
    select jsonb_build_object(
             'on', m.code_on, 'into', m.branch,
             'sync', (select jsonb_build_object('from', v.sync_from, 'state', v.state)
                        from merge_entries v
                       where v.lane_id = m.lane_id and v.sync_from is not null
                         and v.state not in ('landed', 'ejected')
                       order by v.sync_from <> m.code_on, v.id
                       limit 1)) as code
      from missing_code m
     where m.task_id = t.id and m.on_task_id = o.id
     order by m.entry_id desc
     limit 1) c on o.status = 'done'
 where case when o.id is null then not d.closed else o.status <> 'done' or c.code is not null end
union all
select t.id, 'threshold', null, null, w.epic, w.has, w.needs, null, w.weights, null
  from tasks t
  join epic_waits w on w.epic_id = t.epic_id;

-- A sync that cannot go on becomes an issue, made once. What an effect is about is generated, so its column is made anew.
alter table effects drop constraint effects_kind_check;
alter table effects add constraint effects_kind_check
  check (kind in ('comment', 'sticky', 'reaction', 'labels', 'check', 'reopen', 'dependency', 'issue'));
alter table effects drop column object;
alter table effects add column object text not null generated always as (
  case when kind in ('comment', 'sticky', 'labels', 'reopen', 'dependency') then 'issue:' || (payload ->> 'issue')
       when kind = 'issue' then 'new issue:' || key
       when kind = 'reaction' then 'comment:' || (payload ->> 'commentId')
       else 'check:' || (payload -> 'check' ->> 'sha') || ':' || (payload -> 'check' ->> 'name') end) stored;
create index on effects (project_id, object, id) where kind = 'comment';
