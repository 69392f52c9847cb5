-- Everything that Flotilla knows. GitHub's ids are bigint, ours are identities; times are timestamptz.

create table projects (
  id              bigint generated always as identity primary key,
  repo_id         bigint not null unique,
  installation_id bigint not null,
  owner           text not null,
  name            text not null,
  default_branch  text not null,
  state           text not null default 'active' check (state in ('active', 'suspended', 'removed', 'archived')),
  config          jsonb,
  config_blob     text check (config_blob ~ '^[0-9a-f]{40}$'),
  seen_blob       text check (seen_blob ~ '^[0-9a-f]{40}$'),
  config_error    text,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now()
);
create index on projects (installation_id);

create table epics (
  id         bigint generated always as identity primary key,
  project_id bigint not null references projects on delete cascade,
  key        text not null,
  title      text not null,
  branch     text not null,
  label      text not null,
  active     boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (project_id, key)
);

create table epic_thresholds (
  epic_id    bigint not null references epics on delete cascade,
  needs_epic bigint not null references epics on delete cascade,
  percent    numeric not null check (percent between 0 and 100),
  primary key (epic_id, needs_epic),
  check (epic_id <> needs_epic)
);

create table tasks (
  id              bigint generated always as identity primary key,
  project_id      bigint not null references projects on delete cascade,
  epic_id         bigint references epics on delete set null,
  issue           integer not null,
  title           text not null,
  status          text not null default 'pending'
                  check (status in ('pending', 'in_progress', 'review', 'done', 'failed', 'blocked')),
  blocked_reason  text,
  priority        integer not null default 50,
  estimate_hours  numeric check (estimate_hours >= 0),
  claimed_percent numeric not null default 0 check (claimed_percent between 0 and 100),
  checklist_done  integer not null default 0 check (checklist_done >= 0),
  checklist_total integer not null default 0 check (checklist_total >= checklist_done),
  held            boolean not null default false,
  snapshot_at     timestamptz not null,
  done_at         timestamptz,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  unique (project_id, issue)
);
create index on tasks (epic_id, status);

-- A dependency names an issue, which may or may not be a task of ours.
create table task_edges (
  task_id    bigint not null references tasks on delete cascade,
  on_issue   integer not null,
  source     text not null check (source in ('body', 'native', 'command')),
  -- For issues that are no tasks: closed means met.
  closed     boolean not null default false,
  primary key (task_id, on_issue, source)
);
create index on task_edges (on_issue);

create table agents (
  id            bigint generated always as identity primary key,
  project_id    bigint not null references projects on delete cascade,
  name          text not null,
  account_id    bigint not null,
  account_login text not null,
  role          text,
  -- Claimed for himself and is in no configuration.
  person        boolean not null default false,
  max_claims    integer not null default 1 check (max_claims >= 0),
  active        boolean not null default true,
  last_seen_at  timestamptz,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  unique (project_id, name)
);
create index on agents (project_id, account_id);

create sequence fences;

create table assignments (
  id         bigint generated always as identity primary key,
  task_id    bigint not null references tasks on delete cascade,
  agent_id   bigint not null references agents on delete cascade,
  status     text not null default 'active' check (status in ('active', 'done', 'released', 'lapsed')),
  fence      bigint not null default nextval('fences'),
  expires_at timestamptz not null,
  warned_at  timestamptz,
  ended_at   timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((status = 'active') = (ended_at is null))
);
-- At most one holder per task, whatever the code does.
create unique index assignments_one_active on assignments (task_id) where status = 'active';
create index on assignments (agent_id) where status = 'active';
create index on assignments (expires_at) where status = 'active';

create table evidence (
  id         bigint generated always as identity primary key,
  task_id    bigint not null references tasks on delete cascade,
  type       text not null check (type in ('commit', 'pr', 'test', 'build', 'deployment', 'research', 'citation')),
  ref        text not null,
  summary    text not null,
  url        text,
  grade      text not null check (grade in ('claimed', 'observed', 'verified')),
  created_at timestamptz not null default now(),
  unique (task_id, type, ref)
);

