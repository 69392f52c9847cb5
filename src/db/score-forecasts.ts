import type { ProjectId } from '../core/model/ids.ts';
import { run, type Sql } from './sql.ts';

/** What is finished has tasks, and all of them that did not fail are done; it was, when the last of them was. */
export function scoreForecasts(sql: Sql, project: ProjectId): Promise<number> {
  return run(
    sql,
    `with ended as (
       select t.epic_id, max(t.done_at) as at, bool_and(t.status = 'done') as whole
         from tasks t
         join epics e on e.id = t.epic_id and e.active
        where t.project_id = $1::bigint and t.status <> 'failed'
        group by grouping sets ((t.epic_id), ())
     )
     update forecasts f set ended_at = ended.at
       from ended
      where f.project_id = $1::bigint and f.ended_at is null
        and f.epic_id is not distinct from ended.epic_id
        and ended.whole and ended.at > f.made_at`,
    [project],
  );
}
