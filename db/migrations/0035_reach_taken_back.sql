-- A branch may be moved behind our back, and then what landed on it last need not have what landed before. `era` grows
-- with each landing that was not built on the landing before it: within one era the newest has all the others.
alter table merge_entries add column era integer;
update merge_entries e
   set era = found.era
  from (select id, sum(broken) over (partition by lane_id order by ended_at, id)::integer as era
          from (select id, lane_id, ended_at,
                       case when base_sha is distinct from lag(landed_sha) over (partition by lane_id order by ended_at, id)
                            then 1 else 0 end as broken
                  from merge_entries where state = 'landed') l) found
 where e.id = found.id;

-- Of each era there may be something that a branch contains.
alter table lane_reach drop constraint lane_reach_pkey;
alter table lane_reach add primary key (lane_id, entry_id);
comment on table lane_reach is
  'Landings of other lanes that a lane''s branch contained when git was last asked; of one era the newest.';

create or replace view missing_code as
select t.id as task_id, o.id as on_task_id, l.id as lane_id, l.branch, s.id as source_lane_id, s.branch as code_on,
       m.id as entry_id, m.landed_sha, m.ended_at, m.era
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
                    where r.lane_id = l.id and r.source_lane_id = m.lane_id and x.era = m.era
                      and (x.ended_at, x.id) >= (m.ended_at, m.id));
