import type { EntryId, PullId } from '../core/model/ids.ts';
import type { Entry } from '../core/model/lane.ts';
import { toEntry, type EntryRow } from './entry-row.ts';
import { maybe, type Sql } from './sql.ts';

export async function entryById(sql: Sql, entry: EntryId): Promise<Entry | null> {
  const row = await maybe<EntryRow>(
    sql,
    `select e.*, p.number as pull, p.task_id
       from merge_entries e join pull_requests p on p.id = e.pull_id
      where e.id = $1::bigint`,
    [entry],
  );
  return row && toEntry(row);
}

export async function liveEntryOfPull(sql: Sql, pull: PullId): Promise<Entry | null> {
  const row = await maybe<EntryRow>(sql, 'select * from live_entries where pull_id = $1::bigint', [pull]);
  return row && toEntry(row);
}