create table pull_requests (
  id           bigint generated always as identity primary key,
  project_id   bigint not null references projects on delete cascade,
  task_id      bigint references tasks on delete set null,
  number       integer not null,
  title        text not null,
  body         text not null,
  state        text not null check (state in ('open', 'closed', 'merged')),
  draft        boolean not null,
  head_sha     text not null check (head_sha ~ '^[0-9a-f]{40}$'),
  head_ref     text not null,
  base_ref     text not null,
  fork         boolean not null,
  author_id    bigint not null,
  author_login text not null,
  author_bot   boolean not null,
  files        jsonb,
  judgement    jsonb,
  -- When the head's gates are read again though nothing rang.
  look_at      timestamptz,
  snapshot_at  timestamptz not null,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),
  unique (project_id, number)
);
create index on pull_requests (project_id, head_sha);
create index on pull_requests (task_id);
create index on pull_requests (look_at) where state = 'open';
create index on pull_requests (project_id, base_ref) where state = 'open';

create table checks (
  project_id   bigint not null references projects on delete cascade,
  sha          text not null,
  app_id       bigint not null,
  name         text not null,
  check_id     bigint not null,
  app          text not null,
  status       text not null,
  conclusion   text,
  url          text not null,
  updated_at   timestamptz not null default now(),
  primary key (project_id, sha, app_id, name)
);

create table workflow_runs (
  project_id bigint not null references projects on delete cascade,
  run_id     bigint not null,
  attempt    integer not null,
  workflow   text not null,
  event      text not null,
  branch     text,
  sha        text not null,
  status     text not null,
  conclusion text,
  url        text not null,
  updated_at timestamptz not null default now(),
  primary key (project_id, run_id)
);
create index on workflow_runs (project_id, sha);

create table lanes (
  id           bigint generated always as identity primary key,
  project_id   bigint not null references projects on delete cascade,
  epic_id      bigint not null references epics on delete cascade,
  branch       text not null,
  pause_reason text,
  paused_by    text,
  -- The step's lease: only its holder may write to this lane.
  fence        bigint not null default 0,
  holder       uuid,
  held_until   timestamptz,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),
  unique (project_id, branch),
  check ((pause_reason is null) = (paused_by is null))
);

create table merge_entries (
  id                bigint generated always as identity primary key,
  lane_id           bigint not null references lanes on delete cascade,
  pull_id           bigint not null references pull_requests on delete cascade,
  head_sha          text not null check (head_sha ~ '^[0-9a-f]{40}$'),
  state             text not null
                    check (state in ('waiting', 'queued', 'building', 'testing', 'landing', 'landed', 'ejected')),
  held              boolean not null default false,
  leaving_by        text,
  requester_id      bigint not null,
  requester_login   text not null,
  requester_bot     boolean not null,
  requested_how     text not null check (requested_how in ('auto', 'command')),
  priority          integer not null default 50,
  queued_at         timestamptz not null default now(),
  attempt           integer not null default 0,
  retries           integer not null default 0,
  base_sha          text check (base_sha ~ '^[0-9a-f]{40}$'),
  candidate_sha     text check (candidate_sha ~ '^[0-9a-f]{40}$'),
  candidate_tree    text check (candidate_tree ~ '^[0-9a-f]{40}$'),
  inherits_head     boolean not null default false,
  config_blob       text,
  testing_since     timestamptz,
  landing_since     timestamptz,
  landing_confirmed boolean not null default false,
  suspect           boolean not null default false,
  -- When the lane looks at it again though nothing rang.
  look_at           timestamptz not null default now(),
  landed_sha        text check (landed_sha ~ '^[0-9a-f]{40}$'),
  reason            text check (reason in ('conflict', 'gate_failed', 'gate_timeout', 'head_changed', 'closed',
                      'retargeted', 'draft', 'changes_requested', 'protected_paths', 'permission_lost', 'push_denied',
                      'target_missing', 'merged_elsewhere', 'dequeued', 'expired', 'internal')),
  detail            jsonb,
  ended_at          timestamptz,
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now(),
  check (state <> 'landed' or (candidate_sha is not null and candidate_tree is not null and landed_sha is not null)),
  check (state not in ('testing', 'landing')
         or (candidate_sha is not null and candidate_tree is not null and base_sha is not null)),
  check ((state = 'ejected') = (reason is not null)),
  check ((state in ('landed', 'ejected')) = (ended_at is not null))
);
create unique index merge_entries_one_live on merge_entries (pull_id) where state not in ('landed', 'ejected');
create unique index merge_entries_one_in_flight on merge_entries (lane_id) where state in ('building', 'testing', 'landing');
create index on merge_entries (lane_id, look_at) where state not in ('landed', 'ejected');
create index on merge_entries (pull_id, head_sha);
create index on merge_entries (lane_id, state, ended_at, id) where state in ('landed', 'ejected');

