import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createDatabase();
  await database.pool.query(`
    insert into projects (repo_id, installation_id, owner, name, default_branch) values (1, 1, 'o', 'n', 'main');
    insert into epics (project_id, key, title, branch, label)
    select 1, key, key, key, key from unnest(array['first', 'second']) as key;
    insert into epic_thresholds (epic_id, needs_epic, percent) values (2, 1, 80)`);
});
afterEach(() => database.drop());

it('weighs progress by hours, without what failed', async () => {
  await addTasks(`(1, 'done', 6), (1, 'pending', 2), (1, 'failed', 100), (1, 'review', 2)`);
  expect(await epic()).toMatchObject({ tasks: 3, done: 1, hours: 10, percent: 78, done_percent: 60 });
});

it('counts tasks where there are no hours to weigh by', async () => {
  await addTasks(`(1, 'done', 0), (1, 'pending', 0)`);
  expect(await epic()).toMatchObject({ tasks: 2, done: 1, hours: 0, percent: 50, done_percent: 50 });
});

it('says how far a threshold is without rounding it away', async () => {
  await addTasks(`(1, 'done', 79.96), (1, 'pending', 20.04), (2, 'pending', null)`);
  expect(await waits()).toEqual([{ kind: 'threshold', issue: null, epic: 'first', has: 79.9, needs: 80 }]);
  await database.pool.query(`update tasks set status = 'done' where issue = 2`);
  expect(await waits()).toEqual([]);
});

it('waits for an issue once, however many sources name it', async () => {
  await addTasks(`(1, 'pending', 1), (2, 'pending', 1)`);
  await database.pool.query(`insert into task_edges (task_id, on_project_id, on_issue, source, closed)
    values (1, 1, 2, 'body', false), (1, 1, 2, 'native', false), (1, 1, 77, 'body', false), (1, 1, 78, 'body', true)`);
  const { rows } = await database.pool.query(
    'select issue, title from task_dependencies where task_id = 1 order by issue',
  );
  expect(rows).toEqual([
    { issue: 2, title: 'task 2' },
    { issue: 77, title: null },
  ]);
});

it('puts who waited longer before a slightly higher priority, and never moves places by waiting on', async () => {
  await database.pool.query(`
    insert into lanes (project_id, epic_id, branch) values (1, 1, 'first');
    insert into pull_requests (project_id, number, title, body, state, draft, head_sha, head_ref, base_ref, fork, author_id,
                               author_login, author_bot, snapshot_at)
    select 1, n, 't', '', 'open', false, repeat('a', 40), 'h' || n, 'first', false, 1, 'x', false, now()
      from generate_series(1, 3) as n;
    insert into merge_entries (lane_id, pull_id, head_sha, state, requester_id, requester_login, requester_bot,
                               requested_how, priority, queued_at)
    values (1, 1, repeat('a', 40), 'queued', 1, 'x', false, 'auto', 55, now()),
           (1, 2, repeat('a', 40), 'queued', 1, 'x', false, 'auto', 50, now() - interval '1 hour'),
           (1, 3, repeat('a', 40), 'waiting', 1, 'x', false, 'auto', 90, now() - interval '9 hours')`);
  const { rows } = await database.pool.query('select pull from live_entries order by place');
  expect(rows).toEqual([{ pull: 2 }, { pull: 1 }, { pull: 3 }]);
});

async function addTasks(values: string): Promise<void> {
  await database.pool.query(`
    insert into tasks (project_id, epic_id, issue, title, status, estimate_hours, snapshot_at)
    select 1, epic, row_number() over (), 'task ' || row_number() over (), status, hours, now()
      from (values ${values}) as v (epic, status, hours)`);
}

async function epic(): Promise<unknown> {
  return (await database.pool.query('select * from epic_progress where epic_id = 1')).rows[0];
}

async function waits(): Promise<readonly unknown[]> {
  const sql = 'select kind, issue, epic, has, needs from task_dependencies where task_id = 3';
  return (await database.pool.query(sql)).rows;
}
