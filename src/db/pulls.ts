import type { ProjectId } from '../core/model/ids.ts';
import type { Pull, PullSnapshot } from '../core/model/pull.ts';
import type { Tx } from '../ports.ts';
import { toPull, type PullRow } from './pull-row.ts';
import { pullView } from './pull-view.ts';
import { maybe, run, type Sql } from './sql.ts';

export function pulls(sql: Sql): Tx['pulls'] {
  return {
    upsert: (project, snapshot) => upsertPull(sql, project, snapshot),
    async lock(project, number) {
      const row = await lockPull(sql, project, number);
      return row && toPull(row);
    },
    async lockOfTask(project, issue) {
      const row = await maybe<PullRow>(
        sql,
        `select p.*
           from pull_requests p join tasks t on t.id = p.task_id
          where t.project_id = $1::bigint and t.issue = $2::integer
          order by p.number desc
          limit 1
            for no key update of p`,
        [project, issue],
      );
      return row && toPull(row);
    },
    async link(pull, task) {
      await run(sql, 'update pull_requests set task_id = $2::bigint where id = $1::bigint', [pull, task]);
    },
    async setFiles(pull, files) {
      await run(
        sql,
        'update pull_requests set files = $2::jsonb where id = $1::bigint and head_sha = $3::text',
        [pull, JSON.stringify(files), files.head],
      );
    },
    async lookAgain(pull, afterMs) {
      await run(
        sql,
        `update pull_requests set look_at = clock_timestamp() + $2::bigint * interval '1 millisecond'
          where id = $1::bigint`,
        [pull, afterMs],
      );
    },
    async lookedAt(pull, { doubts }, nextMs) {
      await run(
        sql,
        `update pull_requests set look_at = clock_timestamp() + $3::bigint * interval '1 millisecond'
          where id = $1::bigint and doubts = $2::integer`,
        [pull, doubts, nextMs],
      );
    },
    async doubt(pull) {
      await run(
        sql,
        'update pull_requests set look_at = clock_timestamp(), doubts = doubts + 1 where id = $1::bigint',
        [pull],
      );
    },
    async doubtUnlinked(project) {
      await run(
        sql,
        `update pull_requests set look_at = clock_timestamp(), doubts = doubts + 1
          where project_id = $1::bigint and task_id is null and state = 'open'`,
        [project],
      );
    },
    async doubtUnlinkedOf(project, author) {
      await run(
        sql,
        `update pull_requests set look_at = clock_timestamp(), doubts = doubts + 1
          where project_id = $1::bigint and author_id = $2::bigint and task_id is null and state = 'open'`,
        [project, author],
      );
    },
    async saveJudgement(pull, judgement) {
      // Two looks may overtake each other: the one that read later counts.
      const saved = await run(
        sql,
        `update pull_requests set judgement = $2::jsonb
          where id = $1::bigint
            and (judgement is null or coalesce((judgement ->> 'at')::bigint, 0) <= $3::bigint)`,
        [pull, JSON.stringify(judgement), judgement.at],
      );
      return saved > 0;
    },
    async openByHeadRef(project, branch) {
      const row = await maybe<PullRow>(
        sql,
        `select * from pull_requests
          where project_id = $1::bigint and head_ref = $2::text and state = 'open' and not fork
          order by number desc
          limit 1`,
        [project, branch],
      );
      return row && toPull(row);
    },
    view: (pull) => pullView(sql, pull),
    async liveOfTask(task, except) {
      const row = await maybe<PullRow>(
        sql,
        `select * from pull_requests
          where task_id = $1::bigint and id <> $2::bigint and state = 'open'
          order by number
          limit 1`,
        [task, except],
      );
      return row && toPull(row);
    },
    async latestOfTask(task) {
      const row = await maybe<PullRow>(
        sql,
        'select * from pull_requests where task_id = $1::bigint order by number desc limit 1',
        [task],
      );
      return row && toPull(row);
    },
  };
}

/**
 * What it was before is read under its lock, so that of two snapshots that come together each is told of its own change.
 * Known files stay known only while head and base stay: on another base, or on one that was made anew while the pull
 * request was closed, the same head can touch more. Those of a landing name it in later conflicts, however often it is
 * read again. GitHub has reported merged pull requests as open again.
 */
async function upsertPull(
  sql: Sql,
  project: ProjectId,
  snapshot: PullSnapshot,
): Promise<{ before: Pull | null; pull: Pull }> {
  const values = [
    project,
    snapshot.number,
    snapshot.title,
    snapshot.body,
    snapshot.state,
    snapshot.draft,
    snapshot.head,
    snapshot.headRef,
    snapshot.baseRef,
    snapshot.fork,
    snapshot.author.id,
    snapshot.author.login,
    snapshot.author.isBot,
    snapshot.updatedAt,
  ];
  const known = await lockPull(sql, project, snapshot.number);
  const made = known ? null : await insertPull(sql, values);
  if (made) return { before: null, pull: toPull(made) };
  // Nothing known and nothing made: somebody else was faster, and has committed.
  const row = known ?? (await lockPull(sql, project, snapshot.number));
  if (!row) throw new Error('a pull request vanished while it was stored');
  const before = toPull(row);
  const written = await updatePull(sql, values);
  return { before, pull: written ? toPull(written) : before };
}

function lockPull(sql: Sql, project: ProjectId, number: number): Promise<PullRow | null> {
  return maybe<PullRow>(
    sql,
    `select * from pull_requests where project_id = $1::bigint and number = $2::integer
        for no key update`,
    [project, number],
  );
}

function insertPull(sql: Sql, values: readonly unknown[]): Promise<PullRow | null> {
  return maybe<PullRow>(
    sql,
    `insert into pull_requests (project_id, number, title, body, state, draft, head_sha, head_ref, base_ref, fork,
                                author_id, author_login, author_bot, snapshot_at)
     values ($1::bigint, $2::integer, $3::text, $4::text, $5::text, $6::boolean, $7::text, $8::text, $9::text,
             $10::boolean, $11::bigint, $12::text, $13::boolean, $14::timestamptz)
     on conflict (project_id, number) do nothing
     returning *`,
    values,
  );
}

/** Null: what is known is newer. */
function updatePull(sql: Sql, values: readonly unknown[]): Promise<PullRow | null> {
  return maybe<PullRow>(
    sql,
    `update pull_requests
        set title = $3::text, body = $4::text, draft = $6::boolean,
            state = case when state = 'merged' then 'merged' else $5::text end,
            head_sha = $7::text, head_ref = $8::text, base_ref = $9::text, fork = $10::boolean,
            author_id = $11::bigint, author_login = $12::text, author_bot = $13::boolean,
            snapshot_at = $14::timestamptz,
            files = case when files ->> 'head' = $7::text and base_ref = $9::text and state <> 'closed' then files end
      where project_id = $1::bigint and number = $2::integer and snapshot_at <= $14::timestamptz
      returning *`,
    values,
  );
}
