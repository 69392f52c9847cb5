-- What an issue asks for, as it is written now and as a maintainer last stood behind it: an agent is told which is which.
create table task_texts (
  task_id        bigint primary key references tasks on delete cascade,
  title          text not null,
  body           text not null,
  -- Null: GitHub showed the text, and nobody told who wrote it.
  written_by     text,
  written_at     timestamptz not null,
  approved_title text,
  approved_body  text,
  approved_by    text,
  approved_at    timestamptz,
  approved_how   text check (approved_how in ('opened', 'edited', 'labeled')),
  check (num_nulls(approved_title, approved_body, approved_by, approved_at, approved_how) in (0, 5))
);

-- Which text stands, without the text, which may be long.
create view task_text_marks as
select task_id,
       case when approved_at is null then 'unapproved'
            when title = approved_title and body = approved_body then 'approved'
            else 'edited' end as standing,
       written_by, written_at, approved_by, approved_at, approved_how
  from task_texts;

-- What a task depends on, met or not, each issue once, whoever named it; `landed`: what landed for it last, and where.
-- The title and the code of another repository's issue are that repository's own business.
create view task_foundations as
select t.id as task_id, d.on_issue as issue,
       case when d.on_project_id = t.project_id then o.title end as title,
       case when d.on_project_id <> t.project_id
            then (select p.owner || '/' || p.name from projects p where p.id = d.on_project_id) end as repository,
       case when o.id is null then d.closed else o.status = 'done' end as done,
       (select jsonb_build_object('sha', m.landed_sha, 'branch', l.branch)
          from merge_entries m
          join pull_requests q on q.id = m.pull_id
          join lanes l on l.id = m.lane_id
         where q.task_id = o.id and m.state = 'landed' and o.project_id = t.project_id
         order by m.id desc
         limit 1) as landed
  from tasks t
  join (select task_id, on_project_id, on_issue, bool_or(closed) as closed
          from task_edges
         group by task_id, on_project_id, on_issue) d on d.task_id = t.id
  left join tasks o on o.project_id = d.on_project_id and o.issue = d.on_issue;
