import type { ScratchInUse } from '../core/upkeep/stray-branches.ts';
import type { ProjectId } from '../core/model/ids.ts';
import { one, type Sql } from './sql.ts';

/** Everything in a project that may have a branch under `flotilla/` right now. */
export async function scratchInUse(sql: Sql, project: ProjectId): Promise<ScratchInUse> {
  return one<{ entries: ScratchInUse['entries']; lanes: ScratchInUse['lanes'] }>(
    sql,
    `select (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'attempt', e.attempt)), '[]')
               from merge_entries e join lanes l on l.id = e.lane_id
              where l.project_id = $1::bigint and e.state in ('building', 'testing', 'landing')) as entries,
            (select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'fence', l.fence)), '[]')
               from lanes l
              where l.project_id = $1::bigint and l.held_until > clock_timestamp()) as lanes`,
    [project],
    'a count has no outcome',
  );
}
