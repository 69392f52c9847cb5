import type { Sha } from '../core/model/ids.ts';
import type { Reads } from '../ports.ts';
import { entryById, liveEntriesOfLane, liveEntryOfPull } from './entry-by.ts';
import { rows, type Sql } from './sql.ts';

export function entryReads(sql: Sql): Pick<Reads, 'liveEntries' | 'liveEntryOfPull' | 'entry' | 'landedOn'> {
  return {
    liveEntries: (lane) => liveEntriesOfLane(sql, lane),
    liveEntryOfPull: (pull) => liveEntryOfPull(sql, pull),
    entry: (entry) => entryById(sql, entry),
    async landedOn(lane) {
      const found = await rows<{ pull: number; landed: Sha; paths: readonly string[] }>(
        sql,
        `select p.number as pull, e.landed_sha as landed,
                coalesce(case when p.files ->> 'head' = e.head_sha then p.files -> 'paths' end, '[]') as paths
           from merge_entries e
           join pull_requests p on p.id = e.pull_id
          where e.lane_id = $1::bigint and e.state = 'landed'
          order by e.ended_at desc, e.id desc
          limit 50`,
        [lane],
      );
      return found;
    },
  };
}
