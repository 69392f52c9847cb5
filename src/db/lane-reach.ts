import type { LaneId, Sha, TaskId } from '../core/model/ids.ts';
import type { LandingOf, Reads, Tx } from '../ports.ts';
import { maybe, rows, run, type Sql } from './sql.ts';

/** What of other lanes' landings a lane's branch contains. */
export function laneReach(sql: Sql): Pick<Tx['lanes'], 'newestLanded' | 'reached' | 'unreached'> {
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
          where m.lane_id = $1::bigint and m.source_lane_id = $2::bigint and m.era = x.era
            and (m.ended_at, m.entry_id) <= (x.ended_at, x.id)
          order by 1`,
        [lane, landing.lane, landing.entry],
      );
      await run(
        sql,
        `insert into lane_reach (lane_id, source_lane_id, entry_id) values ($1::bigint, $2::bigint, $3::bigint)
         on conflict do nothing`,
        [lane, landing.lane, landing.entry],
      );
      // Whoever asked later may have been answered by a replica that was behind: the newest that is known stays.
      await run(
        sql,
        `delete from lane_reach r
          using merge_entries o
          where r.lane_id = $1::bigint and r.source_lane_id = $2::bigint and o.id = r.entry_id
            and exists (select
                          from lane_reach k join merge_entries n on n.id = k.entry_id
                         where k.lane_id = r.lane_id and k.source_lane_id = r.source_lane_id and n.era = o.era
                           and (n.ended_at, n.id) > (o.ended_at, o.id))`,
        [lane, landing.lane],
      );
      return waited.map(({ id }) => id);
    },
    async unreached(lane, landing) {
      await run(sql, 'delete from lane_reach where lane_id = $1::bigint and entry_id = $2::bigint', [
        lane,
        landing.entry,
      ]);
      const waiting = await rows<{ id: TaskId }>(
        sql,
        `select distinct task_id as id
           from missing_code
          where lane_id = $1::bigint and source_lane_id = $2::bigint
          order by 1`,
        [lane, landing.lane],
      );
      return waiting.map(({ id }) => id);
    },
  };
}

/** Landings that unfinished tasks wait for, of each lane the newest first. */
export async function codeMissing(sql: Sql, lane: LaneId): ReturnType<Reads['codeMissing']> {
  return rows<LandingOf & { era: number }>(
    sql,
    `select m.source_lane_id as lane, m.entry_id as entry, m.landed_sha as landed, m.era
       from missing_code m join tasks t on t.id = m.task_id
      where m.lane_id = $1::bigint and t.status not in ('done', 'failed')
      group by m.source_lane_id, m.entry_id, m.landed_sha, m.ended_at, m.era
      order by m.source_lane_id, m.ended_at desc, m.entry_id desc`,
    [lane],
  );
}

/** What the lane's branch contained when git was asked. */
export async function reachKnown(sql: Sql, lane: LaneId): ReturnType<Reads['reachKnown']> {
  return rows<LandingOf>(
    sql,
    `select r.source_lane_id as lane, r.entry_id as entry, x.landed_sha as landed
       from lane_reach r join merge_entries x on x.id = r.entry_id
      where r.lane_id = $1::bigint
      order by r.entry_id`,
    [lane],
  );
}
