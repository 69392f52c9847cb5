import type pg from 'pg';
import type { TaskId } from '../core/model/ids.ts';
import type { LiveEvent, LiveProgress } from '../core/model/live.ts';
import type { LiveFeed, Log } from '../ports.ts';
import { listen } from './listen.ts';
import { one, rows } from './sql.ts';

/** The log as it grows, heard of by NOTIFY and always read from the table. */
export function liveFeed(pool: pg.Pool, log: Log): LiveFeed {
  return {
    async newest(project) {
      const { id } = await one<{ id: number }>(
        pool,
        `select coalesce(max(id), 0) as id from activity where $1::bigint is null or project_id = $1::bigint`,
        [project],
        'an aggregate has a row',
      );
      return id;
    },
    after: (id, project, limit) =>
      rows<LiveEvent>(
        pool,
        `select y.id, y.project_id as "projectId", y.task_id as "taskId", t.issue, e.key as epic,
                y.kind, y.actor, y.detail, y.at
           from activity y
           left join tasks t on t.id = y.task_id
           left join epics e on e.id = t.epic_id
          where y.id > $1::bigint and ($2::bigint is null or y.project_id = $2::bigint)
          order by y.id
          limit $3::integer`,
        [id, project, limit],
      ),
    async reachesBack(id, project) {
      // The oldest lines are pruned first, so as long as one is there, so are those after it.
      const { whole } = await one<{ whole: boolean }>(
        pool,
        `select exists (select from activity
                         where id = $1::bigint and ($2::bigint is null or project_id = $2::bigint)) as whole`,
        [id, project],
        'a question has an answer',
      );
      return whole;
    },
    progress: (tasks) => (tasks.length === 0 ? Promise.resolve([]) : progressOf(pool, tasks)),
    hear: (on) =>
      listen(pool, ['flotilla_activity', 'flotilla_tokens'], log, {
        said: (payload, channel) =>
          channel === 'flotilla_activity' ? on.grown() : on.token(Number(payload)),
        hearing: () => on.restored(),
      }),
  };
}

function progressOf(pool: pg.Pool, tasks: readonly TaskId[]): Promise<LiveProgress[]> {
  return rows<LiveProgress>(
    pool,
    `select t.project_id as "projectId", t.id as "taskId", t.issue, e.key as epic, t.status,
            round(g.percent, 1)::float8 as percent, round(g.verified, 1)::float8 as verified, a.name as agent
       from tasks t
       join task_progress g on g.task_id = t.id
       left join epics e on e.id = t.epic_id
       left join assignments s on s.task_id = t.id and s.status = 'active'
       left join agents a on a.id = s.agent_id
      where t.id = any($1::bigint[])
      order by t.id`,
    [[...tasks]],
  );
}
