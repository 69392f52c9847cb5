-- What the issue said last about priority and estimate. A command's word stands until the issue says something new.
alter table tasks
  add column issue_priority integer not null default 50,
  add column issue_estimate numeric check (issue_estimate >= 0),
  -- What the agent wrote beside its own figure.
  add column progress_note text;
update tasks set issue_priority = priority, issue_estimate = estimate_hours;
