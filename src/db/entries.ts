import type { PullEntry } from '../core/model/lane.ts';
import type { NewEntry, Tx } from '../ports.ts';
import {
  entryById,
  liveEntriesOfLane,
  liveEntryOfPull,
  newestEntryOfPull,
  testingEntries,
} from './entry-by.ts';
import { endEntries } from './entry-ends.ts';
import { toPullEntry, type PullEntryRow } from './entry-row.ts';
import { entryTransitions } from './entry-transitions.ts';
import { maybe, type Sql } from './sql.ts';
import { syncEntries } from './sync-entries.ts';

/** The entries of lanes: adding and finding them here, their transitions and ends in files of their own. */
export function entries(sql: Sql): Tx['entries'] {
  return {
    add: (entry) => addEntry(sql, entry),
    async seenHead(pull, head) {
      const row = await maybe(
        sql,
        'select id from merge_entries where pull_id = $1::bigint and head_sha = $2::text limit 1',
        [pull, head],
      );
      return row !== null;
    },
    liveOfPull: (pull) => liveEntryOfPull(sql, pull),
    liveOfLane: (lane) => liveEntriesOfLane(sql, lane),
    newestOfPull: (pull) => newestEntryOfPull(sql, pull),
    testing: (project, commit, named) => testingEntries(sql, project, commit, named),
    get: (entry) => entryById(sql, entry),
    lock: (entry) => entryById(sql, entry, 'for no key update of e'),
    ...entryTransitions(sql),
    ...endEntries(sql),
    ...syncEntries(sql),
  };
}

/** A head comes by itself at most once; only this statement sees what another worker did since anybody looked. */
async function addEntry(sql: Sql, entry: NewEntry): Promise<PullEntry | null> {
  const row = await maybe<PullEntryRow>(
    sql,
    `with e as (
       insert into merge_entries (lane_id, pull_id, head_sha, state, requester_id, requester_login, requester_bot,
                                  requested_how, priority, queued_at, look_at)
       select $1::bigint, $2::bigint, $3::text, $4::text, $5::bigint, $6::text, $7::boolean, $8::text, $9::integer,
              clock_timestamp(), clock_timestamp()
        where $8::text <> 'auto'
           or not exists (select from merge_entries where pull_id = $2::bigint and head_sha = $3::text)
       on conflict (pull_id) where state not in ('landed', 'ejected') do nothing
       returning *
     )
     select e.*, p.number as pull, p.task_id from e join pull_requests p on p.id = e.pull_id`,
    [
      entry.laneId,
      entry.pullId,
      entry.head,
      entry.state,
      entry.requester.id,
      entry.requester.login,
      entry.requester.isBot,
      entry.requester.how,
      entry.priority,
    ],
  );
  return row && toPullEntry(row);
}
