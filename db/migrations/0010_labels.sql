-- What the issue is labelled with (its parent's labels included): which agent a task fits is read from them.
alter table tasks add column labels text[] not null default '{}';