create table deliveries (
  guid            text primary key,
  event           text not null,
  installation_id bigint,
  body            bytea,
  state           text not null default 'pending' check (state in ('pending', 'handled', 'dead')),
  attempts        integer not null default 0,
  due_at          timestamptz not null default now(),
  leased_until    timestamptz,
  error           text,
  received_at     timestamptz not null default clock_timestamp(),
  ended_at        timestamptz
);
-- Compressing each body took more processor time than the rest of its request; they are pruned after days anyway.
alter table deliveries alter column body set storage external;
create index on deliveries (received_at, guid) where state = 'pending';
create index on deliveries (ended_at) where state = 'handled';
create index on deliveries (received_at) where state = 'dead';

-- One row per visible thing; `version` above `sent_version` means that something waits to be sent.
create table effects (
  id              bigint generated always as identity primary key,
  project_id      bigint not null references projects on delete cascade,
  key             text not null,
  kind            text not null check (kind in ('comment', 'sticky', 'reaction', 'labels', 'check')),
  payload         jsonb not null,
  -- What it is about; the effects of one object are sent one after the other.
  object          text not null generated always as (
                    case when kind in ('comment', 'sticky', 'labels') then 'issue:' || (payload ->> 'issue')
                         when kind = 'reaction' then 'comment:' || (payload ->> 'commentId')
                         else 'check:' || (payload -> 'check' ->> 'sha') || ':' || (payload -> 'check' ->> 'name') end) stored,
  version         integer not null default 1,
  sent_version    integer not null default 0,
  external_id     bigint,
  attempts        integer not null default 0,
  due_at          timestamptz not null default now(),
  leased_until    timestamptz,
  -- The version that the lease's holder is sending.
  claimed_version integer,
  -- The state that a status comment shows on its way, and the one it was last sent with.
  claimed_state   text,
  sent_state      text,
  sent_at         timestamptz,
  error           text,
  dead            boolean not null default false,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  unique (project_id, key)
);
create index on effects (due_at, id) where version > sent_version and not dead;
create index on effects (project_id, object, id) where kind = 'comment';
create index on effects (leased_until) where leased_until is not null;

-- One outcome per command line, whether a webhook or a poll brought it.
create table commands (
  project_id bigint not null references projects on delete cascade,
  comment_id bigint not null,
  line       integer not null,
  text       text not null,
  actor_id   bigint not null,
  outcome    text not null,
  created_at timestamptz not null default now(),
  primary key (project_id, comment_id, line)
);

create table activity (
  id         bigint generated always as identity primary key,
  project_id bigint not null references projects on delete cascade,
  task_id    bigint references tasks on delete set null,
  entry_id   bigint references merge_entries on delete set null,
  kind       text not null,
  actor      text not null,
  detail     jsonb not null default '{}',
  at         timestamptz not null default clock_timestamp()
);
create index on activity (project_id, id);
create index on activity (task_id, id);
create index on activity (entry_id) where entry_id is not null;
