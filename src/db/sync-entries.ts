import type { EntryId, LaneId, Sha } from '../core/model/ids.ts';
import type { SyncEntry } from '../core/model/lane.ts';
import type { NewSync, Tx } from '../ports.ts';
import { toSyncEntry, type SyncEntryRow } from './entry-row.ts';
import { maybe, one, rows, type Sql } from './sql.ts';

/** Entries without a pull request: they bring what is on another branch. */
export function syncEntries(
  sql: Sql,
): Pick<Tx['entries'], 'addSync' | 'beginSync' | 'syncTroubleOpen' | 'failedSyncs'> {
  return {
    addSync: (sync) => addSync(sql, sync),
    beginSync: (entry, head, took) => beginSync(sql, entry, head, took),
    syncTroubleOpen: (lane, from) => syncTroubleOpen(sql, lane, from),
    failedSyncs: (lane) => failedSyncs(sql, lane),
  };
}

/** One live sync per lane and branch: wanting another commit changes what it brings, or what comes after it. */
async function addSync(sql: Sql, { laneId, from, head, looked }: NewSync): Promise<SyncEntry | null> {
  const row = await maybe<SyncEntryRow & { readonly added: boolean }>(
    sql,
    `insert into merge_entries as known (lane_id, sync_from, head_sha, sync_wants, state, requester_id,
                                         requester_login, requester_bot, requested_how, queued_at, look_at)
     select $1::bigint, $2::text, $3::text, $3::text, 'queued', 0, 'flotilla', true, 'auto',
            clock_timestamp(), clock_timestamp()
      where $4::boolean
         or not exists (select from merge_entries
                         where lane_id = $1::bigint and sync_from = $2::text and head_sha = $3::text
                           and state = 'landed')
     on conflict (lane_id, sync_from) where sync_from is not null and state not in ('landed', 'ejected')
     do update set sync_wants = excluded.sync_wants
         where known.sync_wants is not null or known.head_sha <> excluded.head_sha
     returning *, xmax = 0 as added`,
    [laneId, from, head, looked],
  );
  return row?.added === true ? toSyncEntry(row) : null;
}

async function beginSync(sql: Sql, entry: EntryId, head: Sha, took: Sha): Promise<SyncEntry> {
  const row = await one<SyncEntryRow>(
    sql,
    `update merge_entries
        set state = 'building', attempt = attempt + 1, head_sha = $2::text,
            sync_wants = case when sync_wants is distinct from $3::text then sync_wants end,
            candidate_sha = null, candidate_tree = null, base_sha = null, config_blob = null, testing_since = null,
            landing_since = null, landing_confirmed = false
      where id = $1::bigint and state = 'queued' and sync_from is not null
     returning *`,
    [entry, head, took],
    `sync ${entry} cannot be built: it is not queued`,
  );
  return toSyncEntry(row);
}

/** An issue that was wanted counts at once, one that was opened until its task ends, or if nothing made it a task. */
async function syncTroubleOpen(sql: Sql, lane: LaneId, from: string): Promise<boolean> {
  const row = await one<{ open: boolean }>(
    sql,
    `select exists (
       select
         from merge_entries e
         join lanes l on l.id = e.lane_id
         join effects f on f.project_id = l.project_id and f.key = 'sync:' || e.id and not f.dead
         left join tasks t on t.project_id = l.project_id and t.issue = f.external_id
        where e.lane_id = $1::bigint and e.sync_from = $2::text
          and case when f.external_id is null then true
                   when t.id is null then f.sent_at > clock_timestamp() - interval '15 minutes'
                   else t.status not in ('done', 'failed') end) as open`,
    [lane, from],
    'a question has an answer',
  );
  return row.open;
}

/** What was no longer wanted, or was there already, did not fail. */
async function failedSyncs(
  sql: Sql,
  lane: LaneId,
): Promise<readonly { readonly from: string; readonly head: Sha }[]> {
  return rows<{ from: string; head: Sha }>(
    sql,
    `select e.sync_from as "from", coalesce(e.sync_wants, e.head_sha) as head
       from (select distinct on (sync_from) *
               from merge_entries
              where lane_id = $1::bigint and sync_from is not null
              order by sync_from, id desc) e
      where e.state = 'ejected' and e.reason not in ('merged_elsewhere', 'retargeted', 'closed', 'dequeued')
      order by e.sync_from`,
    [lane],
  );
}
