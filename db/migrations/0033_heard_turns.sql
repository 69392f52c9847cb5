-- What was heard last of the clicks by which people decide about a task: a label that is a command (`hold`, `agent: ...`)
-- put on its issue or taken away, and the issue being opened again (`open`). Whatever GitHub shows otherwise was not heard.
create table heard_turns (
  task_id bigint not null references tasks on delete cascade,
  about   text not null,
  present boolean not null,
  -- GitHub's time
  at      timestamptz not null,
  primary key (task_id, about)
);

-- What is there now was heard of, or was not: nobody shall obey it a second time.
insert into heard_turns (task_id, about, present, at)
select t.id, l.label, true, t.snapshot_at
  from tasks t
 cross join lateral (select distinct unnest(t.labels) as label) l
 where l.label = 'hold' or l.label like 'agent:%';
