-- Work that one process at a time does every so often: when it is due, and who has it meanwhile.
create table sweeps (
  name       text primary key,
  due_at     timestamptz not null default clock_timestamp(),
  holder     uuid,
  held_until timestamptz,
  -- When it last went through to its end.
  ended_at   timestamptz,
  check ((holder is null) = (held_until is null))
);

-- How far GitHub's log of what it sent us was compared with what we hold. One row.
create table delivery_log (
  only_row     boolean primary key default true check (only_row),
  -- From here to `swept_until` every delivery was looked at, with nothing left out in between.
  covered_from timestamptz,
  swept_until  timestamptz,
  -- A comparison under way: it goes from `scan_from` back to `scan_floor`, and goes on at `scan_cursor`.
  scan_from    timestamptz,
  scan_floor   timestamptz,
  scan_cursor  text,
  check ((covered_from is null) = (swept_until is null)),
  check ((scan_cursor is null) = (scan_floor is null) and (scan_floor is null) = (scan_from is null))
);
insert into delivery_log default values;

-- Deliveries that GitHub has in its log and we do not hold. One that comes after all is forgotten here.
create table missed_deliveries (
  guid         text primary key,
  -- The newest attempt, by which it can be asked for. GitHub's ids here outgrow the numbers of JavaScript.
  attempt_id   text not null,
  attempted_at timestamptz not null,
  event        text not null,
  status       text not null,
  delivered_at timestamptz not null,
  asked        integer not null default 0,
  due_at       timestamptz not null default clock_timestamp(),
  error        text,
  found_at     timestamptz not null default clock_timestamp()
);
create index on missed_deliveries (due_at);

-- For pruning, which looks for what is old.
create index on deliveries (ended_at) where body is not null and ended_at is not null;
create index on activity using brin (at);

-- How far each project's changes were polled, for when no webhook tells of them.
create table polls (
  project_id      bigint primary key references projects on delete cascade,
  -- The newest change that was dealt with, of each.
  comments_newest timestamptz not null,
  issues_newest   timestamptz not null,
  pulls_newest    timestamptz not null,
  -- Recent changes of comments that were dealt with, since the same ones are shown again.
  comments_seen   text[] not null default '{}'
);
