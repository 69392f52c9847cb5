import type { EntryId, LaneId, Sha, TaskId } from '../core/model/ids.ts';
import type { Reads, Tx } from '../ports.ts';
import { maybe, rows, type Sql } from './sql.ts';

/** What of other lanes' landings a lane's branch contains. */
export function laneReach(sql: Sql): Pick<Tx['lanes'], 'newestLanded' | 'reached'> {
  return {
    async newestLanded(lane) {
      const row = await maybe<{ sha: Sha }>(
        sql,
        `select landed_sha as sha
           from merge_entries
          where lane_id = $1::bigint and state = 'landed'
          order by ended_at desc, id desc
          limit 1`,
        [lane],
      );
      return row?.sha ?? null;
    },
    async reached(lane, landing) {
      const waited = await rows<{ id: TaskId }>(
        sql,
        `select distinct m.task_id as id
           from missing_code m join merge_entries x on x.id = $3::bigint
          where m.lane_id = $1::bigint and m.source_lane_id = $2::bigint
            and (m.ended_at, m.entry_id) <= (x.ended_at, x.id)
          order by 1`,
        [lane, landing.lane, landing.entry],
      );
      // Whoever asked later may have been answered by a replica that was behind: what is known to be there stays so.
      await rows(
        sql,
        `insert into lane_reach as known (lane_id, source_lane_id, entry_id)
         values ($1::bigint, $2::bigint, $3::bigint)
         on conflict (lane_id, source_lane_id) do update set entry_id = excluded.entry_id
           where (select (o.ended_at, o.id) < (n.ended_at, n.id)
                    from merge_entries o, merge_entries n
                   where o.id = known.entry_id and n.id = excluded.entry_id)`,
        [lane, landing.lane, landing.entry],
      );
      return waited.map(({ id }) => id);
    },
  };
}

/** Landings that unfinished tasks wait for, of each lane the newest first. */
export async function codeMissing(sql: Sql, lane: LaneId): ReturnType<Reads['codeMissing']> {
  return rows<{ lane: LaneId; entry: EntryId; landed: Sha }>(
    sql,
    `select m.source_lane_id as lane, m.entry_id as entry, m.landed_sha as landed
       from missing_code m join tasks t on t.id = m.task_id
      where m.lane_id = $1::bigint and t.status not in ('done', 'failed')
      group by m.source_lane_id, m.entry_id, m.landed_sha, m.ended_at
      order by m.source_lane_id, m.ended_at desc, m.entry_id desc`,
    [lane],
  );
}
