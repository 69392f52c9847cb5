import { enoughTasks, type EpicWeights } from '../core/enough-tasks.ts';
import type { EpicLane, EpicWait } from '../core/model/epic-card.ts';
import type { ProjectId } from '../core/model/ids.ts';
import type { EpicAt } from '../ports.ts';
import { toDraining, toPaused } from './lanes.ts';
import { rows, type Sql } from './sql.ts';

interface LaneRow {
  readonly pause_reason: string | null;
  readonly paused_by: string | null;
  readonly draining_by: string | null;
  readonly flying: EpicLane['inFlight'];
  readonly queued: number;
  readonly held: number;
}

interface FactsRow extends Omit<EpicAt, 'waitsFor' | 'lane'> {
  readonly waits: readonly (EpicWait & { readonly weights: EpicWeights })[];
  readonly lane: LaneRow | null;
}

/**
 * What is known of each epic of a project besides its progress. Its home is the issue that most of its tasks' issues are
 * sub-issues of; one that it has stays its home while any of them is.
 */
export async function epicFacts(sql: Sql, project: ProjectId): Promise<readonly EpicAt[]> {
  const found = await rows<FactsRow>(
    sql,
    `select e.id, e.key, e.label, e.home_issue as "shownOn",
            coalesce((select t.parent_issue
                        from tasks t
                       where t.epic_id = e.id and t.parent_issue is not null
                       group by t.parent_issue
                       order by t.parent_issue = e.home_issue desc nulls last, count(*) desc, t.parent_issue
                       limit 1), e.home_issue) as home,
            (select coalesce(jsonb_agg(jsonb_build_object('epic', w.epic, 'has', w.has, 'needs', w.needs,
                                                          'weights', w.weights) order by w.needs_epic), '[]')
               from epic_waits w where w.epic_id = e.id) as waits,
            (select coalesce(jsonb_agg(jsonb_build_object('epic', o.key, 'has', trunc(p.done_percent, 1),
                                                          'needs', h.percent) order by o.id), '[]')
               from epic_thresholds h
               join epics o on o.id = h.epic_id and o.active
               join epic_progress p on p.epic_id = e.id
              where h.needs_epic = e.id) as "awaitedBy",
            (select jsonb_build_object(
                      'pause_reason', l.pause_reason, 'paused_by', l.paused_by, 'draining_by', l.draining_by,
                      'flying', (select jsonb_build_object('pull', v.pull, 'from', v.sync_from, 'state', v.state)
                                   from live_entries v
                                  where v.lane_id = l.id and v.state in ('building', 'testing', 'landing')),
                      'queued', (select count(*) from merge_entries m
                                  where m.lane_id = l.id and m.state = 'queued' and not m.held),
                      'held', (select count(*) from merge_entries m
                                where m.lane_id = l.id and m.held and m.state not in ('landed', 'ejected')))
               from lanes l where l.project_id = e.project_id and l.branch = e.branch) as lane
       from epics e
      where e.project_id = $1::bigint and e.active
      order by e.id`,
    [project],
  );
  return found.map(({ waits, lane, ...epic }) => ({
    ...epic,
    waitsFor: waits.map(toWait),
    lane: lane && {
      paused: toPaused(lane),
      draining: toDraining(lane),
      inFlight: lane.flying,
      queued: lane.queued,
      held: lane.held,
    },
  }));
}

function toWait({ weights, ...wait }: FactsRow['waits'][number]): EpicWait {
  const enough = enoughTasks(weights, wait.needs);
  return { ...wait, ...(enough === null ? {} : { enough }) };
}
