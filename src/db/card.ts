import type { TaskId } from '../core/model/ids.ts';
import type { Lane } from '../core/model/lane.ts';
import type { TaskCard } from '../core/model/task-card.ts';
import { toAssignment, type AssignmentRow } from './assignment-row.ts';
import { toPullEntry, type PullEntryRow } from './entry-row.ts';
import { toEvidence, type EvidenceRow } from './evidence.ts';
import { toDraining, toPaused } from './lanes.ts';
import { toPull, type PullRow } from './pull-row.ts';
import { one, type Sql } from './sql.ts';
import { toTextMarks, type TextMarksRow } from './text-marks-row.ts';
import { toMissing, toTask, type MissingRow, type TaskRow } from './task-row.ts';

interface LaneOfEntry {
  readonly lane_branch: string;
  readonly pause_reason: string | null;
  readonly paused_by: string | null;
  readonly draining_by: string | null;
}

interface CardRow {
  readonly task: TaskRow;
  readonly epic: TaskCard['epic'];
  readonly stands_for: TaskCard['standsFor'];
  readonly holder: AssignmentRow | null;
  readonly missing: readonly MissingRow[];
  readonly pull: PullRow | null;
  readonly entry: (PullEntryRow & LaneOfEntry & { readonly place: number | null }) | null;
  readonly lane: Pick<LaneOfEntry, 'pause_reason' | 'paused_by' | 'draining_by'> | null;
  readonly percent: number;
  readonly evidence: readonly EvidenceRow[];
  readonly landed_sha: TaskCard['landedSha'];
  readonly text: TextMarksRow | null;
  readonly built_on: TaskCard['builtOn'];
  readonly rules: TaskCard['rules'];
}

/**
 * Everything about one task in one round trip. Its pull request is the open one, else the newest. `lanePaused` speaks
 * of the lane of its epic.
 */
export async function taskCard(sql: Sql, task: TaskId): Promise<TaskCard> {
  const row = await one<CardRow>(
    sql,
    `select to_jsonb(t) as task,
            (select jsonb_build_object('key', e.key, 'title', e.title, 'branch', e.branch)
               from epics e where e.id = t.epic_id) as epic,
            (select jsonb_build_object('title', e.title, 'branch', e.branch)
               from epics e
              where t.epic_id is null and e.project_id = t.project_id and e.active and e.label = any (t.labels)
              order by e.id
              limit 1) as stands_for,
            (select to_jsonb(s) || jsonb_build_object('agent_name', a.name, 'account_id', a.account_id,
                                                      'account_login', a.account_login)
               from assignments s join agents a on a.id = s.agent_id
              where s.task_id = t.id and s.status = 'active') as holder,
            (select coalesce(jsonb_agg(to_jsonb(m) order by m.kind, m.issue, m.epic), '[]')
               from task_dependencies m where m.task_id = t.id) as missing,
            to_jsonb(r) as pull,
            (select to_jsonb(e) || jsonb_build_object('pull', r.number, 'task_id', t.id, 'lane_branch', l.branch,
                                                      'place', (select v.place from live_entries v where v.lane_id = e.lane_id and v.id = e.id))
               from merge_entries e
               join lanes l on l.id = e.lane_id
              where e.pull_id = r.id
              order by e.id desc
              limit 1) as entry,
            (select jsonb_build_object('pause_reason', l.pause_reason, 'paused_by', l.paused_by,
                                       'draining_by', l.draining_by)
               from epics e join lanes l on l.project_id = e.project_id and l.branch = e.branch
              where e.id = t.epic_id) as lane,
            (select round(p.percent)::integer from task_progress p where p.task_id = t.id) as percent,
            (select coalesce(jsonb_agg(to_jsonb(n) order by n.id desc), '[]')
               from (select * from evidence where task_id = t.id order by id desc limit 5) n) as evidence,
            (select e.landed_sha
               from merge_entries e join pull_requests q on q.id = e.pull_id
              where q.task_id = t.id and e.state = 'landed'
              order by e.id desc
              limit 1) as landed_sha,
            (select to_jsonb(x) from task_text_marks x where x.task_id = t.id) as text,
            (select coalesce(jsonb_agg(to_jsonb(f) - 'task_id' order by f.repository nulls first, f.issue), '[]')
               from task_foundations f where f.task_id = t.id) as built_on,
            (select jsonb_build_object('gates', p.config -> 'gates', 'protect', p.config -> 'merge' -> 'protect')
               from projects p where p.id = t.project_id and p.config is not null) as rules
       from tasks t
       left join lateral (select * from pull_requests p
                           where p.task_id = t.id
                           order by p.state = 'open' desc, p.number desc
                           limit 1) r on true
      where t.id = $1::bigint`,
    [task],
    `there is no task ${task}`,
  );
  return toCard(row);
}

function toCard(row: CardRow): TaskCard {
  return {
    task: toTask(row.task),
    epic: row.epic,
    standsFor: row.stands_for,
    holder: row.holder && toAssignment(row.holder),
    missing: row.missing.map(toMissing),
    pull: row.pull && toPull(row.pull),
    entry: row.entry && {
      ...toPullEntry(row.entry),
      place: row.entry.place,
      laneBranch: row.entry.lane_branch,
    },
    lanePaused: toLanePaused(row),
    laneDraining: row.lane && toDraining(row.lane),
    percent: row.percent,
    evidence: row.evidence.map(toEvidence),
    landedSha: row.landed_sha,
    text: row.text && toTextMarks(row.text),
    builtOn: row.built_on,
    rules: row.rules,
  };
}

function toLanePaused(row: CardRow): Lane['paused'] {
  return row.lane && toPaused(row.lane);
}
