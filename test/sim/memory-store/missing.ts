import { enoughTasks, type EpicWeights } from '../../../src/core/enough-tasks.ts';
import type { EpicId, TaskId } from '../../../src/core/model/ids.ts';
import type { Missing } from '../../../src/core/model/task.ts';
import { codeOf, missingCode } from './missing-code.ts';
import type { Session } from './session.ts';

/** What a task still waits for, as the view `task_dependencies` says it. */
export function missingOf(session: Session, id: TaskId): readonly Missing[] {
  const { at, tables } = session;
  const task = at.one(tables.tasks, `id ${id}`);
  if (!task) return [];
  const closed = new Map<number, boolean>();
  for (const edge of at.all(tables.edges, `task ${id}`)) {
    if (edge.gone) continue;
    closed.set(edge.onIssue, edge.closed || closed.get(edge.onIssue) === true);
  }
  const issues = [...closed].flatMap(([issue, met]): Missing[] => {
    const other = at.get(tables.tasks, `${task.projectId} ${issue}`);
    const code = other?.status === 'done' ? codeOf(session, missingCode(session, task, other)) : null;
    if (code) return [{ kind: 'task', issue, title: other?.title ?? null, code }];
    if (other ? other.status === 'done' : met) return [];
    return [{ kind: 'task', issue, title: other?.title ?? null }];
  });
  return [
    ...issues.sort((one, other) => numberOf(one) - numberOf(other)),
    ...thresholds(session, task.epicId),
  ];
}

function numberOf(missing: Missing): number {
  return missing.kind === 'task' ? missing.issue : 0;
}

export function thresholds(
  session: Session,
  epicId: EpicId | null,
): readonly Extract<Missing, { kind: 'threshold' }>[] {
  const { at, tables } = session;
  const epics = at.all(tables.epics);
  const epic = epics.find(({ id }) => id === epicId);
  return (epic?.after ?? []).flatMap((after): Extract<Missing, { kind: 'threshold' }>[] => {
    const other = epics.find(
      (row) => row.projectId === epic?.projectId && row.key === after.epic && row.active,
    );
    if (!other) return [];
    const has = donePercent(session, other.id);
    if (has >= after.percent) return [];
    const needs = after.percent;
    const enough = enoughTasks({ ...weightsOf(session, other.id), percent: has }, needs);
    const threshold = { kind: 'threshold' as const, epic: after.epic, has: Math.trunc(has * 10) / 10, needs };
    return [enough === null ? threshold : { ...threshold, enough }];
  });
}

/** What the epic weighs, and what of it is open, the lightest first. */
function weightsOf({ at, tables }: Session, epicId: EpicId): Omit<EpicWeights, 'percent'> {
  const counted = at.all(tables.tasks).filter((row) => row.epicId === epicId && row.status !== 'failed');
  const hours = counted.reduce((sum, row) => sum + (row.estimateHours ?? 1), 0);
  const open = counted
    .filter((row) => row.status !== 'done')
    .map((row) => ({ issue: row.issue, weight: hours > 0 ? (row.estimateHours ?? 1) : 1 }))
    .sort((one, other) => one.weight - other.weight || one.issue - other.issue);
  return { all: hours > 0 ? hours : counted.length, open };
}

function donePercent({ at, tables }: Session, epicId: EpicId): number {
  const counted = at.all(tables.tasks).filter((row) => row.epicId === epicId && row.status !== 'failed');
  const weight = (rows: typeof counted) => rows.reduce((sum, row) => sum + (row.estimateHours ?? 1), 0);
  const hours = weight(counted);
  const done = counted.filter((row) => row.status === 'done');
  if (hours > 0) return (100 * weight(done)) / hours;
  return counted.length > 0 ? (100 * done.length) / counted.length : 0;
}
