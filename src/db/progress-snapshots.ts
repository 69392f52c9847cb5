import type { ProjectId } from '../core/model/ids.ts';
import type { KeptForecast, Snapshot } from '../core/progress/snapshot.ts';
import { maybe, rows, type Sql } from './sql.ts';

/** One statement: the forecasts are kept with their snapshot, or neither is. False: this minute has one. */
export async function saveSnapshot(
  sql: Sql,
  project: ProjectId,
  snapshot: Snapshot,
  forecasts: readonly KeptForecast[],
): Promise<boolean> {
  const { tasks, done, hours, doneHours, claimed, verified } = snapshot.project;
  const saved = await maybe(
    sql,
    `with saved as (
       insert into progress_snapshots (project_id, at, tasks, done, hours, done_hours, claimed, verified, hours_per_day,
                                       epics)
       values ($1::bigint, $2::timestamptz, $3::integer, $4::integer, $5::numeric, $6::numeric, $7::numeric,
               $8::numeric, $9::numeric, $10::jsonb)
       on conflict (project_id, at) do nothing
       returning project_id, at
     ), kept as (
       insert into forecasts (project_id, epic_id, made_at, p50_at, p85_at)
       select s.project_id, f.epic, s.at, f.p50, f.p85
         from saved s, jsonb_to_recordset($11::jsonb) as f (epic bigint, p50 timestamptz, p85 timestamptz)
     )
     select project_id from saved`,
    [
      project,
      snapshot.at,
      tasks,
      done,
      hours,
      doneHours,
      claimed,
      verified,
      snapshot.hoursPerDay,
      JSON.stringify(snapshot.epics),
      JSON.stringify(forecasts),
    ],
  );
  return saved !== null;
}

interface SnapshotRow {
  readonly at: Date;
  readonly project: Snapshot['project'];
  readonly hours_per_day: number;
  readonly epics: Snapshot['epics'];
}

export async function progressHistory(
  sql: Sql,
  project: ProjectId,
  limit: number,
): Promise<readonly Snapshot[]> {
  const found = await rows<SnapshotRow>(
    sql,
    `select at, hours_per_day, epics,
            jsonb_build_object('tasks', tasks, 'done', done, 'hours', hours, 'doneHours', done_hours,
                               'claimed', claimed, 'verified', verified) as project
       from progress_snapshots
      where project_id = $1::bigint
      order by at desc
      limit $2::integer`,
    [project, limit],
  );
  return found.map(({ hours_per_day: hoursPerDay, ...row }) => ({ ...row, hoursPerDay }));
}
