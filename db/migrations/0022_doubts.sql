-- Counts what put an earlier look at a pull request in doubt: a look that began before must not put the next one off.
alter table pull_requests add column doubts integer not null default 0;
