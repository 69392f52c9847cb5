import type { Pool } from 'pg';
import { migrate } from '../../src/db/migrate.ts';

export interface Size {
  readonly projects: number;
  /** In each project. */
  readonly tasks: number;
  readonly entries: number;
}

/**
 * Projects as they are in the middle of their work: four epics, each waiting for a fifth of the one before; a third of the
 * tasks done, some in work, most with a dependency; a fifth of the entries live. Rows come in batches of 50 tasks from
 * every project in turn, as imports and plans bring them, so that no project lies in one piece.
 */
export async function fillDatabase(pool: Pool, { projects, tasks, entries }: Size): Promise<void> {
  await migrate(pool);
  const client = await pool.connect();
  const run = (text: string, values: readonly number[]) => client.query(text, [...values]);
  try {
    // What is made here fits together by its numbers; checking each reference would take minutes.
    await client.query('set session_replication_role = replica');
    await run(PROJECTS, [projects]);
    await run(TASKS, [projects, tasks]);
    await run(EDGES, []);
    await run(ASSIGNMENTS, []);
    await run(PULLS, [projects, tasks, entries]);
    await run(ENTRIES, [entries]);
    await run(FORECASTS, []);
  } finally {
    client.release(true);
  }
  await pool.query('vacuum analyze');
}

const PROJECTS = `with made as (
    insert into projects (repo_id, installation_id, owner, name, default_branch, created_at, config)
    select n, n, 'acme', 'repo-' || n, 'main', now() - interval '30 days', '{}'
      from generate_series(1, $1::integer) as n
    returning id
  ), epic as (
    insert into epics (project_id, key, title, branch, label)
    select id, k::text, 'Epic ' || k, 'epic-' || k, 'epic:' || k from made, generate_series(1, 4) as k
    order by id, k
    returning id, project_id, key, branch
  ), threshold as (
    insert into epic_thresholds (epic_id, needs_epic, percent)
    select e.id, n.id, 20
      from epic e join epic n on n.project_id = e.project_id and n.key::integer = e.key::integer - 1
  ), lane as (
    insert into lanes (project_id, epic_id, branch) select project_id, id, branch from epic order by id
  )
  insert into agents (project_id, name, account_id, account_login)
  select id, 'agent-' || n, 100 + n, 'agent-' || n || '[bot]' from made, generate_series(1, 10) as n`;

const TASKS = `insert into tasks (project_id, epic_id, issue, title, status, priority, estimate_hours, claimed_percent,
                     checklist_done, checklist_total, snapshot_at, done_at, done_hours, labels, paths)
  select p.id, e.id, i, 'Write the part number ' || i || ' of the whole',
         s.status, 25 + 25 * (i % 3), 1 + i % 12, 0, i % 5, 5, now(),
         case when s.status = 'done' then now() - (i % 30) * interval '1 day' end,
         case when s.status = 'done' then 1 + i % 12 end, array['epic:' || e.key, 'role: backend'],
         array['src/part-' || i || '.ts', 'src/part-' || i % 40 || '/']
    from generate_series(0, ($2::integer - 1) / 50) as batch
    cross join projects p
    cross join generate_series(batch * 50 + 1, least(batch * 50 + 50, $2::integer)) as i
    join epics e on e.project_id = p.id and e.key = (1 + i % 4)::text
    cross join lateral (
      select case when i % 3 = 0 then 'done' when i % 50 = 1 then 'in_progress' when i % 50 = 2 then 'review'
                  when i % 100 = 4 then 'failed' else 'pending' end as status) s
   where p.id <= $1::integer`;

const EDGES = `insert into task_edges (task_id, on_project_id, on_issue, source)
  select id, project_id, issue - 1 - issue % 7, 'body' from tasks where issue > 10 and issue % 4 <> 0`;

const ASSIGNMENTS = `insert into assignments (task_id, agent_id, expires_at, status, ended_at)
  select t.id, a.id, now() + interval '1 hour', case when t.status = 'done' then 'done' else 'active' end, t.done_at
    from tasks t
    join agents a on a.project_id = t.project_id and a.name = 'agent-' || (1 + t.issue % 10)
   where t.status in ('in_progress', 'review', 'done')`;

const PULLS = `insert into pull_requests (project_id, task_id, number, title, body, state, draft, head_sha, head_ref, base_ref,
                             fork, author_id, author_login, author_bot, files, snapshot_at)
  select p.id, t.id, 10000 + n, 'Pull request ' || n, 'Task: #' || t.issue,
         case when n % 5 = 0 then 'open' else 'merged' end, false, repeat('a', 40), 'agent-1/' || n, e.branch, false,
         101, 'agent-1[bot]', true,
         jsonb_build_object('head', repeat('a', 40), 'paths', jsonb_build_array('src/part-' || n || '.ts')), now()
    from generate_series(1, $3::integer) as n
    cross join projects p
    join tasks t on t.project_id = p.id and t.issue = 1 + n * $2::integer / ($3::integer + 1)
    join epics e on e.id = t.epic_id
   where p.id <= $1::integer`;

const ENTRIES = `insert into merge_entries (lane_id, pull_id, head_sha, state, requester_id, requester_login, requester_bot,
                             requested_how, queued_at, look_at, base_sha, candidate_sha, candidate_tree, landed_sha,
                             testing_since, ended_at)
  select l.id, r.id, r.head_sha, s.state, 101, 'agent-1[bot]', true, 'auto', now() - r.number * interval '1 second', now(),
         s.sha, s.sha, s.sha, s.sha, s.at, s.at + interval '5 minutes'
    from pull_requests r
    join lanes l on l.project_id = r.project_id
                and l.branch = case when r.number % 5 = 0 then 'epic-1' else r.base_ref end
    cross join lateral (
      select case when r.state = 'open' then 'queued' else 'landed' end as state,
             case when r.state <> 'open' then repeat('b', 40) end as sha,
             case when r.state <> 'open' then now() - r.number * interval '1 minute' end as at) s
   where r.number <= 10000 + $1::integer`;

/** A week of hourly ones. */
const FORECASTS = `insert into forecasts (project_id, epic_id, made_at, p50_at, p85_at, ended_at)
  select e.project_id, case when e.key <> '4' then e.id end, now() - h * interval '1 hour', now() + interval '1 day',
         now() + interval '2 days', case when h > 100 then now() end
    from generate_series(0, 167) as h cross join epics e`;
