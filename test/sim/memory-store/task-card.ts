import type { TaskId } from '../../../src/core/model/ids.ts';
import { marksOf } from '../../../src/core/brief/standing.ts';
import type { Foundation, TaskCard } from '../../../src/core/model/task-card.ts';
import { activeAssignment } from './assignments.ts';
import { liveInOrder, toPullEntry } from './entry-order.ts';
import { missingOf } from './missing.ts';
import { toPull } from './to-pull.ts';
import type { EntryRow, PullRow, TaskRow } from './rows.ts';
import type { Session } from './session.ts';

/** Everything about one task. Its pull request is the open one, else the newest. */
export function taskCard(session: Session, id: TaskId): TaskCard {
  const { at, tables } = session;
  const task = at.one(tables.tasks, `id ${id}`);
  if (!task) throw new Error(`there is no task ${id}`);
  const epic = at.all(tables.epics).find((row) => row.id === task.epicId);
  const lane = at.all(tables.lanes, `branch ${epic?.branch}`).find((row) => row.projectId === task.projectId);
  const pulls = [...at.all(tables.pulls, `task ${id}`)];
  const pull = pulls.sort(
    (one, other) =>
      Number(other.state === 'open') - Number(one.state === 'open') || other.number - one.number,
  )[0];
  const all = pulls
    .flatMap((row) => at.all(tables.entries, `pull ${row.id}`))
    .sort((one, other) => other.id - one.id);
  const newest = all.find((row) => row.pullId === pull?.id);
  const landed = all.find((row) => row.state === 'landed');
  const evidence = at.all(tables.evidence, `task ${id}`);
  const text = at.get(tables.texts, String(id));
  const config = at.get(tables.projects, String(task.projectId))?.config ?? null;
  return {
    task,
    epic: epic ? { key: epic.key, title: epic.title, branch: epic.branch } : null,
    // No simulated issue has sub-issues.
    standsFor: null,
    holder: activeAssignment(session, id),
    missing: missingOf(session, id),
    pull: pull ? toPull(pull) : null,
    entry: pull && newest ? placed(session, newest, pull) : null,
    lanePaused: lane?.paused ?? null,
    laneDraining: lane?.draining ?? null,
    percent: percentOf(task),
    evidence: [...evidence].sort((one, other) => other.id - one.id).slice(0, 5),
    landedSha: landed?.landedSha ?? null,
    text: text && marksOf(text),
    builtOn: builtOn(session, task),
    rules: config && { gates: config.gates, protect: config.merge.protect },
  };
}

/** An entry with its place among the live ones of its lane. */
export function placed(session: Session, row: EntryRow, pull: PullRow): NonNullable<TaskCard['entry']> {
  const { at, tables } = session;
  const place = liveInOrder(session, row.laneId).findIndex((live) => live.id === row.id);
  return {
    ...toPullEntry(row, pull),
    place: place < 0 ? null : place + 1,
    laneBranch: at.get(tables.lanes, String(row.laneId))?.branch ?? '',
  };
}

/** What it depends on, in the order of the numbers: nothing simulated depends on another repository. */
function builtOn({ at, tables }: Session, task: TaskRow): readonly Foundation[] {
  const edges = at.all(tables.edges, `task ${task.id}`).filter((edge) => !edge.gone);
  const issues = [...new Set(edges.map(({ onIssue }) => onIssue))].sort((one, other) => one - other);
  return issues.map((issue): Foundation => {
    const other = at.get(tables.tasks, `${task.projectId} ${issue}`);
    const closed = edges.some((edge) => edge.onIssue === issue && edge.closed);
    const [landed] = at
      .all(tables.pulls, `task ${other?.id}`)
      .flatMap((row) => at.all(tables.entries, `pull ${row.id}`))
      .filter((row) => row.state === 'landed')
      .sort((one, two) => two.id - one.id);
    const branch = landed && at.get(tables.lanes, String(landed.laneId))?.branch;
    return {
      issue,
      title: other?.title ?? null,
      repository: null,
      done: other ? other.status === 'done' : closed,
      landed: landed?.landedSha && branch !== undefined ? { sha: landed.landedSha, branch } : null,
    };
  });
}

function percentOf(task: TaskRow): number {
  if (task.status === 'done') return 100;
  const { done, total } = task.checklist;
  const implied = task.status === 'review' ? 90 : task.status === 'in_progress' ? 10 : 0;
  const best = Math.max(task.claimedPercent, total > 0 ? (100 * done) / total : 0, implied);
  return Math.round(Math.min(task.status === 'review' ? 95 : 90, best));
}
