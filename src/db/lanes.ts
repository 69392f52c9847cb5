import type { EpicId, LaneId, ProjectId } from '../core/model/ids.ts';
import type { Lane } from '../core/model/lane.ts';
import type { Reads, Tx } from '../ports.ts';
import { codeMissing, laneReach, reachKnown } from './lane-reach.ts';
import { maybe, rows, run, type Sql } from './sql.ts';

interface LaneRow {
  readonly id: LaneId;
  readonly project_id: ProjectId;
  readonly epic_id: EpicId;
  readonly branch: string;
  readonly pause_reason: string | null;
  readonly paused_by: string | null;
  readonly draining_by: string | null;
}

function toLane(row: LaneRow): Lane {
  return {
    id: row.id,
    projectId: row.project_id,
    epicId: row.epic_id,
    branch: row.branch,
    paused: toPaused(row),
    draining: toDraining(row),
  };
}

export function toDraining(row: Pick<LaneRow, 'draining_by'>): Lane['draining'] {
  return row.draining_by === null ? null : { by: row.draining_by };
}

export function toPaused(row: Pick<LaneRow, 'pause_reason' | 'paused_by'>): Lane['paused'] {
  return row.pause_reason === null || row.paused_by === null
    ? null
    : { reason: row.pause_reason, by: row.paused_by };
}

export function lanes(sql: Sql): Tx['lanes'] {
  return {
    async lock(lane) {
      const row = await maybe<LaneRow>(sql, 'select * from lanes where id = $1::bigint for no key update', [
        lane,
      ]);
      return row && toLane(row);
    },
    ...laneReach(sql),
    byBranch: (project, branch) => laneByBranch(sql, project, branch),
    async pause(lane, reason, by) {
      await run(sql, 'update lanes set pause_reason = $2::text, paused_by = $3::text where id = $1::bigint', [
        lane,
        reason,
        by,
      ]);
    },
    async resume(lane) {
      await run(
        sql,
        'update lanes set pause_reason = null, paused_by = null, draining_by = null where id = $1::bigint',
        [lane],
      );
    },
    async drain(lane, by) {
      await run(sql, 'update lanes set draining_by = $2::text where id = $1::bigint', [lane, by]);
    },
  };
}

export function laneReads(
  sql: Sql,
): Pick<Reads, 'lane' | 'laneByBranch' | 'lanesDue' | 'codeMissing' | 'reachKnown'> {
  return {
    async lane(lane) {
      const row = await maybe<LaneRow>(sql, 'select * from lanes where id = $1::bigint', [lane]);
      return row && toLane(row);
    },
    laneByBranch: (project, branch) => laneByBranch(sql, project, branch),
    lanesDue: () => lanesDue(sql),
    codeMissing: (lane) => codeMissing(sql, lane),
    reachKnown: (lane) => reachKnown(sql, lane),
  };
}

async function laneByBranch(sql: Sql, project: ProjectId, branch: string): Promise<Lane | null> {
  const row = await maybe<LaneRow>(
    sql,
    'select * from lanes where project_id = $1::bigint and branch = $2::text',
    [project, branch],
  );
  return row && toLane(row);
}

/**
 * Who leaves is always due. What is in flight is due by its time, or at once when a hold came; what is queued, only
 * while nothing is in flight, no hold keeps it and the lane is open.
 */
async function lanesDue(sql: Sql): Promise<readonly LaneId[]> {
  const found = await rows<{ id: LaneId }>(
    sql,
    `select l.id
       from lanes l
       join projects p on p.id = l.project_id
      where p.state = 'active'
        and exists (
          select
            from merge_entries e
           where e.lane_id = l.id and e.state not in ('waiting', 'landed', 'ejected')
             and (e.leaving_by is not null
                  or (e.state in ('building', 'testing', 'landing') and (e.held or e.look_at <= clock_timestamp()))
                  or (e.state = 'queued' and not e.held and e.look_at <= clock_timestamp()
                      and l.pause_reason is null
                      and not exists (select from merge_entries f
                                       where f.lane_id = l.id and f.state in ('building', 'testing', 'landing')))))
      order by l.id`,
    [],
  );
  return found.map((row) => row.id);
}
