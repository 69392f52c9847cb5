import type { EntryId, LaneId, ProjectId, PullId, Sha } from '../core/model/ids.ts';
import type { Entry, PullEntry } from '../core/model/lane.ts';
import { toEntry, toPullEntry, type EntryRow, type PullEntryRow } from './entry-row.ts';
import { maybe, rows, type Sql } from './sql.ts';

export async function entryById(
  sql: Sql,
  entry: EntryId,
  lock: '' | 'for no key update of e' = '',
): Promise<Entry | null> {
  const row = await maybe<EntryRow>(
    sql,
    `select e.*, p.number as pull, p.task_id
       from merge_entries e left join pull_requests p on p.id = e.pull_id
      where e.id = $1::bigint
      ${lock}`,
    [entry],
  );
  return row && toEntry(row);
}

export async function liveEntryOfPull(sql: Sql, pull: PullId): Promise<PullEntry | null> {
  const row = await maybe<PullEntryRow>(
    sql,
    `select e.*, p.number as pull, p.task_id
       from merge_entries e join pull_requests p on p.id = e.pull_id
      where e.pull_id = $1::bigint and e.state not in ('landed', 'ejected')`,
    [pull],
  );
  return row && toPullEntry(row);
}

export async function liveEntriesOfLane(sql: Sql, lane: LaneId): Promise<readonly Entry[]> {
  const found = await rows<EntryRow>(
    sql,
    'select * from live_entries where lane_id = $1::bigint order by place',
    [lane],
  );
  return found.map(toEntry);
}

export async function newestEntryOfPull(sql: Sql, pull: PullId): Promise<PullEntry | null> {
  const row = await maybe<PullEntryRow>(
    sql,
    `select e.*, p.number as pull, p.task_id
       from merge_entries e join pull_requests p on p.id = e.pull_id
      where e.pull_id = $1::bigint
      order by e.id desc
      limit 1`,
    [pull],
  );
  return row && toPullEntry(row);
}

/**
 * Whose gates run on `commit`: as a candidate (CI can be faster than our own writing down), or as the head whose
 * gates it inherits.
 */
export async function testingEntries(
  sql: Sql,
  project: ProjectId,
  commit: Sha,
  named: EntryId | null,
): Promise<readonly Entry[]> {
  const found = await rows<EntryRow>(
    sql,
    `select e.*, p.number as pull, p.task_id
       from lanes l
       join merge_entries e on e.lane_id = l.id and e.state in ('building', 'testing')
       left join pull_requests p on p.id = e.pull_id
      where l.project_id = $1::bigint
        and (e.candidate_sha = $2::text or e.inherits_head and e.head_sha = $2::text or e.id = $3::bigint)
      order by e.id`,
    [project, commit, named],
  );
  return found.map(toEntry);
}
