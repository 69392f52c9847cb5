import { OVERLAP_MS } from '../core/upkeep/polled-comment.ts';
import type { Polls } from '../ports.ts';
import { heardReads } from './heard-turns.ts';
import { maybe, one, rows, run, type Sql } from './sql.ts';

interface PollRow {
  readonly comments_newest: Date;
  readonly comments_seen: readonly string[];
  readonly issues_newest: Date;
  readonly pulls_newest: Date;
}

/** How far the changes of each project were polled, and what the tables hold that GitHub may have ended. */
export function polls(sql: Sql): Polls {
  return {
    async cursors(project) {
      // Asking goes back by the overlap, and what was said before we knew the repository was not said to us.
      const row = await one<PollRow>(
        sql,
        `with fresh as (
           insert into polls (project_id, comments_newest, issues_newest, pulls_newest)
           select id, start, start, start
             from (select id, date_trunc('second', created_at) + $2::bigint * interval '1 millisecond' as start
                     from projects where id = $1::bigint) p
           on conflict (project_id) do nothing
           returning *)
         select comments_newest, comments_seen, issues_newest, pulls_newest from fresh
         union all
         select comments_newest, comments_seen, issues_newest, pulls_newest from polls where project_id = $1::bigint
         limit 1`,
        [project, OVERLAP_MS],
        'a project has no polls',
      );
      return {
        comments: { newest: row.comments_newest, seen: row.comments_seen },
        issues: row.issues_newest,
        pulls: row.pulls_newest,
      };
    },
    async saveComments(project, { newest, seen }) {
      await run(
        sql,
        `update polls set comments_newest = $2::timestamptz, comments_seen = $3::text[]
          where project_id = $1::bigint and comments_newest <= $2::timestamptz`,
        [project, newest, seen],
      );
    },
    async saveIssues(project, newest) {
      await run(
        sql,
        'update polls set issues_newest = greatest(issues_newest, $2::timestamptz) where project_id = $1::bigint',
        [project, newest],
      );
    },
    async savePulls(project, newest) {
      await run(
        sql,
        'update polls set pulls_newest = greatest(pulls_newest, $2::timestamptz) where project_id = $1::bigint',
        [project, newest],
      );
    },
    async commandsRan(project, commentId) {
      const row = await maybe(
        sql,
        'select line from commands where project_id = $1::bigint and comment_id = $2::bigint limit 1',
        [project, commentId],
      );
      return row !== null;
    },
    async closeHeard(project, issue, closedAt) {
      // A minute for clocks that differ.
      const row = await maybe(
        sql,
        `select a.id
           from activity a
           join tasks t on t.id = a.task_id
          where t.project_id = $1::bigint and t.issue = $2::integer and a.kind = 'task.close_ignored'
            and a.at >= $3::timestamptz - interval '1 minute'
          limit 1`,
        [project, issue, closedAt],
      );
      return row !== null;
    },
    ...heardReads(sql),
    async openWork(project) {
      const tasks = await rows<{ issue: number }>(
        sql,
        `select issue from tasks
          where project_id = $1::bigint and status not in ('done', 'failed') order by issue`,
        [project],
      );
      const pulls = await rows<{ number: number }>(
        sql,
        `select number from pull_requests where project_id = $1::bigint and state = 'open' order by number`,
        [project],
      );
      const lanes = await rows<{ branch: string; missing: boolean }>(
        sql,
        `select branch, coalesce(pause_reason = 'target_missing', false) as missing
           from lanes where project_id = $1::bigint order by id`,
        [project],
      );
      return {
        issues: tasks.map(({ issue }) => issue),
        pulls: pulls.map(({ number }) => number),
        lanes,
      };
    },
    async lookAtIdlePulls(project) {
      await run(
        sql,
        `update pull_requests r set look_at = clock_timestamp()
          where r.project_id = $1::bigint and r.state = 'open' and r.look_at is null
            and exists (select from lanes l where l.project_id = r.project_id and l.branch = r.base_ref)
            and not exists (select from merge_entries e
                             where e.pull_id = r.id and e.state not in ('waiting', 'landed', 'ejected'))`,
        [project],
      );
    },
  };
}
