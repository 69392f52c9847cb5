-- A lane that drains lets what is in it land, and nothing new in. Who asked for it; null: it does not.
alter table lanes add column draining_by text;
