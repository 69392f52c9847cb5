import type { ProjectId } from '../core/model/ids.ts';
import type { Pull } from '../core/model/pull.ts';
import { toPull, type PullRow } from './pull-row.ts';
import { maybe, type Sql } from './sql.ts';

export async function pullByNumber(sql: Sql, project: ProjectId, number: number): Promise<Pull | null> {
  const row = await maybe<PullRow>(
    sql,
    'select * from pull_requests where project_id = $1::bigint and number = $2::integer',
    [project, number],
  );
  return row && toPull(row);
}
