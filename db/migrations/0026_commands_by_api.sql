-- What is asked for through the API has no comment: it is kept beside what was said in comments, numbered below zero.
create sequence asked_commands;

-- Set: a maintainer took it out of service, whatever the configuration lists.
alter table agents add column deactivated_at timestamptz;
