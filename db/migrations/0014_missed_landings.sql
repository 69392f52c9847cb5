-- GitHub took the candidate, and the target did not show it: its lane was paused once for somebody to look.
alter table merge_entries add column landing_missed boolean not null default false;

-- As it was: a view keeps the columns that its table had when it was made.
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
  join pull_requests r on r.id = e.pull_id
 where e.state not in ('landed', 'ejected');
