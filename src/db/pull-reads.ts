import type { ProjectId } from '../core/model/ids.ts';
import type { Reads } from '../ports.ts';
import { pullByNumber } from './pull-by-number.ts';
import { toPull, type PullRow } from './pull-row.ts';
import { maybe, rows, type Sql } from './sql.ts';
import type { Time } from './values.ts';

export function pullReads(
  sql: Sql,
): Pick<Reads, 'pull' | 'pullLook' | 'pullsByHead' | 'openPullsByBase' | 'pullsDue'> {
  return {
    pull: (project, number) => pullByNumber(sql, project, number),
    async pullLook(project, number) {
      const row = await maybe<PullRow & { doubts: number; now: Time }>(
        sql,
        `select *, clock_timestamp() as now from pull_requests
          where project_id = $1::bigint and number = $2::integer`,
        [project, number],
      );
      return row && { pull: toPull(row), at: new Date(row.now), doubts: row.doubts };
    },
    async pullsByHead(project, sha) {
      const found = await rows<PullRow>(
        sql,
        'select * from pull_requests where project_id = $1::bigint and head_sha = $2::text order by number',
        [project, sha],
      );
      return found.map(toPull);
    },
    async openPullsByBase(project, branch) {
      const found = await rows<PullRow>(
        sql,
        `select * from pull_requests
          where project_id = $1::bigint and base_ref = $2::text and state = 'open'
          order by number`,
        [project, branch],
      );
      return found.map(toPull);
    },
    async pullsDue(limit) {
      const found = await rows<{ project: ProjectId; number: number }>(
        sql,
        `select r.project_id as project, r.number
           from pull_requests r
           join projects p on p.id = r.project_id
          where r.state = 'open' and r.look_at <= (select clock_timestamp()) and p.state = 'active'
          order by r.look_at, r.id
          limit $1::integer`,
        [limit],
      );
      return found.map((row) => ({ project: row.project, number: row.number }));
    },
  };
}
