import type { PullId } from '../core/model/ids.ts';
import type { PullView } from '../core/model/pull-view.ts';
import { toPullEntry, type PullEntryRow } from './entry-row.ts';
import { toDraining, toPaused } from './lanes.ts';
import { toPull, type PullRow } from './pull-row.ts';
import { one, type Sql } from './sql.ts';

interface ViewRow {
  readonly pull: PullRow;
  readonly entry: (PullEntryRow & { readonly lane_branch: string; readonly place: number | null }) | null;
  readonly lane: (Parameters<typeof toPaused>[0] & Parameters<typeof toDraining>[0]) | null;
}

/** Everything about one pull request in one round trip. `lanePaused` speaks of the lane of its base branch. */
export async function pullView(sql: Sql, pull: PullId): Promise<PullView> {
  const row = await one<ViewRow>(
    sql,
    `select to_jsonb(r) as pull,
            (select to_jsonb(e) || jsonb_build_object('pull', r.number, 'task_id', r.task_id,
                                                      'lane_branch', l.branch, 'place', (select v.place from live_entries v where v.lane_id = e.lane_id and v.id = e.id))
               from merge_entries e
               join lanes l on l.id = e.lane_id
              where e.pull_id = r.id and e.head_sha = r.head_sha
              order by e.id desc
              limit 1) as entry,
            (select jsonb_build_object('pause_reason', l.pause_reason, 'paused_by', l.paused_by,
                                       'draining_by', l.draining_by)
               from lanes l
              where l.project_id = r.project_id and l.branch = r.base_ref) as lane
       from pull_requests r
      where r.id = $1::bigint`,
    [pull],
    `there is no pull request ${pull}`,
  );
  return {
    pull: toPull(row.pull),
    entry: row.entry && {
      ...toPullEntry(row.entry),
      place: row.entry.place,
      laneBranch: row.entry.lane_branch,
    },
    lanePaused: row.lane && toPaused(row.lane),
    laneDraining: row.lane && toDraining(row.lane),
  };
}
